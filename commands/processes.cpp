// SPDX-License-Identifier: Apache-2.0
#include "commands/processes.hpp"

#include "commands/accounts/entities.hpp"
#include "commands/spaces/entities.hpp"

namespace palabre::commands {
namespace {

/// The community that holds this slug if its founding was cut short; nothing if it stands.
std::optional<CommunityId> unfinished(Model& model, const std::string& slug) {
    const auto holder = model.get<accounts::CommunitySlug>(CommunityId::platform(), slug);
    if (!holder || model.get<spaces::Community>(holder->community, {})) return std::nullopt;
    return holder->community;
}

} // namespace

Outcome found_community(Writer& writer, Model& model, const Founding& founding) {
    // What could never be founded must not take a slug on the platform first.
    if (auto bad = spaces::check(founding.founded)) return *bad;
    Outcome registered =
        writer.run({.community = CommunityId::platform(),
                    .command = accounts::RegisterCommunity{.community = founding.community,
                                                           .slug = founding.founded.slug,
                                                           .founder = founding.founded.founder,
                                                           .partition = writer.advise(founding.community)},
                    .caller = founding.caller,
                    .id = founding.id,
                    .at = founding.at});
    CommunityId community = founding.community;
    bool retried = false; // an earlier request with this id went this way
    if (const auto* accepted = std::get_if<Accepted>(&registered)) {
        // Of an earlier request with this id: that one's community, not another one of the same slug.
        community = std::get<events::accounts::CommunityRegistered>(accepted->event).community;
        retried = accepted->replayed;
    } else {
        const auto cut_short = unfinished(model, founding.founded.slug);
        if (!cut_short) return registered;
        community = *cut_short;
    }
    // As the event says, whoever goes on with this: in two partitions the genesis would stop every node.
    const auto registered_as = model.get<accounts::RegisteredCommunity>(CommunityId::platform(), community.text());
    const Partition partition = registered_as ? registered_as->partition : Partition{};
    if (auto given = writer.give_genesis(community, partition); given.has_error())
        return Problem{Reason::outcome_unknown, ""};
    Outcome founded = writer.run({.community = community,
                                  .command = founding.founded,
                                  .caller = founding.caller,
                                  .id = log::command_id(community, "process", "found"),
                                  .at = founding.at});
    // Two founded the same slug at once, one going on with what the other had begun: it is theirs whose event stands.
    const auto* accepted = std::get_if<Accepted>(&founded);
    if (accepted != nullptr && accepted->replayed && !retried) return Problem{Reason::taken, "/slug"};
    // As new as the platform: what may be written there may be written here.
    const auto level = model.get<Level>(CommunityId::platform(), {});
    if (accepted != nullptr && level && level->level > 0) {
        const Outcome raised = writer.run({.community = community,
                                           .command = spaces::RaiseLevel{.level = std::min(level->level, this_level)},
                                           .caller = {.origin = log::Origin::process},
                                           .id = log::command_id(community, "process", "level")});
        if (std::holds_alternative<Problem>(raised)) return raised; // asked again, it goes on from here
    }
    return founded;
}

Outcome erase_account(Writer& writer, const Erasing& erasing) {
    for (const auto& [community, member] : erasing.memberships) {
        Outcome erased = writer.run({.community = community,
                                     .command = members::Erase{member},
                                     .caller = {.actor = member.text()},
                                     .id = log::command_id(community, "process", "erase " + member.text())});
        if (std::holds_alternative<Problem>(erased)) return erased;
    }
    // The account goes last: whoever is cut off before can sign in and ask for the rest.
    return writer.run({.community = CommunityId::platform(),
                       .command = accounts::EraseAccount{erasing.account},
                       .caller = {.actor = erasing.account.text()},
                       .id = log::command_id(CommunityId::platform(), "process", "erase " + erasing.account.text())});
}

} // namespace palabre::commands
