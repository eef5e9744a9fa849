// SPDX-License-Identifier: Apache-2.0
#include "commands/keys.hpp"

#include "core/limits.hpp"

#include <fmt/format.h>
#include <stdexcept>

namespace palabre::commands {

namespace {

/// Whoever departed stays known: only the keys go.
bool is_known(Model& model, const CommunityId& community, std::string_view of) {
    if (community.is_platform()) {
        const auto id = AccountId::parse(of);
        return id && model.get<accounts::Account>(community, *id);
    }
    const auto id = MemberId::parse(of);
    return id && model.get<members::Member>(community, *id);
}

} // namespace

std::optional<SecretKey> ModelKeyRing::key(const CommunityId& community, std::string_view of,
                                           PersonalClass personal_class) {
    const auto record = [&] {
        Lookup look(model_, community, Instant{});
        return key_record(look, of, personal_class);
    };
    auto id = record();
    if (!id) {
        if (!is_known(model_, community, of)) {
            // Rows are made of what the log is only writing: the model has that event once it is written.
            const bool reached = model_.wait(log_.coming(), limits::model_wait);
            if (!is_known(model_, community, of))
                throw std::runtime_error(
                    fmt::format("the model {} member {} of community {}, whose words are to be opened",
                                reached ? "does not know" : "has not caught up with the log, and does not know yet", of,
                                community.text()));
        }
        id = record(); // known by now: only whoever departed has none
    }
    if (!id) return std::nullopt; // departed
    const Owner owner{community, std::string(of)};
    if (auto key = vault_.key(owner, *id)) return key;
    require_destroyed(owner, *id);
    return std::nullopt;
}

void ModelKeyRing::require_destroyed(const Owner& owner, const RecordId& id) const {
    const auto record = vault_.get(owner, id);
    if (record.has_error()) throw std::runtime_error(record.error().message);
    if (record->state != RecordState::unknown) return;
    const auto left_sealed = vault_.is_left_sealed(owner.community);
    if (left_sealed.has_error()) throw std::runtime_error(left_sealed.error().message);
    if (!*left_sealed)
        throw std::runtime_error("the vault lacks the key of member " + owner.id + " of community " +
                                 owner.community.text() + ": it does not belong to this log, or is older than it");
}

} // namespace palabre::commands
