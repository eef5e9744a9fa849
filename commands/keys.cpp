// SPDX-License-Identifier: Apache-2.0
#include "commands/keys.hpp"

#include "core/limits.hpp"

namespace palabre::commands {

std::optional<SecretKey> ModelKeyRing::key(const CommunityId& community, std::string_view of,
                                           PersonalClass personal_class) {
    const auto record = [&] {
        Lookup look(model_, community, Instant{});
        return key_record(look, of, personal_class);
    };
    auto id = record();
    if (!id && model_.wait(log_.end(), limits::model_wait)) id = record();
    return id ? vault_.key({community, std::string(of)}, *id) : std::nullopt;
}

} // namespace palabre::commands
