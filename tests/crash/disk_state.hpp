// SPDX-License-Identifier: Apache-2.0
// What a FaultyDisk knows of its files: how much of each is synced, which changes of names are not, and whether the
// next operation may be. Safe from any thread.
#pragma once

#include "tests/crash/faulty_disk.hpp"

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace palabre::test {

class DiskState {
public:
    enum class Change { write, sync, names };
    enum class Verdict { done, no_room, half_room, failed, off };

    /// Counts the change and says what becomes of it.
    [[nodiscard]] Verdict judge(Change change);

    void arm(FaultyDisk::Fault fault, std::uint64_t at);
    void stop();
    void restart();
    [[nodiscard]] bool struck() const;
    [[nodiscard]] FaultyDisk::Counts counts() const;

    // What has happened. Before: called before it is done, since it takes away what must be kept.
    void made(const std::string& path);
    void before_replaced(const std::string& path); ///< a file will be made anew over this one
    void before_renamed(const std::string& from, const std::string& to);
    void before_removed(const std::string& path);
    void appended(const std::string& path, std::uint64_t bytes);
    void cut(const std::string& path, std::uint64_t size);
    void synced(const std::string& path);
    void sync_failed(const std::string& path);
    void folder_synced(const std::string& folder);

    void lose(std::mt19937_64& chance);

private:
    /// A file that was written since it was last known to be whole. Others are kept as they are.
    struct File {
        std::uint64_t written = 0;
        std::uint64_t synced = 0;
        bool lost = false; ///< a sync failed: what followed is never kept
    };
    struct Kept {
        std::string bytes;
        std::optional<File> file;
    };
    struct NameChange {
        std::string path;             ///< made, replaced, removed, or renamed to
        std::string from = {};        ///< renamed from
        std::optional<Kept> was = {}; ///< what was at `path`
    };

    void note(NameChange change);
    void undo(const NameChange& change);
    [[nodiscard]] std::optional<Kept> keep(const std::string& path) const;

    mutable std::mutex mutex_;
    std::map<std::string, File> files_;
    std::map<std::string, std::vector<NameChange>> unsynced_names_; ///< by folder, oldest first
    FaultyDisk::Counts counts_;
    std::optional<FaultyDisk::Fault> fault_;
    std::uint64_t strikes_at_ = 0;
    bool struck_ = false;
    bool off_ = false;
};

} // namespace palabre::test
