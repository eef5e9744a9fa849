// SPDX-License-Identifier: Apache-2.0
// Ads as deciders find them: with what to answer where there is none for this caller.
#pragma once

#include "commands/ads/entities.hpp"
#include "commands/checks.hpp"

namespace palabre::commands::ads {

struct FoundAd {
    Ad ad;
    bool own = false;
    bool moderates = false; ///< the caller may moderate ads here
    Refusal refused;
};
/// Members find what is published; its author what is not removed; moderators what is no draft. What is over for others
/// is `gone`, what was not published yet is not there. The caller is an active member of the community.
[[nodiscard]] FoundAd find_ad(Lookup& look, const Caller& caller, AdId id);

} // namespace palabre::commands::ads
