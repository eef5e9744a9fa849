// SPDX-License-Identifier: Apache-2.0
// What letters look things up with: the same rows as pages, under the rights of the reader.
#pragma once

#include "commands/accounts/link.hpp"
#include "core/rights/rights.hpp"
#include "http/mails/aliases.hpp"
#include "http/mails/letter.hpp"
#include "http/mails/links.hpp"
#include "projections/accounts/rows.hpp"
#include "projections/forum/rows.hpp"
#include "projections/members/rows.hpp"
#include "projections/spaces/rows.hpp"

namespace palabre {
class KeyRing;
} // namespace palabre
namespace palabre::projections {
class Projector;
}

namespace palabre::http::mails {

/// Any thread. Everything given to it outlives it. Errors are those of the log and the views: `busy` while they are
/// built.
class Desk {
public:
    struct Parts {
        const log::LocalLog& log;
        KeyRing& keys;
        const projections::Projector& projector;
        Clock& clock;
        Links unsubscriptions;
        std::string base; ///< the site's address, without a slash at the end
        commands::accounts::LinkSeal links;
        Random& random;
        /// Where messages are answered by mail; nothing: on the pages alone.
        std::optional<std::pair<mail::ReplyAddress, Aliases>> answers = {};
    };
    explicit Desk(Parts parts) : parts_(std::move(parts)) {}

    [[nodiscard]] const projections::Projector& projector() const { return parts_.projector; }
    [[nodiscard]] Instant now() const { return parts_.clock.now(); }
    /// An address of this site: path begins with a slash.
    [[nodiscard]] std::string link(std::string_view path) const { return parts_.base + std::string(path); }

    /// The address that this link is; made anew for each attempt, never kept. `slug`: of a claim's community.
    [[nodiscard]] std::string link(const commands::accounts::Link& link, std::string_view slug = {}) const;
    /// Whose an address is.
    [[nodiscard]] Result<std::optional<AccountId>> holder(const NameHash& email_hash) const;

    /// The event that a mail is about, personal fields in place as far as their keys are left.
    [[nodiscard]] Result<events::Event> event(const mail::Queued& mail) const;
    [[nodiscard]] Result<events::Event> open(const log::Event& stored) const;

    [[nodiscard]] Result<std::optional<projections::accounts::AccountRecord>> account(const AccountId& id) const;
    [[nodiscard]] Result<std::optional<projections::spaces::CommunityRecord>> community(const CommunityId& id) const;

    /// A member who can be written to: present, with an account whose address is known and takes mails.
    struct Reader {
        MemberId member;
        rights::Standing standing;
        AccountId account;
        NameHash email_hash;
        std::string address;
        events::Language language{};
    };
    [[nodiscard]] Result<std::optional<Reader>> reader(const CommunityId& community, std::string_view member) const;
    /// A letter to her, in her language and the community's time.
    [[nodiscard]] Draft draft_for(const Reader& reader, const projections::spaces::CommunityRecord& community,
                                  nlohmann::json document) const;
    /// The link in a mail that ends such mails.
    [[nodiscard]] std::string unsubscribe(const CommunityId& community, const MemberId& member, Ends ends) const;
    /// Where this party answers by mail; nothing: nowhere.
    [[nodiscard]] std::optional<mail::Mailbox> reply_to(const Answering& meant) const;
    /// Of a member, or of an organisation that stands for one. Nothing: nobody of that id, or the name is gone.
    [[nodiscard]] Result<std::optional<std::string>> name(const CommunityId& community, const MemberId& member) const;

    /// A post that stands, in a thread that stands, if somebody of this standing may see both.
    struct Seen {
        projections::forum::ThreadRecord thread;
        projections::forum::PostRecord post;
        std::string excerpt; ///< the beginning of its text
        std::string path;    ///< of its place
    };
    [[nodiscard]] Result<std::optional<Seen>> post(const CommunityId& community, const rights::Standing& standing,
                                                   const PostId& post) const;

private:
    const Parts parts_;
};

} // namespace palabre::http::mails
