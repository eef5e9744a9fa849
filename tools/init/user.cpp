// SPDX-License-Identifier: Apache-2.0
#include "tools/init/user.hpp"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fmt/format.h>
#include <grp.h>
#include <pwd.h>
#include <sys/wait.h>
#include <unistd.h>

namespace palabre::tools::init {
namespace {

Error system_error(std::string_view what) {
    return error(ErrorCode::io, fmt::format("{}: {}", what, std::strerror(errno)));
}

/// For good: the saved ids too.
bool become(const User& user) {
    return ::initgroups(user.name.c_str(), user.group) == 0 && ::setresgid(user.group, user.group, user.group) == 0 &&
           ::setresuid(user.user, user.user, user.user) == 0;
}

/// In the child: the error goes through the pipe, its code first.
[[noreturn]] void work_as(const User& user, const std::function<Status()>& work, int out) {
    Status done = become(user) ? Status() : Status(system_error("cannot become " + user.name));
    if (done) done = work();
    std::fflush(stdout);
    if (!done) {
        const std::string told = static_cast<char>(done.error().code) + done.error().message;
        (void)!::write(out, told.data(), told.size());
    }
    std::_Exit(done ? 0 : 1);
}

} // namespace

Result<User> find_user(const std::string& name) {
    passwd entry{}, *found = nullptr;
    std::array<char, 4'096> buffer{};
    ::getpwnam_r(name.c_str(), &entry, buffer.data(), buffer.size(), &found);
    if (found == nullptr) return error(ErrorCode::invalid, fmt::format("--user: there is no user {}", name));
    if (::geteuid() != 0 && ::geteuid() != found->pw_uid)
        return error(ErrorCode::invalid, fmt::format("--user: only root can make files of {}'s: sudo palabre …", name));
    return User{name, found->pw_uid, found->pw_gid};
}

Status give_to(const User& user, const std::filesystem::path& path) {
    if (::chown(path.c_str(), user.user, user.group) == 0) return {};
    return system_error("cannot give " + path.string() + " to " + user.name);
}

Status run_as(const User& user, const std::function<Status()>& work) {
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0) return system_error("cannot make a pipe");
    std::fflush(nullptr); // once, not in both
    const ::pid_t child = ::fork();
    if (child < 0) return system_error("cannot begin a process");
    if (child == 0) {
        ::close(ends[0]);
        work_as(user, work, ends[1]);
    }
    ::close(ends[1]);
    std::string told;
    std::array<char, 1'024> chunk{};
    for (::ssize_t got = 0; (got = ::read(ends[0], chunk.data(), chunk.size())) > 0;)
        told.append(chunk.data(), static_cast<std::size_t>(got));
    ::close(ends[0]);
    int status = 0;
    if (::waitpid(child, &status, 0) < 0) return system_error("cannot wait for a process");
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return {};
    if (told.empty()) return error(ErrorCode::io, "the process that made the data folder was ended");
    return error(static_cast<ErrorCode>(told.front()), told.substr(1));
}

} // namespace palabre::tools::init
