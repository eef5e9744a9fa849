// SPDX-License-Identifier: Apache-2.0
#include "tools/password.hpp"

#include "core/limits.hpp"
#include "core/text/unicode.hpp"

#include <array>
#include <csignal>
#include <cstdio>
#include <fmt/format.h>
#include <fstream>
#include <iostream>
#include <poll.h>
#include <termios.h>
#include <unistd.h>

namespace palabre::tools {
namespace {

volatile std::sig_atomic_t interrupted = 0; // what a signal's handler may write

/// The terminal keeps what is typed to itself while this lives. A signal that would end the process ends the waiting
/// instead, whenever it comes, and the process once the terminal echoes again.
class Unseen {
public:
    Unseen() {
        struct sigaction note {};
        note.sa_handler = [](int signal) { interrupted = signal; };
        sigemptyset(&note.sa_mask);
        sigset_t held;
        sigemptyset(&held);
        for (const int signal : signals) sigaddset(&held, signal);
        ::pthread_sigmask(SIG_BLOCK, &held, &mask_); // one that came before the waiting would be missed by it
        for (std::size_t i = 0; i < signals.size(); ++i) ::sigaction(signals[i], &note, &actions_[i]);
        known_ = ::tcgetattr(STDIN_FILENO, &before_) == 0;
        termios silent = before_;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        if (known_) ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    }
    ~Unseen() {
        if (known_) ::tcsetattr(STDIN_FILENO, TCSANOW, &before_);
        std::fputc('\n', stderr); // the one that was typed did not show
        for (std::size_t i = 0; i < signals.size(); ++i) ::sigaction(signals[i], &actions_[i], nullptr);
        ::pthread_sigmask(SIG_SETMASK, &mask_, nullptr);
        if (interrupted != 0) ::raise(interrupted);
    }
    /// Whether there is something to read; a signal: no.
    [[nodiscard]] bool wait() const {
        pollfd in{.fd = STDIN_FILENO, .events = POLLIN, .revents = 0};
        return ::ppoll(&in, 1, nullptr, &mask_) > 0;
    }
    Unseen(const Unseen&) = delete;
    Unseen& operator=(const Unseen&) = delete;

private:
    static constexpr std::array signals = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
    std::array<struct sigaction, signals.size()> actions_{};
    sigset_t mask_{};
    termios before_{};
    bool known_ = false;
};

/// A terminal hands over one line a read, of 4,096 bytes at most.
std::string ask() {
    const Unseen unseen; // before the question: what is typed earlier would be thrown away
    fmt::print(stderr, "Password: ");
    std::fflush(stderr);
    if (!unseen.wait()) return {};
    std::string line(4'096, '\0');
    const auto got = ::read(STDIN_FILENO, line.data(), line.size());
    line.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    return line.substr(0, line.find('\n'));
}

} // namespace

Result<std::string> read_password(const std::filesystem::path& file) {
    std::string password;
    if (!file.empty()) {
        std::ifstream in(file);
        if (!in || !std::getline(in, password))
            return error(ErrorCode::not_found, "cannot read a password from " + file.string());
    } else if (::isatty(STDIN_FILENO) != 0) {
        password = ask();
    } else {
        std::getline(std::cin, password);
    }
    const std::size_t length = text::is_utf8(password) ? text::length(password) : 0;
    if (length < limits::password_min || length > limits::password_max)
        return error(ErrorCode::invalid,
                     fmt::format("a password has {} to {} characters", limits::password_min, limits::password_max));
    return password;
}

} // namespace palabre::tools
