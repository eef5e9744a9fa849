// SPDX-License-Identifier: Apache-2.0
// The texts of the demo, from texts/*.txt, which are built into the program. Our own words, careful with medicine: how
// professionals work, never what to give or in which dose; no real person, brand or institution.
//
//   # a comment                            @ name            begins a subject
//   spaces: slug, slug                     the first is the subject's own, others are listed too
//   kind: question | opinion | advice | news
//   trades: code, code | tous              who opens and answers
//   tags: word, word
//   T title   O opening   A answer   C comment      one line each, a template of phrase.hpp
//   A[trade] …                             an answer that only this trade could write
// The subject `commun` has the parts that go with every other: G L N F C D S Q M R E B, told in its file.
#pragma once

#include "core/base/result.hpp"
#include "events/forum.hpp"

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace palabre::tools::demo {

struct Fragment {
    std::string text;
    std::string trade = {}; ///< only for this one
};

struct Subject {
    std::string name;
    std::vector<std::string> spaces;
    events::forum::ThreadKind kind{};
    std::vector<std::string> trades; ///< empty: all
    std::vector<std::string> tags;
    std::map<char, std::vector<Fragment>> parts; ///< by letter

    [[nodiscard]] const std::vector<Fragment>& part(char letter) const;
};

struct Library {
    std::vector<Subject> subjects;
    Subject common;
};

/// A file: its name and its text.
using TextFile = std::pair<std::string_view, std::string_view>;

/// `invalid` names file and line: an unknown word, a template that is none, a subject with too few parts (2 titles,
/// 2 openings, 6 answers, 6 comments), no `commun`.
[[nodiscard]] Result<Library> parse_library(std::span<const TextFile> files);

/// The files of tools/demo/texts, as they were when the program was built.
[[nodiscard]] std::span<const TextFile> built_in_texts();

} // namespace palabre::tools::demo
