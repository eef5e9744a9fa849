// SPDX-License-Identifier: Apache-2.0
// The names of occupations that a platform knows, as ROME has them: a table that `palabre import occupations` puts
// beside the data. They are suggested where an occupation is typed.
#pragma once

#include "core/base/result.hpp"

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace palabre::projections::search {

struct Occupation {
    std::string code;  ///< of the list that it comes from
    std::string title; ///< "Infirmier / Infirmière de bloc opératoire"
};

/// Immutable; any thread.
class Occupations {
public:
    explicit Occupations(std::vector<Occupation> all);
    /// A file of lines `code TAB title`, as write_occupations() makes it. Not there: an empty table.
    [[nodiscard]] static Result<Occupations> read(const std::filesystem::path& file);

    [[nodiscard]] std::size_t size() const { return all_.size(); }
    /// Those of which the title, or a form of it behind a '/', begins so, whatever accents and capitals; by title. The
    /// first `skip` are left out; at most `most`.
    [[nodiscard]] std::vector<const Occupation*> beginning(std::string_view text, std::size_t skip,
                                                           std::size_t most) const;

private:
    std::vector<Occupation> all_;                               ///< ascending by title
    std::vector<std::pair<std::string, std::size_t>> by_begin_; ///< folded form → in `all_`; ascending
};

/// Where a data folder has them.
[[nodiscard]] std::filesystem::path occupations_file(const std::filesystem::path& data);

/// Of a list in JSON, [{"code", "libelle"}, …], as France Travail gives the appellations of ROME, or of lines `code TAB
/// title`. `invalid`: it is neither, or an entry has no code or no title or longer ones than limits allow.
[[nodiscard]] Result<std::vector<Occupation>> parse_occupations(std::string_view text);
/// All or nothing: a server meets the old table or the new one.
[[nodiscard]] Status write_occupations(const std::filesystem::path& file, std::span<const Occupation> all);

} // namespace palabre::projections::search
