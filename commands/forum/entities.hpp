// SPDX-License-Identifier: Apache-2.0
// What forum deciders may know. A reply reads the thread's status, not "the thread": a lock conflicts with it, another
// reply does not.
#pragma once

#include "commands/entity.hpp"
#include "events/forum.hpp"

namespace palabre::commands::forum {

struct ThreadStatus {
    static constexpr std::string_view kind = "thread-status";
    using Key = ThreadId;
    MemberId author;
    PostId opening;
    events::forum::ThreadKind thread_kind{};
    std::vector<SpaceId> spaces;
    bool locked = false;
    bool removed = false;
};

struct Pin {
    static constexpr std::string_view kind = "pin";
    using Key = ThreadId;
    bool pinned = false;
};

struct AcceptedAnswer {
    static constexpr std::string_view kind = "accepted-answer";
    using Key = ThreadId;
    std::optional<PostId> post;
};

/// Its version is the ETag of the post: publishing, editing and removing write it, reactions do not.
struct Post {
    static constexpr std::string_view kind = "post";
    using Key = PostId;
    ThreadId thread;
    MemberId author;
    std::optional<PostId> parent = {};
    bool removed = false;
    std::vector<FileId> attachments = {};
};

struct Reaction {
    static constexpr std::string_view kind = "reaction";
    using Key = std::tuple<MemberId, PostId>;
    std::optional<events::forum::ReactionKind> given;
};

/// The key is the member, then "thread/", "space/" or "person/" and the id's text. Frozen, as every entity's.
struct Following {
    static constexpr std::string_view kind = "follow";
    using Key = std::tuple<MemberId, std::string>;
    bool on = false;

    /// Of a command or event that names exactly one of `thread`, `space` and `person`.
    template <class Named>
    [[nodiscard]] static Key key(const MemberId& member, const Named& named) {
        if (named.person) return {member, "person/" + named.person->text()};
        return {member, named.thread ? "thread/" + named.thread->text() : "space/" + named.space->text()};
    }
};

/// How far a member has read a thread.
struct ReadMark {
    static constexpr std::string_view kind = "read-mark";
    using Key = std::tuple<MemberId, ThreadId>;
    std::uint32_t ordinal = 0;
};

/// A file: of whom, and whether something shows it.
struct File {
    static constexpr std::string_view kind = "file";
    using Key = FileId;
    MemberId author;
    std::uint64_t bytes = 0;
    bool attached = false; ///< to a post, to what another context lets it be attached to, or as the community's logo
    Instant since = {};    ///< for as long it has been attached to nothing; nothing while it is
    bool picture = false;  ///< and no document
};

/// What a member's files take of her share, decided at each upload.
struct MemberFiles {
    static constexpr std::string_view kind = "member-files";
    using Key = MemberId;
    struct Waiting {
        FileId file;
        std::uint64_t bytes = 0;
        Instant since;
    };
    std::uint64_t attached = 0;        ///< bytes of the files that are attached
    std::vector<Waiting> waiting = {}; ///< to nothing: they count until they go

    /// Those that are still there at `now`.
    void forget_gone(Instant now);
    [[nodiscard]] std::uint64_t bytes() const;
};

} // namespace palabre::commands::forum
