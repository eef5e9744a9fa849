// SPDX-License-Identifier: Apache-2.0
// Small indexes for tests.
#pragma once

#include "projections/search/shelf.hpp"
#include "tests/core/temp_folder.hpp"

#include <string>
#include <vector>

namespace palabre::projections::search::test {

inline Document document(std::string_view title, std::string_view body, std::uint32_t scope = 1) {
    Document out;
    out.texts = {{Field::title, std::string(title)}, {Field::body, std::string(body)}};
    at(out.columns, Column::scope) = scope;
    return out;
}

/// A shelf of documents whose ids are "0", "1" … in the order in which they were put.
class Shelves {
public:
    Shelves() : shelf_(Shelf::create(folder_.path()).value()) {}

    void put(const std::vector<std::optional<Document>>& documents, std::size_t batch = 1'000) {
        std::vector<Shelf::Entry> entries;
        for (const auto& document : documents) {
            entries.push_back({std::to_string(next_++), document});
            if (entries.size() == batch) flush(entries);
        }
        flush(entries);
    }
    void change(std::size_t id, const std::optional<Document>& document) {
        REQUIRE(shelf_->put(std::vector<Shelf::Entry>{{std::to_string(id), document}}).has_value());
    }

    [[nodiscard]] Request request(std::string_view text, bool typing = false) {
        Request out;
        const Language languages[] = {Language::fr};
        out.query = parse_query(text, languages, typing, shelf_->analyzer());
        out.visible = VisibleScopes({false, true});
        return out;
    }
    [[nodiscard]] Answer find(const Request& request) { return shelf_->find(request).value(); }
    /// The numbers of what is found, the best first.
    [[nodiscard]] std::vector<Ordinal> found(std::string_view text, bool typing = false) {
        return numbers(find(request(text, typing)));
    }
    [[nodiscard]] static std::vector<Ordinal> numbers(const Answer& answer) {
        std::vector<Ordinal> out;
        for (const auto& hit : answer.hits) out.push_back(hit.document);
        return out;
    }
    [[nodiscard]] Shelf& shelf() { return *shelf_; }

private:
    void flush(std::vector<Shelf::Entry>& entries) {
        REQUIRE(shelf_->put(entries).has_value());
        entries.clear();
    }

    palabre::test::TempFolder folder_;
    std::unique_ptr<Shelf> shelf_;
    std::size_t next_ = 0;
};

/// A text of `count` words of a vocabulary in which early words are frequent, by a seed of its own.
inline std::string chance_text(std::uint32_t seed, std::size_t count) {
    static const char* const words[] = {"infirmier", "poste", "hôpital", "cabinet", "remplacement", "nuit",
                                        "lyon",      "kiné",  "urgence", "salaire", "libéral",      "paris",
                                        "médecin",   "ehpad", "garde",   "équipe"};
    std::string out;
    std::uint32_t state = seed * 2654435761U + 1;
    for (std::size_t i = 0; i < count; ++i) {
        state = state * 1664525U + 1013904223U;
        const std::uint32_t draw = (state >> 16) % 256;
        const std::size_t word = draw * draw / 4096;
        out += i == 0 ? "" : " ";
        out += words[word % std::size(words)];
        if ((state >> 8) % 31 == 0) out += std::to_string(state % 500);
    }
    return out;
}

} // namespace palabre::projections::search::test
