// SPDX-License-Identifier: Apache-2.0
// A disk whose syncs wait until they are let go, or fail when told to: for what happens meanwhile.
#pragma once

#include "core/store/environment.hpp"

#include <condition_variable>
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

private:
    struct Files final : rocksdb::FileSystemWrapper {
        Files() : FileSystemWrapper(rocksdb::FileSystem::Default()) {}
        const char* Name() const override { return "HeldDisk"; }
        rocksdb::IOStatus NewWritableFile(const std::string& path, const rocksdb::FileOptions& options,
                                          std::unique_ptr<rocksdb::FSWritableFile>* file,
                                          rocksdb::IODebugContext* debug) override {
            const auto status = target()->NewWritableFile(path, options, file, debug);
            if (status.ok()) *file = std::make_unique<File>(std::move(*file), *this);
            return status;
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
    };
    struct File final : rocksdb::FSWritableFileOwnerWrapper {
        File(std::unique_ptr<rocksdb::FSWritableFile>&& file, Files& of)
            : FSWritableFileOwnerWrapper(std::move(file)), files(of) {}
        rocksdb::IOStatus Sync(const rocksdb::IOOptions&, rocksdb::IODebugContext*) override { return files.sync(); }
        rocksdb::IOStatus Fsync(const rocksdb::IOOptions&, rocksdb::IODebugContext*) override { return files.sync(); }
        Files& files;
    };

    std::shared_ptr<Files> files_;
    std::unique_ptr<rocksdb::Env> env_;
};

} // namespace palabre::test
