// SPDX-License-Identifier: Apache-2.0
#include "tools/control.hpp"

#include "core/limits.hpp"
#include "tools/descriptor.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <string>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <thread>
#include <unistd.h>

namespace palabre::tools {
namespace fs = std::filesystem;
namespace {

constexpr const char* socket_name = "control";
constexpr std::string_view request = "snapshot\n";
constexpr std::size_t line_bytes = 1'024;
constexpr int waiting_tools = 4;

Error failed(const fs::path& data, std::string_view what) {
    return error(ErrorCode::io, fmt::format("{}: {}: {}", (data / socket_name).string(), what, std::strerror(errno)));
}

/// A socket's path has room for some 100 characters, a data folder's for more: the folder goes by its descriptor.
sockaddr_un address_in(const Descriptor& folder) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string path = fmt::format("/proc/self/fd/{}/{}", folder.number(), socket_name);
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    return address;
}

int folder_of(const fs::path& data) {
    return ::open(data.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

/// A line, its end included; less at the end of what comes, or when it is longer than any that is known.
std::string read_line(int from) {
    std::string line;
    for (char c = 0; line.size() < line_bytes && ::read(from, &c, 1) == 1;) {
        line += c;
        if (c == '\n') break;
    }
    return line;
}

void write_line(int to, std::string line) {
    line += '\n';
    (void)::send(to, line.data(), line.size(), MSG_NOSIGNAL);
}

} // namespace

struct Control::Impl {
    fs::path data;
    Make make;
    std::string blobs;
    Descriptor listening{-1};
    Descriptor stop{-1};
    std::thread thread;

    Impl(fs::path folder, Make how, std::string blobs_elsewhere, int listening_socket, int stop_event)
        : data(std::move(folder)), make(std::move(how)), blobs(std::move(blobs_elsewhere)), listening(listening_socket),
          stop(stop_event) {}

    /// Until there is something to read, or, false, the end was asked for or the time is over.
    [[nodiscard]] bool readable(int socket, std::chrono::milliseconds limit) const {
        std::array<pollfd, 2> both = {{{socket, POLLIN, 0}, {stop.number(), POLLIN, 0}}};
        const auto wait = limit.count() < 0 ? -1 : static_cast<int>(limit.count());
        int ready = 0;
        do ready = ::poll(both.data(), both.size(), wait);
        while (ready < 0 && errno == EINTR);
        return ready > 0 && both[1].revents == 0;
    }
    /// A path is longer than a line only where nobody reads it.
    [[nodiscard]] std::string ok() const { return blobs.empty() ? "ok" : "ok " + blobs.substr(0, line_bytes / 2); }
    void serve(int tool) {
        const fs::path folder = data / snapshot_folder;
        if (!readable(tool, limits::control_wait) || read_line(tool) != request)
            return write_line(tool, "error not known");
        std::error_code ignored;
        fs::remove_all(folder, ignored);
        const Status made = make(folder);
        write_line(tool, made ? ok() : "error " + made.error().message);
        if (made) (void)readable(tool, limits::snapshot_hold); // it says nothing more: this is its end
        fs::remove_all(folder, ignored);
    }
    void run() {
        while (readable(listening.number(), std::chrono::milliseconds(-1))) {
            const Descriptor tool(::accept4(listening.number(), nullptr, nullptr, SOCK_CLOEXEC));
            if (tool.number() >= 0) serve(tool.number());
        }
    }
};

Result<std::unique_ptr<Control>> Control::open(const fs::path& data, Make make, std::string blobs) {
    const Descriptor folder(folder_of(data));
    if (folder.number() < 0) return failed(data, "the folder cannot be opened");
    const auto address = address_in(folder);
    Descriptor listening(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (listening.number() < 0) return failed(data, "no socket");
    std::error_code ignored;
    fs::remove(data / socket_name, ignored); // a server that was killed has left it
    // Its mode is that of the descriptor: nobody else gets in between making and changing it.
    if (::fchmod(listening.number(), S_IRUSR | S_IWUSR) != 0) return failed(data, "its mode cannot be set");
    if (::bind(listening.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
        ::listen(listening.number(), waiting_tools) != 0)
        return failed(data, "cannot be made");
    Descriptor stop(::eventfd(0, EFD_CLOEXEC));
    if (stop.number() < 0) return failed(data, "no event");
    auto impl = std::make_unique<Impl>(data, std::move(make), std::move(blobs), listening.release(), stop.release());
    impl->thread = std::thread([raw = impl.get()] { raw->run(); });
    return std::unique_ptr<Control>(new Control(std::move(impl)));
}

Control::Control(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Control::~Control() {
    constexpr std::uint64_t one = 1;
    (void)!::write(impl_->stop.number(), &one, sizeof one);
    impl_->thread.join();
    std::error_code ignored;
    fs::remove(impl_->data / socket_name, ignored);
}

Result<std::optional<Borrowed>> Borrowed::ask(const fs::path& data) {
    const Descriptor folder(folder_of(data));
    if (folder.number() < 0) return std::optional<Borrowed>();
    const auto address = address_in(folder);
    Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (socket.number() < 0) return failed(data, "no socket");
    if (::connect(socket.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        if (errno == ENOENT || errno == ECONNREFUSED) return std::optional<Borrowed>();
        return failed(data, "the server cannot be asked");
    }
    if (::send(socket.number(), request.data(), request.size(), MSG_NOSIGNAL) < 0)
        return failed(data, "the server cannot be asked");
    std::string answer = read_line(socket.number());
    if (!answer.ends_with('\n')) return error(ErrorCode::io, "the server ended before it made the snapshot");
    answer.pop_back();
    if (answer == "ok" || answer.starts_with("ok "))
        return std::optional(
            Borrowed(socket.release(), data / snapshot_folder, answer.substr(std::min<std::size_t>(3, answer.size()))));
    return error(ErrorCode::io, "the server cannot make the snapshot: " + answer.substr(answer.find(' ') + 1));
}

Borrowed::Borrowed(Borrowed&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)), folder_(std::move(other.folder_)), blobs_(std::move(other.blobs_)) {}

Borrowed::~Borrowed() {
    if (socket_ < 0) return;
    // Its end is told, and the server's awaited: then the snapshot is gone.
    ::shutdown(socket_, SHUT_WR);
    pollfd one{socket_, POLLIN, 0};
    (void)::poll(&one, 1, static_cast<int>(std::chrono::milliseconds(limits::snapshot_goes).count()));
    ::close(socket_);
}

bool Borrowed::still_held() const {
    char c = 0;
    const auto got = ::recv(socket_, &c, 1, MSG_DONTWAIT);
    return got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

} // namespace palabre::tools
