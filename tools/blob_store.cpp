// SPDX-License-Identifier: Apache-2.0
#include "tools/blob_store.hpp"

#include "core/blobs/folder.hpp"
#include "core/blobs/s3.hpp"

#include <fmt/format.h>
#include <fstream>
#include <optional>
#include <sys/stat.h>

namespace palabre::tools {
namespace {

using blobs::s3::Bucket;
using blobs::s3::Credentials;

Result<Credentials> read_credentials(const std::filesystem::path& file) {
    struct stat about {};
    std::ifstream in(file);
    Credentials found;
    if (::stat(file.c_str(), &about) != 0 || !std::getline(in, found.id) || !std::getline(in, found.secret) ||
        found.id.empty() || found.secret.empty())
        return error(
            ErrorCode::io,
            fmt::format("blobs: {} must hold the key of the bucket and, on a second line, its secret", file.string()));
    if ((about.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return error(ErrorCode::invalid,
                     fmt::format("blobs: others may read {}: chmod 600 {}", file.string(), file.string()));
    return found;
}

template <class Store>
Result<std::unique_ptr<Blobs>> as_blobs(Result<std::unique_ptr<Store>> store) {
    if (store.has_error()) return store.error();
    return std::unique_ptr<Blobs>(std::move(*store));
}

} // namespace

std::filesystem::path bucket_key(const std::filesystem::path& data) {
    return data.string() + ".s3";
}

Result<std::unique_ptr<Blobs>> open_blobs(const std::filesystem::path& data, const BlobSettings& settings,
                                          Random& random, Clock& clock, const std::function<void(const Error&)>& away) {
    const std::string& where = settings.where;
    if (!Bucket::is_meant(where))
        return as_blobs(FolderBlobs::open(where.empty() ? data / "blobs" : std::filesystem::path(where), random));
    auto bucket = Bucket::parse(where);
    if (!bucket)
        return error(ErrorCode::invalid,
                     fmt::format("blobs: \"{}\" is not possible; allowed: s3+https://host/bucket?region=…", where));
    PALABRE_TRY(as, read_credentials(settings.key.empty() ? bucket_key(data) : settings.key));
    return as_blobs(S3Blobs::open({.bucket = std::move(*bucket),
                                   .as = std::move(as),
                                   .scratch = data / "blobs.scratch",
                                   .certificates = settings.authorities,
                                   .away = away},
                                  random, clock));
}

Result<std::unique_ptr<Blobs>> reach_blobs(const std::filesystem::path& data, const BlobSettings& settings,
                                           Random& random, Clock& clock) {
    std::optional<Error> away;
    PALABRE_TRY(blobs, open_blobs(data, settings, random, clock, [&](const Error& error) { away = error; }));
    if (away) return *away;
    return blobs;
}

} // namespace palabre::tools
