// SPDX-License-Identifier: Apache-2.0
#include "http/mails/links.hpp"

#include "core/base/base64url.hpp"
#include "core/base/hash.hpp"
#include "core/store/codec.hpp"

#include <array>
#include <sodium.h>

namespace palabre::http::mails {
namespace {

constexpr std::size_t seal_bytes = 16;
constexpr std::size_t token_most = 200; ///< the longest community id gives 140

/// What is said, and nothing else: another version is another struct.
struct Said {
    std::uint8_t version = 1;
    CommunityId community;
    MemberId member;
    Ends ends{};
};

} // namespace

std::string_view text(Ends ends) {
    static constexpr std::array<std::string_view, 9> words{"reply",  "mention", "accepted", "thread", "daily",
                                                           "weekly", "ad",      "message",  "alert"};
    return words.at(static_cast<std::size_t>(ends));
}

Links::Links(const SecretKey& cookie_key)
    : key_(Hasher(cookie_key.view()).add("palabre/unsubscribe").finish().view()) {}

std::string Links::seal(std::string_view said) const {
    return std::string(Hasher(key_).add(said).finish().view().substr(0, seal_bytes));
}

std::string Links::token(const Unsubscription& meant) const {
    const std::string said = codec::encode(Said{1, meant.community, meant.member, meant.ends});
    return base64url::encode(seal(said) + said);
}

std::optional<Unsubscription> Links::read(std::string_view token) const {
    if (token.size() > token_most) return std::nullopt;
    const auto bytes = base64url::decode(token);
    if (!bytes || bytes->size() <= seal_bytes) return std::nullopt;
    const std::string_view said = std::string_view(*bytes).substr(seal_bytes);
    if (sodium_memcmp(seal(said).data(), bytes->data(), seal_bytes) != 0) return std::nullopt;
    const auto meant = codec::decode<Said>(said);
    if (!meant || meant->version != 1 || meant->ends > Ends::alert) return std::nullopt;
    return Unsubscription{meant->community, meant->member, meant->ends};
}

} // namespace palabre::http::mails
