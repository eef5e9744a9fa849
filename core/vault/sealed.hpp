// SPDX-License-Identifier: Apache-2.0
// The sealed form of personal fields (frozen, docs/formats.md): all personal fields of one member and class in an event
// are one box. XChaCha20-Poly1305 (libsodium), nonce from Random, bound to community, command id, type, member, class.
//   box text = base64url without padding of  nonce (24) ‖ ciphertext and tag
//   bound    = "palabre/1/sealed\0" ‖ community ‖ command id ‖ type ‖ member ‖ class, each as u32be length ‖ bytes
//   inside   = JSON object of the fields, in the schema's order
#pragma once

#include "core/vault/vault.hpp"

namespace palabre {

enum class PersonalClass : std::uint8_t { identity, content };
/// The word of the stored form.
constexpr std::string_view class_text(PersonalClass personal_class) {
    return personal_class == PersonalClass::identity ? "identity" : "content";
}

/// One box as it stands in an event's last field: `"sealed":[{"of":…,"class":…,"box":…}]`.
struct SealedBox {
    std::string of; ///< the member's id as text
    PersonalClass personal_class = PersonalClass::identity;
    std::string box;
    friend bool operator==(const SealedBox&, const SealedBox&) = default;
};

/// What a box is bound to besides member and class.
struct SealContext {
    const CommunityId& community;
    const CommandId& command;
    std::string_view type;
};

/// The box of `plain` for (of, class) under `key`. Cost: one AEAD pass.
SealedBox seal(const SealContext& context, std::string_view of, PersonalClass personal_class, const SecretKey& key,
               Random& random, std::string_view plain);
/// The plain text, or nothing: another key, other bindings, changed bytes.
std::optional<std::string> open(const SealContext& context, const SealedBox& box, const SecretKey& key);

/// Opens boxes while events are read: finds the key of (community, member, class). Implementations are safe from any
/// thread.
class KeyRing {
public:
    virtual ~KeyRing() = default;
    virtual std::optional<SecretKey> key(const CommunityId& community, std::string_view member,
                                         PersonalClass personal_class) = 0;
};

} // namespace palabre
