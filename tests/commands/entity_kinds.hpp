// SPDX-License-Identifier: Apache-2.0
// The kinds of entities, and the forms of their keys: by them a test tells what a command has read and written.
#pragma once

#include "commands/accounts/entities.hpp"
#include "commands/ads/entities.hpp"
#include "commands/command.hpp"
#include "commands/forum/entities.hpp"
#include "commands/level.hpp"
#include "commands/members/entities.hpp"
#include "commands/messages/entities.hpp"
#include "commands/notices/entities.hpp"
#include "commands/organisations/entities.hpp"
#include "commands/spaces/entities.hpp"

#include <string_view>
#include <utility>

namespace palabre::commands::test {

/// The kinds of all entities that deciders know.
inline constexpr std::string_view kinds[] = {accounts::Account::kind,
                                             accounts::AccountEmail::kind,
                                             accounts::LegalPage::kind,
                                             accounts::CommunitySlug::kind,
                                             members::Member::kind,
                                             accounts::RegisteredCommunity::kind,
                                             members::MemberOfAccount::kind,
                                             members::Profile::kind,
                                             members::Adherence::kind,
                                             spaces::Community::kind,
                                             spaces::CommunityStyle::kind,
                                             spaces::Space::kind,
                                             spaces::SpaceSlug::kind,
                                             commands::Level::kind,
                                             forum::ThreadStatus::kind,
                                             forum::Pin::kind,
                                             forum::AcceptedAnswer::kind,
                                             forum::Post::kind,
                                             forum::Reaction::kind,
                                             forum::Following::kind,
                                             forum::ReadMark::kind,
                                             forum::File::kind,
                                             forum::MemberFiles::kind,
                                             ads::Ad::kind,
                                             ads::AdWords::kind,
                                             ads::Favourite::kind,
                                             ads::Like::kind,
                                             ads::Comment::kind,
                                             ads::Report::kind,
                                             ads::Reports::kind,
                                             ads::Rules::kind,
                                             ads::Visit::kind,
                                             invitations::Invitation::kind,
                                             invitations::Link::kind,
                                             invitations::InvitedBy::kind,
                                             messages::Conversation::kind,
                                             messages::ConversationAbout::kind,
                                             messages::Message::kind,
                                             messages::ReadMark::kind,
                                             messages::Blocking::kind,
                                             messages::Reported::kind,
                                             messages::Sending::kind,
                                             alerts::SavedSearch::kind,
                                             alerts::SavedSearches::kind,
                                             organisations::Organisation::kind,
                                             organisations::Delegates::kind,
                                             organisations::Delegations::kind,
                                             notices::ReadMark::kind,
                                             notices::Settings::kind,
                                             notices::Bounced::kind};

/// Those whose keys have two parts, and what stands between.
inline constexpr std::pair<std::string_view, std::string_view> pairs[] = {{forum::Reaction::kind, "/"},
                                                                          {forum::Following::kind, "/thread/"},
                                                                          {forum::Following::kind, "/space/"},
                                                                          {forum::Following::kind, "/person/"},
                                                                          {forum::ReadMark::kind, "/"},
                                                                          {invitations::Link::kind, "/thread/"},
                                                                          {invitations::Link::kind, "/ad/"},
                                                                          {messages::ConversationAbout::kind, "/"},
                                                                          {messages::ReadMark::kind, "/"},
                                                                          {messages::Reported::kind, "/"},
                                                                          {messages::Blocking::kind, "/person/"},
                                                                          {messages::Blocking::kind, "/conversation/"},
                                                                          {ads::Favourite::kind, "/"},
                                                                          {ads::Like::kind, "/"},
                                                                          {ads::Report::kind, "/"}};

/// Those whose key is an id and a word.
inline constexpr std::pair<std::string_view, std::string_view> endings[] = {{invitations::Link::kind, "/community"}};

} // namespace palabre::commands::test
