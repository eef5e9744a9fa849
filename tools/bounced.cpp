// SPDX-License-Identifier: Apache-2.0
#include "tools/bounced.hpp"

#include "commands/accounts/registration.hpp"
#include "http/mails/bounces.hpp"
#include "projections/accounts/directory.hpp"
#include "tools/node.hpp"

#include <algorithm>

namespace palabre::tools {

using namespace commands;

namespace {

/// Whether a mail's reader is this account, or a member that it is.
Result<bool> is_of(const projections::View& view, const std::string& reader, const AccountId& account) {
    if (reader == account.text()) return true;
    PALABRE_TRY(memberships, projections::accounts::directory::memberships(view, account));
    return std::ranges::any_of(memberships, [&](const auto& each) { return each.member.text() == reader; });
}

} // namespace

Status report_bounce(Node& node, const AccountId& account, const NameHash& address, int code) {
    const Outcome outcome =
        node.writer().run({.community = CommunityId::platform(),
                           .command = notices::ReportBounce{.account = account,
                                                            .email_hash = address,
                                                            .code = static_cast<std::uint32_t>(std::max(code, 0))},
                           .caller = {.origin = log::Origin::process},
                           .id = node.random().draw<CommandId>()});
    const auto* refused = std::get_if<Problem>(&outcome);
    // Whoever is not there any more gets no mails either.
    const bool absent = refused != nullptr && (refused->reason == Reason::not_found || refused->reason == Reason::gone);
    if (refused == nullptr || absent) return {};
    return error(ErrorCode::busy, "that an address takes no mail cannot be noted");
}

Status take_reports(Node& node, const mail::Outbox& outbox, const std::filesystem::path& folder) {
    return http::mails::take_bounces(folder, [&](const http::mails::Bounce& bounce) -> Status {
        PALABRE_TRY(reader, outbox.known(bounce.mail));
        if (!reader) return {};
        PALABRE_TRY(hash, accounts::email_hash(node.vault(), bounce.address.text()));
        PALABRE_TRY(view, node.projector().query("directory"));
        PALABRE_TRY(account, projections::accounts::directory::by_email(view, hash));
        if (!account) return {};
        // Whoever has got a mail of ours can write a report of it: it says nothing of anybody else's address.
        PALABRE_TRY(hers, is_of(view, *reader, *account));
        return hers ? report_bounce(node, *account, hash, bounce.code) : Status{};
    });
}

} // namespace palabre::tools
