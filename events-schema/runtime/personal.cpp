// SPDX-License-Identifier: Apache-2.0
// The personal fields of an event: into boxes and out of them.
#include "events-schema/runtime/events.hpp"
#include "events-schema/runtime/field_reader.hpp"
#include "events-schema/runtime/field_writer.hpp"
#include "events/fields.hpp"

#include <algorithm>
#include <cassert>

namespace palabre::events {
namespace {

/// Gathers each (of, class) with its fields.
struct Gatherer {
    struct Part {
        std::string of;
        PersonalClass personal_class;
        FieldWriter writer;
        bool present = false;
    };
    std::vector<Part> parts;

    template <class T>
    void clear(std::string_view, const T&, Bounds = {}, Bounds = {}) {}
    template <class T, class Of>
    void personal(std::string_view name, const std::optional<T>& value, const Of& of, PersonalClass personal_class,
                  Bounds = {}, Bounds = {}) {
        Part& part = at(of.text(), personal_class);
        part.writer.field(name, value);
        part.present = part.present || value.has_value();
    }

private:
    Part& at(std::string of, PersonalClass personal_class) {
        for (Part& part : parts) {
            if (part.of == of && part.personal_class == personal_class) return part;
        }
        return parts.emplace_back(Part{std::move(of), personal_class, {}});
    }
};

struct Eraser {
    template <class T>
    void clear(std::string_view, const T&, Bounds = {}, Bounds = {}) {}
    template <class T, class Of>
    void personal(std::string_view, std::optional<T>& value, const Of&, PersonalClass, Bounds = {}, Bounds = {}) {
        value.reset();
    }
};

/// Reads the fields of one (of, class).
struct Restorer {
    FieldReader reader;
    std::string_view of;
    PersonalClass personal_class;
    bool found = false;

    template <class T>
    void clear(std::string_view, const T&, Bounds = {}, Bounds = {}) {}
    template <class T, class Of>
    void personal(std::string_view name, std::optional<T>& value, const Of& whose, PersonalClass its_class,
                  Bounds bounds = {}, Bounds = {}) {
        if (its_class != personal_class || whose.text() != of) return;
        found = true;
        value.reset();
        reader.field(name, value, bounds);
    }
};

/// Makes the fields of one (of, class) absent again.
struct Undo {
    std::string_view of;
    PersonalClass personal_class;

    template <class T>
    void clear(std::string_view, const T&, Bounds = {}, Bounds = {}) {}
    template <class T, class Of>
    void personal(std::string_view, std::optional<T>& value, const Of& whose, PersonalClass its_class, Bounds = {},
                  Bounds = {}) {
        if (its_class == personal_class && whose.text() == of) value.reset();
    }
};

} // namespace

std::vector<PersonalPart> personal_parts(const Event& event) {
    Gatherer gatherer;
    std::visit([&](const auto& e) { visit_fields(e, gatherer); }, event);
    std::vector<PersonalPart> parts;
    for (auto& part : gatherer.parts) {
        if (part.present) parts.push_back({std::move(part.of), part.personal_class, std::move(part.writer).finish()});
    }
    std::ranges::sort(parts, {}, [](const PersonalPart& part) {
        return std::pair(std::string_view(part.of), class_text(part.personal_class));
    });
    return parts;
}

Event with_sealed(Event event, std::vector<SealedBox> boxes) {
    std::ranges::sort(boxes, {}, [](const SealedBox& box) {
        return std::pair(std::string_view(box.of), class_text(box.personal_class));
    });
    std::visit(
        [&](auto& e) {
            Eraser eraser;
            visit_fields(e, eraser);
            if constexpr (requires { e.sealed; }) {
                e.sealed = std::move(boxes);
            } else {
                assert(boxes.empty());
            }
        },
        event);
    return event;
}

Result<void> restore(Event& event, std::string_view of, PersonalClass personal_class, std::string_view plain) {
    const std::string_view type = type_of(event);
    Restorer restorer{FieldReader(plain, type), of, personal_class};
    std::visit([&](auto& e) { visit_fields(e, restorer); }, event);
    auto status = restorer.reader.finish();
    if (status.has_value() && !restorer.found)
        status = error(ErrorCode::corrupt, std::string(type) + ": sealed: a box for which there is no field");
    if (status.has_error()) {
        Undo undo{of, personal_class};
        std::visit([&](auto& e) { visit_fields(e, undo); }, event);
    }
    return status;
}

} // namespace palabre::events
