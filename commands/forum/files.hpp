// SPDX-License-Identifier: Apache-2.0
// What posts and their files have to do with each other: which files a post may name, and what follows for the share of
// the member whose they are. A file hangs in one post at most, or is the community's logo; else it goes after
// limits::file_waits.
#pragma once

#include "commands/checks.hpp"
#include "commands/forum/entities.hpp"

namespace palabre::commands::forum {

using Attachments = std::vector<FileId>;

/// May a post of `author` that has the files `before` have the files `now`? Looks up all that attach() writes.
[[nodiscard]] Refusal check_attachments(Lookup& look, const MemberId& author, const Attachments& before,
                                        const Attachments& now);
/// The files `now` are the post's, and those of `before` that are not among them are in no post any more.
void attach(Evolution& model, const MemberId& author, const PostId& post, const Attachments& before,
            const Attachments& now);

/// Which file is the community's logo, and whose.
struct Logo {
    std::optional<FileId> file;
    std::optional<MemberId> of;
};
/// May `by` make `now` the community's logo, a picture of hers that hangs nowhere? Looks up all that changing it writes.
[[nodiscard]] Refusal check_logo(Lookup& look, const MemberId& by, const Logo& before,
                                 const std::optional<FileId>& now);
void hang_logo(Evolution& model, const MemberId& author, const FileId& file);
void let_go_of_logo(Evolution& model, const MemberId& author, const FileId& file);

} // namespace palabre::commands::forum
