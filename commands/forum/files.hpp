// SPDX-License-Identifier: Apache-2.0
// What posts and their files have to do with each other: which files a post may name, and what follows for the share of
// the member whose they are. A file is in one post at most; in none, it goes after limits::file_waits.
#pragma once

#include "commands/checks.hpp"
#include "commands/forum/entities.hpp"

namespace palabre::commands::forum {

using Attachments = std::vector<FileId>;

/// Is there room for so many bytes more, beside what is hers at `now`?
[[nodiscard]] Refusal check_room(MemberFiles mine, Instant now, std::uint64_t bytes);
/// May a post of `author` that has the files `before` have the files `now`? Looks up all that attach() writes.
[[nodiscard]] Refusal check_attachments(Lookup& look, const MemberId& author, const Attachments& before,
                                        const Attachments& now);
/// The files `now` are the post's, and those of `before` that are not among them are in no post any more.
void attach(Evolution& model, const MemberId& author, const PostId& post, const Attachments& before,
            const Attachments& now);

} // namespace palabre::commands::forum
