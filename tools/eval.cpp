// SPDX-License-Identifier: Apache-2.0
// palabre eval: how well the search finds what people judged right, through the same index and ranking as the server.
#include "core/base/effects.hpp"
#include "core/limits.hpp"
#include "projections/search/shelf.hpp"
#include "tools/eval/collection.hpp"
#include "tools/tool.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <fmt/format.h>
#include <unistd.h>

namespace palabre::tools {
namespace {

namespace search = projections::search;

constexpr std::size_t depth = 1'000;             ///< documents ranked for a query
constexpr std::size_t documents_sampled = 1'000; ///< that tell the language

struct Options {
    std::filesystem::path folder;
    std::string language; ///< empty: that of most of the documents
};

/// A folder that goes when the run ends.
class Scratch {
public:
    Scratch() : path_(std::filesystem::temp_directory_path() / fmt::format("palabre-eval-{}", ::getpid())) {
        std::filesystem::create_directories(path_);
    }
    ~Scratch() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

search::Document document_of(const eval::Collection::Document& document, search::Language language) {
    search::Document out;
    out.language = language;
    out.texts = {{search::Field::title, document.title}, {search::Field::body, document.text}};
    at(out.columns, search::Column::scope) = 1;
    return out;
}

/// The language with most of the documents' small words.
search::Language language_of(const eval::Collection& collection) {
    search::Analyzer analyzer;
    std::size_t french = 0, english = 0;
    for (std::size_t i = 0; i < std::min(collection.documents.size(), documents_sampled); ++i) {
        text::each_word(collection.documents[i].text, [&](const text::Word& word) {
            if (analyzer.term(word.folded, search::Language::fr).empty()) ++french;
            if (analyzer.term(word.folded, search::Language::en).empty()) ++english;
        });
    }
    return english > french ? search::Language::en : search::Language::fr;
}

/// Says what of the judgements nothing can meet: the figures are then not those of the whole collection.
Status check(const eval::Collection& collection) {
    const auto gaps = collection.gaps();
    if (gaps.queries == collection.judged.size())
        return error(ErrorCode::invalid, "no query of queries.jsonl is judged in qrels.tsv: are these their ids?");
    if (gaps.queries > 0)
        fmt::print(stderr, "left out: {} judged queries that are not in queries.jsonl\n", gaps.queries);
    if (gaps.documents > 0)
        fmt::print(stderr, "never found: {} judged documents that are not in docs.jsonl\n", gaps.documents);
    return {};
}

Status run(const Options& options) {
    PALABRE_TRY(collection, eval::Collection::read(options.folder));
    PALABRE_CHECK(check(collection));
    const auto language = options.language.empty()   ? language_of(collection)
                          : options.language == "en" ? search::Language::en
                                                     : search::Language::fr;
    const Scratch scratch;
    PALABRE_TRY(shelf, search::Shelf::create(scratch.path()));
    std::vector<search::Shelf::Entry> batch;
    for (const auto& document : collection.documents) {
        batch.push_back({document.id, document_of(document, language)});
        if (batch.size() < limits::events_per_batch && &document != &collection.documents.back()) continue;
        PALABRE_CHECK(shelf->put(batch));
        batch.clear();
    }
    std::map<std::string, std::vector<std::string>> found;
    for (const auto& query : collection.queries) {
        search::Request request;
        request.query = search::parse_query(query.text, {&language, 1}, false, shelf->analyzer());
        request.visible = search::VisibleScopes({false, true});
        request.limit = depth;
        request.counted = false;
        PALABRE_TRY(answer, shelf->find(request));
        for (const auto& hit : answer.hits) found[query.id].push_back(collection.documents[hit.document].id);
    }
    const auto figures = eval::judge(collection, found);
    fmt::print("documents {}  queries {}  language {}\nMAP {:.4f}\nnDCG@10 {:.4f}\nR@100 {:.4f}\n",
               collection.documents.size(), figures.queries, events::text(language), figures.map, figures.ndcg_10,
               figures.recall_100);
    return {};
}

} // namespace

void add_eval(CLI::App& app, Run& chosen) {
    auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand("eval", "Judge the search by a collection: prints MAP, nDCG@10 and R@100");
    command->footer(
        "Reads docs.jsonl {id, title, text}, queries.jsonl {id, text}, qrels.tsv (query, document, grade > 0: right).\n"
        "Means are over the queries that are there and have a right document.\n"
        "Example: palabre eval ./collection --language en");
    command->add_option("folder", options->folder, "Where the collection lies")->required();
    command
        ->add_option("--language", options->language,
                     "Of documents and queries; without it the one of most of the documents")
        ->check(CLI::IsMember({"fr", "en"}));
    command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

} // namespace palabre::tools
