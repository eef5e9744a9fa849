// SPDX-License-Identifier: Apache-2.0
#include "commands/checks.hpp"

#include "core/limits.hpp"
#include "core/text/unicode.hpp"

namespace palabre::commands {

Refusal check_text(std::string_view value, std::size_t least, std::size_t most, std::string field) {
    if (!text::is_utf8(value)) return refuse(Reason::ill_formed, std::move(field));
    const std::size_t length = text::length(value);
    if (length < least) return refuse(length == 0 ? Reason::missing : Reason::too_short, std::move(field));
    if (length > most) return refuse(Reason::too_long, std::move(field));
    return std::nullopt;
}

Refusal check_text(const std::optional<std::string>& value, std::size_t most, std::string field) {
    return value ? check_text(*value, 1, most, std::move(field)) : std::nullopt;
}

Refusal check_slug(std::string_view value, std::string field) {
    if (value.empty()) return refuse(Reason::missing, std::move(field));
    if (value.size() > limits::slug) return refuse(Reason::too_long, std::move(field));
    bool hyphen = true; // none at the start, none after another
    for (const char c : value) {
        const bool word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (!word && (c != '-' || hyphen)) return refuse(Reason::ill_formed, std::move(field));
        hyphen = !word;
    }
    return hyphen ? Refusal(refuse(Reason::ill_formed, std::move(field))) : std::nullopt;
}

Refusal refusal(rights::Verdict verdict) {
    switch (verdict) {
    case rights::Verdict::yes:
        return std::nullopt;
    case rights::Verdict::sign_in:
        return refuse(Reason::sign_in_required);
    case rights::Verdict::not_member:
        return refuse(Reason::not_a_member);
    case rights::Verdict::needs_role:
        return refuse(Reason::role_required);
    case rights::Verdict::needs_verification:
        return refuse(Reason::verification_required);
    case rights::Verdict::hidden:
        return refuse(Reason::not_found);
    }
    return refuse(Reason::role_required);
}

rights::Standing standing_of(Lookup& look, const Caller& caller) {
    const auto member = look.get<members::Member>(caller.member());
    return member.value_or(members::Member{}).standing(caller.administrator);
}

Refusal check_right(Lookup& look, const Caller& caller, rights::Action action, const rights::SpaceRule& space) {
    if (!caller.live()) return std::nullopt;
    return refusal(rights::may(action, standing_of(look, caller), space));
}

} // namespace palabre::commands
