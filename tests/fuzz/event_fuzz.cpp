// SPDX-License-Identifier: Apache-2.0
// The reading of stored events and of what their boxes hold (events-schema/runtime/events.hpp). The input is a line
// with the type, one with the value, and then what stood in each of its boxes.
#include "core/text/unicode.hpp"
#include "events-schema/runtime/events.hpp"
#include "events/all.hpp"
#include "tests/fuzz/fuzz.hpp"

#include <nlohmann/json.hpp>

namespace palabre::fuzz {
namespace {

using namespace palabre::events;

std::vector<SealedBox> boxes_of(const Event& event) {
    return std::visit(
        [](const auto& e) {
            if constexpr (requires { e.sealed; })
                return e.sealed;
            else
                return std::vector<SealedBox>();
        },
        event);
}

void check_stored(std::string_view type, const Event& event) {
    require(type_of(event) == type, "an event is of the type that was asked for");
    require(personal_parts(event).empty(), "a stored event tells nothing personal");
    const std::string stored = encode(event);
    require(text::is_utf8(stored), "what is stored is UTF-8");
    const auto again = decode(type, stored);
    require(again.has_value() && *again == event, "an event that is stored again is the same");
    require(encode(*again) == stored, "and has one form");
    require(with_sealed(event, boxes_of(event)) == event, "boxes stand in one order");
}

/// `plain` as what a box holds.
void check_restored(const Event& event, const SealedBox& box, std::string_view plain) {
    Event restored = event;
    const auto status = restore(restored, box.of, box.personal_class, plain);
    if (status.has_error()) {
        require(status.error().code == ErrorCode::corrupt, "a box that does not fit is corrupt");
        require(restored == event, "and leaves its fields absent");
        return;
    }
    require(encode(restored) == encode(event), "personal fields are never stored");
    require(nlohmann::json::accept(encode_open(restored)), "an open event is JSON");
    const auto parts = personal_parts(restored);
    if (parts.empty()) return require(restored == event, "a box of absent fields fills none");
    require(parts.size() == 1 && parts[0].of == box.of && parts[0].personal_class == box.personal_class,
            "a box fills its own fields only");
    Event again = event;
    require(restore(again, box.of, box.personal_class, parts[0].plain).has_value() && again == restored,
            "what is sealed again opens to the same");
    if (!find_violation(restored)) require(text::is_utf8(parts[0].plain), "what may be stored is UTF-8");
}

} // namespace

void check(std::string_view input) {
    const std::string_view type = take_line(input);
    const std::string_view value = take_line(input);
    const auto event = decode(type, value);
    if (event.has_error()) {
        require(event.error().code == ErrorCode::corrupt || event.error().code == ErrorCode::unsupported,
                "a value that is refused is corrupt, or of an unknown type");
        return require(event.error().message.starts_with(type), "and the message names the type");
    }
    check_stored(type, *event);
    for (const SealedBox& box : boxes_of(*event)) check_restored(*event, box, input);
}

} // namespace palabre::fuzz
