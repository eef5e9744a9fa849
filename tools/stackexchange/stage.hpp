// SPDX-License-Identifier: Apache-2.0
// The working space between the dump's files and the timeline: what must be looked up or sorted, on the disk.
#pragma once

#include "core/store/key.hpp"
#include "tools/import/scratch.hpp"
#include "tools/stackexchange/items.hpp"
#include "tools/stackexchange/revisions.hpp"

namespace palabre::tools::stackexchange {

inline Key key(RowId row) {
    return Key().i64(static_cast<std::int64_t>(row));
}

/// Staged forms. Plain structs: the codec stores them.
struct StagedPost {
    Posted posted;
    Instant created;
    RowId parent{}; ///< of an answer
    std::vector<std::string> tags;
    std::optional<RowId> accepted;
};
struct StagedPerson {
    std::string name;
    Instant created;
};
/// A post that is in the timeline.
struct Placed {
    RowId question{};
    Instant at;
};
struct Acceptance {
    RowId question{};
    std::string asker;
};

struct Stage {
    import::Scratch scratch;
    Family people = {};     ///< text row → StagedPerson
    Family questions = {};  ///< row → StagedPost
    Family answers = {};    ///< row → StagedPost
    Family history = {};    ///< post, time, row → Revision
    Family placed = {};     ///< row → Placed
    Family acceptance = {}; ///< answer → Acceptance
    Family accepted = {};   ///< answer → Instant of the vote
    Family acts = {};       ///< text row of a person, time → name
    Family items = {};      ///< time, kind, number, row → the item
    /// Rows written, to find those that stood twice.
    std::uint64_t people_put = 0, questions_put = 0, answers_put = 0, history_put = 0;
    std::array<std::uint64_t, std::variant_size_v<Item>> items_put{};

    [[nodiscard]] static Result<Stage> open(const std::filesystem::path& folder);
    /// Puts an item into the order: time, kind, row.
    [[nodiscard]] Status put(const Item& item);
    /// Notes that somebody did something: who is not in Users.xml is known by it, and nobody joins later.
    [[nodiscard]] Status act(const std::string& row, const std::string& name, Instant at);
};

/// The item stored under these bytes.
[[nodiscard]] Result<Item> read_item(std::string_view key, std::string_view value);

} // namespace palabre::tools::stackexchange
