// SPDX-License-Identifier: Apache-2.0
// What stands in an index follows from its documents alone.
#include "projections/search/index/writer.hpp"

#include "tests/projections/search/shelves.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <random>

using namespace palabre;
using namespace palabre::projections::search;
using namespace palabre::projections::search::test;

namespace {

std::vector<std::optional<Document>> chance_documents(std::size_t count) {
    std::vector<std::optional<Document>> out;
    for (std::uint32_t i = 0; i < count; ++i) {
        Document one = document(chance_text(i, 4), chance_text(i + 100'000, 20), 1 + i % 3);
        at(one.columns, Column::kind) = i % 5;
        at(one.columns, Column::created) = 1'000 + i;
        out.emplace_back(std::move(one));
    }
    return out;
}

/// All rows but the stamps, which say how often something came.
std::vector<std::pair<std::string, std::string>> rows(Shelves& shelves) {
    auto all = shelves.shelf().rows();
    for (auto& [key, value] : all) {
        if (key != counts_key(CommunityId())) continue;
        auto counts = codec::decode<Counts>(value);
        REQUIRE(counts);
        counts->changes = counts->settled = 0;
        value = codec::encode(*counts);
    }
    return all;
}

} // namespace

TEST_CASE("index: segments cover all but the newest documents") {
    for (const Ordinal count : {0U, 1U, 127U, 128U, 129U, 2'047U, 2'048U, 34'000U, 65'536U, 100'001U}) {
        Ordinal next = 0;
        for (const SegmentId segment : segments(count)) {
            CHECK(segment.first() == next);
            next += segment.size();
        }
        CHECK(next == in_segments(count));
        CHECK(count - next < levels[0].documents);
    }
    CHECK(segments(100'001).size() == 3 + 0 + 13); // three great ones, none of the middle, the rest small
}

TEST_CASE("index: the same documents give the same rows, whatever batches they came in") {
    const auto documents = chance_documents(2'300);
    Shelves one, many;
    one.put(documents, 2'300);
    many.put(documents, 7);
    CHECK(one.shelf().rows() == many.shelf().rows());
}

TEST_CASE("index: what was changed and erased leaves the rows of a rebuild") {
    auto documents = chance_documents(2'200);
    Shelves lived;
    lived.put(documents);
    std::mt19937 random(3);
    const auto draw = [&](std::uint32_t below) { return static_cast<std::uint32_t>(random() % below); };
    for (int i = 0; i < 300; ++i) {
        const std::size_t id = random() % documents.size();
        if (i % 3 == 0)
            documents[id].reset();
        else
            documents[id] = document(chance_text(draw(1000), 3), chance_text(draw(1000), 15), 1 + draw(3));
        lived.change(id, documents[id]);
    }
    Shelves rebuilt;
    rebuilt.put(documents);
    CHECK(rows(lived) == rows(rebuilt));
}

TEST_CASE("index: of who is erased no word is left in any row") {
    std::vector<std::optional<Document>> documents = chance_documents(200);
    documents[5] = document("Zygomatique", "un secret zygomatique et xylophone");
    Shelves shelves;
    shelves.put(documents);
    const auto holds = [&](std::string_view word) {
        for (const auto& [key, value] : shelves.shelf().rows())
            if (key.find(word) != std::string::npos || value.find(word) != std::string::npos) return true;
        return false;
    };
    CHECK(holds("zygomat"));
    shelves.change(5, std::nullopt);
    CHECK_FALSE(holds("zygomat"));
    CHECK_FALSE(holds("xylophon"));
    CHECK(shelves.found("zygomatique").empty());
}

TEST_CASE("index: all erased leaves numbers alone") {
    std::vector<std::optional<Document>> documents = chance_documents(130);
    Shelves lived, never;
    lived.put(documents);
    for (std::size_t i = 0; i < documents.size(); ++i) lived.change(i, std::nullopt);
    never.put(std::vector<std::optional<Document>>(documents.size()));
    CHECK(rows(lived) == rows(never));
}

TEST_CASE("index: postings come back as they were put") {
    std::mt19937 random(11);
    for (int round = 0; round < 200; ++round) {
        std::map<Place, Impact> wanted;
        for (std::size_t i = random() % 300; i > 0; --i)
            wanted[static_cast<Place>(random() % 2'048)] = static_cast<Impact>(1 + random() % 48);
        std::vector<Posting> postings;
        for (const auto& [place, impact] : wanted) postings.push_back({place, impact});
        std::ranges::shuffle(postings, random);
        const std::string bytes = encode(postings);
        CHECK(Postings(bytes).size() == wanted.size());
        std::vector<Posting> back;
        Postings(bytes).decode(back);
        std::map<Place, Impact> found;
        Impact last = 255;
        for (const auto& [place, impact] : back) {
            CHECK(impact <= last);
            last = impact;
            found[place] = impact;
        }
        CHECK(found == wanted);
    }
}

TEST_CASE("index: damaged bytes read as less, never beyond their end") {
    TableWriter writer;
    for (const char* word : {"alpha", "beta", "gamma"}) {
        std::vector<Posting> postings{{1, 3}, {2, 3}, {9, 1}};
        writer.add(word, encode(postings));
    }
    const std::string whole = std::move(writer).finish();
    CHECK(Table(whole).find("beta").has_value());
    CHECK_FALSE(Table(whole).find("delta").has_value());
    std::mt19937 random(5);
    for (int round = 0; round < 5'000; ++round) {
        std::string bytes = whole.substr(0, random() % (whole.size() + 1));
        for (std::size_t i = random() % 4; i > 0 && !bytes.empty(); --i)
            bytes[random() % bytes.size()] = static_cast<char>(random());
        const Table table(bytes);
        const std::uint32_t looked = std::min(table.size(), 100U);
        std::size_t seen = 0;
        for (std::uint32_t i = 0; i < looked; ++i) {
            std::vector<Posting> postings;
            Postings(table[i].value).decode(postings);
            seen += postings.size();
        }
        CHECK(seen <= 3 * bytes.size() * looked);
        (void)table.find("beta");
    }
}
