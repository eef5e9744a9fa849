// SPDX-License-Identifier: Apache-2.0
#include "core/store/store.hpp"

#include "core/store/options.hpp"
#include "core/store/rebuildable.hpp"
#include "core/store/row_cache.hpp"

#include <algorithm>
#include <atomic>
#include <dlfcn.h>
#include <fmt/format.h>
#include <mutex>
#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <rocksdb/utilities/checkpoint.h>
#include <rocksdb/version.h>
#include <rocksdb/write_batch.h>
#include <thread>

// Only a RocksDB that was built with its assertions has this function; elsewhere its address is null.
extern "C" [[gnu::weak]] void palabre_rocksdb_sync_point() __asm__("_ZN7rocksdb9SyncPoint11GetInstanceEv");

namespace palabre {
namespace fs = std::filesystem;
namespace {

rocksdb::Slice slice(std::string_view bytes) {
    return {bytes.data(), bytes.size()};
}

std::string_view view(const rocksdb::Slice& bytes) {
    return {bytes.data(), bytes.size()};
}

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

/// Tells the cache what a batch has written.
class Written final : public rocksdb::WriteBatch::Handler {
public:
    explicit Written(RowCache& rows) : rows_(rows) {}
    rocksdb::Status PutCF(std::uint32_t family, const rocksdb::Slice& key, const rocksdb::Slice& value) override {
        rows_.wrote(family, view(key), view(value));
        return rocksdb::Status::OK();
    }
    rocksdb::Status DeleteCF(std::uint32_t family, const rocksdb::Slice& key) override {
        rows_.wrote(family, view(key), std::nullopt);
        return rocksdb::Status::OK();
    }

private:
    RowCache& rows_;
};

} // namespace

// ---- Batch ----

struct Batch::Impl {
    rocksdb::WriteBatch writes;
};

Batch::Batch() : impl_(std::make_unique<Impl>()) {}
Batch::~Batch() = default;
Batch::Batch(Batch&&) noexcept = default;
Batch& Batch::operator=(Batch&&) noexcept = default;

void Batch::put(Family family, std::string_view key, std::string_view value) {
    // A WriteBatch in memory fails only past 4 GB, which the limits exclude.
    (void)impl_->writes.Put(static_cast<rocksdb::ColumnFamilyHandle*>(family.handle_), slice(key), slice(value));
}
void Batch::remove(Family family, std::string_view key) {
    (void)impl_->writes.Delete(static_cast<rocksdb::ColumnFamilyHandle*>(family.handle_), slice(key));
}
void Batch::clear() {
    impl_->writes.Clear();
}
std::size_t Batch::bytes() const {
    return impl_->writes.GetDataSize();
}
bool Batch::empty() const {
    return impl_->writes.Count() == 0;
}
std::string_view Batch::data() const {
    return impl_->writes.Data();
}

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

// ---- Scan ----

struct Scan::Impl {
    std::string lower;
    std::string upper;
    rocksdb::Slice lower_bound; // the iterator keeps pointers to these two
    rocksdb::Slice upper_bound;
    const Store::Impl* store = nullptr;
    rocksdb::ColumnFamilyHandle* family = nullptr;
    bool reverse = false;
    std::unique_ptr<rocksdb::Iterator> iterator;
};

Scan::Scan(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Scan::~Scan() = default;
Scan::Scan(Scan&&) noexcept = default;

bool Scan::valid() const {
    return impl_->iterator->Valid();
}
void Scan::next() {
    if (impl_->reverse)
        impl_->iterator->Prev();
    else
        impl_->iterator->Next();
}
std::string_view Scan::key() const {
    return view(impl_->iterator->key());
}
std::string_view Scan::value() const {
    return view(impl_->iterator->value());
}
// ---- Store ----

struct Store::Impl {
    fs::path folder;
    Options options;
    std::unique_ptr<rocksdb::DB> db;
    rocksdb::ColumnFamilyHandle* unnamed = nullptr; // RocksDB's "default", which we leave empty
    mutable std::mutex mutex;                       // guards `families`
    std::map<std::string, rocksdb::ColumnFamilyHandle*, std::less<>> families;
    std::atomic<bool> poisoned = false;
    std::optional<RowCache> rows;
    mutable std::mutex damage_mutex; // guards `damage`
    mutable std::optional<Damage> damage;

    ~Impl() {
        if (!db) return;
        // What is flushed need not be recovered: a start after a normal stop reads no write-ahead log.
        if (!options.read_only && !poisoned) (void)flush();
        for (const auto& [name, handle] : families) (void)db->DestroyColumnFamilyHandle(handle);
        (void)db->DestroyColumnFamilyHandle(unnamed);
        (void)db->Close();
    }

    [[nodiscard]] rocksdb::Status open_rocksdb() {
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
        const auto status = options.read_only
                                ? rocksdb::DB::OpenAsSecondary(db_options, folder.string(), folder.string(),
                                                               descriptors, &handles, &raw)
                                : rocksdb::DB::Open(db_options, folder.string(), descriptors, &handles, &raw);
        if (!status.ok()) return status;
        db.reset(raw);
        for (std::size_t i = 0; i < names.size(); ++i) {
            if (names[i] == rocksdb::kDefaultColumnFamilyName)
                unnamed = handles[i];
            else
                families.emplace(names[i], handles[i]);
        }
        return status;
    }

    /// What a call on the open store failed with. Damage is kept in mind.
    [[nodiscard]] Error fail(const rocksdb::Status& status, rocksdb::ColumnFamilyHandle* family = nullptr) const {
        Error failed = to_error(folder, options.precious(), status);
        if (!status.IsCorruption() || options.read_only) return failed;
        const std::lock_guard lock(damage_mutex);
        if (!damage) {
            damage = Damage{family == nullptr ? "" : family->GetName(), failed.message};
            if (!options.precious()) detail::note_damage(folder, failed.message);
        }
        return failed;
    }

    [[nodiscard]] rocksdb::Status flush() const {
        rocksdb::FlushOptions flush;
        flush.wait = true;
        flush.allow_write_stall = true;
        return db->Flush(flush, handles());
    }

    [[nodiscard]] std::vector<rocksdb::ColumnFamilyHandle*> handles() const {
        const std::lock_guard lock(mutex);
        std::vector<rocksdb::ColumnFamilyHandle*> all{unnamed};
        for (const auto& [name, handle] : families) all.push_back(handle);
        return all;
    }
};

Status Scan::status() const {
    const auto status = impl_->iterator->status();
    return status.ok() ? Status{} : impl_->store->fail(status, impl_->family);
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
    if (const auto found = impl_->families.find(name); found != impl_->families.end()) return Family(found->second);
    if (impl_->options.read_only)
        return error(ErrorCode::not_found, fmt::format("{}: holds no family {}", impl_->folder.string(), name));
    rocksdb::ColumnFamilyHandle* handle = nullptr;
    const auto status =
        impl_->db->CreateColumnFamily(detail::family_options(impl_->options, name), std::string(name), &handle);
    if (!status.ok()) return impl_->fail(status);
    impl_->families.emplace(name, handle);
    return Family(handle);
}

std::vector<std::string> Store::families() const {
    const std::lock_guard lock(impl_->mutex);
    std::vector<std::string> names;
    for (const auto& [name, handle] : impl_->families) names.push_back(name);
    return names;
}

Status Store::drop(std::string_view name) {
    const std::lock_guard lock(impl_->mutex);
    const auto found = impl_->families.find(name);
    if (found == impl_->families.end())
        return error(ErrorCode::not_found, fmt::format("{}: holds no family {}", impl_->folder.string(), name));
    if (const auto status = impl_->db->DropColumnFamily(found->second); !status.ok()) return impl_->fail(status);
    (void)impl_->db->DestroyColumnFamilyHandle(found->second);
    impl_->families.erase(found);
    return {};
}

Result<std::optional<std::string>> Store::get(Family family, std::string_view key) const {
    auto* handle = static_cast<rocksdb::ColumnFamilyHandle*>(family.handle_);
    RowCache::Found found;
    if (impl_->rows) {
        found = impl_->rows->find(handle->GetID(), key);
        if (found.value) return std::move(*found.value);
    }
    std::optional<std::string> value(std::in_place);
    const auto status = impl_->db->Get(detail::read_options(), handle, slice(key), &*value);
    if (status.IsNotFound())
        value.reset();
    else if (!status.ok())
        return impl_->fail(status, handle);
    if (impl_->rows) impl_->rows->keep(handle->GetID(), key, value, found.stamp);
    return value;
}

Result<std::vector<std::optional<std::string>>> Store::get(Family family, const std::vector<std::string>& keys) const {
    auto* handle = static_cast<rocksdb::ColumnFamilyHandle*>(family.handle_);
    std::vector<std::optional<std::string>> values(keys.size());
    std::vector<rocksdb::Slice> missing;
    std::vector<std::pair<std::size_t, std::uint64_t>> places; // of the missing, with their stamps
    for (std::size_t i = 0; i < keys.size(); ++i) {
        RowCache::Found found;
        if (impl_->rows) found = impl_->rows->find(handle->GetID(), keys[i]);
        if (found.value) {
            values[i] = std::move(*found.value);
        } else {
            missing.emplace_back(keys[i]);
            places.emplace_back(i, found.stamp);
        }
    }
    if (missing.empty()) return values;
    std::vector<rocksdb::PinnableSlice> found(missing.size());
    std::vector<rocksdb::Status> statuses(missing.size());
    impl_->db->MultiGet(detail::read_options(), handle, missing.size(), missing.data(), found.data(), statuses.data());
    for (std::size_t i = 0; i < missing.size(); ++i) {
        const auto [place, stamp] = places[i];
        if (statuses[i].ok())
            values[place].emplace(view(found[i]));
        else if (!statuses[i].IsNotFound())
            return impl_->fail(statuses[i], handle);
        if (impl_->rows) impl_->rows->keep(handle->GetID(), keys[place], values[place], stamp);
    }
    return values;
}

Result<Pinned> Store::pin(Family family, std::string_view key) const {
    auto* handle = static_cast<rocksdb::ColumnFamilyHandle*>(family.handle_);
    Pinned pinned;
    pinned.impl_ = std::make_unique<Pinned::Impl>();
    const auto status = impl_->db->Get(detail::read_options(), handle, slice(key), &pinned.impl_->value);
    if (status.IsNotFound()) return Pinned();
    if (!status.ok()) return impl_->fail(status, handle);
    return pinned;
}

Scan Store::scan(Family family, std::string_view lower, std::string_view upper, bool reverse) const {
    auto impl = std::make_unique<Scan::Impl>();
    impl->lower = lower;
    impl->upper = upper;
    impl->lower_bound = impl->lower;
    impl->upper_bound = impl->upper;
    impl->store = impl_.get();
    impl->family = static_cast<rocksdb::ColumnFamilyHandle*>(family.handle_);
    impl->reverse = reverse;
    rocksdb::ReadOptions read = detail::read_options();
    if (!reverse && detail::has_row_prefixes(impl_->options, impl->family->GetName())) {
        const std::string_view prefix = detail::row_prefix(lower);
        // Rows of one thing: files that hold nothing of it are passed over.
        if (!prefix.empty() && prefix == detail::row_prefix(upper)) {
            read.total_order_seek = false;
            read.prefix_same_as_start = true;
        }
    }
    read.iterate_lower_bound = &impl->lower_bound;
    read.iterate_upper_bound = &impl->upper_bound;
    impl->iterator.reset(impl_->db->NewIterator(read, impl->family));
    if (reverse)
        impl->iterator->SeekToLast();
    else
        impl->iterator->SeekToFirst();
    return Scan(std::move(impl));
}

Status Store::write(Batch& batch, bool sync) {
    if (impl_->poisoned)
        return error(ErrorCode::io, fmt::format("{}: refused after a failed write", impl_->folder.string()));
    rocksdb::WriteOptions write;
    write.sync = sync || impl_->options.use == Use::vault;
    write.disableWAL = false;
    if (const auto status = impl_->db->Write(write, &batch.impl_->writes); !status.ok()) {
        impl_->poisoned = true;
        return impl_->fail(status);
    }
    if (impl_->rows) {
        Written written(*impl_->rows);
        (void)batch.impl_->writes.Iterate(&written); // what RocksDB has just read, and wrote
    }
    return {};
}

Status Store::purge(Family family) {
    // All families share the WAL files: only when every family is flushed can the old ones go.
    if (const auto status = impl_->flush(); !status.ok()) return impl_->fail(status);
    rocksdb::CompactRangeOptions compact;
    compact.exclusive_manual_compaction = true;
    compact.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForce;
    for (auto* handle : impl_->handles()) {
        if (family && handle != family.handle_) continue;
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
