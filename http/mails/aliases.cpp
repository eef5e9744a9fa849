// SPDX-License-Identifier: Apache-2.0
#include "http/mails/aliases.hpp"

#include "core/base/base32.hpp"
#include "core/base/hash.hpp"

#include <array>
#include <sodium.h>

namespace palabre::http::mails {
namespace {

constexpr std::size_t id_bytes = 8, ids_bytes = 2 * id_bytes;
/// 96 bits: nobody can try so many, as each try is a mail.
constexpr std::size_t tag_bytes = mail::Alias::size - ids_bytes;

} // namespace

Aliases::Aliases(const SecretKey& cookie_key)
    : tag_key_(Hasher(cookie_key.view()).add("palabre/reply/tag").finish().view()),
      hiding_key_(Hasher(cookie_key.view()).add("palabre/reply/hide").finish().view()) {}

std::string Aliases::tag(std::string_view ids, Party party) const {
    return std::string(
        Hasher(tag_key_).add_u8(static_cast<std::uint8_t>(party)).add(ids).finish().view().substr(0, tag_bytes));
}

std::string Aliases::hidden(std::string_view ids, std::string_view tag) const {
    const Digest pad = Hasher(hiding_key_).add(tag).finish();
    std::string out(ids);
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = static_cast<char>(out[i] ^ pad.view()[i]);
    return out;
}

std::optional<mail::Alias> Aliases::alias(const Answering& meant) const {
    std::array<char, id_bytes> community;
    if (!base32::decode(meant.community.text(), community)) return std::nullopt;
    std::string ids(community.data(), community.size());
    ids += meant.conversation.view();
    const std::string sealed = tag(ids, meant.party);
    return mail::Alias::from(sealed + hidden(ids, sealed));
}

std::optional<Answering> Aliases::read(const mail::Alias& alias) const {
    const std::string_view sealed = alias.view().substr(0, tag_bytes);
    const std::string ids = hidden(alias.view().substr(tag_bytes), sealed);
    for (const Party party : {Party::advertiser, Party::correspondent}) {
        if (sodium_memcmp(tag(ids, party).data(), sealed.data(), tag_bytes) != 0) continue;
        const auto community = CommunityId::parse(base32::encode(std::string_view(ids).substr(0, id_bytes)));
        if (!community) return std::nullopt;
        return Answering{*community, ConversationId::from(std::string_view(ids).substr(id_bytes)), party};
    }
    return std::nullopt;
}

} // namespace palabre::http::mails
