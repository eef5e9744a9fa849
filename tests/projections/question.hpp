// SPDX-License-Identifier: Apache-2.0
// What a question of then.json asks, and the forms of answers; and the questions that stand in files of their own.
#pragma once

#include "projections/row.hpp"
#include "tests/projections/told.hpp"

#include <doctest/doctest.h>

namespace palabre::projections::test {

/// The arguments of a question.
class Asked {
public:
    Asked(const History& asked_history, const Json& question) : history(asked_history), json(question) {}

    [[nodiscard]] CommunityId community() const { return log::test::community(json.value("in", "nord")); }
    template <class T>
    [[nodiscard]] T id(const char* name) const {
        const auto parsed = T::parse(text(name));
        REQUIRE(parsed.has_value());
        return *parsed;
    }
    [[nodiscard]] std::string text(const char* name) const {
        REQUIRE_MESSAGE(json.contains(name), "the question needs " << name);
        return json[name].get<std::string>();
    }
    [[nodiscard]] std::optional<std::string> cursor() const {
        return json.contains("cursor") ? std::optional(text("cursor")) : std::nullopt;
    }
    [[nodiscard]] std::size_t limit() const { return json.value("limit", std::size_t{30}); }
    [[nodiscard]] View view(const Projection& projection) const { return history.view(projection); }

    const History& history;
    const Json& json;
};

inline Json parsed(std::string_view json) {
    return Json::parse(json);
}
template <class Record>
Json rows(const std::vector<Row<Record>>& rows) {
    Json list = Json::array();
    for (const auto& row : rows) list.push_back(parsed(row.json()));
    return list;
}
template <class Record>
Json row(const std::optional<Row<Record>>& row) {
    return row ? parsed(row->json()) : Json(nullptr);
}
template <class T>
Json optional(const std::optional<T>& value) {
    return value ? Json(*value) : Json(nullptr);
}
template <class T>
Json text_of(const std::optional<T>& id) {
    return id ? Json(id->text()) : Json(nullptr);
}
inline Json refused(const Error& error) {
    REQUIRE(error.code == ErrorCode::invalid);
    return {{"error", "invalid"}};
}

// asked_people.cpp: of organisations, conversations and saved searches.
Json ask_conversations(const Asked& q);
Json ask_messages(const Asked& q);
Json ask_blocks(const Asked& q);
Json ask_contacts(const Asked& q);
Json ask_message_reports(const Asked& q);
Json ask_saved_searches(const Asked& q);
Json ask_alerts(const Asked& q);
Json ask_told(const Asked& q);
Json ask_organisation(const Asked& q);
Json ask_delegations(const Asked& q);
Json ask_acts(const Asked& q);

} // namespace palabre::projections::test
