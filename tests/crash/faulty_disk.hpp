// SPDX-License-Identifier: Apache-2.0
// A disk that fails when it is told to: real files, of which is known what was synced. A power cut takes away what was
// not; a write finds the disk full; a sync fails, and with it what it should have kept.
//
// What survives a power cut, per file: what was synced, and of what follows so much from its beginning as chance has
// it. That is a file system on which a file grows no sooner than its data is there (ext4 as it is mounted by default,
// XFS, btrfs); one that leaves zeros there gives a log that is refused as damaged. Per folder: the changes of names
// (made, renamed, removed) that a sync of the folder covered, and of the later ones the first so many, drawn by chance.
// A failed sync loses for good what it should have kept, and later ones of that file succeed all the same, as Linux has
// it. Nothing is really synced: a test costs no disk.
#pragma once

#include "core/store/environment.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <random>

namespace palabre::test {

class FaultyDisk final : public StoreEnvironment {
public:
    enum class Fault {
        power_cut,   ///< every operation fails from here on
        full,        ///< every write finds no room from here on, the first one after half of its bytes
        one_failure, ///< a single write finds no room
        failed_sync, ///< a single sync fails
    };
    struct Counts {
        std::uint64_t changes = 0; ///< writes, syncs and changes of names
        std::uint64_t syncs = 0;
    };

    FaultyDisk();
    ~FaultyDisk() override;
    [[nodiscard]] rocksdb::Env* env() override;

    /// The fault strikes at the `at`-th change from now (1: the next one); a failed sync, or a full disk, at the first
    /// one of its kind from there on.
    void arm(Fault fault, std::uint64_t at);
    [[nodiscard]] bool struck() const;
    [[nodiscard]] Counts counts() const;

    /// The process is gone: every operation fails until restart().
    void stop();
    /// No store is open: what was not synced is gone, as far as chance has it. Before restart().
    void lose(std::mt19937_64& chance);
    /// Works again, without a fault.
    void restart();

private:
    class Files;
    std::shared_ptr<Files> files_;
    std::unique_ptr<rocksdb::Env> env_;
};

} // namespace palabre::test
