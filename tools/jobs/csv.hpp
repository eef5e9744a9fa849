// SPDX-License-Identifier: Apache-2.0
// Comma-separated values (RFC 4180): quoted fields hold commas, quotes twice and line ends; lines end with LF or CR LF.
#pragma once

#include "core/base/result.hpp"

#include <cstdint>
#include <istream>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace palabre::tools::jobs {

class Csv {
public:
    /// Reads the first row, which names the columns. The stream outlives this. `invalid`: as next().
    [[nodiscard]] static Result<Csv> open(std::istream& in, std::string name);

    /// A row by its columns; nothing: the end. `invalid`, naming file and line: a quote that does not end, a row with
    /// another number of fields than the first, or longer than limits::xml_row_bytes.
    using Row = std::map<std::string, std::string, std::less<>>;
    [[nodiscard]] Result<std::optional<Row>> next();

private:
    Csv(std::istream& in, std::string name) : in_(in), name_(std::move(name)) {}
    [[nodiscard]] Result<std::optional<std::vector<std::string>>> fields();
    [[nodiscard]] Error fault(std::string_view what) const;

    std::istream& in_;
    std::string name_;
    std::vector<std::string> columns_;
    std::uint64_t line_ = 1; ///< at which the row begins that is read next
    std::uint64_t begun_ = 1;
};

} // namespace palabre::tools::jobs
