// SPDX-License-Identifier: Apache-2.0
// What pages load: every asset below web/, under an address that holds the hash of its bytes and may be cached for
// good. Those of web/ui/ are one file, "style.css" (style_sheet.hpp).
#pragma once

#include "http/context.hpp"

#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace palabre::http {

/// Immutable after construction; safe from any thread.
class StaticFiles {
public:
    /// Hashes what is embedded: milliseconds.
    StaticFiles();

    /// "/assets/<hash>/style.css" of "style.css". A name that does not exist is a bug: std::logic_error.
    [[nodiscard]] std::string_view address(std::string_view name) const;
    /// Its bytes, for what stands at an address of its own too. A name that does not exist is a bug: std::logic_error.
    [[nodiscard]] std::shared_ptr<const std::string> body(std::string_view name) const;
    /// The answer to GET /assets/{hash}/{name*}: 404 for another hash, so that no cache keeps the wrong bytes.
    [[nodiscard]] Answer answer(const Context& context) const;

private:
    struct File {
        std::string hash;
        std::string address;
        std::string_view type;
        bool compressible;
        std::shared_ptr<const std::string> body;
    };
    [[nodiscard]] const File& file(std::string_view name) const;
    void add(const std::string& name, std::string bytes);

    std::map<std::string, File, std::less<>> files_;
};

/// The handler of that route.
[[nodiscard]] Answer static_file(const Context& context);

} // namespace palabre::http
