// SPDX-License-Identifier: Apache-2.0
#include "http/server/message.hpp"

#include "http/server/header_text.hpp"
#include "http/server/security_headers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <iterator>

namespace palabre::http {
namespace {

/// Calls visit(item) for each member of a comma-separated list over all headers of this name, until it returns true.
template <class Visit>
bool any_listed(const Request& request, std::string_view name, Visit visit) {
    for (const auto& [key, value] : request.headers) {
        if (key != name) continue;
        std::string_view rest = value;
        for (;;) {
            const std::size_t end = rest.find(',');
            if (visit(trimmed(rest.substr(0, end)))) return true;
            if (end == std::string_view::npos) break;
            rest.remove_prefix(end + 1);
        }
    }
    return false;
}

/// ";q=0", ";q=0.000"
bool refused_by_weight(std::string_view parameters) {
    const std::size_t at = parameters.find("q=");
    if (at == std::string_view::npos) return false;
    const std::string_view weight = trimmed(parameters.substr(at + 2));
    return weight.find_first_not_of("0.") == std::string_view::npos;
}

void append_value(std::string& out, std::string_view value) {
    for (const char c : value)
        if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f) out += c;
}

void append_field(std::string& out, std::string_view name, std::string_view value) {
    append_value(out, name);
    out += ": ";
    append_value(out, value);
    out += "\r\n";
}

/// Two encodings of one thing are two representations: a strong ETag must not be the same (RFC 9110 §8.8.3.3).
void append_packed_etag(std::string& out, std::string_view tag) {
    const bool strong = tag.size() >= 2 && tag.front() == '"' && tag.back() == '"';
    out += "ETag: ";
    append_value(out, strong ? tag.substr(0, tag.size() - 1) : tag);
    out += strong ? "-gzip\"\r\n" : "\r\n";
}

} // namespace

std::string_view reason_phrase(int status) {
    switch (status) {
    case 100:
        return "Continue";
    case 200:
        return "OK";
    case 201:
        return "Created";
    case 202:
        return "Accepted";
    case 204:
        return "No Content";
    case 206:
        return "Partial Content";
    case 301:
        return "Moved Permanently";
    case 302:
        return "Found";
    case 303:
        return "See Other";
    case 304:
        return "Not Modified";
    case 307:
        return "Temporary Redirect";
    case 308:
        return "Permanent Redirect";
    case 400:
        return "Bad Request";
    case 401:
        return "Unauthorized";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 406:
        return "Not Acceptable";
    case 408:
        return "Request Timeout";
    case 409:
        return "Conflict";
    case 410:
        return "Gone";
    case 412:
        return "Precondition Failed";
    case 413:
        return "Content Too Large";
    case 414:
        return "URI Too Long";
    case 415:
        return "Unsupported Media Type";
    case 417:
        return "Expectation Failed";
    case 422:
        return "Unprocessable Content";
    case 429:
        return "Too Many Requests";
    case 431:
        return "Request Header Fields Too Large";
    case 500:
        return "Internal Server Error";
    case 501:
        return "Not Implemented";
    case 503:
        return "Service Unavailable";
    default:
        return "Unknown";
    }
}

void append_head(std::string& out, const Head& head) {
    auto to = std::back_inserter(out);
    fmt::format_to(to, "HTTP/1.1 {} {}\r\nDate: {}\r\n", head.status, reason_phrase(head.status), head.date);
    for (const auto& [name, value] : head.headers) {
        if (head.packed && equal_ignoring_case(name, "etag"))
            append_packed_etag(out, value);
        else
            append_field(out, name, value);
    }
    if (head.packed) out += "Content-Encoding: gzip\r\n";
    if (head.vary) out += "Vary: Accept-Encoding\r\n";
    if (!head.position.empty()) append_field(out, "Palabre-Position", head.position);
    if (head.stale) out += "Palabre-Stale: true\r\n";
    if (head.framing == Framing::chunked)
        out += "Transfer-Encoding: chunked\r\n";
    else if (head.framing == Framing::length && has_body(head.status))
        fmt::format_to(to, "Content-Length: {}\r\n", head.length);
    if (head.close || head.framing == Framing::until_close)
        out += "Connection: close\r\n";
    else if (head.http10_keep)
        out += "Connection: keep-alive\r\n";
    out += security_headers;
    if (head.strict) out += strict_transport;
    out += "\r\n";
}

bool accepts_gzip(const Request& request) {
    bool named = false, taken = false, any = false;
    any_listed(request, "accept-encoding", [&](std::string_view item) {
        const std::size_t semicolon = std::min(item.find(';'), item.size());
        const std::string_view coding = trimmed(item.substr(0, semicolon));
        const bool refused = refused_by_weight(item.substr(semicolon));
        if (equal_ignoring_case(coding, "gzip") || equal_ignoring_case(coding, "x-gzip")) {
            named = true;
            taken = taken || !refused;
        } else if (coding == "*") {
            any = !refused;
        }
        return false;
    });
    return named ? taken : any;
}

bool prefers_async(const Request& request) {
    return any_listed(request, "prefer", [](std::string_view item) {
        return equal_ignoring_case(trimmed(item.substr(0, item.find(';'))), "respond-async");
    });
}

Response refusal(int status) {
    Response response = json(
        status, fmt::format(R"({{"type":"about:blank","title":"{}","status":{}}})", reason_phrase(status), status));
    response.headers.clear();
    response.set("Content-Type", "application/problem+json");
    response.set("Cache-Control", "no-store");
    if (status == 503 || status == 429) response.set("Retry-After", "1");
    return response;
}

std::string http_date(std::int64_t seconds) {
    const std::time_t time = seconds;
    std::tm parts{};
    gmtime_r(&time, &parts);
    static constexpr const char* days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                             "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} GMT", days[parts.tm_wday], parts.tm_mday,
                       months[parts.tm_mon], parts.tm_year + 1900, parts.tm_hour, parts.tm_min, parts.tm_sec);
}

} // namespace palabre::http
