// SPDX-License-Identifier: Apache-2.0
// A request as handlers see it: parsed and bounded; target and form fields are UTF-8, headers and body bytes. Nothing
// of Beast.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace palabre {
class Spool;
}

namespace palabre::http {

struct Request;

/// Takes a body piece by piece, where it is too long for the memory. I/O thread; quick.
class BodySink {
public:
    virtual ~BodySink() = default;
    /// A further piece. 0, or the status to refuse the request with.
    [[nodiscard]] virtual int take(std::string_view bytes) = 0;
    /// All of it has come: puts into the request what its handler reads. 0, or a status.
    [[nodiscard]] virtual int finish(Request& request) = 0;
    /// Bytes that it keeps in memory.
    [[nodiscard]] virtual std::size_t held() const = 0;
};

/// A file of a form, or a body that is one.
struct SentFile {
    std::string field;            ///< the form's; "file" where the body is the file
    std::string name;             ///< as it came: may be empty, or no text
    std::shared_ptr<Spool> spool; ///< its bytes; null: they were too many
};

enum class Method : std::uint8_t { get, head, post, put, del, options };
std::string_view text(Method method);

using Fields = std::vector<std::pair<std::string, std::string>>;

struct Request {
    Method method = Method::get;
    std::string path;   ///< percent-decoded, valid UTF-8, begins with '/', no dot segments
    std::string target; ///< as it came: path and query
    Fields query;       ///< percent-decoded, in order
    Fields headers;     ///< names in lower case, in order; values may hold any byte from 0x80 (obs-text)
    std::string body;   ///< of a form with files: its texts, as a form without would have sent them
    std::vector<SentFile> files = {};
    std::shared_ptr<BodySink> sink = {}; ///< takes the body in memory's place while it comes
    bool counted = false;                ///< its account's rate was asked before the body came
    std::string address;                 ///< of the client: the peer's, or what a trusted proxy says
    bool secure = false;                 ///< came by https (told by a trusted proxy)

    /// The first header of this lower-case name.
    [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;
    /// The first query parameter of this name.
    [[nodiscard]] std::optional<std::string_view> parameter(std::string_view name) const;
    [[nodiscard]] std::optional<std::string_view> cookie(std::string_view name) const;
};

} // namespace palabre::http
