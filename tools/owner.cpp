// SPDX-License-Identifier: Apache-2.0
#include "tools/owner.hpp"

#include <array>
#include <fmt/format.h>
#include <pwd.h>
#include <string>
#include <sys/stat.h>

namespace palabre::tools {
namespace {

/// The user's name, or the number where it has none.
std::string user_name(::uid_t user) {
    passwd entry{}, *found = nullptr;
    std::array<char, 4'096> buffer{};
    ::getpwuid_r(user, &entry, buffer.data(), buffer.size(), &found);
    return found != nullptr ? std::string(found->pw_name) : fmt::format("#{}", user);
}

} // namespace

Status check_owner(const std::filesystem::path& data, ::uid_t caller) {
    struct stat about {};
    if (::stat((data / "log").c_str(), &about) != 0 || about.st_uid == caller) return {};
    const std::string owner = user_name(about.st_uid);
    return error(ErrorCode::invalid,
                 fmt::format("{} belongs to {}, not to {}, whose files its server could not open: sudo -u {} palabre …",
                             data.string(), owner, user_name(caller), owner));
}

} // namespace palabre::tools
