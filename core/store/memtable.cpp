// SPDX-License-Identifier: Apache-2.0
#include "core/store/memtable.hpp"

#include <utility>

namespace palabre::detail {
namespace {

using Rep = rocksdb::MemTableRep;

class Hashed final : public Rep {
public:
    Hashed(rocksdb::Allocator* allocator, std::unique_ptr<Rep> by_key, std::unique_ptr<Rep> in_order)
        : Rep(allocator), by_key_(std::move(by_key)), in_order_(std::move(in_order)) {}

    rocksdb::KeyHandle Allocate(std::size_t length, char** row) override {
        rocksdb::KeyHandle handle = by_key_->Allocate(length, row);
        row_ = *row;
        return handle;
    }
    /// Of the row that was allocated last: one thread writes.
    void Insert(rocksdb::KeyHandle handle) override {
        by_key_->Insert(handle);
        in_order_->Insert(row_); // whose handle of a row is its address
    }
    [[nodiscard]] bool Contains(const char* key) const override { return by_key_->Contains(key); }
    void Get(const rocksdb::LookupKey& key, void* arguments, bool (*found)(void*, const char*)) override {
        by_key_->Get(key, arguments, found);
    }
    void MarkReadOnly() override {
        by_key_->MarkReadOnly();
        in_order_->MarkReadOnly();
    }
    /// On the writer's thread, where RocksDB asks for it after each row: the vector's size is read without its lock.
    std::size_t ApproximateMemoryUsage() override {
        return by_key_->ApproximateMemoryUsage() + in_order_->ApproximateMemoryUsage();
    }
    Iterator* GetIterator(rocksdb::Arena* arena) override { return in_order_->GetIterator(arena); }
    Iterator* GetDynamicPrefixIterator(rocksdb::Arena* arena) override {
        return by_key_->GetDynamicPrefixIterator(arena);
    }

private:
    const std::unique_ptr<Rep> by_key_;
    const std::unique_ptr<Rep> in_order_;
    char* row_ = nullptr;
};

class Factory final : public rocksdb::MemTableRepFactory {
public:
    explicit Factory(std::size_t buckets) : by_key_(rocksdb::NewHashLinkListRepFactory(buckets)) {}

    [[nodiscard]] const char* Name() const override { return "palabre.hashed-memtable"; }
    using MemTableRepFactory::CreateMemTableRep;
    Rep* CreateMemTableRep(const Rep::KeyComparator& order, rocksdb::Allocator* allocator,
                           const rocksdb::SliceTransform* prefix, rocksdb::Logger* logger) override {
        const auto made = [&](MemTableRepFactory& factory) {
            return std::unique_ptr<Rep>(factory.CreateMemTableRep(order, allocator, prefix, logger));
        };
        return new Hashed(allocator, made(*by_key_), made(in_order_)); // RocksDB owns it
    }

private:
    const std::unique_ptr<MemTableRepFactory> by_key_;
    rocksdb::VectorRepFactory in_order_;
};

} // namespace

std::shared_ptr<rocksdb::MemTableRepFactory> hashed_memtable(std::size_t buckets) {
    return std::make_shared<Factory>(buckets);
}

} // namespace palabre::detail
