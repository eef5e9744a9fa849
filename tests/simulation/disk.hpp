// SPDX-License-Identifier: Apache-2.0
// What a simulated node has on its disk: stores in memory, each with what has not been synced yet. store.cpp implements
// core/store/store.hpp over it, so the product's own code runs on disks whose power can be cut.
#pragma once

#include "core/base/effects.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace palabre::sim {

/// Thrown where a node dies. No std::exception: nothing of the product may catch it.
struct Died {};

/// The rows of a family. Shared with what may have to be undone.
struct Rows : std::enable_shared_from_this<Rows> {
    std::map<std::string, std::string, std::less<>> by_key;
};

/// One store.
struct Files {
    /// A row as it was before an unsynced batch.
    struct Before {
        std::shared_ptr<Rows> rows;
        std::string key;
        std::optional<std::string> value;
    };
    std::map<std::string, std::shared_ptr<Rows>, std::less<>> families;
    std::vector<std::vector<Before>> unsynced; ///< by batch, oldest first
    bool open = false;
};

/// Found by Store::open by the name of the folder above the store's own: "n1/log" is on the disk "n1". One thread.
class Disk {
public:
    explicit Disk(std::string name);
    ~Disk();
    Disk(const Disk&) = delete;
    Disk& operator=(const Disk&) = delete;

    [[nodiscard]] static Disk& of(const std::filesystem::path& store);
    [[nodiscard]] Files& files(const std::filesystem::path& store) { return stores_[store.filename().string()]; }
    [[nodiscard]] const std::string& name() const { return name_; }

    /// The node dies at its `writes`-th write from now, before it or behind it as `behind` says.
    void die_at(std::uint64_t writes, bool behind);
    void live() { dies_in_ = 0; }
    /// Told by the store before and behind each batch. Throws Died where the node dies.
    void before_write();
    void behind_write();
    /// No process has the stores open any more.
    void close_all();
    /// Of what was not synced each store loses a suffix of its own, or nothing.
    void cut_power(Random& random);
    void remove(const std::string& store) { stores_.erase(store); }

private:
    std::string name_;
    std::map<std::string, Files> stores_;
    std::uint64_t dies_in_ = 0; ///< 0: it does not
    bool behind_ = false;
};

} // namespace palabre::sim
