// SPDX-License-Identifier: Apache-2.0
// Draws what people do: few people, few things, many of them at once, so that what they want conflicts.
#pragma once

#include "tests/simulation/beginning.hpp"
#include "tests/simulation/history.hpp"
#include "tests/simulation/reference.hpp"

namespace palabre::sim {

class Client {
public:
    Client(SeededRandom& random, const Reference& reference)
        : random_(random), reference_(reference), places_(beginning().places) {}

    [[nodiscard]] Operation draw();
    [[nodiscard]] const std::vector<Place>& places() const { return places_; }

private:
    using Make = std::function<commands::Command(bool other_body)>;
    struct Wish {
        Make make;
        commands::Caller caller;
    };

    [[nodiscard]] std::uint64_t below(std::uint64_t bound) { return random_.number() % bound; }
    template <class T>
    [[nodiscard]] const T& any(const std::vector<T>& of) {
        return of[below(of.size())];
    }
    [[nodiscard]] Wish wish(Place& place);
    [[nodiscard]] Wish forum_wish(Place& place);
    [[nodiscard]] Wish member_wish(Place& place);
    [[nodiscard]] Operation join(Place& place);
    [[nodiscard]] std::optional<Version> seen_version(const Place& place, PostId post);

    SeededRandom& random_;
    const Reference& reference_;
    std::vector<Place> places_;
    std::vector<AccountId> accounts_{AccountId{1}, AccountId{2}};
    std::uint64_t drawn_ = 0;
};

} // namespace palabre::sim
