// SPDX-License-Identifier: Apache-2.0
#include "commands/ads/find.hpp"

namespace palabre::commands::ads {
namespace {

Refusal check_there(const Ad& ad, bool own, bool moderates) {
    switch (ad.state) {
    case State::published:
        return std::nullopt;
    case State::draft:
        return own ? std::nullopt : Refusal(refuse(Reason::not_found));
    case State::awaiting:
    case State::refused:
        return own || moderates ? std::nullopt : Refusal(refuse(Reason::not_found));
    case State::filled:
    case State::withdrawn:
    case State::expired:
        return own || moderates ? std::nullopt : Refusal(refuse(Reason::gone));
    case State::removed:
        return refuse(Reason::gone);
    }
    return refuse(Reason::not_found);
}

} // namespace

FoundAd find_ad(Lookup& look, const Caller& caller, AdId id) {
    const Rules rules = look.get<Rules>({}).value_or(Rules{});
    auto ad = look.get<Ad>(id);
    if (auto refused = check_right(look, caller, rights::Action::publish_ad, rules.as_space()))
        return {{}, false, false, std::move(refused)};
    if (!ad) return {{}, false, false, refuse(Reason::not_found)};
    const bool own = ad->author == caller.member();
    const bool moderates = !check_right(look, caller, rights::Action::moderate_ads, rules.as_space());
    auto refused = check_there(*ad, own, moderates);
    return {std::move(*ad), own, moderates, std::move(refused)};
}

} // namespace palabre::commands::ads
