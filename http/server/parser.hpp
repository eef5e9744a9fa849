// SPDX-License-Identifier: Apache-2.0
// One request read from bytes: Beast's basic_parser with everything refused that two readers could understand in two
// ways (request smuggling): folded lines, Content-Length twice or beside Transfer-Encoding, codings other than chunked,
// anything odd in a chunk's header. Writes straight into our Request; no second copy of the fields.
#pragma once

#include "http/server/request.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace palabre::http {

/// Lives for one message. `request` must be fresh and outlive it; address and secure are left alone.
class RequestParser final : private boost::beast::http::basic_parser<true> {
    using Base = boost::beast::http::basic_parser<true>;

public:
    enum class State {
        more,    ///< give it what is left and more bytes behind
        head,    ///< the header was just completed: look at it, say set_body_limit(), go on
        done,    ///< the message is complete
        refused, ///< answer refusal() and close
    };

    explicit RequestParser(Request& request);

    /// Reads on. `used`: how many of the bytes were taken; the rest must be given again.
    [[nodiscard]] State read(std::string_view bytes, std::size_t& used);
    /// The status to answer to what was refused.
    [[nodiscard]] int refusal() const { return refusal_; }

    /// After `head`: more body than this is refused with 413. Content-Length is judged at once (State::refused).
    [[nodiscard]] bool set_body_limit(std::size_t most);
    [[nodiscard]] bool has_body() const { return chunked() || Base::content_length().value_or(0) > 0; }
    [[nodiscard]] bool keeps_alive() const { return Base::keep_alive(); }
    [[nodiscard]] bool is_http10() const { return http10_; }
    /// The client holds its body back until told to go on.
    [[nodiscard]] bool expects_continue() const { return expects_continue_ && !http10_; }

private:
    using string_view = boost::beast::string_view;
    using error_code = boost::beast::error_code;

    void refuse(int status, error_code& ec);
    std::size_t take_body(string_view body, error_code& ec);
    void on_length(std::string_view value, error_code& ec);
    void on_transfer_encoding(std::string_view value, error_code& ec);

    void on_request_impl(boost::beast::http::verb, string_view method, string_view target, int version,
                         error_code& ec) override;
    void on_response_impl(int, string_view, int, error_code&) override {}
    void on_field_impl(boost::beast::http::field, string_view name, string_view value, error_code& ec) override;
    void on_header_impl(error_code& ec) override;
    void on_body_init_impl(const boost::optional<std::uint64_t>& length, error_code& ec) override;
    std::size_t on_body_impl(string_view body, error_code& ec) override;
    void on_chunk_header_impl(std::uint64_t size, string_view extension, error_code& ec) override;
    std::size_t on_chunk_body_impl(std::uint64_t remain, string_view body, error_code& ec) override;
    void on_finish_impl(error_code&) override {}

    Request& request_;
    int refusal_ = 0;
    bool http10_ = false;
    bool head_seen_ = false;
    bool expects_continue_ = false;
    bool has_length_ = false;
    unsigned hosts_ = 0;
    std::size_t header_bytes_ = 0;
};

} // namespace palabre::http
