// SPDX-License-Identifier: Apache-2.0
// Where attachments live: long bytes, each sealed under the content key of the member whose they are, named by the
// digest of what is stored. An interface, so that another store than a folder may take its place.
//
// Order of writes, as for the vault: a blob is durable when finish() gives its name, and only then the event that names
// it is proposed. What no event names is an orphan: harmless, found by for_each() and removed after a grace time.
#pragma once

#include "core/base/instant.hpp"
#include "core/base/result.hpp"
#include "core/vault/vault.hpp"

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace palabre {

/// What a blob belongs to. It does not open at another place than it was written for.
struct BlobPlace {
    Owner owner;
    FileId file;
    friend auto operator<=>(const BlobPlace&, const BlobPlace&) = default;
};

/// A blob being written. Dropped before finish(): nothing is left. One thread.
class BlobWriter {
public:
    virtual ~BlobWriter() = default;
    [[nodiscard]] virtual Status add(std::string_view plain) = 0;
    /// Durable, under this name, when it returns. Called once, last.
    [[nodiscard]] virtual Result<BlobId> finish() = 0;
};

/// A blob being read, in order. One thread.
class BlobReader {
public:
    virtual ~BlobReader() = default;
    /// Bytes of the whole, in clear.
    [[nodiscard]] virtual std::uint64_t size() const = 0;
    /// The next piece, at most 64 KB; empty: that was all. `corrupt`: what is stored was changed, or the key is
    /// another.
    [[nodiscard]] virtual Result<std::string> next() = 0;
};

/// Bytes on their way in, before anybody has looked at them: sealed under a key that stands in memory alone, in a file
/// without a name. Nothing is left of it, whatever happens. Written once, then read from the start, as often as wanted.
/// One thread at a time.
class Spool {
public:
    virtual ~Spool() = default;
    /// `no_space`, `io`.
    [[nodiscard]] virtual Status add(std::string_view plain) = 0;
    [[nodiscard]] virtual std::uint64_t size() const = 0;
    /// Gives all of it, piece by piece; stops at the first error that the function gives. After it nothing is added.
    [[nodiscard]] virtual Status read(const std::function<Status(std::string_view)>& piece) = 0;
};

/// Safe from any thread. Calls block for the disk: a pool's work, or a reactor's.
class Blobs {
public:
    virtual ~Blobs() = default;

    [[nodiscard]] virtual Result<std::unique_ptr<Spool>> spool() = 0;
    [[nodiscard]] virtual Result<std::unique_ptr<BlobWriter>> create(const BlobPlace& place, const SecretKey& key) = 0;
    /// `not_found`; `corrupt`: it has not the size of a blob.
    [[nodiscard]] virtual Result<std::unique_ptr<BlobReader>> open(const BlobPlace& place, const BlobId& id,
                                                                   const SecretKey& key) const = 0;
    /// All blobs of a file, or of an owner; those that are not there are no error. Durable when it returns.
    [[nodiscard]] virtual Status remove(const BlobPlace& place) = 0;
    [[nodiscard]] virtual Status remove(const Owner& owner) = 0;
    /// Every place that holds something, with when it was written last. Stops at the first error that the function
    /// gives; it may remove what it is told of. What was being written longer ago than `unfinished_before` is removed.
    using Found = std::function<Status(const BlobPlace& place, Instant written)>;
    [[nodiscard]] virtual Status for_each(Instant unfinished_before, const Found& found) = 0;
};

} // namespace palabre
