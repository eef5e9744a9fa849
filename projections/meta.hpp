// SPDX-License-Identifier: Apache-2.0
// What views/ remembers about its families of rows, in the family "meta":
//
//   u8 0                  → varint: the format of meta, 3 (2 has no halts, 1 no TailRow either; the same otherwise)
//   u8 1, family name \0  → FamilyRow (core/store/codec.hpp): a family that is in use or being built
//   u8 2, base name \0    → name of the family in use: "posts" → "posts.1.b"
//   u8 3                  → 32 bytes: the id of the log whose events the rows are made of
//   u8 4                  → TailRow: how far those families have come that are up to date
//   u8 5, community \0    → events::Halt: from where on all families pass that community's events over
//
// Families that are up to date move on together: one row says it for all of them instead of one each, and theirs say
// only that they are there. The row that says where a family stands changes in the batch that changes the family's
// rows, so both tell of the same events after any crash.
// (RocksDB syncs the closed WALs before it installs a flush when there are several families, so a power cut cannot keep
// rows and lose their position either.) A family without a row here is nobody's: it is dropped when views/ is opened.
#pragma once

#include "core/log/order.hpp"
#include "core/store/store.hpp"
#include "events-schema/runtime/halt.hpp"

#include <map>
#include <string>
#include <string_view>

namespace palabre::projections {

/// How far a family of rows has come. Stored as its fields in order: a change is a new format.
struct FamilyRow {
    std::string base;           ///< "posts": one projection through all its versions
    unsigned version = 0;       ///< of the projection that makes the rows
    Position position{};        ///< last applied
    log::PositionVector vector; ///< last applied offset of each partition
};

/// Where the families stand that have joined the tail. Stored as its fields in order.
struct TailRow {
    Position position{};
    log::PositionVector vector;
};

/// Reads and stages the rows of "meta". Owns nothing; one thread.
class Meta {
public:
    static constexpr std::string_view family_name = "meta";

    struct Contents {
        std::map<std::string, FamilyRow> families; ///< by family name, each as far as it has come
        std::map<std::string, std::string> in_use; ///< base → family name
        std::optional<Digest> log;                 ///< nothing: not said yet
        events::Halts halts;
    };

    Meta(Store& store, Family family) : store_(store), family_(family) {}
    /// Creates the family when missing. `corrupt`, `unsupported`: with the way out.
    [[nodiscard]] static Result<Meta> open(Store& store);

    [[nodiscard]] Result<Contents> read() const;

    /// It stands where its own row says, whatever it has joined before.
    void put(Batch& batch, std::string_view family, const FamilyRow& row) const;
    /// From here on it stands where the tail stands.
    void join_tail(Batch& batch, std::string_view family, const FamilyRow& row) const;
    void put_tail(Batch& batch, const TailRow& tail) const;
    void remove(Batch& batch, std::string_view family) const;
    void use(Batch& batch, std::string_view base, std::string_view family) const;
    void forget(Batch& batch, std::string_view base) const;
    void belongs_to(Batch& batch, const Digest& log) const;
    void halt(Batch& batch, const CommunityId& community, const events::Halt& halt) const;
    /// Every family, what is in use, every halt: the rows themselves are nobody's then.
    void forget_all(Batch& batch, const Contents& contents) const;

private:
    /// Sets position and vector of those that have joined the tail.
    [[nodiscard]] Status resolve_tail(Contents& contents) const;
    [[nodiscard]] Status read_halts(Contents& contents) const;

    Store& store_;
    Family family_;
};

} // namespace palabre::projections
