// SPDX-License-Identifier: Apache-2.0
#include "tests/crash/disk_state.hpp"

#include "tests/core/damage.hpp"

#include <algorithm>
#include <filesystem>

namespace palabre::test {
namespace fs = std::filesystem;
using Fault = FaultyDisk::Fault;

namespace {

std::string without_slash(std::string folder) {
    while (folder.size() > 1 && folder.ends_with('/')) folder.pop_back();
    return folder;
}

} // namespace

DiskState::Verdict DiskState::judge(Change change) {
    const std::lock_guard lock(mutex_);
    ++counts_.changes;
    if (change == Change::sync) ++counts_.syncs;
    if (off_) return Verdict::off;
    if (!fault_ || counts_.changes < strikes_at_) return Verdict::done;
    const bool first = !struck_;
    switch (*fault_) {
    case Fault::power_cut:
        struck_ = off_ = true;
        return Verdict::off;
    case Fault::full:
        if (change != Change::write) return Verdict::done;
        struck_ = true;
        return first ? Verdict::half_room : Verdict::no_room;
    case Fault::one_failure:
        if (change != Change::write || !first) return Verdict::done;
        struck_ = true;
        return Verdict::no_room;
    case Fault::failed_sync:
        if (change != Change::sync || !first) return Verdict::done;
        struck_ = true;
        return Verdict::failed;
    }
    return Verdict::done;
}

void DiskState::arm(Fault fault, std::uint64_t at) {
    const std::lock_guard lock(mutex_);
    fault_ = fault;
    strikes_at_ = counts_.changes + at;
    struck_ = false;
}

void DiskState::stop() {
    const std::lock_guard lock(mutex_);
    off_ = true;
}

void DiskState::restart() {
    const std::lock_guard lock(mutex_);
    off_ = struck_ = false;
    fault_.reset();
}

bool DiskState::struck() const {
    const std::lock_guard lock(mutex_);
    return struck_;
}

FaultyDisk::Counts DiskState::counts() const {
    const std::lock_guard lock(mutex_);
    return counts_;
}

// ---- What has happened ----

void DiskState::made(const std::string& path) {
    const std::lock_guard lock(mutex_);
    files_.insert_or_assign(path, File{});
    note({.path = path});
}

void DiskState::before_replaced(const std::string& path) {
    const std::lock_guard lock(mutex_);
    note({.path = path, .was = keep(path)});
    files_.insert_or_assign(path, File{});
}

void DiskState::before_renamed(const std::string& from, const std::string& to) {
    const std::lock_guard lock(mutex_);
    note({.path = to, .from = from, .was = keep(to)});
    files_.erase(to);
    if (auto moved = files_.extract(from)) {
        moved.key() = to;
        files_.insert(std::move(moved));
    }
}

void DiskState::before_removed(const std::string& path) {
    const std::lock_guard lock(mutex_);
    note({.path = path, .was = keep(path)});
    files_.erase(path);
}

void DiskState::appended(const std::string& path, std::uint64_t bytes) {
    const std::lock_guard lock(mutex_);
    files_[path].written += bytes;
}

void DiskState::cut(const std::string& path, std::uint64_t size) {
    const std::lock_guard lock(mutex_);
    File& file = files_[path];
    file.written = std::min(file.written, size);
    file.synced = std::min(file.synced, size);
}

void DiskState::synced(const std::string& path) {
    const std::lock_guard lock(mutex_);
    File& file = files_[path];
    if (!file.lost) file.synced = file.written;
}

void DiskState::sync_failed(const std::string& path) {
    const std::lock_guard lock(mutex_);
    files_[path].lost = true;
}

void DiskState::folder_synced(const std::string& folder) {
    const std::lock_guard lock(mutex_);
    unsynced_names_.erase(without_slash(folder));
}

void DiskState::note(NameChange change) {
    unsynced_names_[without_slash(fs::path(change.path).parent_path().string())].push_back(std::move(change));
}

std::optional<DiskState::Kept> DiskState::keep(const std::string& path) const {
    if (!fs::exists(path)) return std::nullopt;
    const auto found = files_.find(path);
    return Kept{read_file(path), found == files_.end() ? std::nullopt : std::optional(found->second)};
}

// ---- The power cut ----

void DiskState::undo(const NameChange& change) {
    if (!change.from.empty()) {
        fs::rename(change.path, change.from);
        if (auto moved = files_.extract(change.path)) {
            moved.key() = change.from;
            files_.insert(std::move(moved));
        }
    } else {
        fs::remove(change.path);
        files_.erase(change.path);
    }
    if (!change.was) return;
    write_file(change.path, change.was->bytes);
    if (change.was->file) files_.insert_or_assign(change.path, *change.was->file);
}

void DiskState::lose(std::mt19937_64& chance) {
    const std::lock_guard lock(mutex_);
    for (const auto& [folder, changes] : unsynced_names_) {
        const std::size_t kept = chance() % (changes.size() + 1);
        for (std::size_t i = changes.size(); i-- > kept;) undo(changes[i]);
    }
    unsynced_names_.clear();
    for (const auto& [path, file] : files_) {
        if (!fs::exists(path) || file.synced == file.written) continue;
        const std::uint64_t tail = file.lost ? 0 : chance() % (file.written - file.synced + 1);
        fs::resize_file(path, file.synced + tail);
    }
    files_.clear();
}

} // namespace palabre::test
