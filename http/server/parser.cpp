// SPDX-License-Identifier: Apache-2.0
#include "http/server/parser.hpp"

#include "core/limits.hpp"
#include "http/server/header_text.hpp"
#include "http/server/target.hpp"

#include <boost/beast/http/error.hpp>

#include <algorithm>

namespace palabre::http {
namespace {

namespace beast_http = boost::beast::http;

std::optional<Method> method_of(beast_http::verb verb) {
    switch (verb) {
    case beast_http::verb::get:
        return Method::get;
    case beast_http::verb::head:
        return Method::head;
    case beast_http::verb::post:
        return Method::post;
    case beast_http::verb::put:
        return Method::put;
    case beast_http::verb::delete_:
        return Method::del;
    case beast_http::verb::options:
        return Method::options;
    default:
        return std::nullopt;
    }
}

std::string_view view(boost::beast::string_view text) {
    return {text.data(), text.size()};
}

/// Beast reads a folded line as one value: then the value stands elsewhere, or behind the line end of an empty one.
bool is_folded(std::string_view name, std::string_view value) {
    const char* const colon = name.data() + name.size();
    if (value.data() <= colon || value.data() > colon + limits::header_bytes) return true;
    return std::any_of(colon + 1, value.data(), [](char c) { return c != ' ' && c != '\t'; });
}

bool has_bare_newline(std::string_view text) {
    for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1))
        if (at == 0 || text[at - 1] != '\r') return true;
    return false;
}

bool is_host(std::string_view value) {
    return std::all_of(value.begin(), value.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               std::string_view("-._~:[]%!$&'()*+,;=").find(c) != std::string_view::npos;
    });
}

} // namespace

RequestParser::RequestParser(Request& request) : request_(request) {
    Base::header_limit(static_cast<std::uint32_t>(limits::header_bytes));
    Base::body_limit(boost::none);
    Base::eager(false);
}

RequestParser::State RequestParser::read(std::string_view bytes, std::size_t& used) {
    used = 0;
    for (;;) {
        if (head_seen_ && Base::is_done()) return State::done;
        error_code ec;
        used += Base::put(boost::asio::const_buffer(bytes.data() + used, bytes.size() - used), ec);
        if (ec == beast_http::error::need_more) {
            const std::string_view rest = bytes.substr(used);
            if (head_seen_ && has_bare_newline(rest)) { // Beast would wait for a line end that never comes
                refusal_ = 400;
                return State::refused;
            }
            // A chunk's header or the trailers must not grow without end either.
            if (rest.size() < limits::header_bytes) return State::more;
            refusal_ = 431;
            return State::refused;
        }
        if (ec) {
            if (refusal_ != 0) return State::refused;
            if (ec == beast_http::error::header_limit)
                refusal_ = request_.target.empty() ? 414 : 431;
            else
                refusal_ = ec == beast_http::error::body_limit ? 413 : 400;
            return State::refused;
        }
        if (Base::is_header_done() && !head_seen_) {
            head_seen_ = true;
            return State::head;
        }
        if (used == bytes.size() && !Base::is_done()) return State::more;
    }
}

bool RequestParser::set_body_limit(std::size_t most) {
    if (Base::content_length().value_or(0) > most) {
        refusal_ = 413;
        return false;
    }
    Base::body_limit(most); // counts chunks
    return true;
}

void RequestParser::refuse(int status, error_code& ec) {
    refusal_ = status;
    ec = beast_http::error::bad_value;
}

void RequestParser::on_request_impl(beast_http::verb verb, string_view, string_view target, int version,
                                    error_code& ec) {
    http10_ = version == 10;
    request_.target.assign(target.data(), target.size());
    if (target.size() > limits::target_bytes) return refuse(414, ec);
    const auto method = method_of(verb);
    if (!method) return refuse(501, ec);
    request_.method = *method;
    if (*method == Method::options && target == "*") {
        request_.path = "*"; // the server's own affair: never reaches a handler
        return;
    }
    if (!http::parse_target(view(target), request_)) refuse(400, ec);
}

void RequestParser::on_length(std::string_view value, error_code& ec) {
    // Beast takes "5, 5" and the same length twice; another server may not.
    if (has_length_ || value.empty() ||
        !std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; }))
        return refuse(400, ec);
    has_length_ = true;
}

void RequestParser::on_transfer_encoding(std::string_view value, error_code& ec) {
    if (http10_ || has_length_ || !equal_ignoring_case(value, "chunked")) refuse(400, ec);
}

void RequestParser::on_field_impl(beast_http::field field, string_view name, string_view value, error_code& ec) {
    if (is_folded(view(name), view(value))) return refuse(400, ec);
    if (head_seen_) return; // trailers mean nothing to us
    header_bytes_ += name.size() + value.size() + 4;
    if (request_.headers.size() == limits::headers || header_bytes_ > limits::header_bytes) return refuse(431, ec);
    switch (field) {
    case beast_http::field::content_length:
        on_length(view(value), ec);
        break;
    case beast_http::field::transfer_encoding:
        on_transfer_encoding(view(value), ec);
        break;
    case beast_http::field::host:
        if (++hosts_ > 1 || !is_host(view(value))) refuse(400, ec);
        break;
    case beast_http::field::expect:
        if (!equal_ignoring_case(view(value), "100-continue")) return refuse(417, ec);
        expects_continue_ = true;
        break;
    default:
        break;
    }
    auto& [lower, text] = request_.headers.emplace_back();
    lower.resize(name.size());
    std::transform(name.begin(), name.end(), lower.begin(),
                   [](char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c); });
    text.assign(value.data(), value.size());
}

void RequestParser::on_header_impl(error_code& ec) {
    if (hosts_ == 0 && !http10_) refuse(400, ec);
}

void RequestParser::on_body_init_impl(const boost::optional<std::uint64_t>& length, error_code&) {
    // A claim is not a body: memory follows what comes.
    if (length) request_.body.reserve(std::min<std::size_t>(*length, limits::header_bytes));
}

std::size_t RequestParser::take_body(string_view body, error_code& ec) {
    if (!request_.sink)
        request_.body.append(body.data(), body.size());
    else if (const int status = request_.sink->take({body.data(), body.size()}); status != 0)
        refuse(status, ec);
    return body.size();
}

std::size_t RequestParser::on_body_impl(string_view body, error_code& ec) {
    return take_body(body, ec);
}

void RequestParser::on_chunk_header_impl(std::uint64_t, string_view extension, error_code& ec) {
    const bool plain =
        std::all_of(extension.begin(), extension.end(), [](char c) { return (c >= 0x20 && c < 0x7f) || c == '\t'; });
    if (!plain || extension.size() > 256) refuse(400, ec);
}

std::size_t RequestParser::on_chunk_body_impl(std::uint64_t, string_view body, error_code& ec) {
    return take_body(body, ec);
}

} // namespace palabre::http
