// SPDX-License-Identifier: Apache-2.0
#include "events-schema/runtime/events.hpp"

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

void open(Event& event, const SealContext& context, KeyRing& keys) {
    for (const SealedBox& box : boxes_of(event)) {
        const auto key = keys.key(context.community, box.of, box.personal_class);
        if (!key) continue;
        const auto plain = palabre::open(context, box, *key);
        // A box that opens was sealed by the platform itself; one that cannot be read leaves its fields absent.
        if (plain) static_cast<void>(restore(event, box.of, box.personal_class, *plain));
    }
}

} // namespace palabre::events
