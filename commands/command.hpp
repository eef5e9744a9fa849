// SPDX-License-Identifier: Apache-2.0
// The table of the write side: every command, by context. A new context adds its line here and its folder beside.
#pragma once

#include "commands/accounts/accounts.hpp"
#include "commands/ads/ads.hpp"
#include "commands/alerts/alerts.hpp"
#include "commands/forum/forum.hpp"
#include "commands/invitations/invitations.hpp"
#include "commands/members/members.hpp"
#include "commands/messages/messages.hpp"
#include "commands/notices/notices.hpp"
#include "commands/organisations/organisations.hpp"
#include "commands/spaces/spaces.hpp"

#include <variant>

namespace palabre::commands {

using Command = std::variant<
    // accounts (in the community `platform`)
    accounts::RegisterAccount, accounts::ChangeCredential, accounts::GivePlatformRole, accounts::TakePlatformRole,
    accounts::RegisterCommunity, accounts::RecordPersonalDataRead, accounts::ConfirmAddress, accounts::AskForLink,
    accounts::AskAddressChange, accounts::ChangeAddress, accounts::EndSessions, accounts::EndSession,
    accounts::ExpireApplication, accounts::AcceptTerms, accounts::ChooseLanguage, accounts::EditLegalPage,
    accounts::EraseAccount,
    // members
    members::Join, members::EditProfile, members::DeclareAdherent, members::GiveRole, members::TakeRole, members::Leave,
    members::Erase, members::OfferClaim, members::Claim,
    // spaces
    spaces::FoundCommunity, spaces::CreateSpace, spaces::StyleCommunity, spaces::RaiseLevel,
    // forum
    forum::OpenThread, forum::PublishPost, forum::EditPost, forum::RemovePost, forum::React, forum::Unreact,
    forum::AcceptAnswer, forum::WithdrawAnswer, forum::PinThread, forum::LockThread, forum::MoveThread, forum::Follow,
    forum::Unfollow, forum::ReadThread, forum::ReadAll, forum::UploadFile, forum::DescribeFile,
    // ads
    ads::WriteAd, ads::EditAd, ads::ApproveAd, ads::RefuseAd, ads::RenewAd, ads::CloseAd, ads::WarnOfEnd, ads::EndAd,
    ads::MarkFavourite, ads::LikeAd, ads::CommentAd, ads::RemoveComment, ads::ReportAd, ads::AnswerReports,
    ads::SetRules, ads::VisitAds,
    // invitations
    invitations::MakeLink, invitations::Accept,
    // messages
    messages::Contact, messages::Send, messages::MarkRead, messages::Block, messages::Report,
    // alerts
    alerts::SaveSearch, alerts::DropSearch,
    // organisations
    organisations::Create, organisations::Edit, organisations::Verify, organisations::InviteDelegate,
    organisations::JoinAsDelegate, organisations::RemoveDelegate,
    // notices (of bounces: in the community `platform`)
    notices::MarkRead, notices::ChooseSettings, notices::ReportBounce, notices::RestoreAddress>;

} // namespace palabre::commands
