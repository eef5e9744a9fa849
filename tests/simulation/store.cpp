// SPDX-License-Identifier: Apache-2.0
// core/store/store.hpp over sim::Disk. Linked before palabre_core, it stands in for core/store/store.cpp: the contract
// is the same, thousands of stores are opened in a second, and what was not synced can be lost. Of the contract there
// is what log, model, vault and views use; a call of anything else does not link.
#include "core/store/store.hpp"

#include "tests/simulation/disk.hpp"

#include <algorithm>

namespace palabre {

using sim::Disk;
using sim::Files;
using sim::Rows;

// ---- Batch ----

struct Batch::Impl {
    struct Change {
        Rows* rows;
        std::string key;
        std::optional<std::string> value;
    };
    std::vector<Change> changes;
};

Batch::Batch() : impl_(std::make_unique<Impl>()) {}
Batch::~Batch() = default;
Batch::Batch(Batch&&) noexcept = default;
Batch& Batch::operator=(Batch&&) noexcept = default;

void Batch::put(Family family, std::string_view key, std::string_view value) {
    impl_->changes.push_back({static_cast<Rows*>(family.handle_), std::string(key), std::string(value)});
}
void Batch::remove(Family family, std::string_view key) {
    impl_->changes.push_back({static_cast<Rows*>(family.handle_), std::string(key), std::nullopt});
}
void Batch::clear() {
    impl_->changes.clear();
}
bool Batch::empty() const {
    return impl_->changes.empty();
}

// ---- Scan ----

/// Holds its rows: a consistent view of its moment.
struct Scan::Impl {
    std::vector<std::pair<std::string, std::string>> rows;
    std::size_t at = 0;
};

Scan::Scan(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Scan::~Scan() = default;
Scan::Scan(Scan&&) noexcept = default;

bool Scan::valid() const {
    return impl_->at < impl_->rows.size();
}
void Scan::next() {
    ++impl_->at;
}
std::string_view Scan::key() const {
    return impl_->rows.at(impl_->at).first;
}
std::string_view Scan::value() const {
    return impl_->rows.at(impl_->at).second;
}
Status Scan::status() const {
    return {};
}

// ---- Pinned ----

struct Pinned::Impl {
    std::string value;
};

Pinned::Pinned() = default;
Pinned::~Pinned() = default;
Pinned::Pinned(Pinned&&) noexcept = default;
Pinned& Pinned::operator=(Pinned&&) noexcept = default;

std::string_view Pinned::bytes() const {
    return impl_ ? std::string_view(impl_->value) : std::string_view();
}

// ---- Store ----

struct Store::Impl {
    Disk& disk;
    Files& files;
    ~Impl() { files.open = false; }
};

Store::Store(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Store::~Store() = default;

Result<std::unique_ptr<Store>> Store::open(const std::filesystem::path& folder, const Options&) {
    Disk& disk = Disk::of(folder);
    Files& files = disk.files(folder);
    if (files.open) return error(ErrorCode::busy, folder.string() + ": in use by another process");
    files.open = true;
    return std::unique_ptr<Store>(new Store(std::unique_ptr<Impl>(new Impl{disk, files})));
}

Result<Family> Store::family(std::string_view name) {
    auto& rows = impl_->files.families[std::string(name)];
    if (!rows) rows = std::make_shared<Rows>();
    return Family(rows.get());
}

std::vector<std::string> Store::families() const {
    std::vector<std::string> names;
    for (const auto& [name, rows] : impl_->files.families) names.push_back(name);
    return names;
}

Status Store::drop(std::string_view name) {
    impl_->files.families.erase(std::string(name));
    return {};
}

Status Store::hand_over() {
    return {};
}

Result<std::optional<std::string>> Store::get(Family family, std::string_view key) const {
    const auto& rows = static_cast<Rows*>(family.handle_)->by_key;
    const auto at = rows.find(key);
    return at == rows.end() ? std::nullopt : std::optional(at->second);
}

Result<std::vector<std::optional<std::string>>> Store::get(Family family, const std::vector<std::string>& keys) const {
    std::vector<std::optional<std::string>> values;
    for (const std::string& key : keys) values.push_back(*get(family, key));
    return values;
}

Result<Pinned> Store::pin(Family family, std::string_view key) const {
    PALABRE_TRY(value, get(family, key));
    Pinned pinned;
    if (value) pinned.impl_ = std::make_unique<Pinned::Impl>(Pinned::Impl{std::move(*value)});
    return pinned;
}

Scan Store::scan(Family family, std::string_view lower, std::string_view upper, bool reverse) const {
    const auto& rows = static_cast<Rows*>(family.handle_)->by_key;
    auto impl = std::make_unique<Scan::Impl>();
    for (auto at = rows.lower_bound(lower); at != rows.end() && at->first < upper; ++at) impl->rows.push_back(*at);
    if (reverse) std::reverse(impl->rows.begin(), impl->rows.end());
    return Scan(std::move(impl));
}

Status Store::checkpoint(const std::filesystem::path& folder) const {
    return error(ErrorCode::unsupported, folder.string() + ": what is simulated has no files to link");
}

Status Store::write(Batch& batch, bool sync) {
    impl_->disk.before_write();
    std::vector<Files::Before> before;
    for (const auto& change : batch.impl_->changes) {
        auto& rows = change.rows->by_key;
        const auto at = rows.find(change.key);
        before.push_back(
            {change.rows->shared_from_this(), change.key, at == rows.end() ? std::nullopt : std::optional(at->second)});
        if (change.value)
            rows.insert_or_assign(change.key, *change.value);
        else if (at != rows.end())
            rows.erase(at);
    }
    impl_->files.unsynced.push_back(std::move(before));
    if (sync) impl_->files.unsynced.clear();
    impl_->disk.behind_write();
    return {};
}

Status Store::purge(Family) {
    impl_->files.unsynced.clear();
    return {};
}

/// Of a disk that only loses power.
std::optional<Store::Damage> Store::damage() const {
    return std::nullopt;
}

} // namespace palabre
