// SPDX-License-Identifier: Apache-2.0
// The table of settings and how each value is read.
#include "core/blobs/s3_request.hpp"
#include "core/config/config.hpp"

#include "core/limits.hpp"
#include "core/text/unicode.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <charconv>
#include <fmt/format.h>

namespace palabre::config {
namespace {

bool take_number(unsigned& out, std::string_view value, unsigned least, unsigned most) {
    unsigned number = 0;
    const auto [end, failed] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (failed != std::errc() || end != value.data() + value.size() || number < least || number > most) return false;
    out = number;
    return true;
}

bool take_path(std::filesystem::path& out, std::string_view value) {
    if (value.empty() || value.find('\0') != std::string_view::npos) return false;
    out = std::filesystem::path(value);
    return true;
}

bool is_address(int family, const std::string& text) {
    unsigned char raw[sizeof(in6_addr)];
    return ::inet_pton(family, text.c_str(), raw) == 1;
}

/// An address, or a network: an address and how many of its bits count.
bool is_network(const std::string& text) {
    const auto slash = text.find('/');
    const std::string address = text.substr(0, slash);
    const bool v4 = is_address(AF_INET, address);
    if (!v4 && !is_address(AF_INET6, address)) return false;
    unsigned bits = 0;
    return slash == std::string::npos || take_number(bits, std::string_view(text).substr(slash + 1), 0, v4 ? 32 : 128);
}

/// A host name's letters; whether it exists is found out when it is bound.
bool is_host(std::string_view host) {
    return !host.empty() && host.size() <= 253 && host.front() != '-' && host.front() != '.' &&
           std::ranges::all_of(host, [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                      c == '.';
           });
}

bool take_endpoint(Endpoint& out, std::string_view value) {
    const auto colon = value.rfind(':');
    if (colon == std::string_view::npos) return false;
    std::string host(value.substr(0, colon));
    unsigned port = 0;
    if (!take_number(port, value.substr(colon + 1), 0, 65535)) return false;
    if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
        host = host.substr(1, host.size() - 2);
        if (!is_address(AF_INET6, host)) return false;
    } else if (!is_host(host)) {
        return false;
    }
    out = {std::move(host), static_cast<std::uint16_t>(port)};
    return true;
}

bool take_optional_endpoint(std::optional<Endpoint>& out, std::string_view value) {
    if (value.empty()) {
        out.reset();
        return true;
    }
    return take_endpoint(out.emplace(), value);
}

/// http(s)://host[:port]: a community does not live below a path.
bool take_url(std::optional<std::string>& out, std::string_view value) {
    if (value.empty()) {
        out.reset();
        return true;
    }
    if (value.ends_with('/')) value.remove_suffix(1);
    std::string_view rest = value;
    if (rest.starts_with("https://"))
        rest.remove_prefix(8);
    else if (rest.starts_with("http://"))
        rest.remove_prefix(7);
    else
        return false;
    Endpoint endpoint;
    if (!take_endpoint(endpoint, rest) && !take_endpoint(endpoint, fmt::format("{}:0", rest))) return false;
    out = std::string(value);
    return true;
}

bool take_log(std::optional<log::kafka::Address>& out, std::string_view value) {
    out = log::kafka::Address::parse(value);
    return out.has_value() || value == "embedded";
}

bool take_addresses(std::vector<std::string>& out, std::string_view value) {
    std::vector<std::string> addresses;
    while (!value.empty()) {
        const auto end = std::min(value.find_first_of(", \t"), value.size());
        const std::string address(value.substr(0, end));
        value.remove_prefix(std::min(end + 1, value.size()));
        if (address.empty()) continue;
        if (!is_network(address)) return false;
        addresses.push_back(address);
    }
    out = std::move(addresses);
    return true;
}

template <class E, std::size_t N>
bool take_word(E& out, std::string_view value, const std::array<std::pair<std::string_view, E>, N>& words) {
    for (const auto& [word, meaning] : words) {
        if (word != value) continue;
        out = meaning;
        return true;
    }
    return false;
}

/// What a settings file can hold on one line: no comment's beginning.
bool take_line(std::string& out, std::string_view value) {
    if (!text::is_line(value) || text::length(value) > limits::description) return false;
    if (value.starts_with('#') || value.find(" #") != std::string_view::npos) return false;
    out = std::string(value);
    return true;
}

bool take_mail_address(std::string& out, std::string_view value) {
    const auto at = value.find('@');
    const bool has_both = at != std::string_view::npos && at > 0 && at + 1 < value.size();
    return (value.empty() || (has_both && value.find_first_of(" \t<>,;") == std::string_view::npos)) &&
           take_line(out, value);
}

constexpr std::array<std::pair<std::string_view, logging::Level>, 4> levels = {{
    {"debug", logging::Level::debug},
    {"info", logging::Level::info},
    {"warn", logging::Level::warn},
    {"error", logging::Level::error},
}};

constexpr std::array<std::pair<std::string_view, SecureCookies>, 3> cookie_words = {{
    {"auto", SecureCookies::automatic},
    {"always", SecureCookies::always},
    {"never", SecureCookies::never},
}};

constexpr std::array<std::pair<std::string_view, bool>, 2> yes_or_no = {{{"no", false}, {"yes", true}}};
constexpr std::array<std::pair<std::string_view, Registration>, 2> registration_words = {{
    {"confirm", Registration::confirm},
    {"open", Registration::open},
}};

bool take_mail_server(std::optional<mail::Server>& out, std::string_view value) {
    out = mail::Server::parse(value);
    return out.has_value() || value.empty();
}

bool take_mailbox(std::optional<mail::Mailbox>& out, std::string_view value) {
    out = mail::Mailbox::parse(value);
    return out.has_value() || value.empty();
}

bool take_reply_address(std::optional<mail::ReplyAddress>& out, std::string_view value) {
    out = mail::ReplyAddress::parse(value);
    return out.has_value() || value.empty();
}

bool take_optional_path(std::filesystem::path& out, std::string_view value) {
    out.clear();
    return value.empty() || take_path(out, value);
}

/// One line of printable ASCII.
bool take_user(std::string& out, std::string_view value) {
    out = value;
    return std::ranges::all_of(value, [](char c) { return c > ' ' && c < '\x7f'; });
}

constexpr std::array<std::pair<std::string_view, WriteMails>, 3> mail_words = {{
    {"auto", WriteMails::automatic},
    {"always", WriteMails::always},
    {"never", WriteMails::never},
}};

constexpr std::string_view host_and_port = "host:port, [IPv6]:port; port 0: a free one";
constexpr std::string_view a_rate = "1 to 1000000";
constexpr unsigned rate_most = 1'000'000;

constexpr std::array settings = {
    Setting{"data", "a path", "./data", "The folder of everything that is stored.",
            [](Settings& s, std::string_view value) { return take_path(s.data, value); }},
    Setting{"master_key", "a path outside the data folder; empty: <data>.key beside it", "",
            "The file of the key that opens the vault. Keep a copy elsewhere, never with the data.",
            [](Settings& s, std::string_view value) {
                s.master_key.clear();
                return value.empty() || take_path(s.master_key, value);
            }},
    Setting{"blobs", "a path, or s3+https://host/bucket?region=name; empty: the folder blobs below the data folder", "",
            "Where attached files lie, sealed: a folder, or a bucket. Nodes over Kafka share one.",
            [](Settings& s, std::string_view value) {
                s.blobs.clear();
                if (blobs::s3::Bucket::is_meant(value) && !blobs::s3::Bucket::parse(value)) return false;
                return value.empty() || take_path(s.blobs, value);
            }},
    Setting{"blobs_authorities", "a path; empty: the system's", "",
            "A PEM file of the authorities whose word is taken for the certificate of the bucket's store.",
            [](Settings& s, std::string_view value) { return take_optional_path(s.blobs_authorities, value); }},
    Setting{"listen", host_and_port, "127.0.0.1:8080", "Where pages and API are served.",
            [](Settings& s, std::string_view value) { return take_endpoint(s.listen, value); }},
    Setting{"metrics_listen", "host:port, [IPv6]:port; empty: none", "127.0.0.1:9180",
            "Where /metrics is served, for the operator only.",
            [](Settings& s, std::string_view value) { return take_optional_endpoint(s.metrics_listen, value); }},
    Setting{"log", "embedded, or kafka://host:port,host:port/topic", "embedded",
            "Where events are ordered and kept: in the data folder, or in a topic that many nodes share.",
            [](Settings& s, std::string_view value) { return take_log(s.log, value); }},
    Setting{"io_threads", "1 to 64", "2", "Threads that talk to browsers.",
            [](Settings& s, std::string_view value) { return take_number(s.io_threads, value, 1, 64); }},
    Setting{"public_url", "http://host or https://host, with :port if any, without a path; empty: as asked for", "",
            "The address under which people reach this server.",
            [](Settings& s, std::string_view value) { return take_url(s.public_url, value); }},
    Setting{"trusted_proxy", "IPv4 or IPv6 addresses, or networks such as 10.0.0.0/8, with commas between; empty: none",
            "", "Proxies whose word is taken for the client's address and scheme.",
            [](Settings& s, std::string_view value) { return take_addresses(s.trusted_proxies, value); }},
    Setting{"operator", "a line of up to 1000 characters, without \" #\"; empty: not said", "",
            "Who answers for this server: a person or association, and where they are.",
            [](Settings& s, std::string_view value) { return take_line(s.operated_by, value); }},
    Setting{"contact", "a mail address; empty: not said", "", "Where people write to with questions about this server.",
            [](Settings& s, std::string_view value) { return take_mail_address(s.contact, value); }},
    Setting{"log_level", "debug, info, warn or error", "info", "The least important lines that are logged.",
            [](Settings& s, std::string_view value) { return take_word(s.log_level, value, levels); }},
    Setting{"secure_cookies", "auto, always or never", "auto",
            "Whether cookies are for https only; auto: when the request or public_url is https.",
            [](Settings& s, std::string_view value) { return take_word(s.secure_cookies, value, cookie_words); }},
    Setting{"registration", "confirm or open", "confirm",
            "Whether a new account confirms its address and accepts the terms before it may write; open: never asked, "
            "and whether an address has an account can be found out.",
            [](Settings& s, std::string_view value) { return take_word(s.registration, value, registration_words); }},
    Setting{"sign_in_per_minute", a_rate, "10",
            "Sign-in attempts of one address (IPv6: of one /64), and for one account.",
            [](Settings& s, std::string_view value) { return take_number(s.sign_in_per_minute, value, 1, rate_most); }},
    Setting{"register_per_hour", a_rate, "20", "New accounts from one address (IPv6: from one /64).",
            [](Settings& s, std::string_view value) { return take_number(s.register_per_hour, value, 1, rate_most); }},
    Setting{
        "searches_per_minute", a_rate, "600",
        "Searches and completions from one address (IPv6: from one /64), those of an office behind it together.",
        [](Settings& s, std::string_view value) { return take_number(s.searches_per_minute, value, 1, rate_most); }},
    Setting{"writes_per_minute", a_rate, "60", "Commands of one account.",
            [](Settings& s, std::string_view value) { return take_number(s.writes_per_minute, value, 1, rate_most); }},
    Setting{"mail_server", "smtp://host or smtps://host, with :port if any; empty: none", "",
            "Where mails are handed over. None: they become files in the data folder's mail/new.",
            [](Settings& s, std::string_view value) { return take_mail_server(s.mail_server, value); }},
    Setting{"mail_user", "a name without spaces; empty: no login", "", "Who logs in at the mail server.",
            [](Settings& s, std::string_view value) { return take_user(s.mail_user, value); }},
    Setting{"mail_password_file", "a path; empty: none", "",
            "The file whose first line is that login's password; for this program's user alone.",
            [](Settings& s, std::string_view value) { return take_optional_path(s.mail_password_file, value); }},
    Setting{"mail_authorities", "a path; empty: the system's", "",
            "A PEM file of the authorities whose word is taken for the mail server's certificate.",
            [](Settings& s, std::string_view value) { return take_optional_path(s.mail_authorities, value); }},
    Setting{"mail_from", "an address; empty: palabre@ and the host of public_url", "", "The sender of mails.",
            [](Settings& s, std::string_view value) { return take_mailbox(s.mail_from, value); }},
    Setting{
        "reply_address", "an address with at most 18 characters before the @, none of them +; empty: none", "",
        "Where answers to mails about messages go, as name+alias@domain; its mail server pipes them to `palabre mail "
        "reply`.",
        [](Settings& s, std::string_view value) { return take_reply_address(s.reply_address, value); }},
    Setting{"write_mails", "auto, always or never", "auto",
            "Whether this node writes mails; auto: over Kafka the one of several that is elected.",
            [](Settings& s, std::string_view value) { return take_word(s.write_mails, value, mail_words); }},
    Setting{"developer_pages", "yes or no", "no",
            "Whether /dev/ui shows every part of the pages in each of its states.",
            [](Settings& s, std::string_view value) { return take_word(s.developer_pages, value, yes_or_no); }},
};

} // namespace

std::string Endpoint::text() const {
    return host.find(':') == std::string::npos ? fmt::format("{}:{}", host, port) : fmt::format("[{}]:{}", host, port);
}

std::span<const Setting> table() {
    return settings;
}

} // namespace palabre::config
