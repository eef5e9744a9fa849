// SPDX-License-Identifier: Apache-2.0
#include "core/text/time_zone.hpp"

#include "core/limits.hpp"

#include <unicode/timezone.h>

namespace palabre::text {

bool is_time_zone(std::string_view name) {
    if (name.empty() || name.size() > limits::time_zone || name == UCAL_UNKNOWN_ZONE_ID) return false;
    if (name.find('\0') != std::string_view::npos) return false; // ICU's names end there
    UErrorCode status = U_ZERO_ERROR;
    icu::UnicodeString canonical;
    UBool known = false;
    icu::TimeZone::getCanonicalID(icu::UnicodeString::fromUTF8({name.data(), static_cast<std::int32_t>(name.size())}),
                                  canonical, known, status);
    return U_SUCCESS(status) && known;
}

} // namespace palabre::text
