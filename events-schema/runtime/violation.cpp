// SPDX-License-Identifier: Apache-2.0
// An event's fields against the bounds of its schema.
#include "core/text/unicode.hpp"
#include "events-schema/runtime/events.hpp"
#include "events/fields.hpp"

#include <algorithm>

namespace palabre::events {
namespace {

/// Keeps the first violation.
struct Checker {
    std::optional<Violation> found;

    template <class T>
    void clear(std::string_view name, const T& value, Bounds bounds = {}, Bounds of_items = {}) {
        if (!found) check(std::string(name), value, bounds, of_items);
    }
    template <class T, class Of>
    void personal(std::string_view name, const std::optional<T>& value, const Of&, PersonalClass, Bounds bounds = {},
                  Bounds of_items = {}) {
        if (!found) check(std::string(name), value, bounds, of_items);
    }

private:
    void fail(std::string field, Fault fault) { found = Violation{std::move(field), fault}; }

    /// Ids, words, instants and flags have no bounds: their types hold them.
    template <class T>
    void check(std::string, const T&, Bounds, Bounds) {}
    void check(std::string name, const std::string& value, Bounds bounds, Bounds) {
        if (!text::is_utf8(value)) return fail(std::move(name), Fault::not_utf8);
        const std::size_t length = text::length(value);
        if (std::cmp_less(length, bounds.least)) return fail(std::move(name), Fault::too_short);
        if (std::cmp_greater(length, bounds.most)) return fail(std::move(name), Fault::too_long);
    }
    template <class T>
    requires(std::integral<T> && !std::same_as<T, bool>) void check(std::string name, const T& value, Bounds bounds,
                                                                    Bounds) {
        if (!bounds.hold(value)) fail(std::move(name), Fault::out_of_range);
    }
    template <class T>
    void check(std::string name, const std::optional<T>& value, Bounds bounds, Bounds of_items) {
        if (value) check(std::move(name), *value, bounds, of_items);
    }
    template <class T>
    void check(std::string name, const std::vector<T>& list, Bounds bounds, Bounds of_items) {
        if (std::cmp_less(list.size(), bounds.least)) return fail(std::move(name), Fault::too_few);
        if (std::cmp_greater(list.size(), bounds.most)) return fail(std::move(name), Fault::too_many);
        for (auto item = list.begin(); item != list.end() && !found; ++item) {
            std::string place = name + '/' + std::to_string(item - list.begin());
            // Lists are short (the bound above): comparing each with each is cheaper than sorting.
            if (std::find(list.begin(), item, *item) != item) return fail(std::move(place), Fault::repeated);
            check(std::move(place), *item, of_items, {});
        }
    }
};

} // namespace

std::optional<Violation> find_violation(const Event& event) {
    Checker checker;
    std::visit([&](const auto& e) { visit_fields(e, checker); }, event);
    return std::move(checker.found);
}

} // namespace palabre::events
