// SPDX-License-Identifier: Apache-2.0
// What a dump comes to: people and acts, each with its time. Texts are clean UTF-8 within the limits, bodies Markdown.
// `row` is the text that identifies an item within the dump, for good: a later dump of the same site gives the same.
#pragma once

#include "core/base/instant.hpp"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace palabre::tools::stackexchange {

/// A person: a row of Users.xml ("123"), or somebody only named ("name:Jo"), or nobody known ("anonymous").
struct User {
    std::string row;
    std::string name;
    bool listed = false; ///< in Users.xml
    Instant at;          ///< creation or first act, whichever came first
};

struct Question {
    std::string row;
    std::string author;
    std::string title;
    std::string body;
    std::vector<std::string> tags;
    Instant at;
};

struct Answer {
    std::string row;
    std::string question;
    std::string author;
    std::string body;
    Instant at;
};

struct Comment {
    std::string row;
    std::string question;
    std::string post; ///< the question or answer it is about
    std::string author;
    std::string body;
    Instant at;
};

/// The post's new text. `title` only where it changed.
struct Edit {
    std::string row;
    std::string question;
    std::string post;
    std::string editor;
    std::optional<std::string> title;
    std::string body;
    Instant at;
};

/// The dump names no voter.
struct Vote {
    std::string row;
    std::string question;
    std::string post;
    bool up = true;
    Instant at;
};

/// The asker marks the answer that helped. `row` is the answer's.
struct Accept {
    std::string row;
    std::string question;
    std::string asker;
    Instant at;
};

/// In the order of equal times.
using Item = std::variant<User, Question, Answer, Comment, Edit, Vote, Accept>;

} // namespace palabre::tools::stackexchange
