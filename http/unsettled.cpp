// SPDX-License-Identifier: Apache-2.0
#include "http/unsettled.hpp"

namespace palabre::http {

std::optional<Problem> unsettled(const config::Settings& settings, Directory& directory, bool confirmed,
                                 bool administrator, const std::optional<TextVersion>& terms) {
    if (settings.registration == config::Registration::open) return std::nullopt;
    if (!confirmed) return problem(Fault::address_unconfirmed);
    if (administrator) return std::nullopt; // whose terms they are
    if (terms) {
        const auto current = directory.current_terms(*terms);
        if (current.has_error()) return problem(commands::Reason::overloaded);
        if (*current) return std::nullopt;
    }
    return problem(Fault::terms_not_accepted);
}

} // namespace palabre::http
