// SPDX-License-Identifier: Apache-2.0
// A collection for judging a search by: documents, queries, and who judged which document right for which query.
#pragma once

#include "core/base/result.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace palabre::tools::eval {

struct Collection {
    struct Document {
        std::string id, title, text;
    };
    struct Query {
        std::string id, text;
    };
    using Grades = std::map<std::string, int>; ///< document → grade; what is not named has 0

    std::vector<Document> documents;
    std::vector<Query> queries;
    std::map<std::string, Grades> judged; ///< by query

    /// docs.jsonl {id, title, text}, queries.jsonl {id, text}, qrels.tsv (query, document, grade). `invalid` names file
    /// and line.
    [[nodiscard]] static Result<Collection> read(const std::filesystem::path& folder);

    /// Of `judged`, what cannot be met whatever the search finds: a collection cut apart from its judgements.
    struct Gaps {
        std::size_t queries = 0;   ///< judged, but not among `queries`
        std::size_t documents = 0; ///< judged for a query that is there, but not among `documents`
    };
    [[nodiscard]] Gaps gaps() const;
};

/// Means over the collection's queries that have a right document; one that was judged without being among them was not
/// asked, and says nothing of the search (so does trec_eval).
struct Figures {
    double map = 0;        ///< mean average precision, over all that was found; right: grade > 0
    double ndcg_10 = 0;    ///< gain 2^grade − 1, discount log2(rank + 1)
    double recall_100 = 0; ///< share of the right ones among the first hundred
    std::size_t queries = 0;
};
/// `found`: documents by query, the best first.
[[nodiscard]] Figures judge(const Collection& collection, const std::map<std::string, std::vector<std::string>>& found);

} // namespace palabre::tools::eval
