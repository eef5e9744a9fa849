// SPDX-License-Identifier: Apache-2.0
// What of a profile stands nowhere but in the log, for the form in which its member edits it.
#pragma once

#include "http/context.hpp"

#include <optional>
#include <string>

namespace palabre::http::members {

struct ProfileSource {
    std::optional<std::string> bio; ///< Markdown; nothing: never told, or the key is gone
    bool show_name = false;
};

/// For the member herself only: the caller sees to that. Cost as last_written().
[[nodiscard]] Result<ProfileSource> profile_source(const Context& context, const MemberId& member);

} // namespace palabre::http::members
