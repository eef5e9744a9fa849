// SPDX-License-Identifier: Apache-2.0
// What can be done with an event's value: its stored form (frozen, docs/formats.md), its personal fields and their
// boxes. Everything here is safe from any thread and does not block, but for open(), which may where its key ring does.
//
// In memory an event holds its personal fields (optional, absent when they are not known) and the boxes in which they
// are sealed. Only the boxes are stored: encode() writes every personal field as null, whatever it holds.
#pragma once

#include "core/base/result.hpp"
#include "core/vault/sealed.hpp"
#include "events/event.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace palabre::events {

struct EventInfo {
    std::string_view type;    ///< "forum.post-published.v1"
    std::string_view context; ///< "forum"
    bool has_personal;        ///< whether it may hold sealed boxes
};

/// Every released version, ascending by type; at an Event's index() stands what it is.
std::span<const EventInfo> catalogue();
std::string_view type_of(const Event& event);

/// The stored value: clear fields and boxes as they stand in the event. All text must be valid UTF-8.
std::string encode(const Event& event);
/// As encode(), but personal fields in place and no boxes. For replay --with-personal; never stored.
std::string encode_open(const Event& event);

/// The event of a stored value; its personal fields are absent until open(). `unsupported`: a type of no released
/// version. `corrupt`: malformed, a field missing, unknown or out of order, another form, an unknown word, an integer
/// or list out of bounds; the message names type and field. Length and pattern of text, and repeats in lists, are not
/// judged: find_violation() and the deciders have done so before. Cost: one parse, which allocates only what the event
/// itself holds.
[[nodiscard]] Result<Event> decode(std::string_view type, std::string_view value);

/// Makes the newest version out of an older one, and leaves one that is the newest as it is. After open(): boxes are
/// sealed under the version that they were stored in, and stay as they were. What an older version did not say is
/// empty. Whoever decides, evolves or projects sees newest versions alone; what shows the log as it is stored does not
/// call this. Cost: for the newest one a look at its index.
void upcast(Event& event);

/// What is wrong with a field.
enum class Fault : std::uint8_t { not_utf8, too_short, too_long, too_few, too_many, out_of_range, repeated };
struct Violation {
    std::string field; ///< "title"; an item of a list: "tags/3"
    Fault fault{};
    friend bool operator==(const Violation&, const Violation&) = default;
};
/// The first field, personal ones included, that is outside the bounds of its schema; nothing when the event may be
/// stored. Whoever stores an event asks this first: one that is stored and cannot be decoded stops a whole log for
/// good. Forms (slugs, codes) are not judged. Cost: counts the code points of every text.
[[nodiscard]] std::optional<Violation> find_violation(const Event& event);

/// What one box has to hold.
struct PersonalPart {
    std::string of; ///< the id of the member (on the platform: account) whose fields they are, as text
    PersonalClass personal_class = PersonalClass::identity;
    std::string plain; ///< JSON object of the fields of (of, class) in the schema's order, absent ones null
};

/// The parts to seal, ascending by (of, class as text); without those of which every field is absent.
std::vector<PersonalPart> personal_parts(const Event& event);

/// The event with these boxes, in their stored order, and without the personal fields themselves. Boxes for an event
/// that can have none are a bug.
Event with_sealed(Event event, std::vector<SealedBox> boxes);

/// Fills the personal fields of (of, class) from an opened box. `corrupt`: it is not what personal_parts() wrote for
/// them; these fields are absent then.
[[nodiscard]] Result<void> restore(Event& event, std::string_view of, PersonalClass personal_class,
                                   std::string_view plain);

/// Opens each box for which the ring has the key; the fields of the others stay absent: their key is gone. The boxes
/// stay. `corrupt`: a box does not open under its key, or does not hold its fields; the event must not be used then.
[[nodiscard]] Status open(Event& event, const SealContext& context, KeyRing& keys);

} // namespace palabre::events
