// SPDX-License-Identifier: Apache-2.0
#include "http/mails/accounts.hpp"
#include "http/mails/forum.hpp"
#include "http/mails/letter.hpp"
#include "http/mails/members.hpp"

#include <algorithm>

namespace palabre::http::mails {
namespace {

constexpr Letter table[] = {
    // event → who → what it says
    {"confirm", "{{t:mails.confirm.subject}}", is_confirmation, to_who_confirms, confirm},
    {"registered", "{{t:mails.registered.subject}}", is_address_asked, to_who_has_it, registered},
    {"reset", "{{t:mails.reset.subject}}", is_link_asked, to_who_forgot, reset},
    {"address", "{{t:mails.address.subject}}", is_change_asked, to_the_account, address},
    {"address_notice", "{{t:mails.address_notice.subject}}", is_change_asked, to_the_account, address_notice},
    {"claim", "{{t:mails.claim.subject community=community.name}}", is_claim_offered, to_the_member, claim},
    {"reply", "{{t:mails.reply.subject thread=thread.title}}", is_reply, answered, reply},
};

} // namespace

std::span<const Letter> letters() {
    return table;
}

const Letter* find_letter(std::string_view name) {
    const auto found = std::ranges::find(letters(), name, &Letter::name);
    return found == letters().end() ? nullptr : &*found;
}

} // namespace palabre::http::mails
