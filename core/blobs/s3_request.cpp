// SPDX-License-Identifier: Apache-2.0
#include "core/blobs/s3_request.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <sodium.h>

namespace palabre::blobs::s3 {
namespace {

constexpr std::string_view algorithm = "AWS4-HMAC-SHA256";

bool is_alphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

std::string encoded(std::string_view text, bool keep_slash) {
    std::string out;
    for (const char c : text) {
        const bool kept = is_alphanumeric(c) || std::string_view("-._~").find(c) != std::string_view::npos;
        if (kept || (keep_slash && c == '/'))
            out.push_back(c);
        else
            out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return out;
}

std::string query_text(const Request& request) {
    std::string out;
    for (const auto& [name, value] : request.query) {
        if (!out.empty()) out.push_back('&');
        out.append(encoded(name, false)).append("=").append(encoded(value, false));
    }
    return out;
}

const unsigned char* raw(std::string_view bytes) {
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

std::string sha256(std::string_view bytes) {
    std::string out(crypto_hash_sha256_BYTES, '\0');
    crypto_hash_sha256(reinterpret_cast<unsigned char*>(out.data()), raw(bytes), bytes.size());
    return out;
}

std::string hmac(std::string_view key, std::string_view bytes) {
    std::string out(crypto_auth_hmacsha256_BYTES, '\0');
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, raw(key), key.size());
    crypto_auth_hmacsha256_update(&state, raw(bytes), bytes.size());
    crypto_auth_hmacsha256_final(&state, reinterpret_cast<unsigned char*>(out.data()));
    return out;
}

/// "20130524T000000Z"
std::string basic(Instant at) {
    std::string text = at.text().substr(0, 19);
    std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
    return text + "Z";
}

bool is_name(std::string_view text) {
    return !text.empty() &&
           std::ranges::all_of(text, [](char c) { return is_alphanumeric(c) || c == '-' || c == '.'; });
}

} // namespace

std::optional<Bucket> Bucket::parse(std::string_view text) {
    Bucket bucket;
    bucket.tls = text.starts_with("s3+https://");
    if (!bucket.tls && !text.starts_with("s3+http://")) return std::nullopt;
    text.remove_prefix(text.find("//") + 2);
    const auto slash = text.find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    bucket.host = text.substr(0, slash);
    text.remove_prefix(slash + 1);
    constexpr std::string_view region = "?region=";
    const auto mark = text.find('?');
    bucket.name = text.substr(0, mark);
    bucket.region = "us-east-1";
    if (mark != std::string_view::npos) {
        if (!text.substr(mark).starts_with(region)) return std::nullopt;
        bucket.region = text.substr(mark + region.size());
    }
    const auto colon = std::min(bucket.host.find(':'), bucket.host.size());
    const std::string_view host(bucket.host.data(), colon);
    const std::string_view port = std::string_view(bucket.host).substr(colon);
    const bool port_fits = port.empty() || (port.size() > 1 && port.size() < 7 &&
                                            port.find_first_not_of("0123456789", 1) == std::string_view::npos);
    if (!is_name(host) || !port_fits || !is_name(bucket.name) || !is_name(bucket.region)) return std::nullopt;
    if (!bucket.tls && host != "127.0.0.1" && host != "localhost") return std::nullopt;
    return bucket;
}

std::string hexadecimals(std::string_view bytes) {
    std::string out;
    for (const char c : bytes) out += fmt::format("{:02x}", static_cast<unsigned char>(c));
    return out;
}

std::string target(const Request& request) {
    const std::string query = query_text(request);
    std::string out = encoded(request.path, true);
    if (!query.empty()) out.append("?").append(query);
    return out;
}

std::map<std::string, std::string> sign(const Request& request, const std::string& host, const std::string& region,
                                        const Credentials& as, Instant at) {
    const std::string time = basic(at), day = time.substr(0, 8);
    auto headers = request.headers;
    headers.emplace("x-amz-content-sha256", request.payload);
    headers.emplace("x-amz-date", time);
    auto signed_headers = headers;
    signed_headers.emplace("host", host);

    std::string lines, names;
    for (const auto& [name, value] : signed_headers) {
        lines.append(name).append(":").append(value).append("\n");
        if (!names.empty()) names.push_back(';');
        names += name;
    }
    const std::string canonical = fmt::format("{}\n{}\n{}\n{}\n{}\n{}", request.method, encoded(request.path, true),
                                              query_text(request), lines, names, request.payload);
    const std::string scope = fmt::format("{}/{}/s3/aws4_request", day, region);
    const std::string to_sign = fmt::format("{}\n{}\n{}\n{}", algorithm, time, scope, hexadecimals(sha256(canonical)));
    std::string key = "AWS4";
    key += as.secret;
    for (const std::string_view part :
         {std::string_view(day), std::string_view(region), std::string_view("s3"), std::string_view("aws4_request")})
        key = hmac(key, part);
    headers.emplace("authorization", fmt::format("{} Credential={}/{},SignedHeaders={},Signature={}", algorithm, as.id,
                                                 scope, names, hexadecimals(hmac(key, to_sign))));
    return headers;
}

std::vector<std::string> elements(std::string_view xml, std::string_view name) {
    constexpr std::array<std::pair<std::string_view, char>, 5> references = {
        {{"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}, {"&amp;", '&'}}};
    const std::string open = fmt::format("<{}>", name), close = fmt::format("</{}>", name);
    std::vector<std::string> found;
    for (auto at = xml.find(open); at != std::string_view::npos; at = xml.find(open, at)) {
        at += open.size();
        const auto end = xml.find(close, at);
        if (end == std::string_view::npos) return found;
        std::string text;
        for (std::string_view rest = xml.substr(at, end - at); !rest.empty();) {
            const auto known =
                std::ranges::find_if(references, [&](const auto& r) { return rest.starts_with(r.first); });
            text.push_back(known == references.end() ? rest.front() : known->second);
            rest.remove_prefix(known == references.end() ? 1 : known->first.size());
        }
        found.push_back(std::move(text));
        at = end;
    }
    return found;
}

} // namespace palabre::blobs::s3
