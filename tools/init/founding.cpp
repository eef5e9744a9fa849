// SPDX-License-Identifier: Apache-2.0
#include "tools/init/founding.hpp"

#include "commands/processes.hpp"
#include "core/limits.hpp"
#include "core/text/unicode.hpp"
#include "http/messages.hpp"
#include "tools/administrator.hpp"

namespace palabre::tools::init {
namespace {

using namespace commands;

/// Open to read: people must find something to write in.
spaces::CreateSpace first_space(events::Language language, const SpaceId& id) {
    const std::string name(http::Messages::embedded().text(language, "init.first_space"));
    return {.space = id,
            .slug = text::slug(name, limits::slug),
            .name = name,
            .kind = spaces::SpaceKind::theme,
            .visibility = spaces::Visibility::public_,
            .join_rule = spaces::JoinRule::open};
}

Status settled(std::string_view what, const Outcome& outcome) {
    const auto* problem = std::get_if<Problem>(&outcome);
    return problem != nullptr
               ? Status(
                     refusal(what, *problem, {{"/name", "--name"}, {"/slug", "--slug"}, {"/time_zone", "--time-zone"}}))
               : Status();
}

} // namespace

Status found(Node& node, const Founding& founding) {
    Random& random = node.random();
    PALABRE_TRY(account, register_account(node,
                                          {.name = founding.admin_name,
                                           .email = founding.admin_email,
                                           .password_hash = founding.password_hash,
                                           .language = founding.language},
                                          {{"/name", "--admin-name"}, {"/email", "--admin-email"}}));
    PALABRE_CHECK(make_administrator(node, account));

    const Caller caller{.origin = log::Origin::process, .administrator = true};
    const auto community = CommunityId::from_number(random.draw<AccountId>().number());
    PALABRE_CHECK(settled("founding the community", found_community(node.writer(), node.model(),
                                                                    {.community = community,
                                                                     .founded = {.slug = founding.slug,
                                                                                 .name = founding.name,
                                                                                 .language = founding.language,
                                                                                 .time_zone = founding.time_zone,
                                                                                 .founder = account},
                                                                     .caller = caller,
                                                                     .id = random.draw<CommandId>()})));
    const auto run = [&](std::string_view what, Command command, std::vector<Vault::Put> secrets = {}) {
        return settled(what, node.writer().run({.community = community,
                                                .command = std::move(command),
                                                .caller = caller,
                                                .id = random.draw<CommandId>(),
                                                .secrets = std::move(secrets)}));
    };
    const members::Join join{.member = random.draw<MemberId>(),
                             .account = account,
                             .identity_key = random.draw<RecordId>(),
                             .content_key = random.draw<RecordId>(),
                             .language = founding.language,
                             .name = founding.admin_name};
    const Owner owner{community, join.member.text()};
    PALABRE_CHECK(run("joining the community", join,
                      {{owner, join.identity_key, std::string(SecretKey::draw(random).view())},
                       {owner, join.content_key, std::string(SecretKey::draw(random).view())}}));
    PALABRE_CHECK(run("giving the role", members::GiveRole{.member = join.member, .role = members::Role::manager}));
    return run("making the first space", first_space(founding.language, random.draw<SpaceId>()));
}

} // namespace palabre::tools::init
