// SPDX-License-Identifier: Apache-2.0
#include "commands/accounts/link.hpp"

#include "core/base/base64url.hpp"
#include "core/base/big_endian.hpp"
#include "core/base/hash.hpp"
#include "core/limits.hpp"
#include "core/vault/aead.hpp"

namespace palabre::commands::accounts {
namespace {

constexpr char format_version = 1;
constexpr std::size_t plain_bytes = 2 + 8 + 8 + LinkBound::size; ///< without the text
constexpr std::string_view bound_to = "palabre/1/link";

} // namespace

Link confirm_link(const AccountId& account, const NameHash& email_hash, Instant since) {
    return {LinkKind::confirm, since + limits::confirm_life, account.number(), LinkBound::from(email_hash.view())};
}

Link reset_link(const AccountId& account, const RecordId& credential, const NameHash& email_hash, Instant since) {
    return {LinkKind::reset, since + limits::reset_life, account.number(), LinkBound::from(credential.view()),
            std::string(email_hash.view())};
}

Link address_link(const AccountId& account, const NameHash& former, std::string email, Instant since) {
    return {LinkKind::address, since + limits::confirm_life, account.number(), LinkBound::from(former.view()),
            std::move(email)};
}

Link claim_link(const CommunityId& community, const MemberId& member, Instant since) {
    return {LinkKind::claim, since + limits::claim_life, member.number(), {}, std::string(community.text())};
}

LinkSeal::LinkSeal(const SecretKey& key) : key_(SecretKey::from(Hasher(key.view()).add(bound_to).finish().view())) {}

std::string LinkSeal::seal(const Link& link, Random& random) const {
    std::string plain{format_version, static_cast<char>(link.kind)};
    append_big_endian(plain, static_cast<std::uint64_t>(link.expires.micros), 8);
    append_big_endian(plain, link.subject, 8);
    plain.append(link.bound.view()).append(link.text);
    return base64url::encode(aead::close(key_, random, bound_to, plain));
}

std::optional<Link> LinkSeal::open(std::string_view token, LinkKind kind, Instant now) const {
    if (token.size() > limits::link_token) return std::nullopt;
    const auto box = base64url::decode(token);
    if (!box) return std::nullopt;
    const auto plain = aead::open(key_, bound_to, *box);
    if (!plain || plain->size() < plain_bytes || (*plain)[0] != format_version) return std::nullopt;
    Link link{.kind = static_cast<LinkKind>((*plain)[1])};
    link.expires.micros = static_cast<std::int64_t>(from_big_endian(plain->substr(2, 8)));
    link.subject = from_big_endian(plain->substr(10, 8));
    link.bound = LinkBound::from(std::string_view(*plain).substr(18));
    link.text = plain->substr(plain_bytes);
    if (link.kind != kind || now >= link.expires) return std::nullopt;
    return link;
}

std::string link_path(const Link& link, std::string_view token, std::string_view slug) {
    switch (link.kind) {
    case LinkKind::confirm:
        return "/confirm/" + std::string(token);
    case LinkKind::reset:
        return "/reset/" + std::string(token);
    case LinkKind::address:
        return "/account/address/" + std::string(token);
    case LinkKind::claim:
        break;
    }
    return "/c/" + std::string(slug) + "/claim/" + MemberId(link.subject).text() + "/" + std::string(token);
}

} // namespace palabre::commands::accounts
