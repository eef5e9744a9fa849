// SPDX-License-Identifier: Apache-2.0
// Sessions live in the browser's cookie, sealed; the node keeps none. What ends them early is the account's epoch,
// which a new password advances: whoever reads a session compares it (the router does).
//
//   cookie  __Host-palabre (Secure) or, where cookies may go over plain http, palabre; HttpOnly, SameSite=Lax, 30 days
//   value   base64url of  nonce (24) ‖ XChaCha20-Poly1305 of  version ‖ account ‖ epoch ‖ issued ‖ secret
#pragma once

#include "core/base/effects.hpp"
#include "core/config/config.hpp"
#include "core/vault/vault.hpp"
#include "http/server/request.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace palabre::http {

using SessionSecret = FixedBytes<struct SessionSecretTag, 16>;

struct Session {
    AccountId account;
    std::uint32_t epoch = 0;
    Instant issued;
    SessionSecret secret;
    friend bool operator==(const Session&, const Session&) = default;
};

/// Immutable; safe from any thread. Cost of read(): one AEAD pass over 100 bytes.
class Sessions {
public:
    /// `key`: Vault::cookie_key(); `restored`: Vault::restored().
    Sessions(const SecretKey& key, Clock& clock, Random& random, const config::Settings& settings,
             std::optional<Instant> restored = {});

    /// Nothing: no cookie, a changed or foreign one, one past its 30 days or of before the restoring.
    [[nodiscard]] std::optional<Session> read(const Request& request) const;
    /// The cookie's value, which read() opens; nothing: there is none.
    [[nodiscard]] std::optional<std::string_view> cookie(const Request& request) const;
    /// Whether a session that read() has given is within its 30 days still.
    [[nodiscard]] bool lasts(const Session& session) const;
    /// A new session. The value of Set-Cookie.
    [[nodiscard]] std::string issue(const Request& request, const AccountId& account, std::uint32_t epoch) const;
    /// Ends the session in this browser. The value of Set-Cookie.
    [[nodiscard]] std::string clear(const Request& request) const;

    /// What it is called where it is listed and ended.
    [[nodiscard]] static SessionId id(const Session& session);

    /// What forms carry in `csrf` and scripts in X-CSRF-Token.
    [[nodiscard]] static std::string token(const Session& session);
    /// In constant time.
    [[nodiscard]] static bool is_token(const Session& session, std::string_view token);

    /// Whether this answer's cookies are for https only.
    [[nodiscard]] bool secure(const Request& request) const;

private:
    SecretKey key_;
    Clock& clock_;
    Random& random_;
    std::optional<Instant> restored_;
    config::SecureCookies secure_cookies_;
    bool public_https_;
};

/// Was this sent by one of our own pages, as far as the browser tells (Sec-Fetch-Site, else Origin)? Without either it
/// was no browser, or one too old to tell: true. `public_url`: our own origin behind a proxy, if it is set.
[[nodiscard]] bool own_origin(const Request& request, const std::optional<std::string>& public_url);

} // namespace palabre::http
