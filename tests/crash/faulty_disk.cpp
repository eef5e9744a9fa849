// SPDX-License-Identifier: Apache-2.0
#include "tests/crash/faulty_disk.hpp"

#include "tests/crash/disk_state.hpp"

#include <rocksdb/env.h>
#include <rocksdb/file_system.h>

namespace palabre::test {
namespace {

using rocksdb::FileOptions;
using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;
using rocksdb::Slice;
using Change = DiskState::Change;
using Verdict = DiskState::Verdict;

IOStatus refusal(Verdict verdict, const std::string& path) {
    switch (verdict) {
    case Verdict::done:
        return IOStatus::OK();
    case Verdict::no_room:
    case Verdict::half_room:
        return IOStatus::NoSpace(path, "injected: no space left on device");
    case Verdict::failed:
        return IOStatus::IOError(path, "injected: input/output error");
    case Verdict::off:
        return IOStatus::IOError(path, "injected: the power is off");
    }
    return IOStatus::OK();
}

class File final : public rocksdb::FSWritableFileOwnerWrapper {
public:
    File(std::unique_ptr<rocksdb::FSWritableFile>&& file, std::string path, DiskState& disk)
        : FSWritableFileOwnerWrapper(std::move(file)), path_(std::move(path)), disk_(disk) {}

    IOStatus Append(const Slice& data, const IOOptions& options, IODebugContext* debug) override {
        const Verdict verdict = disk_.judge(Change::write);
        const std::size_t room = verdict == Verdict::done        ? data.size()
                                 : verdict == Verdict::half_room ? data.size() / 2
                                                                 : 0;
        if (room > 0) {
            const IOStatus status = target()->Append(Slice(data.data(), room), options, debug);
            if (!status.ok()) return status;
            disk_.appended(path_, room);
        }
        return refusal(verdict, path_);
    }
    IOStatus Append(const Slice& data, const IOOptions& options, const rocksdb::DataVerificationInfo&,
                    IODebugContext* debug) override {
        return Append(data, options, debug);
    }
    IOStatus Truncate(std::uint64_t size, const IOOptions& options, IODebugContext* debug) override {
        if (const Verdict verdict = disk_.judge(Change::names); verdict != Verdict::done)
            return refusal(verdict, path_);
        disk_.cut(path_, size);
        return target()->Truncate(size, options, debug);
    }
    IOStatus Sync(const IOOptions&, IODebugContext*) override { return sync(); }
    IOStatus Fsync(const IOOptions&, IODebugContext*) override { return sync(); }
    IOStatus RangeSync(std::uint64_t, std::uint64_t, const IOOptions&, IODebugContext*) override {
        return IOStatus::OK(); // promises nothing
    }

private:
    IOStatus sync() {
        const Verdict verdict = disk_.judge(Change::sync);
        if (verdict == Verdict::done) disk_.synced(path_);
        if (verdict == Verdict::failed) disk_.sync_failed(path_);
        return refusal(verdict, path_);
    }

    const std::string path_;
    DiskState& disk_;
};

class Folder final : public rocksdb::FSDirectoryWrapper {
public:
    Folder(std::unique_ptr<rocksdb::FSDirectory>&& folder, std::string path, DiskState& disk)
        : FSDirectoryWrapper(std::move(folder)), path_(std::move(path)), disk_(disk) {}

    IOStatus Fsync(const IOOptions&, IODebugContext*) override {
        const Verdict verdict = disk_.judge(Change::sync);
        if (verdict == Verdict::done) disk_.folder_synced(path_);
        return refusal(verdict, path_);
    }
    IOStatus FsyncWithDirOptions(const IOOptions& options, IODebugContext* debug,
                                 const rocksdb::DirFsyncOptions&) override {
        return Fsync(options, debug);
    }

private:
    const std::string path_;
    DiskState& disk_;
};

} // namespace

class FaultyDisk::Files final : public rocksdb::FileSystemWrapper {
public:
    Files() : FileSystemWrapper(rocksdb::FileSystem::Default()) {}
    const char* Name() const override { return "FaultyDisk"; }

    IOStatus NewWritableFile(const std::string& path, const FileOptions& options,
                             std::unique_ptr<rocksdb::FSWritableFile>* file, IODebugContext* debug) override {
        if (const Verdict verdict = disk.judge(Change::write); verdict != Verdict::done) return refusal(verdict, path);
        if (target()->FileExists(path, options.io_options, debug).ok())
            disk.before_replaced(path);
        else
            disk.made(path);
        const IOStatus status = target()->NewWritableFile(path, options, file, debug);
        if (status.ok()) *file = std::make_unique<File>(std::move(*file), path, disk);
        return status;
    }
    IOStatus ReopenWritableFile(const std::string& path, const FileOptions&, std::unique_ptr<rocksdb::FSWritableFile>*,
                                IODebugContext*) override {
        return IOStatus::NotSupported(path, "appending to what was there before");
    }
    IOStatus ReuseWritableFile(const std::string& path, const std::string&, const FileOptions&,
                               std::unique_ptr<rocksdb::FSWritableFile>*, IODebugContext*) override {
        return IOStatus::NotSupported(path, "writing over an old file");
    }
    IOStatus NewDirectory(const std::string& path, const IOOptions& options,
                          std::unique_ptr<rocksdb::FSDirectory>* folder, IODebugContext* debug) override {
        const IOStatus status = target()->NewDirectory(path, options, folder, debug);
        if (status.ok()) *folder = std::make_unique<Folder>(std::move(*folder), path, disk);
        return status;
    }
    IOStatus DeleteFile(const std::string& path, const IOOptions& options, IODebugContext* debug) override {
        if (const Verdict verdict = disk.judge(Change::names); verdict != Verdict::done) return refusal(verdict, path);
        disk.before_removed(path);
        return target()->DeleteFile(path, options, debug);
    }
    IOStatus RenameFile(const std::string& from, const std::string& to, const IOOptions& options,
                        IODebugContext* debug) override {
        if (const Verdict verdict = disk.judge(Change::names); verdict != Verdict::done) return refusal(verdict, to);
        disk.before_renamed(from, to);
        // Over an existing file some file systems make a rename wait for the disk; what was there is kept already.
        target()->DeleteFile(to, options, debug).PermitUncheckedError();
        return target()->RenameFile(from, to, options, debug);
    }

    DiskState disk;
};

FaultyDisk::FaultyDisk() : files_(std::make_shared<Files>()), env_(rocksdb::NewCompositeEnv(files_)) {}
FaultyDisk::~FaultyDisk() = default;

rocksdb::Env* FaultyDisk::env() {
    return env_.get();
}
void FaultyDisk::arm(Fault fault, std::uint64_t at) {
    files_->disk.arm(fault, at);
}
bool FaultyDisk::struck() const {
    return files_->disk.struck();
}
FaultyDisk::Counts FaultyDisk::counts() const {
    return files_->disk.counts();
}
void FaultyDisk::stop() {
    files_->disk.stop();
}
void FaultyDisk::lose(std::mt19937_64& chance) {
    files_->disk.lose(chance);
}
void FaultyDisk::restart() {
    files_->disk.restart();
}

} // namespace palabre::test
