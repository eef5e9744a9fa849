// SPDX-License-Identifier: Apache-2.0
// A request to an S3-compatible store as such a store signs it: AWS Signature Version 4, payload in one piece. Pure.
#pragma once

#include "core/base/instant.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace palabre::blobs::s3 {

/// Where a bucket is, and as who it is asked.
struct Bucket {
    bool tls = true;
    std::string host; ///< host, or host:port
    std::string name;
    std::string region;

    /// "s3+https://host[:port]/bucket[?region=…]"; in clear, "s3+http://…", to this machine alone. Nothing: no such.
    [[nodiscard]] static std::optional<Bucket> parse(std::string_view text);
    /// Whether the text means one at all, right or wrong.
    [[nodiscard]] static bool is_meant(std::string_view text) { return text.starts_with("s3+"); }
};
struct Credentials {
    std::string id, secret;
};

struct Request {
    std::string method;
    std::string path;                           ///< from the slash on, not encoded
    std::map<std::string, std::string> query;   ///< likewise
    std::map<std::string, std::string> headers; ///< lower-case names; that are signed beside host and date
    std::string payload;                        ///< SHA-256 of the body in hexadecimals
};

/// SHA-256 of nothing, of a request without body.
inline constexpr std::string_view empty_payload = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// All headers that the request is sent with, but host.
[[nodiscard]] std::map<std::string, std::string> sign(const Request& request, const std::string& host,
                                                      const std::string& region, const Credentials& as, Instant at);
/// Path and query, encoded.
[[nodiscard]] std::string target(const Request& request);

[[nodiscard]] std::string hexadecimals(std::string_view bytes);

/// The texts of all elements of that name, references resolved: what a store's small XML answers are read by.
[[nodiscard]] std::vector<std::string> elements(std::string_view xml, std::string_view name);

} // namespace palabre::blobs::s3
