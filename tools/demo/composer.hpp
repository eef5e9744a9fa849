// SPDX-License-Identifier: Apache-2.0
// Composes the texts of the demo from the library, each anew where it can be: no long text twice in the community, no
// fragment twice in a discussion.
#pragma once

#include "tools/demo/library.hpp"
#include "tools/demo/people.hpp"

#include <set>

namespace palabre::tools::demo {

class Composer {
public:
    Composer(const Library& library, Chance& chance) : library_(library), chance_(chance) {}

    [[nodiscard]] std::string title(const Subject& subject, const Person& author);
    [[nodiscard]] std::string opening(const Subject& subject, const Person& author);
    /// `first`: none before it that it could refer to.
    [[nodiscard]] std::string answer(const Fragment& fragment, const Person& author, bool first);
    [[nodiscard]] std::string comment(const Fragment& fragment, const Person& author);
    /// The asker's.
    [[nodiscard]] std::string thanks(const Person& author);
    /// The fragment alone, where ceremony would be odd.
    [[nodiscard]] std::string plain(const Fragment& fragment, const Person& author);
    /// One of the common parts, by its letter: 'E' a note of an edit, 'B' a profile.
    [[nodiscard]] std::string common(char letter, const Person& author);

private:
    [[nodiscard]] std::string text(std::string_view phrase, const Person& author);
    /// Draws until the text is new, some times; a short text may come again.
    template <class Draw>
    [[nodiscard]] std::string fresh(Draw draw);

    const Library& library_;
    Chance& chance_;
    std::set<std::string> written_;
};

} // namespace palabre::tools::demo
