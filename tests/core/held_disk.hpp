// SPDX-License-Identifier: Apache-2.0
// A disk whose syncs wait until they are let go, or fail when told to, or that takes no more than so many writes of a
// log: for what happens meanwhile.
#pragma once

#include "core/store/environment.hpp"

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <rocksdb/env.h>
#include <rocksdb/file_system.h>

namespace palabre::test {

class HeldDisk final : public StoreEnvironment {
public:
    HeldDisk() : files_(std::make_shared<Files>()), env_(rocksdb::NewCompositeEnv(files_)) {}
    [[nodiscard]] rocksdb::Env* env() override { return env_.get(); }

    void hold() { files_->set(true, false); }
    void release() { files_->set(false, false); }
    /// Those that wait fail, and all that come.
    void fail() { files_->set(false, true); }
    /// From now on so many writes into write-ahead logs are taken, and no more.
    void take(std::int64_t writes) { files_->left = writes; }

private:
    struct Files final : rocksdb::FileSystemWrapper {
        Files() : FileSystemWrapper(rocksdb::FileSystem::Default()) {}
        const char* Name() const override { return "HeldDisk"; }
        rocksdb::IOStatus NewWritableFile(const std::string& path, const rocksdb::FileOptions& options,
                                          std::unique_ptr<rocksdb::FSWritableFile>* file,
                                          rocksdb::IODebugContext* debug) override {
            const auto status = target()->NewWritableFile(path, options, file, debug);
            if (status.ok()) *file = std::make_unique<File>(std::move(*file), *this, path.ends_with(".log"));
            return status;
        }
        rocksdb::IOStatus write() {
            return left.fetch_sub(1) > 0 ? rocksdb::IOStatus::OK() : rocksdb::IOStatus::NoSpace("injected: no room");
        }
        void set(bool holds, bool fails) {
            const std::lock_guard lock(mutex);
            held = holds;
            failing = fails;
            changed.notify_all();
        }
        rocksdb::IOStatus sync() {
            std::unique_lock lock(mutex);
            changed.wait(lock, [this] { return !held; });
            return failing ? rocksdb::IOStatus::IOError("injected: input/output error") : rocksdb::IOStatus::OK();
        }
        std::mutex mutex;
        std::condition_variable changed;
        bool held = false, failing = false;
        std::atomic<std::int64_t> left = INT64_MAX;
    };
    struct File final : rocksdb::FSWritableFileOwnerWrapper {
        File(std::unique_ptr<rocksdb::FSWritableFile>&& file, Files& of, bool counted)
            : FSWritableFileOwnerWrapper(std::move(file)), files(of), counts(counted) {}
        rocksdb::IOStatus Append(const rocksdb::Slice& data, const rocksdb::IOOptions& options,
                                 rocksdb::IODebugContext* debug) override {
            if (counts)
                if (auto refused = files.write(); !refused.ok()) return refused;
            return FSWritableFileOwnerWrapper::Append(data, options, debug);
        }
        rocksdb::IOStatus Append(const rocksdb::Slice& data, const rocksdb::IOOptions& options,
                                 const rocksdb::DataVerificationInfo& info, rocksdb::IODebugContext* debug) override {
            if (counts)
                if (auto refused = files.write(); !refused.ok()) return refused;
            return FSWritableFileOwnerWrapper::Append(data, options, info, debug);
        }
        rocksdb::IOStatus Sync(const rocksdb::IOOptions&, rocksdb::IODebugContext*) override { return files.sync(); }
        rocksdb::IOStatus Fsync(const rocksdb::IOOptions&, rocksdb::IODebugContext*) override { return files.sync(); }
        Files& files;
        bool counts;
    };

    std::shared_ptr<Files> files_;
    std::unique_ptr<rocksdb::Env> env_;
};

} // namespace palabre::test
