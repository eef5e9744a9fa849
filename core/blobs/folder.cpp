// SPDX-License-Identifier: Apache-2.0
#include "core/blobs/folder.hpp"

#include "core/base/hash.hpp"
#include "core/blobs/chunks.hpp"
#include "core/blobs/file.hpp"

#include <algorithm>
#include <sys/stat.h>
#include <unistd.h>

namespace palabre {
namespace {

namespace fs = std::filesystem;
using blobs::Chunks;
using blobs::File;

constexpr std::string_view context = "palabre/1/blob";
constexpr std::string_view incoming = ".incoming";
constexpr std::string_view unfinished = ".part";

/// What binds a blob to its place, in one way only.
std::string bound_to(const BlobPlace& place) {
    std::string bound(context);
    bound.push_back('\0');
    aead::append_prefixed(bound, place.owner.community.text());
    aead::append_prefixed(bound, place.owner.id);
    aead::append_prefixed(bound, place.file.text());
    return bound;
}

/// A key for this file alone: the member's own seals what stands in events.
SecretKey key_of(const SecretKey& content, const std::string& bound) {
    return SecretKey::from(Hasher(content.view()).add(bound).finish().view());
}

fs::path folder_of(const Owner& owner) {
    return fs::path(owner.community.text()) / owner.id;
}

fs::path folder_of(const BlobPlace& place) {
    return folder_of(place.owner) / place.file.text();
}

/// Plain bytes that come as they come, as chunks.
class Filler {
public:
    /// Calls `full` with each chunk that cannot be the last.
    template <class Full>
    Status add(std::string_view plain, const Full& full) {
        while (!plain.empty()) {
            if (chunk_.size() == blobs::chunk_bytes) {
                PALABRE_CHECK(full(chunk_));
                chunk_.clear();
            }
            const auto taken = plain.substr(0, blobs::chunk_bytes - chunk_.size());
            chunk_ += taken;
            plain.remove_prefix(taken.size());
        }
        return {};
    }
    [[nodiscard]] const std::string& last() const { return chunk_; }

private:
    std::string chunk_;
};

class FolderWriter final : public BlobWriter {
public:
    FolderWriter(File file, fs::path root, const BlobPlace& place, const SecretKey& key, Random& random)
        : file_(std::move(file)), root_(std::move(root)), place_(place),
          chunks_(key_of(key, bound_to(place)), bound_to(place)), random_(random) {}
    ~FolderWriter() override {
        std::error_code ignored;
        if (!finished_) fs::remove(file_.path(), ignored);
    }

    Status add(std::string_view plain) override {
        return filler_.add(plain, [this](const std::string& chunk) { return put(chunk, false); });
    }

    Result<BlobId> finish() override {
        PALABRE_CHECK(put(filler_.last(), true));
        PALABRE_CHECK(file_.sync());
        const auto id = digest_.finish_as<BlobId>();
        const fs::path folder = root_ / folder_of(place_);
        PALABRE_CHECK(blobs::make_folders(root_, folder_of(place_)));
        std::error_code failed;
        fs::rename(file_.path(), folder / id.text(), failed);
        if (failed) return error(ErrorCode::io, "cannot rename " + file_.path().string() + ": " + failed.message());
        finished_ = true;
        PALABRE_CHECK(blobs::sync_folder(folder));
        return id;
    }

private:
    Status put(const std::string& chunk, bool last) {
        const std::string box = chunks_.seal(chunk, last, random_);
        digest_.add(box);
        return file_.write(box);
    }

    File file_;
    fs::path root_;
    BlobPlace place_;
    Chunks chunks_;
    Random& random_;
    Filler filler_;
    Hasher digest_;
    bool finished_ = false;
};

/// Reads boxes of a file whose size is that of a row of them.
class Boxes {
public:
    Boxes(File& file, Chunks chunks, std::uint64_t sealed) : file_(file), chunks_(std::move(chunks)), left_(sealed) {}
    [[nodiscard]] bool end() const { return left_ == 0; }
    Result<std::string> next() {
        const auto size = std::min<std::uint64_t>(left_, blobs::box_bytes);
        PALABRE_TRY(box, file_.take(size));
        left_ -= size;
        auto plain = chunks_.open(box, left_ == 0);
        if (!plain) return error(ErrorCode::corrupt, file_.path().string() + " is damaged");
        return std::move(*plain);
    }

private:
    File& file_;
    Chunks chunks_;
    std::uint64_t left_;
};

class FolderReader final : public BlobReader {
public:
    FolderReader(File file, Chunks chunks, std::uint64_t sealed, std::uint64_t plain)
        : file_(std::move(file)), boxes_(file_, std::move(chunks), sealed), size_(plain) {}
    std::uint64_t size() const override { return size_; }
    Result<std::string> next() override { return boxes_.end() ? Result<std::string>(std::string()) : boxes_.next(); }

private:
    File file_;
    Boxes boxes_;
    std::uint64_t size_;
};

class FolderSpool final : public Spool {
public:
    FolderSpool(File file, Random& random) : file_(std::move(file)), key_(SecretKey::draw(random)), random_(random) {}

