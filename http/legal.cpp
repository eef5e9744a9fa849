// SPDX-License-Identifier: Apache-2.0
#include "http/legal.hpp"

#include "core/base/hash.hpp"
#include "http/assets.hpp"
#include "projections/accounts/legal.hpp"
#include "projections/projector.hpp"

#include <fmt/format.h>
#include <stdexcept>

namespace palabre::http::legal {

namespace rows = projections::accounts::legal;

TextVersion version_of(std::string_view markdown) {
    return Hasher().add("palabre/1/text").add_prefixed(markdown).finish_as<TextVersion>();
}

std::string_view starter(LegalPage page, Language language) {
    const auto text = asset(fmt::format("legal/{}.{}.md", events::accounts::text(page), events::text(language)));
    if (!text) throw std::logic_error("a legal page without a starter text");
    return *text;
}

Result<Text> text(const projections::Projector& projector, LegalPage page, Language language) {
    PALABRE_TRY(view, projector.query(rows::projection.name));
    PALABRE_TRY(edited, rows::text(view, page, language));
    if (edited) return Text{std::move(edited->markdown), edited->version, edited->edited};
    const auto written = starter(page, language);
    return Text{std::string(written), version_of(written)};
}

Result<bool> is_current(const projections::Projector& projector, LegalPage page, const TextVersion& version) {
    PALABRE_TRY(view, projector.query(rows::projection.name));
    for (const Language language : {Language::fr, Language::en}) {
        PALABRE_TRY(edited, rows::version(view, page, language));
        if ((edited ? *edited : version_of(starter(page, language))) == version) return true;
    }
    return false;
}

} // namespace palabre::http::legal
