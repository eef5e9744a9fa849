// SPDX-License-Identifier: Apache-2.0
#include "http/pattern_names.hpp"

#include <unicode/messagepattern.h>

namespace palabre::http {

std::set<std::string> pattern_names(std::string_view pattern) {
    UErrorCode status = U_ZERO_ERROR;
    icu::MessagePattern parsed(status);
    parsed.parse(
        icu::UnicodeString::fromUTF8(icu::StringPiece(pattern.data(), static_cast<std::int32_t>(pattern.size()))),
        nullptr, status);
    std::set<std::string> names;
    if (U_FAILURE(status)) return names;
    for (std::int32_t i = 0; i < parsed.countParts(); ++i) {
        const auto& part = parsed.getPart(i);
        if (part.getType() != UMSGPAT_PART_TYPE_ARG_NAME && part.getType() != UMSGPAT_PART_TYPE_ARG_NUMBER) continue;
        std::string name;
        names.insert(parsed.getSubstring(part).toUTF8String(name));
    }
    return names;
}

} // namespace palabre::http
