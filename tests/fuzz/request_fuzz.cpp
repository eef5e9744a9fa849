// SPDX-License-Identifier: Apache-2.0
// The reading of a request (http/server/parser.hpp). The input is what a client sends.
#include "core/limits.hpp"
#include "core/text/unicode.hpp"
#include "http/server/parser.hpp"
#include "tests/fuzz/fuzz.hpp"

#include <algorithm>
#include <charconv>

namespace palabre::fuzz {
namespace {

using namespace palabre::http;
using State = RequestParser::State;

constexpr std::size_t body_limit = 1'000;

struct Outcome {
    State state = State::more;
    int refusal = 0;
    Request request = {};
    std::size_t used = 0;
    bool keeps_alive = false;
    bool is_http10 = false;
};

/// Reads as a connection does: pieces come, what was not used is given again with the next one. The lengths of pieces
/// follow from `chance`; 0: all at once.
Outcome read(std::string_view bytes, std::size_t chance) {
    Outcome outcome;
    RequestParser parser(outcome.request);
    for (std::size_t here = 0; outcome.state == State::more && here < bytes.size();) {
        chance = chance * 6364136223846793005U + (chance == 0 ? 0 : 1442695040888963407U);
        const std::size_t piece = chance == 0 ? bytes.size() : 1 + (chance >> 33) % 97;
        here = std::min(bytes.size(), here + piece);
        do {
            std::size_t used = 0;
            outcome.state = parser.read(bytes.substr(outcome.used, here - outcome.used), used);
            outcome.used += used;
            require(outcome.used <= here, "no more is used than was given");
            if (outcome.state == State::head && !parser.set_body_limit(body_limit)) outcome.state = State::refused;
        } while (outcome.state == State::head);
    }
    outcome.refusal = parser.refusal();
    if (outcome.state == State::done) {
        outcome.keeps_alive = parser.keeps_alive();
        outcome.is_http10 = parser.is_http10();
    }
    return outcome;
}

bool same(const Request& a, const Request& b) {
    return a.method == b.method && a.path == b.path && a.target == b.target && a.query == b.query &&
           a.headers == b.headers && a.body == b.body;
}

void check_request(const Request& request) {
    const bool whole_server = request.method == Method::options && request.path == "*";
    require(whole_server || request.path.starts_with('/'), "a path begins with a slash");
    require(text::is_utf8(request.path), "and is UTF-8");
    require(request.headers.size() <= limits::headers, "headers are bounded");
    require(request.body.size() <= body_limit, "a body is bounded");
    for (const auto& [name, value] : request.headers) {
        require(!name.empty() && name.find_first_of(" \t\r\n:ABCDEFGHIJKLMNOPQRSTUVWXYZ") == std::string::npos,
                "a header's name is a token in lower case");
        require(value.find_first_of(std::string_view("\0\r\n", 3)) == std::string::npos, "a header is one line");
    }
    const auto count = [&](std::string_view name) {
        return std::ranges::count(request.headers, name, &Fields::value_type::first);
    };
    require(count("host") <= 1 && count("content-length") <= 1, "no two hosts or lengths");
    require(count("content-length") == 0 || count("transfer-encoding") == 0, "a body has one length");
    if (const auto length = request.header("content-length")) {
        std::size_t told = 0;
        std::from_chars(length->data(), length->data() + length->size(), told);
        require(told == request.body.size(), "a body has the length that was told");
    }
}

/// The request as somebody else would send it on.
std::string written(const Outcome& outcome) {
    const Request& request = outcome.request;
    std::string out = std::string(http::text(request.method)) + ' ' + request.target + " HTTP/1." +
                      (outcome.is_http10 ? "0\r\n" : "1\r\n");
    for (const auto& [name, value] : request.headers)
        if (name != "transfer-encoding" && name != "content-length") out += name + ": " + value + "\r\n";
    return out + "content-length: " + std::to_string(request.body.size()) + "\r\n\r\n" + request.body;
}

} // namespace

void check(std::string_view input) {
    const Outcome whole = read(input, 0);
    std::size_t chance = input.size() + 1;
    for (const char c : input) chance = chance * 31 + static_cast<unsigned char>(c);
    const Outcome pieces = read(input, chance | 1);
    // What is not complete may be refused at once or wait for a line end: that of a piece is looked at sooner.
    const bool waits = whole.state == State::more || pieces.state == State::more;
    require((whole.state == State::done) == (pieces.state == State::done), "pieces and the whole end alike");
    require(waits || whole.refusal == pieces.refusal, "and are refused alike");
    if (whole.state == State::refused) {
        constexpr int known[] = {400, 413, 414, 417, 431, 501};
        require(std::ranges::find(known, whole.refusal) != std::end(known), "a refusal is a status for it");
    }
    if (whole.state != State::done) return;
    require(same(whole.request, pieces.request) && whole.used == pieces.used, "pieces and the whole read the same");
    require(whole.keeps_alive == pieces.keeps_alive, "and leave the connection alike");
    check_request(whole.request);

    const Outcome again = read(written(whole), 0);
    require(again.state == State::done, "what was read can be sent on");
    require(again.request.path == whole.request.path && again.request.query == whole.request.query &&
                again.request.body == whole.request.body && again.request.method == whole.request.method,
            "and is the same request there");
}

} // namespace palabre::fuzz
