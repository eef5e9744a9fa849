// SPDX-License-Identifier: Apache-2.0
// Blobs in a bucket of an S3-compatible store, for nodes that share no disk (decision 0038). An object is what a file
// is in a folder of blobs: its key is <community>/<owner>/<file>/<digest of what is stored>.
#pragma once

#include "core/base/effects.hpp"
#include "core/blobs/blobs.hpp"
#include "core/blobs/s3_request.hpp"

#include <filesystem>

namespace palabre {

/// Calls block for the store, at most some minutes. What comes in is sealed into a file of `scratch` first, and what
/// goes out fetched into one: memory does not grow with a blob. Whatever the store answers or does not is `busy`: it is
/// no fault of this node, which goes on, and nothing of what its log says rests on it.
class S3Blobs final : public Blobs {
public:
    struct Options {
        blobs::s3::Bucket bucket;
        blobs::s3::Credentials as;
        std::filesystem::path scratch;               ///< a folder of this node alone; made where it is missing
        std::filesystem::path certificates = {};     ///< a PEM file of authorities; empty: the system's
        std::function<void(const Error&)> away = {}; ///< called when the store cannot be reached at opening
    };
    /// Asks for the bucket. `invalid`: the store refuses it, or its certificate does not hold, and why; one that cannot
    /// be reached may come later.
    /// `random` and `clock` outlive it.
    [[nodiscard]] static Result<std::unique_ptr<S3Blobs>> open(Options options, Random& random, Clock& clock);

    [[nodiscard]] Result<std::unique_ptr<Spool>> spool() override;
    [[nodiscard]] Result<std::unique_ptr<BlobWriter>> create(const BlobPlace& place, const SecretKey& key) override;
    [[nodiscard]] Result<std::unique_ptr<BlobReader>> open(const BlobPlace& place, const BlobId& id,
                                                           const SecretKey& key) const override;
    [[nodiscard]] Status remove(const BlobPlace& place) override;
    [[nodiscard]] Status remove(const Owner& owner) override;
    [[nodiscard]] Status for_each(Instant unfinished_before, const Found& found) override;

private:
    S3Blobs(Options options, Random& random, Clock& clock)
        : options_(std::move(options)), random_(random), clock_(clock) {}
    class Writer;
    struct Transfer;
    struct Object {
        std::string key;
        Instant written;
    };

    /// One request, again where the store says that it is busy or cannot be reached. `not_found`: no such object.
    [[nodiscard]] Result<std::string> ask(blobs::s3::Request request, Transfer& transfer) const;
    [[nodiscard]] Result<std::string> ask(blobs::s3::Request request) const;
    /// All objects whose keys begin so, ascending; stops at the first error that the function gives.
    [[nodiscard]] Status list(const std::string& prefix, const std::function<Status(const Object&)>& found) const;
    [[nodiscard]] Status remove_all(const std::string& prefix);
    [[nodiscard]] std::string path_of(const std::string& key) const;

    const Options options_;
    Random& random_;
    Clock& clock_;
};

} // namespace palabre
