// SPDX-License-Identifier: Apache-2.0
// RocksDB behind a small typed face. Nothing outside core/store includes a RocksDB header. Every option that we rely
// on is set here explicitly; every scan is bounded on both sides.
#pragma once

#include "core/base/result.hpp"
#include "core/store/environment.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace palabre {

/// A column family of an open Store. Valid while the Store lives and the family is not dropped.
class Family {
public:
    Family() = default;
    explicit operator bool() const { return handle_ != nullptr; }

private:
    friend class Store;
    friend class Batch;
    friend class Scan;
    explicit Family(void* handle) : handle_(handle) {}
    void* handle_ = nullptr;
};

/// Changes that become visible and durable together. Movable; one thread.
class Batch {
public:
    Batch();
    ~Batch();
    Batch(Batch&&) noexcept;
    Batch& operator=(Batch&&) noexcept;
    void put(Family family, std::string_view key, std::string_view value);
    void remove(Family family, std::string_view key);
    void clear();
    [[nodiscard]] std::size_t bytes() const;
    [[nodiscard]] bool empty() const;
    /// As RocksDB writes it to its log: for measuring. Lives until the next change.
    [[nodiscard]] std::string_view data() const;

private:
    friend class Store;
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// An ordered walk over [lower, upper). Holds a consistent view of its moment. One thread.
/// for (Scan s = store.scan(f, lo, hi); s.valid(); s.next()) …; then check s.status().
class Scan {
public:
    ~Scan();
    Scan(Scan&&) noexcept;
    [[nodiscard]] bool valid() const;
    void next();
    /// Both live until the next move.
    [[nodiscard]] std::string_view key() const;
    [[nodiscard]] std::string_view value() const;
    [[nodiscard]] Status status() const;

private:
    friend class Store;
    struct Impl;
    explicit Scan(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

/// A value where the engine keeps it, not copied. Movable. It keeps its block in memory: for as long as a query lasts.
class Pinned {
public:
    Pinned();
    ~Pinned();
    Pinned(Pinned&&) noexcept;
    Pinned& operator=(Pinned&&) noexcept;
    /// Empty: there is no such row, or its value is empty. Lives as long as this, wherever that is moved.
    [[nodiscard]] std::string_view bytes() const;

private:
    friend class Store;
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// Safe from any thread, but for family() and drop(), which take a lock and are rare.
class Store {
public:
    enum class Use {
        log,   ///< append-mostly, big-endian keys; refuses a damaged middle, drops a torn end (README.md)
        vault, ///< small, precious, always synced; the same
        views, ///< rebuilt at will: point-in-time recovery, db_write_buffer_size 32 MB, max_total_wal_size 64 MB
    };
    struct Options {
        Use use = Use::views;
        bool read_only = false;
        bool create = true;
        std::size_t row_cache_bytes = 0; ///< for get() of single keys (core/store/row_cache.hpp); 0: none
        /// Whether nobody reads this family by its keys' order: it is written at once and scanned slowly. None: all are
        /// read so.
        bool (*by_key_alone)(std::string_view family) = nullptr;
        /// Batches that are smaller are gathered in memory until so much has come, and then go to the engine as one;
        /// a crash loses them, whole ones, the newest first. 0: each goes there at once. Not for `precious` stores.
        std::size_t gathered_bytes = 0;
        std::shared_ptr<StoreEnvironment> environment = {}; ///< none: the machine's own files
        /// Everything in it can be had again (a log whose order is Kafka's): recovered and mended as `views` are.
        bool comes_back = false;
        [[nodiscard]] bool precious() const { return use != Use::views && !comes_back; }
    };

    /// A store for `views` that meets damage notes it in its folder: see rebuildable.hpp.
    /// `busy`: another process holds it. `not_found`: it is not there and `create` is false. `corrupt`: says where.
    [[nodiscard]] static Result<std::unique_ptr<Store>> open(const std::filesystem::path& folder,
                                                             const Options& options);
    ~Store();
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;

    /// The family of this name, created when missing.
    [[nodiscard]] Result<Family> family(std::string_view name);
    /// All families but RocksDB's "default", ascending.
    [[nodiscard]] std::vector<std::string> families() const;
    /// Removes the family and its bytes. Scans under way finish; no later use of its handle.
    [[nodiscard]] Status drop(std::string_view name);

    [[nodiscard]] Result<std::optional<std::string>> get(Family family, std::string_view key) const;
    /// Values in the keys' order.
    [[nodiscard]] Result<std::vector<std::optional<std::string>>> get(Family family,
                                                                      const std::vector<std::string>& keys) const;
    /// For long values; passes by the row cache.
    [[nodiscard]] Result<Pinned> pin(Family family, std::string_view key) const;
    /// Ascending over [lower, upper); reverse: descending over the same interval. `upper` must not be empty.
    [[nodiscard]] Scan scan(Family family, std::string_view lower, std::string_view upper, bool reverse = false) const;

    /// Writes the batch; `sync`: on the disk before this returns. A failed write is final: the store refuses all later
    /// ones. Where batches are gathered it may be a later call that meets the failure.
    [[nodiscard]] Status write(Batch& batch, bool sync);
    /// Gives the engine what is gathered if that is enough by now. A write() does so itself at twice as much: this
    /// spares whoever waits for the next one. Milliseconds.
    [[nodiscard]] Status hand_over();

    /// Flushes memtables and rewrites every file of the family, so that deleted and overwritten bytes are physically
    /// gone. Slow: for erasure. Empty family: all of them.
    [[nodiscard]] Status purge(Family family = {});
    /// A consistent copy by hard links in a new folder.
    [[nodiscard]] Status checkpoint(const std::filesystem::path& folder) const;
    /// Reads every block of every family and checks its checksum. `corrupt` names file and place. A read-only store
    /// fails with `io` once its writer has replaced a file.
    [[nodiscard]] Status check() const;
    /// The first damage that any call or the engine's own work has met since opening.
    struct Damage {
        std::string family; ///< empty where it is not known
        std::string what;   ///< names file and place
    };
    [[nodiscard]] std::optional<Damage> damage() const;

    /// Version and build kind of the RocksDB that runs, "7.8.3 (Debian, assertions on)".
    [[nodiscard]] static std::string build();

private:
    friend class Scan;
    struct Impl;
    explicit Store(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

} // namespace palabre
