// SPDX-License-Identifier: Apache-2.0
// Bodies with files, on their way in: a form's texts are kept in memory as those of any form, its files go to the disk
// piece by piece, sealed and without a name (core/blobs). When all has come the handler finds the texts as a form
// without files would have brought them, and the files beside them.
#pragma once

#include "core/blobs/blobs.hpp"
#include "http/server/request.hpp"

#include <atomic>
#include <memory>

namespace palabre::http {

/// Whether its body is a form with parts, or itself a file: anything that is no JSON and no plain form.
[[nodiscard]] bool brings_files(const Request& request);

/// Safe from any thread. `blobs` outlives it, and it outlives what it gives out.
class Uploads {
public:
    explicit Uploads(Blobs& blobs) : blobs_(blobs) {}
    Uploads(const Uploads&) = delete;
    Uploads& operator=(const Uploads&) = delete;

    /// What takes this request's body, with at most so many files. One that is longer than limits::file_bytes comes
    /// without its bytes; more files than may come are passed over, but for one, so that it can be told. Dropped: the
    /// texts alone are kept; a body without any has no sink.
    enum class Files { kept, dropped };
    [[nodiscard]] std::shared_ptr<BodySink> sink(const Request& request, std::size_t most_files,
                                                 Files files = Files::kept);

    /// A place for a file's bytes. `busy`: limits::uploads are on their way or looked at.
    [[nodiscard]] Result<std::shared_ptr<Spool>> spool();

private:
    Blobs& blobs_;
    std::atomic<std::size_t> open_ = 0;
};

} // namespace palabre::http
