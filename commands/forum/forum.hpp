// SPDX-License-Identifier: Apache-2.0
// Forum, write side: the commands, and which event each may become. Rules in decide.cpp, consequences in evolve.cpp,
// the entities that both touch in entities.hpp.
#pragma once

#include "commands/decide.hpp"
#include "events/forum.hpp"

#include <optional>
#include <string>
#include <vector>

namespace palabre::commands::forum {

using events::Language;
using events::forum::ReactionKind;
using events::forum::ThreadKind;

// Whom and what a text refers to is read out of it (core/text/references.hpp): members who are there, and shown posts
// of the same thread. A reference to anything else is text to the rules.

/// Opens a thread with its first post, in 1 to 5 spaces. → thread-opened
struct OpenThread {
    ThreadId thread; ///< drawn, or derived by an import, by the caller; refused as `taken` when it is there already
    PostId post;     ///< the opening post's
    ThreadKind kind{};
    std::vector<SpaceId> spaces = {};
    std::vector<std::string> tags = {};
    Language language{};
    std::string title = {};
    std::string body = {}; ///< Markdown
    std::vector<FileId> attachments = {};
    std::optional<OrganisationId> organisation = {}; ///< in whose name
    std::optional<std::string> source_id = {};
};

/// Answers the thread (no parent) or comments on one of its posts. → post-published
struct PublishPost {
    ThreadId thread;
    PostId post;
    std::optional<PostId> parent = {};
    Language language{};
    std::string body = {};
    std::vector<FileId> attachments = {};
    std::optional<OrganisationId> organisation = {};
    std::optional<std::string> source_id = {};
};

/// New text for a post; a title only for the opening post. → post-edited
struct EditPost {
    PostId post;
    std::optional<std::string> title = {};
    std::string body = {};
    std::optional<std::vector<FileId>> attachments = {}; ///< all that it has from now on; nothing: they stay
    std::optional<Version> expected = {};                ///< If-Match
};

/// Takes a post away; the opening post takes its thread along. → post-removed
struct RemovePost {
    PostId post;
    std::optional<Version> expected = {};
};

/// One reaction of a kind a person and post. → reaction-added | reaction-removed
struct React {
    PostId post;
    ReactionKind kind{};
};
struct Unreact {
    PostId post;
    ReactionKind kind{};
};

/// The asker, or a moderator, marks the answer that helped. → answer-accepted | answer-withdrawn
struct AcceptAnswer {
    ThreadId thread;
    PostId post;
};
struct WithdrawAnswer {
    ThreadId thread;
};

/// Moderators' acts. → thread-pinned, thread-locked, thread-moved
struct PinThread {
    ThreadId thread;
    bool pinned = true;
};
struct LockThread {
    ThreadId thread;
    bool locked = true;
};
struct MoveThread {
    ThreadId thread;
    std::vector<SpaceId> spaces = {};
};

/// Following a thread, a space or another member. → followed | unfollowed
struct Follow {
    std::optional<ThreadId> thread = {}; ///< exactly one of the three
    std::optional<SpaceId> space = {};
    std::optional<MemberId> person = {};
};
struct Unfollow {
    std::optional<ThreadId> thread = {};
    std::optional<SpaceId> space = {};
    std::optional<MemberId> person = {};
};

/// How far one has read a thread; no-op where one had read as far. → thread-read
struct ReadThread {
    ThreadId thread;
    std::uint32_t ordinal = 0; ///< no further than there are posts: the caller's affair
};
/// Nothing that is there is new any more, in a space or everywhere. → all-read
struct ReadAll {
    std::optional<SpaceId> space = {};
};

/// A file whose bytes stand in core/blobs by now. → file-uploaded
struct UploadFile {
    FileId file;
    events::forum::FileFormat format{};
    std::uint64_t bytes = 0; ///< of all that is kept of it
    std::optional<std::uint32_t> width = {}, height = {};
    std::vector<BlobId> blobs = {};
    std::optional<std::string> name = {};
    std::optional<std::string> alternative = {};
};
/// What one's own picture shows. → file-described
struct DescribeFile {
    FileId file;
    std::optional<std::string> alternative = {};
};

} // namespace palabre::commands::forum

namespace palabre::commands {

Decision decide(Lookup& look, const Caller& caller, const forum::OpenThread& c);
Decision decide(Lookup& look, const Caller& caller, const forum::PublishPost& c);
Decision decide(Lookup& look, const Caller& caller, const forum::EditPost& c);
Decision decide(Lookup& look, const Caller& caller, const forum::RemovePost& c);
Decision decide(Lookup& look, const Caller& caller, const forum::React& c);
Decision decide(Lookup& look, const Caller& caller, const forum::Unreact& c);
Decision decide(Lookup& look, const Caller& caller, const forum::AcceptAnswer& c);
Decision decide(Lookup& look, const Caller& caller, const forum::WithdrawAnswer& c);
Decision decide(Lookup& look, const Caller& caller, const forum::PinThread& c);
Decision decide(Lookup& look, const Caller& caller, const forum::LockThread& c);
Decision decide(Lookup& look, const Caller& caller, const forum::MoveThread& c);
Decision decide(Lookup& look, const Caller& caller, const forum::Follow& c);
Decision decide(Lookup& look, const Caller& caller, const forum::Unfollow& c);
Decision decide(Lookup& look, const Caller& caller, const forum::ReadThread& c);
Decision decide(Lookup& look, const Caller& caller, const forum::ReadAll& c);
Decision decide(Lookup& look, const Caller& caller, const forum::UploadFile& c);
Decision decide(Lookup& look, const Caller& caller, const forum::DescribeFile& c);

void evolve(Evolution& model, const events::forum::ThreadOpened& e);
void evolve(Evolution& model, const events::forum::PostPublished& e);
void evolve(Evolution& model, const events::forum::PostEdited& e);
void evolve(Evolution& model, const events::forum::PostRemoved& e);
void evolve(Evolution& model, const events::forum::ReactionAdded& e);
void evolve(Evolution& model, const events::forum::ReactionRemoved& e);
void evolve(Evolution& model, const events::forum::AnswerAccepted& e);
void evolve(Evolution& model, const events::forum::AnswerWithdrawn& e);
void evolve(Evolution& model, const events::forum::ThreadPinned& e);
void evolve(Evolution& model, const events::forum::ThreadLocked& e);
void evolve(Evolution& model, const events::forum::ThreadMoved& e);
void evolve(Evolution& model, const events::forum::Followed& e);
void evolve(Evolution& model, const events::forum::Unfollowed& e);
void evolve(Evolution& model, const events::forum::ThreadRead& e);
void evolve(Evolution& model, const events::forum::AllRead& e);
void evolve(Evolution& model, const events::forum::FileUploaded& e);
void evolve(Evolution& model, const events::forum::FileDescribed& e);

} // namespace palabre::commands
