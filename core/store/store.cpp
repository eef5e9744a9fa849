// SPDX-License-Identifier: Apache-2.0
#include "core/store/store.hpp"

#include "core/store/options.hpp"
#include "core/store/rebuildable.hpp"
#include "core/store/store_impl.hpp"

#include <algorithm>
#include <dlfcn.h>
#include <fmt/format.h>
#include <rocksdb/env.h>
#include <rocksdb/utilities/checkpoint.h>
#include <rocksdb/version.h>
#include <thread>

// Only a RocksDB that was built with its assertions has this function; elsewhere its address is null.
extern "C" [[gnu::weak]] void palabre_rocksdb_sync_point() __asm__("_ZN7rocksdb9SyncPoint11GetInstanceEv");

namespace palabre {
namespace fs = std::filesystem;
namespace {

using detail::open_family;
using detail::slice;
using detail::view;

/// Values of a look-up of many keys that the row cache is asked for, and given, at most.
constexpr std::size_t cached_at_once = 512;

/// RocksDB tells a held lock only by its words, which name the file: the folder's own one, whatever the folder is
/// called.
bool tells_lock(const fs::path& folder, const rocksdb::Status& status) {
    const std::string words = status.ToString();
    return status.IsIOError() && words.find(folder.string() + "/LOCK") != std::string::npos &&
           words.find("Permission denied") == std::string::npos;
}

std::string in_one_line(const rocksdb::Status& status) {
    std::string words = status.ToString();
    std::replace(words.begin(), words.end(), '\n', ' ');
    return words;
}

std::string_view way_out(bool precious) {
    return precious ? "restore log/ and vault/ of one backup (docs/operations.md)"
                    : "opening it again builds it anew from the log";
}

Error damaged(const fs::path& folder, bool precious, const rocksdb::Status& status) {
    return error(ErrorCode::corrupt,
                 fmt::format("{}: damaged: {}; {}", folder.string(), in_one_line(status), way_out(precious)));
}

Error to_error(const fs::path& folder, bool precious, const rocksdb::Status& status) {
    const std::string words = in_one_line(status);
    if (status.IsCorruption()) return damaged(folder, precious, status);
    if (status.IsNoSpace()) return error(ErrorCode::no_space, fmt::format("{}: disk full: {}", folder.string(), words));
    if (status.IsNotSupported()) return error(ErrorCode::unsupported, fmt::format("{}: {}", folder.string(), words));
    if (tells_lock(folder, status))
        return error(ErrorCode::busy, fmt::format("{}: in use by another process", folder.string()));
    return error(ErrorCode::io, fmt::format("{}: {}", folder.string(), words));
}

bool holds_store(const fs::path& folder, const Store::Options& options) {
    auto* const env = options.environment ? options.environment->env() : rocksdb::Env::Default();
    return env->FileExists((folder / "CURRENT").string()).ok();
}

/// Why no store can be at `folder`, before RocksDB says it in many words.
Status check_place(const fs::path& folder, const Store::Options& options) {
    std::error_code failed;
    if (holds_store(folder, options)) return {};
    if (fs::exists(folder, failed) && !fs::is_directory(folder, failed))
        return error(ErrorCode::io, fmt::format("{}: not a folder", folder.string()));
    if (options.read_only || !options.create)
        return error(ErrorCode::not_found, fmt::format("{}: no store here", folder.string()));
    fs::create_directories(folder, failed);
    if (failed)
        return error(failed == std::errc::no_space_on_device ? ErrorCode::no_space : ErrorCode::io,
                     fmt::format("{}: cannot be made: {}", folder.string(), failed.message()));
    return {};
}

} // namespace

// ---- Pinned ----

struct Pinned::Impl {
    rocksdb::PinnableSlice value;
};

Pinned::Pinned() = default;
Pinned::~Pinned() = default;
Pinned::Pinned(Pinned&&) noexcept = default;
Pinned& Pinned::operator=(Pinned&&) noexcept = default;

std::string_view Pinned::bytes() const {
    return impl_ ? view(impl_->value) : std::string_view();
}

// ---- Store ----

Store::Impl::~Impl() {
    if (!db) return;
    if (!options.read_only && !poisoned) (void)settle();
    // What is flushed need not be recovered: a start after a normal stop reads no write-ahead log.
    if (!options.read_only && !poisoned) (void)flush();
    for (const auto& [name, family] : families) (void)db->DestroyColumnFamilyHandle(family->handle);
    (void)db->DestroyColumnFamilyHandle(unnamed);
    (void)db->Close();
}

rocksdb::Status Store::Impl::open_rocksdb() {
    const rocksdb::DBOptions db_options = detail::db_options(options);
    std::vector<std::string> names{rocksdb::kDefaultColumnFamilyName};
    if (holds_store(folder, options)) {
        names.clear();
        if (auto status = rocksdb::DB::ListColumnFamilies(db_options, folder.string(), &names); !status.ok())
            return status;
    }
    std::vector<rocksdb::ColumnFamilyDescriptor> descriptors;
    for (const auto& name : names) descriptors.emplace_back(name, detail::family_options(options, name));

    rocksdb::DB* raw = nullptr;
    std::vector<rocksdb::ColumnFamilyHandle*> handles;
    const auto status = options.read_only ? rocksdb::DB::OpenAsSecondary(db_options, folder.string(), folder.string(),
                                                                         descriptors, &handles, &raw)
                                          : rocksdb::DB::Open(db_options, folder.string(), descriptors, &handles, &raw);
    if (!status.ok()) return status;
    db.reset(raw);
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (names[i] == rocksdb::kDefaultColumnFamilyName)
            unnamed = handles[i];
        else
            families.emplace(names[i], std::make_unique<detail::OpenFamily>(handles[i]));
    }
    return status;
}

