// SPDX-License-Identifier: Apache-2.0
#include "projections/meta.hpp"

#include "core/store/codec.hpp"
#include "core/store/key.hpp"

namespace palabre::projections {
namespace {

constexpr std::uint8_t format_row = 0;
constexpr std::uint8_t family_row = 1;
constexpr std::uint8_t use_row = 2;
constexpr std::uint8_t log_row = 3;
constexpr std::uint8_t tail_row = 4;
constexpr std::uint8_t halt_row = 5;
constexpr std::uint64_t format = 3;
/// It and the one behind it lack rows, and are the same otherwise.
constexpr std::uint64_t first_format = 1;
/// In a stored FamilyRow: the TailRow says it.
constexpr Position at_tail{std::numeric_limits<std::uint64_t>::max()};

std::string family_key(std::string_view family) {
    return Key().u8(family_row).text(family).str();
}
std::string use_key(std::string_view base) {
    return Key().u8(use_row).text(base).str();
}
std::string halt_key(const CommunityId& community) {
    return Key().u8(halt_row).text(community.text()).str();
}

Error unreadable(std::string_view what) {
    return error(ErrorCode::corrupt,
                 fmt::format("views/: {} cannot be read; delete the folder views/: it is rebuilt from the log", what));
}

} // namespace

Result<Meta> Meta::open(Store& store) {
    PALABRE_TRY(family, store.family(family_name));
    const std::string key = Key().u8(format_row).str();
    PALABRE_TRY(stored, store.get(family, key));
    const auto found = stored ? codec::decode<std::uint64_t>(*stored) : std::optional(first_format);
    if (!found) return unreadable("the format of meta");
    if (*found == format) return Meta(store, family);
    if (*found < first_format || *found > format)
        return error(ErrorCode::unsupported,
                     fmt::format("views/ has format {}, this program knows {}; delete the folder views/: it is rebuilt "
                                 "from the log",
                                 *found, format));
    Batch batch;
    batch.put(family, key, codec::encode(format));
    PALABRE_CHECK(store.write(batch, false));
    return Meta(store, family);
}

Result<Meta::Contents> Meta::read() const {
    Contents contents;
    Scan rows = store_.scan(family_, Key().u8(family_row), Key().u8(use_row + 1));
    for (; rows.valid(); rows.next()) {
        KeyReader key(rows.key());
        const std::uint8_t kind = key.u8();
        const std::string name(key.text());
        if (!key.ok() || !key.rest().empty()) return unreadable("a key of meta");
        if (kind == use_row) {
            contents.in_use.emplace(name, rows.value());
            continue;
        }
        auto row = codec::decode<FamilyRow>(rows.value());
        if (!row) return unreadable("the position of " + name);
        contents.families.emplace(name, std::move(*row));
    }
    PALABRE_CHECK(rows.status());
    PALABRE_CHECK(resolve_tail(contents));
    PALABRE_TRY(log, store_.get(family_, Key().u8(log_row).str()));
    if (log && log->size() != Digest::size) return unreadable("the log's id");
    if (log) contents.log = Digest::from(*log);
    PALABRE_CHECK(read_halts(contents));
    return contents;
}

Status Meta::read_halts(Contents& contents) const {
    Scan rows = store_.scan(family_, Key().u8(halt_row), Key().u8(halt_row + 1));
    for (; rows.valid(); rows.next()) {
        KeyReader key(rows.key());
        key.u8();
        const auto community = CommunityId::parse(key.text());
        const auto halt = codec::decode<events::Halt>(rows.value());
        if (!key.ok() || !key.rest().empty() || !community || !halt) return unreadable("where a community has halted");
        contents.halts.emplace(*community, *halt);
    }
    return rows.status();
}

Status Meta::resolve_tail(Contents& contents) const {
    PALABRE_TRY(stored, store_.get(family_, Key().u8(tail_row).str()));
    const auto tail = stored ? codec::decode<TailRow>(*stored) : std::optional<TailRow>();
    for (auto& [name, row] : contents.families) {
        if (row.position != at_tail) continue;
        if (!tail) return unreadable("the position of " + name);
        row.position = tail->position;
        row.vector = tail->vector;
    }
    return {};
}

void Meta::put(Batch& batch, std::string_view family, const FamilyRow& row) const {
    batch.put(family_, family_key(family), codec::encode(row));
}
void Meta::join_tail(Batch& batch, std::string_view family, const FamilyRow& row) const {
    put(batch, family, FamilyRow{row.base, row.version, at_tail, {}});
}
void Meta::put_tail(Batch& batch, const TailRow& tail) const {
    batch.put(family_, Key().u8(tail_row).str(), codec::encode(tail));
}
void Meta::remove(Batch& batch, std::string_view family) const {
    batch.remove(family_, family_key(family));
}
void Meta::use(Batch& batch, std::string_view base, std::string_view family) const {
    batch.put(family_, use_key(base), family);
}
void Meta::forget(Batch& batch, std::string_view base) const {
    batch.remove(family_, use_key(base));
}

void Meta::halt(Batch& batch, const CommunityId& community, const events::Halt& halt) const {
    batch.put(family_, halt_key(community), codec::encode(halt));
}

void Meta::forget_all(Batch& batch, const Contents& contents) const {
    for (const auto& [name, row] : contents.families) remove(batch, name);
    for (const auto& [base, family] : contents.in_use) forget(batch, base);
    for (const auto& [community, halt] : contents.halts) batch.remove(family_, halt_key(community));
}

void Meta::belongs_to(Batch& batch, const Digest& log) const {
    batch.put(family_, Key().u8(log_row).str(), log.view());
}

} // namespace palabre::projections
