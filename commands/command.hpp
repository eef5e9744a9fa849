// SPDX-License-Identifier: Apache-2.0
// The table of the write side: every command, by context. A new context adds its line here and its folder beside.
#pragma once

#include "commands/accounts/accounts.hpp"
#include "commands/forum/forum.hpp"
#include "commands/invitations/invitations.hpp"
#include "commands/members/members.hpp"
#include "commands/spaces/spaces.hpp"

#include <variant>

namespace palabre::commands {

using Command = std::variant<
    // accounts (in the community `platform`)
    accounts::RegisterAccount, accounts::ChangeCredential, accounts::GivePlatformRole, accounts::TakePlatformRole,
    accounts::RegisterCommunity, accounts::RecordPersonalDataRead,
    // members
    members::Join, members::EditProfile, members::DeclareAdherent, members::GiveRole, members::TakeRole, members::Leave,
    members::Erase,
    // spaces
    spaces::FoundCommunity, spaces::CreateSpace,
    // forum
    forum::OpenThread, forum::PublishPost, forum::EditPost, forum::RemovePost, forum::React, forum::Unreact,
    forum::AcceptAnswer, forum::WithdrawAnswer, forum::PinThread, forum::LockThread, forum::MoveThread, forum::Follow,
    forum::Unfollow, forum::ReadThread, forum::ReadAll,
    // invitations
    invitations::MakeLink, invitations::Accept>;

} // namespace palabre::commands
