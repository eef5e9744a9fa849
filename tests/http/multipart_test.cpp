// SPDX-License-Identifier: Apache-2.0
#include "http/multipart.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <vector>

using namespace palabre::http;

namespace {

struct Part {
    std::string name;
    std::optional<std::string> file_name;
    std::string bytes;
    bool ended = false;
    friend bool operator==(const Part&, const Part&) = default;
};

/// What is read of a body that comes in pieces of that size; nothing: it was refused, or is not complete.
std::optional<std::vector<Part>> read(std::string_view body, std::size_t piece, const std::string& boundary = "b") {
    std::vector<Part> parts;
    Multipart multipart(boundary, {.begin =
                                       [&](const PartHead& head) {
                                           parts.push_back({head.name, head.file_name, {}, false});
                                           return true;
                                       },
                                   .data =
                                       [&](std::string_view bytes) {
                                           parts.back().bytes += bytes;
                                           return true;
                                       },
                                   .end =
                                       [&] {
                                           parts.back().ended = true;
                                           return true;
                                       }});
    for (; !body.empty(); body.remove_prefix(std::min(piece, body.size())))
        if (!multipart.read(body.substr(0, piece))) return std::nullopt;
    return multipart.complete() ? std::optional(parts) : std::nullopt;
}

std::string field(std::string_view name, std::string_view value) {
    return "--b\r\nContent-Disposition: form-data; name=\"" + std::string(name) + "\"\r\n\r\n" + std::string(value) +
           "\r\n";
}

} // namespace

TEST_CASE("multipart: parts come out as they went in, in whatever pieces they come") {
    const std::string bytes("\x89PNG\r\n\x1a\n\0--b \r\n--\r\n--c\r\n-", 26);
    const std::string body = field("title", "Où poser une voie ?") + field("empty", "") +
                             "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"genou.png\"\r\n"
                             "Content-Type: image/png\r\n\r\n" +
                             bytes + "\r\n--b--\r\nwhat follows means nothing";
    const std::vector<Part> expected{{"title", std::nullopt, "Où poser une voie ?", true},
                                     {"empty", std::nullopt, "", true},
                                     {"file", "genou.png", bytes, true}};
    for (std::size_t piece = 1; piece < body.size(); ++piece) CHECK(read(body, piece) == expected);
    CHECK(read("a preamble\r\n" + body, 7) == expected);
    CHECK(read("--b--", 1) == std::vector<Part>{});
}

TEST_CASE("multipart: what is cut off is not complete") {
    const std::string body = field("a", "1") + "--b--";
    for (std::size_t size = 0; size < body.size(); ++size) CHECK(!read(body.substr(0, size), 100));
    CHECK(read(body, 100).has_value());
}

TEST_CASE("multipart: what two readers could understand in two ways is refused") {
    const std::string end = "\r\n\r\n1\r\n--b--";
    for (const std::string head :
         {"", "Content-Disposition: form-data", "Content-Disposition: form-data; name=\"\"",
          "Content-Disposition: attachment; name=\"a\"", "Content-Disposition: form-data; name=\"a",
          "Content-Disposition: form-data; name", "no colon", "Content-Disposition: form-data; name=\"a\" b",
          "Content-Disposition: form-data; name=\"a\"\r\nContent-Disposition: form-data; name=\"b\"",
          "Content-Disposition: form-data; name=\"a\"\nX: y"})
        CHECK_MESSAGE(!read("--b\r\n" + head + end, 5), head);
    CHECK(!read("--b \r\nContent-Disposition: form-data; name=a" + end, 5));
    CHECK(!read("--b\nContent-Disposition: form-data; name=a" + end, 5));
    CHECK(!read("--b\r\nX: " + std::string(5'000, 'x') + "\r\nContent-Disposition: form-data; name=a" + end, 1'000));
    CHECK(read("--b\r\nx: y\r\ncontent-disposition:form-data;NAME=a" + end, 5) ==
          std::vector<Part>{{"a", std::nullopt, "1", true}});
}

TEST_CASE("multipart: names as browsers and others write them") {
    const auto name = [](std::string_view value) { return read_disposition(value)->file_name.value_or("none"); };
    CHECK(name(R"(form-data; name="f"; filename="a%22b%0D%0Ac%41.png")") == R"(a"b  c%41.png)");
    CHECK(name(R"(form-data; filename="a\"b\\c.png")") == R"(a"b\c.png)");
    CHECK(name(R"(form-data; filename="C:\photos\genou.png")") == R"(C:\photos\genou.png)");
    CHECK(name("form-data; filename=genou.png; name=f") == "genou.png");
    CHECK(name("attachment; filename=\"old.pdf\"; filename*=UTF-8''compte%20rendu%20%C3%A9.pdf") ==
          "compte rendu é.pdf");
    // Not lost: who judges names says what is wrong with them.
    CHECK(name("form-data; filename*=UTF-8''a%00b.pdf") == std::string("a\0b.pdf", 7));
    CHECK(name("form-data; filename=old.pdf; filename*=UTF-8''%00") == std::string(1, '\0'));
    CHECK(name("form-data; filename*=UTF-8''a%FF.pdf") == "a\xff.pdf");
    CHECK(name(R"(form-data; filename="a%00b.pdf")") == "a%00b.pdf"); // what no browser escapes is what it says
    CHECK(name("attachment; filename*=latin1''x; filename=y") == "y");
    CHECK(name("form-data; name=f") == "none");
    CHECK(name("") == "none");
    CHECK(!read_disposition("form-data; filename"));
}

TEST_CASE("multipart: the boundary, and what is none") {
    CHECK(boundary_of("multipart/form-data; boundary=----WebKitFormBoundary7MA4YWxkTrZu0gW") ==
          "----WebKitFormBoundary7MA4YWxkTrZu0gW");
    CHECK(boundary_of("Multipart/Form-Data; charset=utf-8; Boundary=\"a b\"") == std::nullopt);
    CHECK(boundary_of("multipart/form-data;boundary=\"a:b\"") == "a:b");
    for (const std::string type :
         {"", "multipart/form-data", "multipart/form-data; boundary=", "multipart/mixed; boundary=b",
          "multipart/form-data; boundary=a; boundary=b", "multipart/form-data; boundary=é"})
        CHECK_MESSAGE(!boundary_of(type), type);
    CHECK(boundary_of("multipart/form-data; boundary=" + std::string(70, 'b')));
    CHECK(!boundary_of("multipart/form-data; boundary=" + std::string(71, 'b')));
}
