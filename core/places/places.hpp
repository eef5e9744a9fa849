// SPDX-License-Identifier: Apache-2.0
// The communes of France, their départements and regions: by code, by postcode, by how their names begin; and how far
// apart two places are. The table is made at build time (generate.py) and stands in the program.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace palabre::places {

/// Of an index, for one question: a beginning of one letter has more.
inline constexpr std::size_t places_looked_at = 2'000;

/// A point on the earth, in degrees.
struct Point {
    double latitude = 0;
    double longitude = 0;
};

/// Along a great circle, by the haversine formula (R. W. Sinnott, "Virtues of the Haversine", Sky and Telescope 68,
/// 1984) on a sphere of 6,371.0 km, the mean radius R1 of IUGG: the flattened earth differs by 0.6 % at most.
[[nodiscard]] double kilometres(const Point& a, const Point& b);

struct Region {
    std::string_view code; ///< INSEE: "84"
    std::string_view name;
};
struct Department {
    std::string_view code; ///< "07", "2A", "974"
    std::string_view name;
    std::string_view region; ///< its code
};
struct Commune {
    std::string_view code; ///< INSEE: "07010"; no postcode
    std::string_view name;
    std::string_view department; ///< its code
    std::string_view region;     ///< its code
    std::uint32_t population = 0;
    Point point;
    bool has_point = false;
    bool about = false; ///< the point is the middle of its neighbours
    std::vector<std::string_view> postcodes;
};

/// Where a code stands in a column of numbers, and back: "07010" is 7010, "2A004" 200004, "2B033" 210033, "2A" 201,
/// "2B" 202. 0: no such code.
[[nodiscard]] std::uint32_t number_of_commune(std::string_view code);
[[nodiscard]] std::uint32_t number_of_area(std::string_view code); ///< of a département or a region
[[nodiscard]] std::string commune_code(std::uint32_t number);
[[nodiscard]] std::string department_code(std::uint32_t number);
[[nodiscard]] std::string region_code(std::uint32_t number);

/// Immutable; any thread. What it gives lives as long as the program.
class Places {
public:
    /// The one table, read at its first use: some 60 ms and 10 MB.
    [[nodiscard]] static const Places& list();

    /// By INSEE's code; of a commune that was merged, the one that it is a part of now. Null: there is none.
    [[nodiscard]] const Commune* commune(std::string_view code) const;
    /// Those with most inhabitants first.
    [[nodiscard]] std::vector<const Commune*> with_postcode(std::string_view postcode) const;
    /// Names that begin so, whatever accents, hyphens and capitals, "st" and "ste" for "saint" and "sainte", or
    /// postcodes that do; those with most inhabitants first, at most `most`. Looks at places_looked_at.
    [[nodiscard]] std::vector<const Commune*> beginning(std::string_view text, std::size_t most) const;
    /// The one that is meant by a code, a postcode, or a whole name, the one with most inhabitants. Null: none.
    [[nodiscard]] const Commune* meant(std::string_view text) const;
    /// The one of a département that somebody meant who wrote "Privas", "07 - ST PRIEST", "07000", "Lyon 3e" or
    /// "69003 Lyon Cedex": by a whole name, also one from before a merger, by a postcode, or by both. Null: none, or
    /// several as likely. A postcode of several means the one with more than twice the inhabitants of any other.
    [[nodiscard]] const Commune* meant(std::string_view written, std::string_view department) const;

    /// What a point that is kept in hundredths of a degree is called, be it where on the earth it may: the commune
    /// whose middle it is, of several the one with most inhabitants, else the nearest. None whose middle is not known.
    /// Looks at all.
    [[nodiscard]] const Commune& named(std::int32_t latitude, std::int32_t longitude) const;

    [[nodiscard]] const Department* department(std::string_view code) const;
    [[nodiscard]] const Region* region(std::string_view code) const;
    [[nodiscard]] std::span<const Commune> communes() const { return communes_; }
    [[nodiscard]] std::span<const Department> departments() const { return departments_; }
    [[nodiscard]] std::span<const Region> regions() const { return regions_; }

private:
    using Index = std::vector<std::pair<std::string, const Commune*>>; ///< ascending by text

    explicit Places(std::string_view table);
    void add(std::span<const std::string_view> fields);
    void add_former(std::string_view code, std::string_view now, std::string_view name);
    void finish();
    [[nodiscard]] static std::vector<const Commune*> find(const Index& index, std::string_view text, bool whole,
                                                          std::size_t most);

    std::vector<Region> regions_;
    std::vector<Department> departments_;
    std::vector<Commune> communes_; ///< ascending by code
    std::unordered_map<std::string_view, std::string_view> former_;
    Index by_name_;        ///< folded
    Index by_former_name_; ///< folded, of those that were merged: what they are a part of
    Index by_postcode_;    ///< a commune may have several
};

} // namespace palabre::places
