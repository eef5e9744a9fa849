// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/disk.hpp"

#include <stdexcept>

namespace palabre::sim {
namespace {

std::map<std::string, Disk*>& mounted() {
    static std::map<std::string, Disk*> disks;
    return disks;
}

} // namespace

Disk::Disk(std::string name) : name_(std::move(name)) {
    if (!mounted().emplace(name_, this).second) throw std::logic_error("two disks " + name_);
}

Disk::~Disk() {
    mounted().erase(name_);
}

Disk& Disk::of(const std::filesystem::path& store) {
    return *mounted().at(store.parent_path().filename().string());
}

void Disk::die_at(std::uint64_t writes, bool behind) {
    dies_in_ = writes;
    behind_ = behind;
}

void Disk::before_write() {
    if (dies_in_ == 1 && !behind_) throw Died{};
}

void Disk::behind_write() {
    if (dies_in_ == 1) throw Died{};
    if (dies_in_ > 1) --dies_in_;
}

void Disk::close_all() {
    for (auto& [name, files] : stores_) files.open = false;
}

void Disk::cut_power(Random& random) {
    for (auto& [name, files] : stores_) {
        // Often all of it or nothing: those are the ends that a real cache comes to, too.
        const std::uint64_t all = files.unsynced.size();
        const std::uint64_t kind = random.number() % 4;
        std::uint64_t lost = kind == 0 ? 0 : kind == 1 ? all : random.number() % (all + 1);
        for (; lost > 0; --lost) {
            auto& batch = files.unsynced.back();
            for (auto before = batch.rbegin(); before != batch.rend(); ++before) {
                if (before->value)
                    before->rows->by_key[before->key] = *before->value;
                else
                    before->rows->by_key.erase(before->key);
            }
            files.unsynced.pop_back();
        }
        files.unsynced.clear();
    }
}

} // namespace palabre::sim
