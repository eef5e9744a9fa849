// SPDX-License-Identifier: Apache-2.0
#include "http/server/proxies.hpp"

#include "http/server/header_text.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <optional>

namespace palabre::http {
namespace {

using Bytes = std::array<std::uint8_t, 16>;

/// "203.0.113.7", "203.0.113.7:4711", "2001:db8::1", "[2001:db8::1]:4711": as proxies write them.
std::string_view without_port(std::string_view text) {
    if (text.starts_with('[')) {
        const std::size_t end = text.find(']');
        return end == std::string_view::npos ? text : text.substr(1, end - 1);
    }
    const std::size_t colon = text.find(':');
    return colon != std::string_view::npos && text.find(':', colon + 1) == std::string_view::npos
               ? text.substr(0, colon)
               : text;
}

std::optional<Bytes> address_bytes(std::string_view text) {
    char buffer[INET6_ADDRSTRLEN] = {};
    if (text.empty() || text.size() >= sizeof buffer) return std::nullopt;
    std::memcpy(buffer, text.data(), text.size());
    Bytes bytes{};
    if (inet_pton(AF_INET, buffer, bytes.data() + 12) == 1) {
        bytes[10] = bytes[11] = 0xff;
        return bytes;
    }
    if (inet_pton(AF_INET6, buffer, bytes.data()) == 1) return bytes;
    return std::nullopt;
}

bool is_v4(const Bytes& bytes) {
    return std::all_of(bytes.begin(), bytes.begin() + 10, [](auto b) { return b == 0; }) && bytes[10] == 0xff &&
           bytes[11] == 0xff;
}

/// One text for one address, so that rates and bounds by address cannot be dodged by its spelling.
std::string address_text(const Bytes& bytes) {
    char buffer[INET6_ADDRSTRLEN] = {};
    if (is_v4(bytes))
        inet_ntop(AF_INET, bytes.data() + 12, buffer, sizeof buffer);
    else
        inet_ntop(AF_INET6, bytes.data(), buffer, sizeof buffer);
    return buffer;
}

bool same_prefix(const Bytes& a, const Bytes& b, unsigned bits) {
    const unsigned whole = bits / 8, rest = bits % 8;
    if (!std::equal(a.begin(), a.begin() + whole, b.begin())) return false;
    if (rest == 0) return true;
    const auto mask = static_cast<std::uint8_t>(0xff << (8 - rest));
    return (a[whole] & mask) == (b[whole] & mask);
}

} // namespace

Result<Proxies> Proxies::parse(const std::vector<std::string>& list) {
    Proxies proxies;
    for (const std::string& item : list) {
        const std::size_t slash = std::min(item.find('/'), item.size());
        const auto bytes = address_bytes(std::string_view(item).substr(0, slash));
        if (!bytes) return error(ErrorCode::invalid, "trusted proxy '" + item + "': not an address or network");
        const unsigned most = is_v4(*bytes) ? 32 : 128;
        unsigned bits = most;
        if (slash < item.size()) {
            const char* const end = item.data() + item.size();
            const auto read = std::from_chars(item.data() + slash + 1, end, bits);
            if (read.ec != std::errc() || read.ptr != end || bits > most)
                return error(ErrorCode::invalid, "trusted proxy '" + item + "': the length of the prefix is wrong");
        }
        proxies.networks_.push_back({*bytes, bits + 128 - most});
    }
    return proxies;
}

bool Proxies::trusts(std::string_view address) const {
    if (networks_.empty()) return false;
    const auto bytes = address_bytes(address);
    return bytes && std::any_of(networks_.begin(), networks_.end(), [&](const Network& network) {
               return same_prefix(*bytes, network.bytes, network.bits);
           });
}

void Proxies::resolve(std::string_view peer, Request& request) const {
    request.address.assign(peer);
    request.secure = false;
    if (!trusts(peer)) return;
    bool found = false, scheme_found = false;
    for (auto field = request.headers.rbegin(); field != request.headers.rend(); ++field) {
        if (field->first == "x-forwarded-proto" && !scheme_found) {
            scheme_found = true;
            const std::string_view all = field->second;
            const std::size_t comma = all.rfind(',');
            request.secure = trimmed(comma == std::string_view::npos ? all : all.substr(comma + 1)) == "https";
        }
        if (field->first != "x-forwarded-for") continue;
        std::string_view rest = field->second;
        while (!found) {
            const std::size_t comma = rest.rfind(',');
            const auto bytes =
                address_bytes(without_port(trimmed(comma == std::string_view::npos ? rest : rest.substr(comma + 1))));
            if (!bytes) {
                found = true; // unreadable: the last trusted one stands
            } else {
                request.address = address_text(*bytes);
                found = !trusts(request.address);
            }
            if (comma == std::string_view::npos) break;
            rest = rest.substr(0, comma);
        }
    }
}

} // namespace palabre::http