    Status add(std::string_view plain) override {
        size_ += plain.size();
        return filler_.add(plain, [this](const std::string& chunk) { return put(chunk, false); });
    }
    std::uint64_t size() const override { return size_; }
    Status read(const std::function<Status(std::string_view)>& piece) override {
        if (!complete_) {
            PALABRE_CHECK(put(filler_.last(), true));
            complete_ = true;
        }
        PALABRE_CHECK(file_.rewind());
        Boxes boxes(file_, Chunks(key_, std::string(context)), blobs::sealed_size(size_));
        while (!boxes.end()) {
            PALABRE_TRY(plain, boxes.next());
            PALABRE_CHECK(piece(plain));
        }
        return {};
    }

private:
    Status put(const std::string& chunk, bool last) { return file_.write(chunks_.seal(chunk, last, random_)); }

    File file_;
    SecretKey key_;
    Random& random_;
    Chunks chunks_{key_, std::string(context)};
    Filler filler_;
    std::uint64_t size_ = 0;
    bool complete_ = false;
};

Status remove_folder(const fs::path& folder) {
    std::error_code failed;
    fs::remove_all(folder, failed);
    if (failed) return error(ErrorCode::io, "cannot remove " + folder.string() + ": " + failed.message());
    // The parent may never have been: then there is nothing to make durable.
    if (!fs::exists(folder.parent_path(), failed)) return {};
    return blobs::sync_folder(folder.parent_path());
}

/// The names in a folder; one that is gone by now has none.
Result<std::vector<fs::path>> listed(const fs::path& folder) {
    std::vector<fs::path> names;
    std::error_code failed;
    for (fs::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed))
        names.push_back(at->path());
    if (failed && failed != std::errc::no_such_file_or_directory && failed != std::errc::not_a_directory)
        return error(ErrorCode::io, "cannot read " + folder.string() + ": " + failed.message());
    return names;
}

/// When it was written; a folder: when something in it was made or renamed.
Instant written_at(const fs::path& path) {
    struct stat what {};
    if (::stat(path.c_str(), &what) != 0) return Instant{INT64_MAX};
    return Instant{std::int64_t{what.st_mtim.tv_sec} * 1'000'000 + what.st_mtim.tv_nsec / 1000};
}

} // namespace

Result<std::unique_ptr<FolderBlobs>> FolderBlobs::open(const fs::path& folder, Random& random) {
    std::error_code failed;
    fs::create_directories(folder, failed);
    if (failed) return error(ErrorCode::io, "cannot make the folder " + folder.string() + ": " + failed.message());
    PALABRE_CHECK(blobs::make_folders(folder, fs::path(incoming)));
    return std::unique_ptr<FolderBlobs>(new FolderBlobs(folder, random));
}

Result<std::unique_ptr<Spool>> FolderBlobs::spool() {
    const fs::path path = folder_ / incoming / (random_.draw<RecordId>().text() + std::string(unfinished));
    PALABRE_TRY(file, File::create(path));
    if (::unlink(path.c_str()) != 0) return blobs::failed("take away the name of", path);
    return std::unique_ptr<Spool>(std::make_unique<FolderSpool>(std::move(file), random_));
}

Result<std::unique_ptr<BlobWriter>> FolderBlobs::create(const BlobPlace& place, const SecretKey& key) {
    PALABRE_TRY(file, File::create(folder_ / incoming / (random_.draw<RecordId>().text() + std::string(unfinished))));
    return std::unique_ptr<BlobWriter>(std::make_unique<FolderWriter>(std::move(file), folder_, place, key, random_));
}

Result<std::unique_ptr<BlobReader>> FolderBlobs::open(const BlobPlace& place, const BlobId& id,
                                                      const SecretKey& key) const {
    PALABRE_TRY(file, File::read(folder_ / folder_of(place) / id.text()));
    PALABRE_TRY(sealed, file.size());
    const auto plain = blobs::plain_size(sealed);
    if (!plain) return error(ErrorCode::corrupt, file.path().string() + " is damaged: it has not the size of a blob");
    const std::string bound = bound_to(place);
    return std::unique_ptr<BlobReader>(
        std::make_unique<FolderReader>(std::move(file), Chunks(key_of(key, bound), bound), sealed, *plain));
}

Status FolderBlobs::remove(const BlobPlace& place) {
    return remove_folder(folder_ / folder_of(place));
}

Status FolderBlobs::remove(const Owner& owner) {
    return remove_folder(folder_ / folder_of(owner));
}

Status FolderBlobs::for_each(Instant unfinished_before, const Found& found) {
    PALABRE_TRY(parts, listed(folder_ / incoming));
    for (const fs::path& part : parts) {
        std::error_code ignored; // another node has it, or will
        if (written_at(part) < unfinished_before) fs::remove(part, ignored);
    }
    PALABRE_TRY(communities, listed(folder_));
    for (const fs::path& of_community : communities) {
        const auto community = CommunityId::parse(of_community.filename().string());
        if (!community) continue;
        PALABRE_TRY(owners, listed(of_community));
        for (const fs::path& of_owner : owners) {
            PALABRE_TRY(files, listed(of_owner));
            for (const fs::path& of_file : files) {
                const auto file = FileId::parse(of_file.filename().string());
                if (!file) continue;
                PALABRE_CHECK(found({{*community, of_owner.filename().string()}, *file}, written_at(of_file)));
            }
        }
    }
    return {};
}

} // namespace palabre
