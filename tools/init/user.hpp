// SPDX-License-Identifier: Apache-2.0
// Doing a part of the work as the user whose the server's files are: root sets a server up, and must own none of them.
#pragma once

#include "core/base/result.hpp"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <sys/types.h>

namespace palabre::tools::init {

struct User {
    std::string name;
    ::uid_t user = 0;
    ::gid_t group = 0;
};

/// `invalid`: only root can make files of another user's, or there is no such user; names --user.
[[nodiscard]] Result<User> find_user(const std::string& name);

/// Gives it to the user.
[[nodiscard]] Status give_to(const User& user, const std::filesystem::path& path);

/// Runs `work` as that user, in a process of its own, and waits: what it prints is printed, its error is this one's.
/// Before any thread was started.
[[nodiscard]] Status run_as(const User& user, const std::function<Status()>& work);

} // namespace palabre::tools::init
