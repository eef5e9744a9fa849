// SPDX-License-Identifier: Apache-2.0
#include "core/log/kafka/address.hpp"

#include <algorithm>
#include <charconv>

namespace palabre::log::kafka {
namespace {

constexpr std::string_view scheme = "kafka://";
constexpr std::size_t topic_most = 249; // Kafka's own bound
constexpr std::size_t host_most = 253;

bool is_alphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_topic(std::string_view text) {
    return !text.empty() && text.size() <= topic_most && text != "." && text != ".." &&
           std::ranges::all_of(text, [](char c) { return is_alphanumeric(c) || c == '.' || c == '_' || c == '-'; });
}

/// host:port; an IPv6 address in brackets.
bool is_broker(std::string_view text) {
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos) return false;
    std::string_view host = text.substr(0, colon);
    const bool brackets = host.size() > 2 && host.front() == '[' && host.back() == ']';
    if (brackets) host = host.substr(1, host.size() - 2);
    const auto is_part = [&](char c) { return is_alphanumeric(c) || c == '.' || c == (brackets ? ':' : '-'); };
    unsigned port = 0;
    const char* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data() + colon + 1, end, port);
    return !host.empty() && host.size() <= host_most && std::ranges::all_of(host, is_part) && read.ec == std::errc() &&
           read.ptr == end && port > 0 && port <= 65'535;
}

/// The name of another topic of the same house.
std::string beside(const std::string& topic, std::string_view what) {
    constexpr std::string_view events = "events";
    std::string name = topic;
    if (const auto at = name.find(".events."); at != std::string::npos)
        name.replace(at + 1, events.size(), what);
    else
        name.append(".").append(what);
    return name;
}

} // namespace

std::optional<Address> Address::parse(std::string_view text) {
    if (!text.starts_with(scheme)) return std::nullopt;
    text.remove_prefix(scheme.size());
    const auto slash = text.find('/');
    if (slash == std::string_view::npos || !is_topic(text.substr(slash + 1))) return std::nullopt;
    const std::string_view brokers = text.substr(0, slash);
    for (std::string_view rest = brokers;;) {
        const auto comma = rest.find(',');
        if (!is_broker(rest.substr(0, comma))) return std::nullopt;
        if (comma == std::string_view::npos) break;
        rest.remove_prefix(comma + 1);
    }
    return Address{std::string(brokers), std::string(text.substr(slash + 1))};
}

Address Address::vault() const {
    return {brokers, beside(topic, "vault")};
}

Address Address::reactors() const {
    return {brokers, beside(topic, "reactors")};
}

std::string Address::text() const {
    return std::string(scheme) + brokers + '/' + topic;
}

} // namespace palabre::log::kafka
