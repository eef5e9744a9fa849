// SPDX-License-Identifier: Apache-2.0
#include "http/conditional.hpp"

#include "http/server/header_text.hpp"

#define XXH_INLINE_ALL
#include <algorithm>
#include <xxhash.h>

namespace palabre::http {
namespace {

using Tag = FixedBytes<struct EtagTag, 12>;

/// The opaque part of `"x"`, `W/"x"`, `"x-gzip"`; empty for anything else.
std::string_view opaque(std::string_view tag) {
    if (tag.starts_with("W/")) tag.remove_prefix(2);
    if (tag.size() < 2 || tag.front() != '"' || tag.back() != '"') return {};
    tag = tag.substr(1, tag.size() - 2);
    if (tag.ends_with("-gzip")) tag.remove_suffix(5);
    return tag;
}

} // namespace

std::string etag(std::initializer_list<std::string_view> parts) {
    // Tells versions of one's own answers apart and guards nothing: XXH3 reads a page ten times as fast as BLAKE2b.
    XXH3_state_t state;
    XXH3_128bits_reset(&state);
    for (const auto part : parts) {
        const std::uint64_t size = part.size();
        XXH3_128bits_update(&state, &size, sizeof size);
        XXH3_128bits_update(&state, part.data(), part.size());
    }
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(&state));
    const std::string_view bytes(reinterpret_cast<const char*>(canonical.digest), Tag::size);
    return '"' + Tag::from(bytes).text() + '"';
}

bool not_modified(const Request& request, std::string_view tag) {
    const auto header = request.header("if-none-match");
    if (!header) return false;
    std::string_view rest = *header;
    if (trimmed(rest) == "*") return true;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(','), rest.size());
        const std::string_view one = opaque(trimmed(rest.substr(0, end)));
        if (!one.empty() && one == opaque(tag)) return true;
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return false;
}

std::optional<Response> not_modified(const Request& request, const Response& answer) {
    if (answer.status != 200) return std::nullopt;
    const auto header = [&](std::string_view name) -> std::string_view {
        const auto found = std::ranges::find(answer.headers, name, &Fields::value_type::first);
        return found == answer.headers.end() ? std::string_view() : found->second;
    };
    const std::string_view tag = header("ETag"), caching = header("Cache-Control"), varies = header("Vary");
    if (tag.empty() || caching == "no-store" || !not_modified(request, tag)) return std::nullopt;
    Response response;
    response.status = 304;
    response.set("ETag", std::string(tag));
    response.set("Cache-Control", std::string(caching));
    response.set("Vary", varies.empty() ? "Accept-Encoding" : "Accept-Encoding, " + std::string(varies));
    return response;
}

std::variant<std::optional<Version>, Problem> if_match(const Request& request) {
    const auto header = request.header("if-match");
    if (!header || trimmed(*header) == "*") return std::optional<Version>{};
    const std::string_view tag = trimmed(*header);
    const auto version = tag.starts_with("W/") ? std::nullopt : Version::parse(opaque(tag));
    if (!version) return problem(commands::Reason::version_conflict);
    return std::optional(*version);
}

} // namespace palabre::http
