// SPDX-License-Identifier: Apache-2.0
// Which vault record holds whose key: the model knows the record, the vault the key.
#pragma once

#include "commands/accounts/entities.hpp"
#include "commands/members/entities.hpp"
#include "commands/model.hpp"
#include "core/vault/sealed.hpp"

namespace palabre::commands {

/// The record of a member's (platform: an account's) key of a class. `source` is a Lookup, which records the member's
/// standing in the read set as log rule §9 asks, or an Evolution, for a member whom this very event makes.
template <class Source>
std::optional<RecordId> key_record(Source& source, std::string_view of, PersonalClass personal_class) {
    if (source.community().is_platform()) {
        const auto id = AccountId::parse(of);
        const auto account = id ? source.template get<accounts::Account>(*id) : std::nullopt;
        return account && !account->erased ? std::optional(account->key) : std::nullopt;
    }
    const auto id = MemberId::parse(of);
    const auto member = id ? source.template get<members::Member>(*id) : std::nullopt;
    // From the departure on nothing is sealed or opened any more, however late the keys themselves are destroyed.
    if (!member || member->membership == rights::Membership::erased) return std::nullopt;
    if (member->membership == rights::Membership::left && personal_class == PersonalClass::identity)
        return std::nullopt;
    return personal_class == PersonalClass::identity ? member->identity_key : member->content_key;
}

/// Opens personal fields for projections and replay. Nothing: the key was destroyed. An unknown key is never taken for
/// a destroyed one: std::runtime_error, at which projections stop and say why. A member that the model does not know
/// yet may have joined in the records that it has still to take: then key() waits (bounded) for the model to reach the
/// log's end.
class ModelKeyRing final : public KeyRing {
public:
    ModelKeyRing(Model& model, const log::LocalLog& log, const Vault& vault)
        : model_(model), log_(log), vault_(vault) {}
    std::optional<SecretKey> key(const CommunityId& community, std::string_view of,
                                 PersonalClass personal_class) override;

private:
    void require_destroyed(const Owner& owner, const RecordId& id) const;

    Model& model_;
    const log::LocalLog& log_;
    const Vault& vault_;
};

} // namespace palabre::commands
