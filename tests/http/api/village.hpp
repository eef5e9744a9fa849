// SPDX-License-Identifier: Apache-2.0
// A small community made through the API: a space of each visibility and somebody of each standing.
#pragma once

#include "tests/http/api/api_bench.hpp"

namespace palabre::test {

/// A thread with its opening post.
struct Opened {
    std::string thread, post;
};

struct Village : ApiBench {
    explicit Village(const Json& community = {{"slug", "kine"}, {"name", "Kinés de l’Ouest"}}, Flags settings = {});

    /// Below the community.
    [[nodiscard]] static std::string at(const std::string& rest) { return "/api/v1/communities/kine" + rest; }
    [[nodiscard]] static std::string thread(const Opened& opened, const std::string& rest = {}) {
        return at("/threads/" + opened.thread + rest);
    }
    [[nodiscard]] static std::string post_of(const Opened& opened, const std::string& rest = {}) {
        return at("/posts/" + opened.post + rest);
    }
    [[nodiscard]] static std::string of(const Person& person, const std::string& rest = {}) {
        return at("/members/" + person.member.text() + rest);
    }

    Person join(const Person& account, const std::string& name, bool show_name = false);
    std::string make_space(const std::string& slug, const std::string& visibility);
    Opened open(const Person& author, const std::vector<std::string>& spaces, const std::string& title = "Une question",
                const std::string& kind = "question");
    /// The id of the new post.
    std::string reply(const Person& author, const Opened& to, const std::string& body = "Une réponse",
                      const std::string& parent = {});
    /// The thread's page as this person gets it.
    Json page(const Person& who, const Opened& opened);

    Person admin; ///< of the platform; no member
    Person manager, moderator;
    Person ada, ben;                                                                     ///< members
    Person outsider;                                                                     ///< has an account
    std::string public_space, members_space, verified_space, closed_space, secret_space; ///< ids
};

} // namespace palabre::test
