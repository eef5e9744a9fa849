// SPDX-License-Identifier: Apache-2.0
#include "tools/bounced.hpp"

#include "commands/accounts/registration.hpp"
#include "http/mails/bounces.hpp"
#include "projections/accounts/directory.hpp"
#include "tools/node.hpp"

#include <algorithm>

namespace palabre::tools {

using namespace commands;

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
    if (refused == nullptr || refused->reason == Reason::not_found) return {};
    return error(ErrorCode::busy, "that an address takes no mail cannot be noted");
}

Status take_reports(Node& node, const mail::Outbox& outbox, const std::filesystem::path& folder) {
    return http::mails::take_bounces(folder, [&](const http::mails::Bounce& bounce) -> Status {
        PALABRE_TRY(ours, outbox.known(bounce.mail));
        if (!ours) return {};
        PALABRE_TRY(hash, accounts::email_hash(node.vault(), bounce.address.text()));
        PALABRE_TRY(view, node.projector().query("directory"));
        PALABRE_TRY(account, projections::accounts::directory::by_email(view, hash));
        return account ? report_bounce(node, *account, hash, bounce.code) : Status{};
    });
}

} // namespace palabre::tools
