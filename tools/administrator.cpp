// SPDX-License-Identifier: Apache-2.0
#include "tools/administrator.hpp"

namespace palabre::tools {

using namespace commands;

Result<AccountId> register_account(Node& node, const accounts::Registration& registration, OptionNames options) {
    Random& random = node.random();
    PALABRE_TRY(submission, accounts::registration(node.vault(), random, registration, random.draw<CommandId>()));
    const AccountId account = std::get<accounts::RegisterAccount>(submission.command).account;
    const auto outcome = node.writer().run(std::move(submission));
    if (const auto* problem = std::get_if<Problem>(&outcome)) return refusal("registering", *problem, options);
    return account;
}

Status make_administrator(Node& node, const AccountId& account) {
    const auto outcome = node.writer().run({.community = CommunityId::platform(),
                                            .command = accounts::GivePlatformRole{.account = account},
                                            .caller = {.origin = log::Origin::process},
                                            .id = node.random().draw<CommandId>()});
    if (const auto* problem = std::get_if<Problem>(&outcome)) return refusal("giving the role", *problem);
    return {};
}

} // namespace palabre::tools
