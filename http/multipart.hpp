// SPDX-License-Identifier: Apache-2.0
// multipart/form-data (RFC 7578), read as it comes, in constant memory. As strict as browsers allow: what two readers
// could understand in two ways is refused.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace palabre::http {

/// The value of Content-Type names the boundary; nothing: it is another type, or has none of the allowed form.
[[nodiscard]] std::optional<std::string> boundary_of(std::string_view content_type);

/// A part's head.
struct PartHead {
    std::string name;
    std::optional<std::string> file_name; ///< there: the part is a file, its name may be empty, or no text
};
/// What Content-Disposition says of a part, or of a body that is a file ("attachment"); nothing: it cannot be read.
[[nodiscard]] std::optional<PartHead> read_disposition(std::string_view value);

/// One body. One thread.
class Multipart {
public:
    /// What is told of the parts, in order. Each gives false to stop.
    struct Events {
        std::function<bool(const PartHead&)> begin;
        std::function<bool(std::string_view)> data;
        std::function<bool()> end;
    };
    Multipart(std::string boundary, Events events);

    /// False: it is malformed, or an event said so; then no more is read.
    [[nodiscard]] bool read(std::string_view bytes);
    /// Whether all of it has come.
    [[nodiscard]] bool complete() const { return state_ == State::epilogue; }

private:
    enum class State { preamble, delimiter, head, data, epilogue };
    [[nodiscard]] bool step(bool& again);
    [[nodiscard]] bool read_data(bool& again);
    [[nodiscard]] bool read_head(bool& again);

    std::string delimiter_; ///< CR LF -- boundary
    Events events_;
    std::string held_ = "\r\n"; ///< not told yet; the first delimiter has no line before it
    State state_ = State::preamble;
};

} // namespace palabre::http
