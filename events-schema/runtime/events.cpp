// SPDX-License-Identifier: Apache-2.0
#include "events-schema/runtime/events.hpp"

#include "events-schema/runtime/field_reader.hpp"
#include "events-schema/runtime/field_writer.hpp"
#include "events/fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace palabre::events {
namespace {

constexpr std::size_t event_count = std::variant_size_v<Event>;
template <std::size_t I>
using EventAt = std::variant_alternative_t<I, Event>;
template <class T>
concept Sealable = requires(T event) {
    event.sealed;
};

/// Calls f.template operator()<I>() for each alternative and gives the results as an array.
template <class F, std::size_t... I>
constexpr auto table(F f, std::index_sequence<I...>) {
    return std::array{f.template operator()<I>()...};
}
template <class F>
constexpr auto table(F f) {
    return table(f, std::make_index_sequence<event_count>{});
}

constexpr auto infos = table([]<std::size_t I>() {
    constexpr std::string_view type = EventAt<I>::type;
    return EventInfo{type, type.substr(0, type.find('.')), Sealable<EventAt<I>>};
});
static_assert(std::ranges::is_sorted(infos, {}, &EventInfo::type));

/// Writes clear fields in place and personal ones as null.
struct StoredWriter : FieldWriter {
    template <class T>
    void clear(std::string_view name, const T& value, Bounds = {}, Bounds = {}) {
        field(name, value);
    }
    template <class T, class Of>
    void personal(std::string_view name, const std::optional<T>&, const Of&, PersonalClass, Bounds = {}, Bounds = {}) {
        null_field(name);
    }
};

/// Writes all fields in place.
struct OpenWriter : FieldWriter {
    template <class T>
    void clear(std::string_view name, const T& value, Bounds = {}, Bounds = {}) {
        field(name, value);
    }
    template <class T, class Of>
    void personal(std::string_view name, const std::optional<T>& value, const Of&, PersonalClass, Bounds = {},
                  Bounds = {}) {
        field(name, value);
    }
};

struct StoredReader : FieldReader {
    using FieldReader::FieldReader;
    template <class T>
    void clear(std::string_view name, T& out, Bounds bounds = {}, Bounds = {}) {
        field(name, out, bounds);
    }
    template <class T, class Of>
    void personal(std::string_view name, std::optional<T>&, const Of&, PersonalClass, Bounds = {}, Bounds = {}) {
        null_field(name);
    }
};

/// Whether some personal field belongs into `box`.
struct Claims {
    const SealedBox& box;
    bool found = false;

    template <class T>
    void clear(std::string_view, const T&, Bounds = {}, Bounds = {}) {}
    template <class T, class Of>
    void personal(std::string_view, const std::optional<T>&, const Of& of, PersonalClass personal_class, Bounds = {},
                  Bounds = {}) {
        found = found || (personal_class == box.personal_class && of.text() == box.of);
    }
};

using Decoder = Result<Event> (*)(std::string_view);

template <class T>
Result<Event> decode_as(std::string_view value) {
    Event event(std::in_place_type<T>);
    auto& target = *std::get_if<T>(&event);
    StoredReader reader(value, T::type);
    visit_fields(target, reader);
    if constexpr (Sealable<T>) reader.boxes(target.sealed);
    PALABRE_CHECK(reader.finish());
    if constexpr (Sealable<T>) {
        for (const SealedBox& box : target.sealed) {
            Claims claims{box};
            visit_fields(std::as_const(target), claims);
            if (!claims.found)
                return error(ErrorCode::corrupt, fmt::format("{}: sealed: a box for which there is no field", T::type));
        }
    }
    return event;
}

constexpr auto decoders = table([]<std::size_t I>() -> Decoder { return &decode_as<EventAt<I>>; });

} // namespace

std::span<const EventInfo> catalogue() {
    return infos;
}

std::string_view type_of(const Event& event) {
    return infos[event.index()].type;
}

std::string encode(const Event& event) {
    return std::visit(
        [](const auto& e) {
            StoredWriter writer;
            visit_fields(e, writer);
            if constexpr (Sealable<decltype(e)>) writer.boxes(e.sealed);
            return std::move(writer).finish();
        },
        event);
}

std::string encode_open(const Event& event) {
    return std::visit(
        [](const auto& e) {
            OpenWriter writer;
            visit_fields(e, writer);
            return std::move(writer).finish();
        },
        event);
}

Result<Event> decode(std::string_view type, std::string_view value) {
    const auto info = std::ranges::lower_bound(infos, type, {}, &EventInfo::type);
    if (info == infos.end() || info->type != type)
        return error(ErrorCode::unsupported, fmt::format("{}: an event type that this version does not know", type));
    return decoders[static_cast<std::size_t>(info - infos.begin())](value);
}

} // namespace palabre::events
