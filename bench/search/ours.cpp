// SPDX-License-Identifier: Apache-2.0
// search_ours ADS QUERIES FOLDER: indexes the ads in the empty folder and asks the queries, by the server's own engine.
#include "bench/search/measured.hpp"
#include "core/limits.hpp"
#include "projections/search/shelf.hpp"

namespace {

using namespace palabre;
using namespace palabre::projections::search;

template <class T>
T must(Result<T> result) {
    return result ? std::move(*result) : throw std::runtime_error(result.error().message);
}
void must(const Status& status) {
    if (!status) throw std::runtime_error(status.error().message);
}

Document document_of(const bench::Ad& ad) {
    Document out;
    out.texts = {{Field::title, ad.title}, {Field::body, ad.body}};
    at(out.columns, Column::scope) = 1;
    at(out.columns, Column::region) = ad.region;
    at(out.columns, Column::kind) = ad.kind;
    at(out.columns, Column::price) = ad.price;
    return out;
}

double build(Shelf& shelf, const std::vector<bench::Ad>& ads) {
    const double begun = bench::processor_seconds();
    std::vector<Shelf::Entry> batch;
    for (std::size_t i = 0; i < ads.size(); ++i) {
        batch.push_back({std::to_string(i), document_of(ads[i])});
        if (batch.size() < limits::events_per_batch && i + 1 < ads.size()) continue;
        must(shelf.put(batch));
        batch.clear();
    }
    must(shelf.settle());
    return static_cast<double>(ads.size()) / (bench::processor_seconds() - begun);
}

std::size_t ask(Shelf& shelf, const bench::AdQuery& query, bool filtered) {
    const Language languages[] = {Language::fr};
    Request request;
    request.query = parse_query(query.words, languages, false, shelf.analyzer());
    request.visible = VisibleScopes({false, true});
    request.counted = false;
    request.widened = false;
    if (filtered) {
        request.filter.choices = {{Column::region, {query.region}}, {Column::kind, {query.kind}}};
        request.filter.ranges = {{Column::price, 1, query.most}};
    }
    return must(shelf.find(request)).hits.size();
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 4) return 2;
    const auto ads = bench::read_ads(argv[1]);
    const auto queries = bench::read_queries(argv[2]);
    const auto shelf = must(Shelf::create(argv[3]));
    const double rate = build(*shelf, ads);
    const auto filtered = bench::ask_all(queries, [&](const auto& query) { return ask(*shelf, query, true); });
    const auto unfiltered = bench::ask_all(queries, [&](const auto& query) { return ask(*shelf, query, false); });
    bench::tell(rate, bench::bytes_below(argv[3]), filtered, unfiltered);
}
