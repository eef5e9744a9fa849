// SPDX-License-Identifier: Apache-2.0
#include "http/session/session.hpp"

#include "core/base/big_endian.hpp"
#include "core/base/hash.hpp"
#include "core/limits.hpp"

#include <sodium.h>

namespace palabre::http {
namespace {

constexpr char format_version = 1;
constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t plain_bytes = 1 + 8 + 4 + 8 + SessionSecret::size;
constexpr std::size_t sealed_bytes = nonce_bytes + plain_bytes + tag_bytes;
constexpr std::string_view bound = "palabre/1/session";
constexpr auto base64 = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

const unsigned char* raw(std::string_view bytes) {
    return reinterpret_cast<const unsigned char*>(bytes.data());
}
unsigned char* raw(std::string& bytes) {
    return reinterpret_cast<unsigned char*>(bytes.data());
}

std::uint64_t take_number(std::string_view& rest, std::size_t bytes) {
    const std::uint64_t value = from_big_endian(rest.substr(0, bytes));
    rest.remove_prefix(bytes);
    return value;
}

std::string_view cookie_name(bool secure) {
    return secure ? "__Host-palabre" : "palabre";
}

std::string set_cookie(bool secure, std::string_view value, std::int64_t seconds) {
    std::string text(cookie_name(secure));
    text.append("=").append(value);
    text += "; Path=/; HttpOnly; SameSite=Lax; Max-Age=" + std::to_string(seconds);
    if (secure) text += "; Secure";
    return text;
}

/// "https://example.org" of a Host header; empty without one.
std::string origin_of_host(const Request& request) {
    const auto host = request.header("host");
    if (!host) return {};
    return (request.secure ? "https://" : "http://") + std::string(*host);
}

} // namespace

Sessions::Sessions(const SecretKey& key, Clock& clock, Random& random, const config::Settings& settings,
                   std::optional<Instant> restored)
    : key_(key), clock_(clock), random_(random), restored_(restored), secure_cookies_(settings.secure_cookies),
      public_https_(settings.public_url && settings.public_url->starts_with("https://")) {}

bool Sessions::secure(const Request& request) const {
    switch (secure_cookies_) {
    case config::SecureCookies::always:
        return true;
    case config::SecureCookies::never:
        return false;
    case config::SecureCookies::automatic:
        break;
    }
    return request.secure || public_https_;
}

std::optional<Session> Sessions::read(const Request& request) const {
    const auto value = cookie(request);
    if (!value || value->size() != sodium_base64_ENCODED_LEN(sealed_bytes, base64) - 1) return std::nullopt;
    std::string sealed(sealed_bytes, '\0');
    std::size_t size = 0;
    if (sodium_base642bin(raw(sealed), sealed.size(), value->data(), value->size(), nullptr, &size, nullptr, base64) !=
            0 ||
        size != sealed_bytes)
        return std::nullopt;
    std::string plain(plain_bytes, '\0');
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(raw(plain), nullptr, nullptr, raw(sealed) + nonce_bytes,
                                                   sealed_bytes - nonce_bytes, raw(bound), bound.size(), raw(sealed),
                                                   raw(key_.view())) != 0)
        return std::nullopt;
    std::string_view rest = plain;
    if (rest.front() != format_version) return std::nullopt;
    rest.remove_prefix(1);
    Session session;
    session.account = AccountId(take_number(rest, 8));
    session.epoch = static_cast<std::uint32_t>(take_number(rest, 4));
    session.issued.micros = static_cast<std::int64_t>(take_number(rest, 8));
    session.secret = SessionSecret::from(rest);
    if (restored_ && session.issued < *restored_) return std::nullopt;
    return lasts(session) ? std::optional(session) : std::nullopt;
}

std::optional<std::string_view> Sessions::cookie(const Request& request) const {
    return request.cookie(cookie_name(secure(request)));
}

bool Sessions::lasts(const Session& session) const {
    const Duration age = clock_.now() - session.issued;
    return age >= -limits::session_ahead && age < limits::session_life;
}

std::string Sessions::issue(const Request& request, const AccountId& account, std::uint32_t epoch) const {
    std::string plain(1, format_version);
    append_big_endian(plain, account.number(), 8);
    append_big_endian(plain, epoch, 4);
    append_big_endian(plain, static_cast<std::uint64_t>(clock_.now().micros), 8);
    plain += random_.draw<SessionSecret>().view();
    std::string sealed(sealed_bytes, '\0');
    random_.fill({raw(sealed), nonce_bytes});
    crypto_aead_xchacha20poly1305_ietf_encrypt(raw(sealed) + nonce_bytes, nullptr, raw(plain), plain.size(), raw(bound),
                                               bound.size(), nullptr, raw(sealed), raw(key_.view()));
    std::string value(sodium_base64_ENCODED_LEN(sealed_bytes, base64), '\0');
    sodium_bin2base64(value.data(), value.size(), raw(sealed), sealed.size(), base64);
    value.pop_back(); // the terminating zero
    return set_cookie(secure(request), value,
                      std::chrono::duration_cast<std::chrono::seconds>(limits::session_life).count());
}

std::string Sessions::clear(const Request& request) const {
    return set_cookie(secure(request), "", 0);
}

SessionId Sessions::id(const Session& session) {
    return Hasher(session.secret.view()).add("palabre/1/session-id").finish_as<SessionId>();
}

std::string Sessions::token(const Session& session) {
    return Hasher(session.secret.view()).add("palabre/1/form").finish_as<FixedBytes<struct TokenTag, 16>>().text();
}

bool Sessions::is_token(const Session& session, std::string_view text) {
    const std::string right = token(session);
    return text.size() == right.size() && sodium_memcmp(text.data(), right.data(), right.size()) == 0;
}

bool own_origin(const Request& request, const std::optional<std::string>& public_url) {
    if (const auto site = request.header("sec-fetch-site")) return *site == "same-origin" || *site == "none";
    const auto origin = request.header("origin");
    if (!origin) return true;
    return *origin == origin_of_host(request) || (public_url && *origin == *public_url);
}

} // namespace palabre::http
