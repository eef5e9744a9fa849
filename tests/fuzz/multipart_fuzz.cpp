// SPDX-License-Identifier: Apache-2.0
// Forms with files (http/multipart.hpp). The input is the boundary's line, then the body.
#include "http/multipart.hpp"
#include "tests/fuzz/fuzz.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace palabre::fuzz {
namespace {

using namespace palabre::http;

struct Part {
    std::string name;
    std::optional<std::string> file_name;
    std::string bytes;
    bool ended = false;
    friend bool operator==(const Part&, const Part&) = default;
};

struct Read {
    bool taken = true, complete = false;
    std::vector<Part> parts;
};

Read read(const std::string& boundary, std::string_view body, std::size_t piece) {
    Read all;
    Multipart multipart(boundary, {.begin =
                                       [&](const PartHead& head) {
                                           require(!head.name.empty(), "a part has a name");
                                           require(all.parts.empty() || all.parts.back().ended, "one after another");
                                           all.parts.push_back({head.name, head.file_name, {}, false});
                                           return true;
                                       },
                                   .data =
                                       [&](std::string_view bytes) {
                                           all.parts.back().bytes += bytes;
                                           return true;
                                       },
                                   .end =
                                       [&] {
                                           all.parts.back().ended = true;
                                           return true;
                                       }});
    for (; all.taken && !body.empty(); body.remove_prefix(std::min(piece, body.size())))
        all.taken = multipart.read(body.substr(0, piece));
    all.complete = all.taken && multipart.complete();
    return all;
}

} // namespace

void check(std::string_view input) {
    const std::string_view type = take_line(input);
    const auto boundary = boundary_of(type);
    if (!boundary) return;
    const Read whole = read(*boundary, input, input.size() + 1);
    for (const std::size_t piece : {std::size_t{1}, std::size_t{7}}) {
        const Read pieces = read(*boundary, input, piece);
        require(pieces.complete == whole.complete, "pieces and the whole end alike");
        if (whole.complete) require(pieces.parts == whole.parts, "and are read the same");
    }
    for (const Part& part : whole.parts) {
        if (whole.complete) require(part.ended, "what is complete has no open part");
        require(part.bytes.find("\r\n--" + *boundary) == std::string::npos, "no part holds its own end");
    }
}

} // namespace palabre::fuzz
