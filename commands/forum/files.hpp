// SPDX-License-Identifier: Apache-2.0
// What posts, and whatever else shows files, have to do with them: which ones it may name, and what follows for the
// share of the member whose they are. A file is attached to one thing at most; to nothing, it goes after
// limits::file_waits.
#pragma once

#include "commands/checks.hpp"
#include "commands/forum/entities.hpp"

namespace palabre::commands::forum {

using Attachments = std::vector<FileId>;

/// Is there room for so many bytes more, beside what is hers at `now`?
[[nodiscard]] Refusal check_room(MemberFiles mine, Instant now, std::uint64_t bytes);
/// May a thing of `author` that has the files `before` have the files `now`? Looks up all that attach() writes.
[[nodiscard]] Refusal check_attachments(Lookup& look, const MemberId& author, const Attachments& before,
                                        const Attachments& now);
/// The files `now` are the thing's, and those of `before` that are not among them are nothing's any more.
void attach(Evolution& model, const MemberId& author, const Attachments& before, const Attachments& now);

/// Which file is the community's logo, and whose.
struct Logo {
    std::optional<FileId> file;
    std::optional<MemberId> of;
};
/// May `by` make `now` the community's logo, a picture of hers that nothing shows? Looks up all that changing it
/// writes.
[[nodiscard]] Refusal check_logo(Lookup& look, const MemberId& by, const Logo& before,
                                 const std::optional<FileId>& now);

} // namespace palabre::commands::forum