Error Store::Impl::fail(const rocksdb::Status& status, rocksdb::ColumnFamilyHandle* family) const {
    Error failed = to_error(folder, options.precious(), status);
    if (!status.IsCorruption() || options.read_only) return failed;
    const std::lock_guard lock(damage_mutex);
    if (!damage) {
        damage = Damage{family == nullptr ? "" : family->GetName(), failed.message};
        if (!options.precious()) detail::note_damage(folder, failed.message);
    }
    return failed;
}

rocksdb::Status Store::Impl::flush() const {
    rocksdb::FlushOptions flush;
    flush.wait = true;
    flush.allow_write_stall = true;
    return db->Flush(flush, handles());
}

std::vector<rocksdb::ColumnFamilyHandle*> Store::Impl::handles() const {
    const std::lock_guard lock(mutex);
    std::vector<rocksdb::ColumnFamilyHandle*> all{unnamed};
    for (const auto& [name, family] : families) all.push_back(family->handle);
    return all;
}

Store::Store(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Store::~Store() = default;

Result<std::unique_ptr<Store>> Store::open(const fs::path& folder, const Options& options) {
    PALABRE_CHECK(check_place(folder, options));
    auto impl = std::make_unique<Impl>();
    impl->folder = folder;
    impl->options = options;
    if (options.row_cache_bytes != 0) impl->rows.emplace(options.row_cache_bytes);
    auto status = impl->open_rocksdb();
    // Files of ours that are gone are damage; a reader's may have been replaced.
    if (status.IsPathNotFound() && !options.read_only) return damaged(folder, options.precious(), status);
    // A reader beside a running server may meet it just while it replaces a file.
    for (int again = 0; options.read_only && !status.ok() && !status.IsCorruption() && again < 3; ++again) {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        status = impl->open_rocksdb();
    }
    if (!status.ok()) return to_error(folder, options.precious(), status);
    return std::unique_ptr<Store>(new Store(std::move(impl)));
}

Result<Family> Store::family(std::string_view name) {
    const std::lock_guard lock(impl_->mutex);
    if (const auto found = impl_->families.find(name); found != impl_->families.end())
        return Family(found->second.get());
    if (impl_->options.read_only)
        return error(ErrorCode::not_found, fmt::format("{}: holds no family {}", impl_->folder.string(), name));
    rocksdb::ColumnFamilyHandle* handle = nullptr;
    const auto status =
        impl_->db->CreateColumnFamily(detail::family_options(impl_->options, name), std::string(name), &handle);
    if (!status.ok()) return impl_->fail(status);
    auto opened = std::make_unique<detail::OpenFamily>(handle);
    return Family(impl_->families.emplace(name, std::move(opened)).first->second.get());
}

std::vector<std::string> Store::families() const {
    const std::lock_guard lock(impl_->mutex);
    std::vector<std::string> names;
    for (const auto& [name, handle] : impl_->families) names.push_back(name);
    return names;
}

Status Store::drop(std::string_view name) {
    // What says that nobody needs it goes first: after a crash it must not be missed.
    PALABRE_CHECK(impl_->settle());
    const std::lock_guard lock(impl_->mutex);
    const auto found = impl_->families.find(name);
    if (found == impl_->families.end())
        return error(ErrorCode::not_found, fmt::format("{}: holds no family {}", impl_->folder.string(), name));
    auto* const handle = found->second->handle;
    if (const auto status = impl_->db->DropColumnFamily(handle); !status.ok()) return impl_->fail(status);
    (void)impl_->db->DestroyColumnFamilyHandle(handle);
    impl_->families.erase(found);
    return {};
}

Result<std::optional<std::string>> Store::get(Family family, std::string_view key) const {
    const auto* from = open_family(family.handle_);
    auto* handle = from->handle;
    RowCache::Found found;
    if (impl_->rows) {
        found = impl_->rows->find(handle->GetID(), key);
        if (found.value) return std::move(*found.value);
    }
    std::optional<std::string> value(std::in_place);
    if (auto changed = from->gathered.find(key)) {
        value = std::move(*changed);
    } else {
        const auto status = impl_->db->Get(detail::read_options(), handle, slice(key), &*value);
        if (status.IsNotFound())
            value.reset();
        else if (!status.ok())
            return impl_->fail(status, handle);
    }
    if (impl_->rows) impl_->rows->keep(handle->GetID(), key, value, found.stamp);
    return value;
}

Result<std::vector<std::optional<std::string>>> Store::get(Family family, const std::vector<std::string>& keys) const {
    const auto* from = open_family(family.handle_);
    auto* handle = from->handle;
    // So many are asked for once, by who goes through a log: they would put out what every request needs.
    RowCache* const rows = impl_->rows && keys.size() <= cached_at_once ? &*impl_->rows : nullptr;
    std::vector<std::optional<std::string>> values(keys.size());
    std::vector<rocksdb::Slice> missing;
    std::vector<std::pair<std::size_t, std::uint64_t>> places; // of the missing, with their stamps
    for (std::size_t i = 0; i < keys.size(); ++i) {
        RowCache::Found found;
        if (rows != nullptr) found = rows->find(handle->GetID(), keys[i]);
        if (found.value) {
            values[i] = std::move(*found.value);
        } else if (auto changed = from->gathered.find(keys[i])) {
            values[i] = std::move(*changed);
        } else {
            missing.emplace_back(keys[i]);
            places.emplace_back(i, found.stamp);
        }
    }
    if (missing.empty()) return values;
    std::vector<rocksdb::PinnableSlice> found(missing.size());
    std::vector<rocksdb::Status> statuses(missing.size());
    const bool sorted = std::ranges::is_sorted(missing, [](const auto& a, const auto& b) { return a.compare(b) < 0; });
    impl_->db->MultiGet(detail::read_options(), handle, missing.size(), missing.data(), found.data(), statuses.data(),
                        sorted);
    for (std::size_t i = 0; i < missing.size(); ++i) {
        const auto [place, stamp] = places[i];
        if (statuses[i].ok())
            values[place].emplace(view(found[i]));
        else if (!statuses[i].IsNotFound())
            return impl_->fail(statuses[i], handle);
        if (rows != nullptr) rows->keep(handle->GetID(), keys[place], values[place], stamp);
    }
    return values;
}

Result<Pinned> Store::pin(Family family, std::string_view key) const {
    const auto* from = open_family(family.handle_);
    auto* handle = from->handle;
    Pinned pinned;
    pinned.impl_ = std::make_unique<Pinned::Impl>();
    if (const auto changed = from->gathered.find(key)) {
        if (!*changed) return Pinned();
        pinned.impl_->value.PinSelf(**changed);
        return pinned;
    }
    const auto status = impl_->db->Get(detail::read_options(), handle, slice(key), &pinned.impl_->value);
    if (status.IsNotFound()) return Pinned();
    if (!status.ok()) return impl_->fail(status, handle);
    return pinned;
}

Status Store::purge(Family family) {
    PALABRE_CHECK(impl_->settle());
    // All families share the WAL files: only when every family is flushed can the old ones go.
    if (const auto status = impl_->flush(); !status.ok()) return impl_->fail(status);
    rocksdb::CompactRangeOptions compact;
    compact.exclusive_manual_compaction = true;
    compact.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForce;
    for (auto* handle : impl_->handles()) {
        if (family && handle != open_family(family.handle_)->handle) continue;
        if (const auto status = impl_->db->CompactRange(compact, handle, nullptr, nullptr); !status.ok())
            return impl_->fail(status, handle);
    }
    // Switching deletions off and on removes the replaced files before this returns, not some time later.
    if (const auto status = impl_->db->DisableFileDeletions(); !status.ok()) return impl_->fail(status);
    if (const auto status = impl_->db->EnableFileDeletions(/*force=*/false); !status.ok()) return impl_->fail(status);
    return {};
}

Status Store::checkpoint(const fs::path& folder) const {
    std::error_code failed;
    if (fs::exists(folder, failed))
        return error(ErrorCode::invalid, fmt::format("{}: is there already", folder.string()));
    if (folder.has_parent_path()) fs::create_directories(folder.parent_path(), failed);
    PALABRE_CHECK(impl_->settle());
    rocksdb::Checkpoint* raw = nullptr;
    if (const auto status = rocksdb::Checkpoint::Create(impl_->db.get(), &raw); !status.ok())
        return to_error(folder, impl_->options.precious(), status);
    const std::unique_ptr<rocksdb::Checkpoint> checkpoint(raw);
    if (const auto status = checkpoint->CreateCheckpoint(folder.string()); !status.ok())
        return to_error(folder, impl_->options.precious(), status);
    return {};
}

Status Store::check() const {
    rocksdb::ReadOptions read = detail::read_options();
    read.fill_cache = false;
    read.readahead_size = 2 << 20;
    if (const auto status = impl_->db->VerifyChecksum(read); !status.ok()) return impl_->fail(status);
    return {};
}

std::optional<Store::Damage> Store::damage() const {
    const std::lock_guard lock(impl_->damage_mutex);
    return impl_->damage;
}

std::string Store::build() {
    Dl_info info{};
    const auto* address = reinterpret_cast<const void*>(&rocksdb::GetRocksVersionAsString);
    const std::string_view file = dladdr(address, &info) != 0 && info.dli_fname != nullptr ? info.dli_fname : "";
    std::string_view kind = "one's own";
    if (file.find("librocksdb") == std::string_view::npos)
        kind = "linked in";
    else if (file.starts_with("/usr/lib") || file.starts_with("/lib"))
        kind = "the system's";
    return fmt::format("{} ({}, assertions {})", rocksdb::GetRocksVersionAsString(), kind,
                       &palabre_rocksdb_sync_point != nullptr ? "on" : "off");
}

} // namespace palabre
