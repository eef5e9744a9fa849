// SPDX-License-Identifier: Apache-2.0
#include "tools/eval/collection.hpp"

#include "tests/core/temp_folder.hpp"

#include <cmath>
#include <doctest/doctest.h>
#include <fstream>

using namespace palabre;
using tools::eval::Collection;
using tools::eval::judge;

namespace {

void write(const std::filesystem::path& file, std::string_view text) {
    std::ofstream(file, std::ios::binary) << text;
}

/// Three documents, two queries; the first has two right ones of different grades.
Collection small() {
    Collection out;
    for (const char* id : {"1", "2", "3"}) out.documents.push_back({id, "", "text"});
    out.queries = {{"a", "words"}, {"b", "words"}};
    out.judged = {{"a", {{"1", 2}, {"2", 1}, {"3", 0}}}, {"b", {{"3", 1}}}};
    return out;
}

} // namespace

TEST_CASE("eval: figures by hand") {
    const auto figures = judge(small(), {{"a", {"3", "1", "2"}}, {"b", {"3", "1"}}});
    CHECK(figures.queries == 2);
    CHECK(figures.map == doctest::Approx(((1.0 / 2 + 2.0 / 3) / 2 + 1) / 2));
    const double gained = 3 / std::log2(3) + 1 / std::log2(4), ideal = 3 / std::log2(2) + 1 / std::log2(3);
    CHECK(figures.ndcg_10 == doctest::Approx((gained / ideal + 1) / 2));
    CHECK(figures.recall_100 == doctest::Approx(1));
    CHECK(judge(small(), {}).map == 0);
}

TEST_CASE("eval: what was judged but not asked says nothing, what was asked and not found counts") {
    Collection one = small();
    const std::map<std::string, std::vector<std::string>> found = {{"a", {"1", "2"}}};
    CHECK(judge(one, found).map == doctest::Approx(0.5));
    one.queries.pop_back();
    CHECK(judge(one, found).map == doctest::Approx(1));
    CHECK(judge(one, found).queries == 1);
    CHECK(one.gaps().queries == 1);
    CHECK(one.gaps().documents == 0);
    one.documents.pop_back(); // "3" is judged for "a", and for "b", which is not asked
    CHECK(one.gaps().documents == 1);
    one.judged["a"] = {{"3", 0}};
    CHECK(judge(one, found).queries == 0);
}

TEST_CASE("eval: a collection is read, and the line at fault is named") {
    const test::TempFolder folder;
    write(folder / "docs.jsonl", "{\"id\":1,\"title\":\"T\",\"text\":\"x\"}\n\n{\"id\":\"2\",\"text\":\"y\"}\n");
    write(folder / "queries.jsonl", "{\"id\":\"q\",\"text\":\"x\"}\n");
    write(folder / "qrels.tsv", "q\t1\t1\nq\t2\t-1\n");
    const auto read = Collection::read(folder.path());
    REQUIRE(read);
    CHECK(read->documents.size() == 2);
    CHECK(read->documents[0].id == "1");
    CHECK(read->judged.at("q").at("2") == -1);
    CHECK(read->gaps().queries == 0);
    const auto fault = [&](const char* file, const char* text) {
        write(folder / file, text);
        const auto failed = Collection::read(folder.path());
        return failed ? std::string("read") : failed.error().message;
    };
    CHECK(fault("qrels.tsv", "q\t1\t1\nq\t2\n").ends_with("qrels.tsv:2: ill-formed"));
    CHECK(fault("queries.jsonl", "[]\n").ends_with("queries.jsonl:1: ill-formed"));
    CHECK(fault("docs.jsonl", "{\"id\":\"1\",\"text\":\"x\"}\n{\"id\":\"2\"}\n").ends_with("docs.jsonl:2: ill-formed"));
    std::filesystem::remove(folder / "docs.jsonl");
    CHECK(Collection::read(folder.path()).error().message.ends_with("docs.jsonl: cannot be read"));
}
