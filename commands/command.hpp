// SPDX-License-Identifier: Apache-2.0
// The table of the write side: every command, by context. A new context adds its line here and its folder beside.
#pragma once

#include "commands/accounts/accounts.hpp"
#include "commands/forum/forum.hpp"
#include "commands/invitations/invitations.hpp"
#include "commands/members/members.hpp"
#include "commands/notices/notices.hpp"
#include "commands/spaces/spaces.hpp"

#include <variant>

namespace palabre::commands {

using Command = std::variant<
    // accounts (in the community `platform`)
    accounts::RegisterAccount, accounts::ChangeCredential, accounts::GivePlatformRole, accounts::TakePlatformRole,
    accounts::RegisterCommunity, accounts::RecordPersonalDataRead, accounts::ConfirmAddress, accounts::AskForLink,
    accounts::AskAddressChange, accounts::ChangeAddress, accounts::EndSessions, accounts::EndSession, accounts::ExpireApplication, accounts::AcceptTerms,
    accounts::EditLegalPage, accounts::EraseAccount,
    // members
    members::Join, members::EditProfile, members::DeclareAdherent, members::GiveRole, members::TakeRole, members::Leave,
    members::Erase, members::OfferClaim, members::Claim,
    // spaces
    spaces::FoundCommunity, spaces::CreateSpace, spaces::StyleCommunity, spaces::RaiseLevel,
    // forum
    forum::OpenThread, forum::PublishPost, forum::EditPost, forum::RemovePost, forum::React, forum::Unreact,
    forum::AcceptAnswer, forum::WithdrawAnswer, forum::PinThread, forum::LockThread, forum::MoveThread, forum::Follow,
    forum::Unfollow, forum::ReadThread, forum::ReadAll, forum::UploadFile, forum::DescribeFile,
    // invitations
    invitations::MakeLink, invitations::Accept,
    // notices (of bounces: in the community `platform`)
    notices::MarkRead, notices::ChooseSettings, notices::ReportBounce, notices::RestoreAddress>;

} // namespace palabre::commands
