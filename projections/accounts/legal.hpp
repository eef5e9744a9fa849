// SPDX-License-Identifier: Apache-2.0
// The legal pages as the operator has edited them. A page that was never edited has no row: the text that comes with
// the program stands then, which is the edge's affair.
#pragma once

#include "events/accounts.hpp"
#include "projections/projection.hpp"
#include "projections/projector.hpp"

namespace palabre::projections::accounts::legal {

Status apply(Stage& stage, const Applied& at, const events::Event& event);
inline constexpr Projection projection{.name = "legal", .version = 1, .apply = &apply, .by_key_alone = true};

struct Text {
    TextVersion version;
    Instant edited;
    std::string markdown;
};

/// Nothing: never edited in this language.
[[nodiscard]] Result<std::optional<Text>> text(const View& view, events::accounts::LegalPage page,
                                               events::Language language);
/// Its version alone, asked with every act of somebody signed in: a small row.
[[nodiscard]] Result<std::optional<TextVersion>> version(const View& view, events::accounts::LegalPage page,
                                                         events::Language language);

} // namespace palabre::projections::accounts::legal
