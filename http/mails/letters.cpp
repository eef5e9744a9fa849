// SPDX-License-Identifier: Apache-2.0
#include "http/mails/accounts.hpp"
#include "http/mails/letter.hpp"
#include "http/mails/members.hpp"
#include "http/mails/messages.hpp"
#include "http/mails/notices.hpp"

#include <algorithm>

namespace palabre::http::mails {
namespace {

using projections::notices::Kind;

template <Kind kind>
constexpr Letter notice(std::string_view name, std::string_view subject) {
    using Of = NoticeLetter<kind>;
    return {name, subject, &Of::about, &Of::whom, &Of::draft};
}

constexpr Letter table[] = {
    // event → who → what it says
    {"confirm", "{{t:mails.confirm.subject}}", is_confirmation, to_who_confirms, confirm},
    {"registered", "{{t:mails.registered.subject}}", is_address_asked, to_who_has_it, registered},
    {"reset", "{{t:mails.reset.subject}}", is_link_asked, to_who_forgot, reset},
    {"address", "{{t:mails.address.subject}}", is_change_asked, to_the_account, address},
    {"address_notice", "{{t:mails.address_notice.subject}}", is_change_asked, to_the_account, address_notice},
    {"address_changed", "{{t:mails.address_changed.subject}}", is_change, to_the_changed, address_changed},
    {"claim", "{{t:mails.claim.subject community=community.name}}", is_claim_offered, to_the_member, claim},
    notice<Kind::reply>("reply", "{{t:mails.reply.subject thread=thread.title}}"),
    notice<Kind::mention>("mention", "{{t:mails.mention.subject thread=thread.title}}"),
    notice<Kind::accepted>("accepted", "{{t:mails.accepted.subject thread=thread.title}}"),
    notice<Kind::thread>("thread", "{{t:mails.thread.subject thread=thread.title}}"),
    notice<Kind::ad>("ad", "{{#ad}}{{#turn=approved}}{{t:mails.ad.approved}}{{/"
                           "turn=approved}}{{#turn=refused}}{{t:mails.ad.refused}}{{/turn=refused}}"
                           "{{#turn=expiring}}{{t:mails.ad.expiring}}{{/"
                           "turn=expiring}}{{#turn=expired}}{{t:mails.ad.expired}}{{/turn=expired}}"
                           "{{#turn=removed}}{{t:mails.ad.removed}}{{/turn=removed}}"
                           "{{#turn=commented}}{{t:mails.ad.commented}}{{/turn=commented}}{{/ad}}"),
    {"message", "{{t:mails.message.subject title=ad.title}}", is_message, to_whom_is_written, message},
    {"unsent", "{{t:mails.unsent.subject title=ad.title}}", nullptr, nullptr, unsent},
    {"alert", "{{t:mails.alert.subject title=ad.title}}", is_published_ad, to_who_searches, alert},
    {digest_letter, "{{t:mails.digest.subject count=count name=community.name}}", nullptr, nullptr, digest},
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
