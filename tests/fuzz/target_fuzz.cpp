// SPDX-License-Identifier: Apache-2.0
// The request target, percent-encoding and forms (http/server/target.hpp). The input is a target.
#include "core/text/unicode.hpp"
#include "http/server/target.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace palabre::fuzz {
namespace {

using namespace palabre::http;

/// The path written again, each segment encoded.
std::string encoded_path(std::string_view path) {
    std::string out;
    while (!path.empty()) {
        path.remove_prefix(1); // the slash
        const std::string_view segment = path.substr(0, path.find('/'));
        out += '/' + percent_encoded(segment);
        path.remove_prefix(segment.size());
    }
    return out;
}

std::string encoded_form(const Fields& fields) {
    std::string out;
    for (const auto& [name, value] : fields) {
        if (!out.empty()) out += '&';
        out += percent_encoded(name) + '=' + percent_encoded(value);
    }
    return out;
}

bool is_sound(std::string_view text) {
    return text::is_utf8(text) && text.find('\0') == std::string_view::npos;
}

void check_target(std::string_view target) {
    Request request;
    if (!parse_target(target, request)) return;
    require(request.path.starts_with('/') && is_sound(request.path), "a path begins with a slash and is text");
    for (const std::string_view dots : {"/./", "/../"})
        require((request.path + '/').find(dots) == std::string::npos, "no dot segment comes through");
    for (const auto& [name, value] : request.query) require(is_sound(name) && is_sound(value), "a parameter is text");
    require(request.query.size() <= 100, "parameters are bounded");

    Request again;
    const std::string written = encoded_path(request.path) + '?' + encoded_form(request.query);
    require(parse_target(written, again), "what was parsed can be written and parsed");
    require(again.path == request.path && again.query == request.query, "and is the same then");
    if (!target.starts_with('/')) return;
    Request absolute;
    require(parse_target("https://example.org:8080" + std::string(target), absolute), "the absolute form is one too");
    require(absolute.path == request.path && absolute.query == request.query, "and leads to the same place");
}

void check_form(std::string_view form) {
    const auto fields = parse_form(form, 50);
    if (!fields) return;
    require(fields->size() <= 50, "a form's fields are bounded");
    require(parse_form(encoded_form(*fields), 50) == fields, "a form that is written again reads the same");
}

} // namespace

void check(std::string_view input) {
    check_target(input);
    check_form(input);
    if (is_sound(input))
        require(percent_decoded(percent_encoded(input)) == std::optional(std::string(input)),
                "decoding undoes encoding");
    for (const bool plus_is_space : {false, true}) {
        const auto decoded = percent_decoded(input, plus_is_space);
        if (!decoded) continue;
        require(text::is_utf8(*decoded), "what is decoded is UTF-8");
        require(decoded->size() <= input.size(), "and no longer than it was");
    }
}

} // namespace palabre::fuzz
