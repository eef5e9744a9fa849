// SPDX-License-Identifier: Apache-2.0
#include "core/blobs/folder.hpp"

#include "core/blobs/sealed_file.hpp"

#include <sys/stat.h>

namespace palabre {
namespace {

namespace fs = std::filesystem;
using blobs::File;

constexpr std::string_view incoming = ".incoming";

fs::path folder_of(const Owner& owner) {
    return fs::path(owner.community.text()) / owner.id;
}

fs::path folder_of(const BlobPlace& place) {
    return folder_of(place.owner) / place.file.text();
}

class FolderWriter final : public BlobWriter {
public:
    FolderWriter(File file, fs::path root, const BlobPlace& place, const SecretKey& key, Random& random)
        : sealed_(std::move(file), place, key, random), root_(std::move(root)), place_(place) {}
    ~FolderWriter() override {
        std::error_code ignored;
        if (!finished_) fs::remove(sealed_.file().path(), ignored);
    }

    Status add(std::string_view plain) override { return sealed_.add(plain); }

    Result<BlobId> finish() override {
        PALABRE_TRY(id, sealed_.close());
        const fs::path folder = root_ / folder_of(place_);
        PALABRE_CHECK(blobs::make_folders(root_, folder_of(place_)));
        const fs::path& written = sealed_.file().path();
        std::error_code failed;
        fs::rename(written, folder / id.text(), failed);
        if (failed) return error(ErrorCode::io, "cannot rename " + written.string() + ": " + failed.message());
        finished_ = true;
        PALABRE_CHECK(blobs::sync_folder(folder));
        return id;
    }

private:
    blobs::SealedFile sealed_;
    fs::path root_;
    BlobPlace place_;
    bool finished_ = false;
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
    return blobs::spool_in(folder_ / incoming, random_);
}

Result<std::unique_ptr<BlobWriter>> FolderBlobs::create(const BlobPlace& place, const SecretKey& key) {
    PALABRE_TRY(file, blobs::unfinished_in(folder_ / incoming, random_));
    return std::unique_ptr<BlobWriter>(std::make_unique<FolderWriter>(std::move(file), folder_, place, key, random_));
}

Result<std::unique_ptr<BlobReader>> FolderBlobs::open(const BlobPlace& place, const BlobId& id,
                                                      const SecretKey& key) const {
    PALABRE_TRY(file, File::read(folder_ / folder_of(place) / id.text()));
    return blobs::open_sealed(std::move(file), place, key);
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
