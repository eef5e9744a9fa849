// SPDX-License-Identifier: Apache-2.0
#include "http/session/passwords.hpp"

#include <new>
#include <sodium.h>

namespace palabre::http {
namespace {

constexpr auto operations = crypto_pwhash_OPSLIMIT_INTERACTIVE;
constexpr auto memory = crypto_pwhash_MEMLIMIT_INTERACTIVE;

} // namespace

std::string hash_password(std::string_view password) {
    std::string stored(crypto_pwhash_STRBYTES, '\0');
    if (crypto_pwhash_str(stored.data(), password.data(), password.size(), operations, memory) != 0)
        throw std::bad_alloc();
    stored.resize(stored.find('\0'));
    return stored;
}

bool is_password(const std::optional<std::string>& stored, std::string_view password) {
    if (!stored) {
        // The same work, thrown away: how long the answer takes must not tell who has an account.
        [[maybe_unused]] const std::string nobody = hash_password(password);
        return false;
    }
    return crypto_pwhash_str_verify(stored->c_str(), password.data(), password.size()) == 0;
}

} // namespace palabre::http
