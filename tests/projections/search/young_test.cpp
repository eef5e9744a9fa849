// SPDX-License-Identifier: Apache-2.0
// What is kept of the newest documents between queries says the same as the rows.
#include "projections/search/query/young.hpp"

#include "projections/search/query/search.hpp"
#include "tests/projections/search/shelves.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <random>

using namespace palabre;
using namespace palabre::projections::search;
using namespace palabre::projections::search::test;

namespace {

constexpr const char* words[] = {"infirmière", "cabinet", "remplacement", "garde", "clinique", "hôpital"};

std::optional<Document> any_document(std::mt19937& random) {
    const auto pick = [&](std::uint32_t most) { return std::uniform_int_distribution<std::uint32_t>(0, most)(random); };
    if (pick(9) == 0) return std::nullopt;
    std::string title = words[pick(5)], body;
    for (int i = 0; i < 8; ++i) body += std::string(words[pick(5)]) + ' ';
    auto out = document(title, body);
    at(out.columns, Column::region) = 1 + pick(2);
    return out;
}

std::string long_word(std::size_t number) {
    return fmt::format("{:a>200}", number);
}

using Found = std::vector<std::pair<Ordinal, float>>;
Found found(Shelves& shelves, const char* text, std::uint32_t region) {
    Request request = shelves.request(text);
    request.limit = 1'000;
    if (region != 0) request.filter.choices = {{Column::region, {region}}};
    Found out;
    for (const auto& hit : shelves.find(request).hits) out.emplace_back(hit.document, hit.score);
    return out;
}

} // namespace

TEST_CASE("young: asked after every write or at the end alone, a query finds the same") {
    std::mt19937 random(20'261'127);
    Shelves asked, quiet;
    for (std::size_t i = 0; i < 700; ++i) {
        const auto document = any_document(random);
        asked.put({document});
        quiet.put({document});
        if (random() % 8 == 0) { // one that is among the newest, in a segment, or gone already
            const std::size_t id = i - random() % std::min<std::size_t>(i + 1, 300);
            const auto other = any_document(random);
            asked.change(id, other);
            quiet.change(id, other);
        }
        static_cast<void>(found(asked, words[i % 6], 0));
        if (i % 70 != 69) continue;
        for (const char* word : words)
            for (const std::uint32_t region : {0U, 1U, 3U})
                REQUIRE(found(asked, word, region) == found(quiet, word, region));
    }
}

TEST_CASE("young: who reads what stood there before meets nothing that came since") {
    const auto indexed = [](const char* term) {
        Indexed out;
        out.terms = {{term, 3}};
        return std::make_shared<const Indexed>(out);
    };
    const KeptYoung kept(0, 128, {});
    std::size_t made = 0;
    const auto index_one = [&](Ordinal ordinal) -> Result<std::shared_ptr<const Indexed>> {
        ++made;
        return ordinal == 129 ? std::shared_ptr<const Indexed>() : indexed("mot");
    };
    const auto later = kept.before(132, index_one).value();
    CHECK(made == 4);
    const auto earlier = kept.before(129, index_one).value();
    CHECK(later->with_term("mot").size() == 3);
    CHECK(earlier->with_term("mot").size() == 1);
    CHECK(earlier->with_term("mot").impact(128) == 3);
    CHECK(kept.before(132, index_one).value() == later);
    CHECK(made == 4); // each once
    CHECK(later->part({0, 1}, PartId::of_term("mot", 0))->size() > 0);
    CHECK_FALSE(later->part({0, 0}, PartId::of_term("mot", 0)).has_value());
}

TEST_CASE("young: what is kept is bounded, and what is not is found all the same") {
    const KeptYoung kept(0, 0, {});
    std::size_t made = 0;
    const auto index_long = [&](Ordinal) -> Result<std::shared_ptr<const Indexed>> {
        ++made;
        Indexed out;
        for (std::size_t i = 0; i < 3'000; ++i) out.terms.push_back({long_word(10'000 + i), 1});
        return std::make_shared<const Indexed>(std::move(out));
    };
    CHECK(kept.before(1, index_long).value()->with_term(long_word(12'999)).size() == 1);
    CHECK(kept.before(8, index_long).value()->with_term(long_word(12'999)).size() == 8);
    CHECK(made == 8);
    CHECK(kept.before(8, index_long).value()->newest().size() == 8);
    CHECK(made > 8);
}

TEST_CASE("young: an error of the store is the query's, and the next one asks again") {
    const KeptYoung kept(0, 0, {});
    const auto failing = [](Ordinal) -> Result<std::shared_ptr<const Indexed>> {
        return error(ErrorCode::io, "the disk");
    };
    const auto working = [](Ordinal) -> Result<std::shared_ptr<const Indexed>> {
        return std::make_shared<const Indexed>();
    };
    CHECK(kept.before(1, failing).has_error());
    CHECK(kept.before(1, working).value()->newest().size() == 1);
}
