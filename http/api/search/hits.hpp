// SPDX-License-Identifier: Apache-2.0
// What was found as it is sent: each hit with what its page needs, and where its words stand.
#pragma once

#include "http/api/authors.hpp"
#include "projections/search/query/search.hpp"

#include <string>
#include <vector>

namespace palabre::http::search {

/// The members of a JSON array. What is not there any more, or not for this viewer, is passed over: the index may be a
/// moment ahead of the other rows, or behind them. The words of `marked` are marked.
[[nodiscard]] Result<std::string> hits_json(const Context& context, projections::search::Reader& reader,
                                            const projections::search::Answer& answer,
                                            const projections::search::Query& marked, Authors& authors);

/// The reader's language before the others.
[[nodiscard]] std::vector<events::Language> languages(const Context& context);

/// The stems of everyday words stay known to each I/O thread.
[[nodiscard]] projections::search::Analyzer& analyzer();

} // namespace palabre::http::search
