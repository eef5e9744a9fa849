// SPDX-License-Identifier: Apache-2.0
// What is so after a forum event happened.
#include "commands/forum/entities.hpp"
#include "commands/forum/files.hpp"
#include "commands/forum/forum.hpp"

namespace palabre::commands {

using forum::AcceptedAnswer;
using forum::Following;
using forum::Pin;
using forum::Post;
using forum::Reaction;
using forum::ReadMark;
using forum::ThreadStatus;

void evolve(Evolution& model, const events::forum::ThreadOpened& e) {
    model.put<ThreadStatus>(e.thread,
                            {.author = e.author, .opening = e.post, .thread_kind = e.kind, .spaces = e.spaces});
    model.put<Post>(e.post, {.thread = e.thread, .author = e.author, .attachments = e.attachments});
    forum::attach(model, e.author, {}, e.attachments);
}

void evolve(Evolution& model, const events::forum::PostPublished& e) {
    model.put<Post>(e.post, {.thread = e.thread, .author = e.author, .parent = e.parent, .attachments = e.attachments});
    forum::attach(model, e.author, {}, e.attachments);
}

void evolve(Evolution& model, const events::forum::PostEdited& e) {
    model.update<Post>(e.post, [&](Post& post) {
        forum::attach(model, e.author, post.attachments, e.attachments);
        post.attachments = e.attachments;
    });
}

void evolve(Evolution& model, const events::forum::PostRemoved& e) {
    model.update<Post>(e.post, [&](Post& post) {
        forum::attach(model, post.author, post.attachments, {});
        post.attachments.clear();
        post.removed = true;
    });
    if (e.opening) model.update<ThreadStatus>(e.thread, [](ThreadStatus& thread) { thread.removed = true; });
}

void evolve(Evolution& model, const events::forum::ReactionAdded& e) {
    model.put<Reaction>({e.member, e.post}, {e.kind});
}

void evolve(Evolution& model, const events::forum::ReactionRemoved& e) {
    model.put<Reaction>({e.member, e.post}, {});
}

void evolve(Evolution& model, const events::forum::AnswerAccepted& e) {
    model.put<AcceptedAnswer>(e.thread, {e.post});
}

void evolve(Evolution& model, const events::forum::AnswerWithdrawn& e) {
    model.put<AcceptedAnswer>(e.thread, {});
}

void evolve(Evolution& model, const events::forum::ThreadPinned& e) {
    model.put<Pin>(e.thread, {e.pinned});
}

void evolve(Evolution& model, const events::forum::ThreadLocked& e) {
    model.update<ThreadStatus>(e.thread, [&](ThreadStatus& thread) { thread.locked = e.locked; });
}

void evolve(Evolution& model, const events::forum::ThreadMoved& e) {
    model.update<ThreadStatus>(e.thread, [&](ThreadStatus& thread) { thread.spaces = e.spaces; });
}

void evolve(Evolution& model, const events::forum::Followed& e) {
    model.put<Following>(Following::key(e.member, e), {true});
}

void evolve(Evolution& model, const events::forum::Unfollowed& e) {
    model.put<Following>(Following::key(e.member, e), {false});
}

void evolve(Evolution& model, const events::forum::ThreadRead& e) {
    model.put<ReadMark>({e.member, e.thread}, {e.ordinal});
}

void evolve(Evolution&, const events::forum::AllRead&) {} // no rule asks for it

} // namespace palabre::commands
