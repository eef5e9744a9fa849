// SPDX-License-Identifier: Apache-2.0
// What happens in the demo's year, before it becomes commands: discussions with their texts, thanks, and who did it
// when.
#pragma once

#include "tools/demo/library.hpp"
#include "tools/demo/people.hpp"

namespace palabre::tools::demo {

struct Thanks {
    std::size_t by = 0; ///< place in the people
    Instant at;
};

struct Message {
    PostId id;
    std::size_t author = 0;
    std::optional<std::size_t> parent; ///< a comment: place in the thread's messages
    std::string body;
    Instant at;
    std::vector<Thanks> thanks;
    std::optional<std::pair<Instant, std::string>> edit;    ///< the new body
    std::optional<std::pair<Instant, std::size_t>> removal; ///< by whom
};

struct Discussion {
    ThreadId id;
    const Subject* subject = nullptr;
    std::string title;
    std::vector<Message> messages;                           ///< the opening first
    std::optional<std::pair<Instant, std::size_t>> accepted; ///< which message
    std::optional<Instant> locked;
    std::optional<Instant> pinned;
};

struct Plan {
    std::vector<Person> people;
    std::vector<std::size_t> moderators; ///< places in the people
    std::vector<Discussion> discussions; ///< by the time of their opening

    [[nodiscard]] std::size_t contributions() const;
};

/// `contributions`: messages in all, openings, answers and comments. The library must outlive the plan.
[[nodiscard]] Plan make_plan(const Library& library, const Calendar& calendar, std::size_t members,
                             std::size_t contributions, Chance& chance);

} // namespace palabre::tools::demo
