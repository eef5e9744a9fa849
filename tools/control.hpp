// SPDX-License-Identifier: Apache-2.0
// A running server's door for tools at the same machine: the socket `control` in the data folder, which only the
// server's own user and root can open. The stores are locked by the server, so what has to be right at one moment is
// made by it: a snapshot. Nothing else can be asked here.
//
//   tool  → "snapshot\n"
//   server → "ok\n", once <data>/snapshot holds it; "ok <where>\n", where blobs lie elsewhere; or "error <why>\n"
//   tool ends the connection; the server removes the snapshot. It waits limits::snapshot_hold at most: files that are
//   held there keep what erasing has removed elsewhere.
#pragma once

#include "core/base/result.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace palabre::tools {

/// The folder in the data folder that a snapshot is made in. Whoever opens the data folder removes what is left of it.
inline constexpr const char* snapshot_folder = "snapshot";

/// Answers on a thread of its own, one tool after the other.
class Control {
public:
    /// `make` makes a snapshot in the folder that it is given; `blobs`: where they lie, if not in it.
    using Make = std::function<Status(const std::filesystem::path& folder)>;
    /// Only by whoever has the data folder. `io`: the socket cannot be made.
    [[nodiscard]] static Result<std::unique_ptr<Control>> open(const std::filesystem::path& data, Make make,
                                                               std::string blobs = {});
    /// Ends what is under way; the snapshot and the socket go.
    ~Control();
    Control(const Control&) = delete;
    Control& operator=(const Control&) = delete;

private:
    struct Impl;
    explicit Control(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

/// A snapshot of a served data folder: there until this ends, and gone then.
class Borrowed {
public:
    /// Nothing: nobody serves the folder. `busy`: another one is being made.
    [[nodiscard]] static Result<std::optional<Borrowed>> ask(const std::filesystem::path& data);
    ~Borrowed();
    Borrowed(Borrowed&& other) noexcept;
    Borrowed& operator=(Borrowed&&) = delete;
    [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
    /// Where the server has its blobs; empty: in the snapshot.
    [[nodiscard]] const std::string& blobs() const { return blobs_; }
    /// Whether it is there to the last: after all of it was read.
    [[nodiscard]] bool still_held() const;

private:
    Borrowed(int socket, std::filesystem::path folder, std::string blobs)
        : socket_(socket), folder_(std::move(folder)), blobs_(std::move(blobs)) {}
    int socket_ = -1;
    std::filesystem::path folder_;
    std::string blobs_;
};

} // namespace palabre::tools
