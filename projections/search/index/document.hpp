// SPDX-License-Identifier: Apache-2.0
// What is indexed of a thing that can be found, and what is kept of it by itself: the forward row, from which its
// postings can be made again and so be taken away.
#pragma once

#include "projections/search/analysis/analyzer.hpp"
#include "projections/search/index/ranking.hpp"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace palabre::projections::search {

/// Numbers of a document that filter, count and sort. 0: it has none.
enum class Column : std::uint8_t {
    scope,      ///< who may see it: scopes.hpp
    kind,       ///< what it is: a question, an ad …
    created,    ///< seconds of Unix time
    region,     ///< places::number_of_area()
    department, ///< likewise
    commune,    ///< places::number_of_commune()
    trade,      ///< number_of_code()
    contract,   ///< likewise
    price,      ///< rent or pay a month, in whole units
    surface,    ///< m²
    latitude,   ///< coordinate()
    longitude,  ///< coordinate()
};
inline constexpr std::size_t column_count = 12;
using Columns = std::array<std::uint32_t, column_count>;

[[nodiscard]] constexpr std::uint32_t& at(Columns& columns, Column column) {
    return columns[static_cast<std::size_t>(column)];
}
[[nodiscard]] constexpr std::uint32_t at(const Columns& columns, Column column) {
    return columns[static_cast<std::size_t>(column)];
}
/// Degrees as a column holds them, to 10 cm; never 0.
[[nodiscard]] std::uint32_t coordinate(double degrees);
[[nodiscard]] double degrees(std::uint32_t coordinate);

/// As a context gives it.
struct Document {
    struct Text {
        Field field = Field::body;
        std::string text; ///< plain, no markup
    };
    Language language = Language::fr;
    std::vector<Text> texts;
    Columns columns{};
};

/// The forward row: the folded words of each field in their order, stop words too, so that phrases can be looked for.
/// Stored by core/store/codec.hpp.
struct Stored {
    std::string id;
    Language language = Language::fr;
    std::vector<std::uint32_t> columns; ///< column_count
    std::vector<std::uint8_t> fields;
    std::vector<std::string> words; ///< of each field, with spaces between; ^ before one that is all capitals

    [[nodiscard]] Columns numbers() const;
    /// A text with the same words, or nothing where the field has none.
    [[nodiscard]] std::optional<Document::Text> text(Field field) const;
};
[[nodiscard]] Stored store(std::string id, const Document& document);

/// What of a document stands in the index.
struct Indexed {
    struct Term {
        std::string text;
        Impact impact;
        bool operator==(const Term&) const = default;
    };
    std::vector<Term> terms;        ///< ascending
    std::vector<std::string> words; ///< ascending: for suggestions and corrections
    Columns columns{};
};
[[nodiscard]] Indexed index(const Stored& stored, Analyzer& analyzer);

} // namespace palabre::projections::search
