// SPDX-License-Identifier: Apache-2.0
#include "tools/blob_store.hpp"

#include "core/blobs/folder.hpp"
#include "core/blobs/s3.hpp"
#include "core/config/config.hpp"

#include <fmt/format.h>
#include <fstream>
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

Result<BlobSettings> blob_settings(const std::filesystem::path& config) {
    auto environment = config::environment();
    std::erase_if(environment, [](const auto& said) { return !said.first.starts_with("PALABRE_BLOBS"); });
    const auto file = config.empty() ? std::nullopt : std::optional(config);
    PALABRE_TRY(settings, config::load({.file = file, .environment = std::move(environment), .flags = {}}));
    return BlobSettings{settings.blobs.string(), settings.blobs_authorities};
}

Result<std::unique_ptr<Blobs>> open_blobs(const std::filesystem::path& data, const std::string& where,
                                          const std::filesystem::path& authorities, Random& random, Clock& clock,
                                          const std::function<void(const Error&)>& away) {
    if (!Bucket::is_meant(where))
        return as_blobs(FolderBlobs::open(where.empty() ? data / "blobs" : std::filesystem::path(where), random));
    auto bucket = Bucket::parse(where);
    if (!bucket)
        return error(ErrorCode::invalid,
                     fmt::format("blobs: \"{}\" is not possible; allowed: s3+https://host/bucket?region=…", where));
    PALABRE_TRY(as, read_credentials(data.string() + ".s3"));
    return as_blobs(S3Blobs::open({.bucket = std::move(*bucket),
                                   .as = std::move(as),
                                   .scratch = data / "blobs.scratch",
                                   .certificates = authorities,
                                   .away = away},
                                  random, clock));
}

} // namespace palabre::tools
