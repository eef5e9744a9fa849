// SPDX-License-Identifier: Apache-2.0
#include "commands/outcome.hpp"

namespace palabre::commands {

std::string_view text(Reason reason) {
    switch (reason) {
    case Reason::missing:
        return "missing";
    case Reason::too_short:
        return "too-short";
    case Reason::too_long:
        return "too-long";
    case Reason::too_many:
        return "too-many";
    case Reason::ill_formed:
        return "ill-formed";
    case Reason::unknown_code:
        return "unknown-code";
    case Reason::sign_in_required:
        return "sign-in-required";
    case Reason::not_a_member:
        return "not-a-member";
    case Reason::role_required:
        return "role-required";
    case Reason::verification_required:
        return "verification-required";
    case Reason::not_found:
        return "not-found";
    case Reason::gone:
        return "gone";
    case Reason::taken:
        return "taken";
    case Reason::already_member:
        return "already-member";
    case Reason::not_yours:
        return "not-yours";
    case Reason::locked:
        return "locked";
    case Reason::wrong_kind:
        return "wrong-kind";
    case Reason::wrong_state:
        return "wrong-state";
    case Reason::version_conflict:
        return "version-conflict";
    case Reason::blocked:
        return "blocked";
    case Reason::sent_too_much:
        return "sent-too-much";
    case Reason::quota_full:
        return "quota-full";
    case Reason::key_reused:
        return "key-reused";
    case Reason::overloaded:
        return "overloaded";
    case Reason::contended:
        return "contended";
    case Reason::outcome_unknown:
        return "outcome-unknown";
    case Reason::outdated:
        return "outdated";
    case Reason::not_upgraded:
        return "not-upgraded";
    case Reason::disk_full:
        return "disk-full";
    }
    return "unknown";
}

} // namespace palabre::commands
