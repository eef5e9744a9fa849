// SPDX-License-Identifier: Apache-2.0
// The platform's legal pages: the operator's text where it was edited, else the starter text in the binary
// (legal/<page>.<language>.md). A text's version is its hash: what is accepted is exactly one text.
#pragma once

#include "core/base/ids.hpp"
#include "core/base/instant.hpp"
#include "core/base/result.hpp"
#include "events/accounts.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace palabre::projections {
class Projector;
}

namespace palabre::http::legal {

using events::Language;
using events::accounts::LegalPage;

inline constexpr LegalPage pages[] = {LegalPage::notice, LegalPage::terms, LegalPage::privacy, LegalPage::accessibility,
                                      LegalPage::contact};

struct Text {
    std::string markdown;
    TextVersion version;
    std::optional<Instant> edited = {}; ///< nothing: the starter text
};

[[nodiscard]] TextVersion version_of(std::string_view markdown);
/// What stands until an operator edits it; lives as long as the program.
[[nodiscard]] std::string_view starter(LegalPage page, Language language);
/// As it stands now. Errors of the views: `busy` while they are built.
[[nodiscard]] Result<Text> text(const projections::Projector& projector, LegalPage page, Language language);
/// Whether this is the page's version in one of the languages. Two point reads.
[[nodiscard]] Result<bool> is_current(const projections::Projector& projector, LegalPage page,
                                      const TextVersion& version);

} // namespace palabre::http::legal
