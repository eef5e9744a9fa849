// SPDX-License-Identifier: Apache-2.0
// search_typos_ours ADS TYPED FOLDER: looks for misspelt titles by the server's own engine.
#include "bench/search/typos.hpp"
#include "core/limits.hpp"
#include "projections/search/shelf.hpp"

using namespace palabre;
using namespace palabre::projections::search;

namespace {

template <class T>
T must(Result<T> result) {
    return result ? std::move(*result) : throw std::runtime_error(result.error().message);
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 4) return 2;
    const auto ads = bench::read_pairs(argv[1]), typed = bench::read_pairs(argv[2]);
    const auto shelf = must(Shelf::create(argv[3]));
    std::vector<Shelf::Entry> entries;
    for (const auto& [title, body] : ads) {
        Document one;
        one.texts = {{Field::title, title}, {Field::body, body}};
        at(one.columns, Column::scope) = 1;
        entries.push_back({std::to_string(entries.size()), std::move(one)});
    }
    if (const auto status = shelf->put(entries); !status) throw std::runtime_error(status.error().message);
    bench::tell_found(ads, typed, [&](const std::string& text) {
        const Language languages[] = {Language::fr};
        Request request;
        request.query = parse_query(text, languages, false, shelf->analyzer());
        request.visible = VisibleScopes({false, true});
        request.limit = 10;
        std::vector<std::size_t> out;
        for (const auto& hit : must(shelf->find(request)).hits) out.push_back(hit.document);
        return out;
    });
}
