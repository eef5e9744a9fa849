// SPDX-License-Identifier: Apache-2.0
// How batches come into a Store: to the engine at once, or gathered in memory until many have come (gathered.hpp).
#include "core/store/store_impl.hpp"

#include <boost/unordered/unordered_flat_map.hpp>
#include <fmt/format.h>

namespace palabre {
namespace {

using detail::view;

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

/// Puts a batch into the maps of its families. Those that follow one another are of one family, mostly: readers of the
/// others are not held up.
class Gathering final : public rocksdb::WriteBatch::Handler {
public:
    Gathering(const std::map<std::uint32_t, detail::OpenFamily*>& families, std::optional<RowCache>& rows)
        : families_(families), rows_(rows) {}
    rocksdb::Status PutCF(std::uint32_t family, const rocksdb::Slice& key, const rocksdb::Slice& value) override {
        return put(family, view(key), view(value));
    }
    rocksdb::Status DeleteCF(std::uint32_t family, const rocksdb::Slice& key) override {
        return put(family, view(key), std::nullopt);
    }

private:
    rocksdb::Status put(std::uint32_t family, std::string_view key, std::optional<std::string_view> value) {
        if (current_ == nullptr || family != number_) {
            lock_ = {};
            current_ = families_.at(family);
            number_ = family;
            lock_ = current_->gathered.begin();
        }
        current_->gathered.put(key, value);
        if (rows_) rows_->wrote(family, key, value);
        return rocksdb::Status::OK();
    }

    const std::map<std::uint32_t, detail::OpenFamily*>& families_;
    std::optional<RowCache>& rows_;
    detail::OpenFamily* current_ = nullptr;
    std::uint32_t number_ = 0;
    std::unique_lock<std::shared_mutex> lock_;
};

} // namespace

// ---- Batch ----

Batch::Batch() : impl_(std::make_unique<Impl>()) {}
Batch::~Batch() = default;
Batch::Batch(Batch&&) noexcept = default;
Batch& Batch::operator=(Batch&&) noexcept = default;

void Batch::put(Family family, std::string_view key, std::string_view value) {
    // A WriteBatch in memory fails only past 4 GB, which the limits exclude.
    (void)impl_->writes.Put(detail::open_family(family.handle_)->handle, detail::slice(key), detail::slice(value));
}
void Batch::remove(Family family, std::string_view key) {
    (void)impl_->writes.Delete(detail::open_family(family.handle_)->handle, detail::slice(key));
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

// ---- Store ----

Status Store::write(Batch& batch, bool sync) {
    if (!impl_->gathers()) return impl_->write(batch.impl_->writes, sync);
    const std::lock_guard lock(impl_->writing);
    if (impl_->poisoned) return impl_->write(batch.impl_->writes, sync); // refused
    // A large batch has gathered enough by itself: a build of rows, from a log that is there.
    if (!sync && batch.bytes() < impl_->options.gathered_bytes) {
        impl_->gather(batch.impl_->writes);
        return impl_->gathered() < 2 * impl_->options.gathered_bytes ? Status{} : impl_->hand_over();
    }
    PALABRE_CHECK(impl_->hand_over());
    return impl_->write(batch.impl_->writes, sync);
}

Status Store::hand_over() {
    if (!impl_->gathers()) return {};
    const std::lock_guard lock(impl_->writing);
    return impl_->gathered() < impl_->options.gathered_bytes ? Status{} : impl_->hand_over();
}

Status Store::Impl::write(rocksdb::WriteBatch& writes, bool sync) {
    if (poisoned) return error(ErrorCode::io, fmt::format("{}: refused after a failed write", folder.string()));
    rocksdb::WriteOptions write;
    write.sync = sync || options.use == Use::vault;
    write.disableWAL = false;
    if (const auto status = db->Write(write, &writes); !status.ok()) {
        poisoned = true;
        return fail(status);
    }
    if (rows && rows->is_asked()) {
        Written written(*rows);
        (void)writes.Iterate(&written); // what RocksDB has just read, and wrote
    }
    return {};
}

void Store::Impl::gather(const rocksdb::WriteBatch& writes) {
    std::map<std::uint32_t, detail::OpenFamily*> by_number;
    {
        const std::lock_guard lock(mutex);
        for (const auto& [name, family] : families) by_number.emplace(family->handle->GetID(), family.get());
    }
    Gathering gathering(by_number, rows);
    (void)writes.Iterate(&gathering);
}

std::size_t Store::Impl::gathered() const {
    const std::lock_guard lock(mutex);
    std::size_t bytes = 0;
    for (const auto& [name, family] : families) bytes += family->gathered.bytes();
    return bytes;
}

Status Store::Impl::hand_over() {
    std::vector<detail::OpenFamily*> changed;
    {
        const std::lock_guard lock(mutex);
        for (const auto& [name, family] : families)
            if (family->gathered.bytes() != 0) changed.push_back(family.get());
    }
    if (changed.empty()) return {};
    rocksdb::WriteBatch all;
    for (const detail::OpenFamily* family : changed)
        for (const auto& [key, value] : family->gathered.rows())
            value ? (void)all.Put(family->handle, key, *value) : (void)all.Delete(family->handle, key);
    if (poisoned) return error(ErrorCode::io, fmt::format("{}: refused after a failed write", folder.string()));
    // The row cache knows them already.
    if (const auto status = db->Write(rocksdb::WriteOptions(), &all); !status.ok()) {
        poisoned = true;
        return fail(status);
    }
    for (detail::OpenFamily* family : changed) family->gathered.clear();
    return {};
}

Status Store::Impl::settle() {
    if (!gathers()) return {};
    const std::lock_guard lock(writing);
    return hand_over();
}

} // namespace palabre
