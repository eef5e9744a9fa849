// SPDX-License-Identifier: Apache-2.0
#include "events-schema/runtime/events.hpp"

#include <fmt/format.h>

namespace palabre::events {
namespace {

/// The boxes of an event that can have some.
std::span<const SealedBox> boxes_of(const Event& event) {
    return std::visit(
        [](const auto& e) -> std::span<const SealedBox> {
            if constexpr (requires { e.sealed; }) return e.sealed;
            return {};
        },
        event);
}

} // namespace

Status open(Event& event, const SealContext& context, KeyRing& keys) {
    for (const SealedBox& box : boxes_of(event)) {
        const auto key = keys.key(context.community, box.of, box.personal_class);
        if (!key) continue;
        const auto plain = palabre::open(context, box, *key);
        // Only a key that is gone is an erasure. Passing this over would show words as erased that are only damaged.
        if (!plain)
            return error(ErrorCode::corrupt,
                         fmt::format("{}: sealed: the {} box of {} does not open under the key that is there",
                                     type_of(event), class_text(box.personal_class), box.of));
        PALABRE_CHECK(restore(event, box.of, box.personal_class, *plain));
    }
    return {};
}

} // namespace palabre::events
