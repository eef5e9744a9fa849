// SPDX-License-Identifier: Apache-2.0
// Attached files, among the rows of the projection `posts` (and, without post, of others whose rows show files): what
// is known of each, in which post it is, and the form in which a row shows it. Name and alternative text are gone when
// the author is erased.
#pragma once

#include "events/forum.hpp"
#include "projections/projection.hpp"
#include "projections/projector.hpp"

#include <optional>
#include <string>
#include <vector>

namespace palabre::projections::forum::files {

/// The first bytes, behind the community, of the keys here: no other row of the family may use them.
enum class Part : std::uint8_t {
    file = 'f',   // community, file → FileRecord
    author = 'g', // community, author, file → : what erasing looks for
};

struct FileRecord {
    FileId id;
    MemberId author;
    events::forum::FileFormat format{};
    std::uint32_t bytes = 0;
    std::optional<std::uint32_t> width, height;
    std::vector<BlobId> blobs; ///< by size, the smallest first
    std::optional<std::string> name, alternative;
    std::optional<PostId> post; ///< none: it is its author's alone
    bool erased = false;
};

[[nodiscard]] Status add(Stage& stage, const Applied& at, const events::forum::FileUploaded& e);
/// What it says now; the post whose row shows it, if there is one.
[[nodiscard]] Result<std::optional<PostId>> describe(Stage& stage, const Applied& at,
                                                     const events::forum::FileDescribed& e);
/// From here on they are the post's. The JSON by which its row shows them: empty where there are none.
///   [{id format bytes width height name alternative}, …]
[[nodiscard]] Result<std::string> attach(Stage& stage, const Applied& at, const PostId& post,
                                         const std::vector<FileId>& files);
/// The same list, and nothing changes.
[[nodiscard]] Result<std::string> shown(const Stage& stage, const CommunityId& community,
                                        const std::vector<FileId>& files);
/// They are in no post any more.
[[nodiscard]] Status detach(Stage& stage, const Applied& at, const std::vector<FileId>& files);
/// All of a member's are erased.
[[nodiscard]] Status erase(Stage& stage, const Applied& at, const MemberId& author);

/// id format bytes width height name alternative
[[nodiscard]] std::string json_of(const FileRecord& file);
[[nodiscard]] Result<std::optional<FileRecord>> file(const View& view, const CommunityId& community,
                                                     const FileId& file);

} // namespace palabre::projections::forum::files
