// SPDX-License-Identifier: Apache-2.0
#include "core/limits.hpp"
#include "tests/core/temp_folder.hpp"
#include "tools/stackexchange/reader.hpp"

#include <fstream>

using namespace palabre;
using namespace palabre::tools::stackexchange;

namespace {

/// Reads a file of this content; the message of the error, or "" and how many rows there were.
struct Read {
    std::string message;
    ErrorCode code{};
    std::size_t rows = 0;
};
Read read(const std::string& content, const std::function<Status(const Row&)>& each = {}) {
    const test::TempFolder folder;
    std::ofstream(folder / "Posts.xml", std::ios::binary) << content;
    Read result;
    const auto status = read_rows(folder / "Posts.xml", "posts", [&](const Row& row) -> Status {
        ++result.rows;
        return each ? each(row) : Status();
    });
    if (status.has_error()) result.message = status.error().message, result.code = status.error().code;
    return result;
}

} // namespace

TEST_CASE("reader: rows with their attributes, in order, whatever the white space") {
    std::vector<std::string> seen;
    const auto result =
        read("\xEF\xBB\xBF<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<posts>\n"
             "  <row Id=\"1\" Body=\"&lt;p&gt;a &amp;amp; b&#xA;c&lt;/p&gt;\" />\n<row Id=\"-1\"/></posts>\n",
             [&](const Row& row) -> Status {
                 seen.push_back(text(*row.id("Id")) + std::string(row.find("Body").value_or("-")));
                 return {};
             });
    CHECK(result.message.empty());
    CHECK(seen == std::vector<std::string>{"1<p>a &amp; b\nc</p>", "-1-"});
}

TEST_CASE("reader: dates with and without parts of a second") {
    std::vector<std::string> seen;
    CHECK(read("<posts><row a=\"2014-01-21T20:26:05.383\" b=\"2014-01-21T20:26:05\" c=\"2014-01-21T20:26:05.123456Z\" "
               "d=\"\"/>"
               "</posts>",
               [&](const Row& row) -> Status {
                   for (const char* name : {"a", "b", "c"}) seen.push_back(row.instant(name)->text());
                   CHECK(!*row.find_instant("d"));
                   CHECK(row.instant("d").has_error());
                   return {};
               })
              .message.empty());
    CHECK(seen == std::vector<std::string>{"2014-01-21T20:26:05.383000Z", "2014-01-21T20:26:05.000000Z",
                                           "2014-01-21T20:26:05.123456Z"});
}

TEST_CASE("reader: a bad attribute is named with file and line") {
    const std::string head = "<posts>\n<row Id=\"1\"/>\n<row ";
    const auto fault = [&](const std::string& attributes, const std::function<Status(const Row&)>& each) {
        return read(head + attributes + "/>\n</posts>",
                    [&](const Row& row) -> Status { return row.find("Id") == "1" ? Status() : each(row); })
            .message;
    };
    const auto id = [](const Row& row) -> Status {
        PALABRE_TRY(value, row.id("Id"));
        (void)value;
        return {};
    };
    const auto date = [](const Row& row) -> Status {
        PALABRE_TRY(value, row.instant("CreationDate"));
        (void)value;
        return {};
    };
    CHECK(fault("", id) == "Posts.xml:3: the row has no Id");
    CHECK(fault("Id=\"x7\"", id) == "Posts.xml:3: Id=\"x7\" is not a number");
    CHECK(fault("Id=\"7 \"", id) == "Posts.xml:3: Id=\"7 \" is not a number");
    CHECK(fault("Id=\"99999999999999999999\"", id).find("is not a number") != std::string::npos);
    CHECK(fault("", date) == "Posts.xml:3: the row has no CreationDate");
    CHECK(fault("CreationDate=\"yesterday\"", date).find("Posts.xml:3: CreationDate=\"yesterday\" is not a date") == 0);
    CHECK(fault("CreationDate=\"2014-02-30T00:00:00\"", date).find("is not a date") != std::string::npos);
    CHECK(fault("CreationDate=\"2014-01-21T20:26:05.1234567\"", date).find("is not a date") != std::string::npos);
}

TEST_CASE("reader: a file that is not whole is an error at its last line") {
    const std::string whole = "<posts>\n<row Id=\"1\" Body=\"text\"/>\n<row Id=\"2\"/>\n</posts>\n";
    for (std::size_t cut = 0; cut < whole.size() - 2; ++cut) {
        const auto result = read(whole.substr(0, cut));
        INFO("cut at ", cut);
        CHECK(result.code == ErrorCode::invalid);
        CHECK(result.message.find("Posts.xml:") == 0);
    }
    CHECK(read("<posts>\n<row Id=\"1\"/>\n<row I").message == "Posts.xml:3: the file ends too early: it is not whole");
}

TEST_CASE("reader: what is no dump is refused") {
    CHECK(read("<users><row Id=\"1\"/></users>").message ==
          "Posts.xml:1: expected <posts>, found <users>: is this file of a Stack Exchange dump?");
    CHECK(read("<posts><line/></posts>").message == "Posts.xml:1: unexpected element <line>");
    CHECK(read("<posts><row><row/></row></posts>").message == "Posts.xml:1: unexpected element <row>");
    CHECK(read("not XML at all").message.find("Posts.xml:1: ") == 0);
    CHECK(read("<posts><row a=\"1\" a=\"2\"/></posts>").message.find("duplicate attribute") != std::string::npos);
    CHECK(read("<posts><row a=\"\xff\xfe\"/></posts>").message.find("Posts.xml:1: ") == 0);
    CHECK(read("<!DOCTYPE posts [<!ENTITY a \"b\">]><posts><row x=\"&a;\"/></posts>").message ==
          "Posts.xml:1: a document type is not expected here");
}

TEST_CASE("reader: a row past the bound is refused, one near it is read") {
    const auto row_of = [](std::size_t bytes) { return "<posts><row a=\"" + std::string(bytes, 'x') + "\"/></posts>"; };
    CHECK(read(row_of(limits::xml_row_bytes - 100'000)).rows == 1);
    CHECK(read(row_of(limits::xml_row_bytes + 200'000)).message == "Posts.xml:1: a row longer than 16 MiB");
}

TEST_CASE("reader: an error of the caller ends the reading and is returned") {
    const auto result = read("<posts><row/><row/></posts>",
                             [](const Row&) -> Status { return error(ErrorCode::no_space, "the disk is full"); });
    CHECK(result.rows == 1);
    CHECK(result.message == "the disk is full");
    CHECK(result.code == ErrorCode::no_space);
}

TEST_CASE("reader: a missing file and a folder in its place") {
    const test::TempFolder folder;
    const auto none = [](const Row&) -> Status { return {}; };
    CHECK(read_rows(folder / "Posts.xml", "posts", none).error().code == ErrorCode::not_found);
    CHECK(read_rows(folder.path(), "posts", none).error().code == ErrorCode::invalid);
}
