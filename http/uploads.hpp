// SPDX-License-Identifier: Apache-2.0
// Bodies with files, on their way in: a form's texts are kept in memory as those of any form, its files go to the disk
// piece by piece, sealed and without a name (core/blobs). When all has come the handler finds the texts as a form
// without files would have brought them, and the files beside them.
#pragma once

#include "core/base/ids.hpp"
#include "core/blobs/blobs.hpp"
#include "http/server/request.hpp"

#include <map>
#include <memory>
#include <mutex>

namespace palabre::http {

/// Whether its body is a form with parts, or itself a file: anything that is no JSON and no plain form.
[[nodiscard]] bool brings_files(const Request& request);

/// Safe from any thread. `blobs` outlives it, and it outlives what it gives out.
class Uploads {
public:
    explicit Uploads(Blobs& blobs) : blobs_(blobs) {}
    Uploads(const Uploads&) = delete;
    Uploads& operator=(const Uploads&) = delete;

    /// What takes this request's body, with at most so many files of this account. One that is longer than
    /// limits::file_bytes comes without its bytes; more files than may come are passed over, but for one, so that it
    /// can be told. Dropped: the texts alone are kept; a body without any has no sink. Kept: the write counts as taken.
    enum class Files { kept, dropped };
    [[nodiscard]] std::shared_ptr<BodySink> sink(const Request& request, const AccountId& account,
                                                 std::size_t most_files, Files files = Files::kept);

    /// A place for a file's bytes. `busy`: limits::uploads are on their way or looked at, or limits::uploads_of_account
    /// of this one's: whoever sends slowly, or never to the end, holds up nobody else.
    [[nodiscard]] Result<std::shared_ptr<Spool>> spool(const AccountId& account);

private:
    void leave(const AccountId& account);

    Blobs& blobs_;
    std::mutex mutex_;
    std::size_t open_ = 0;
    std::map<AccountId, std::size_t> open_of_;
};

} // namespace palabre::http
