// SPDX-License-Identifier: Apache-2.0
#include "core/store/codec.hpp"
#include "core/vault/vault_impl.hpp"

#include <map>

namespace palabre {

using namespace detail;

namespace {

bool is(std::string_view value, Mark wanted) {
    return !value.empty() && static_cast<Mark>(value.front()) == wanted;
}

/// Of the family keys: what all nodes have in common. The rest is each vault's own.
bool is_shared(std::string_view key) {
    const std::string_view kind = KeyReader(key).text();
    return kind == check_key || kind == cookie_kind || kind == naming_kind || kind == sealed_kind;
}

/// The owner's key at the front of a record's; nothing: no record's key.
std::optional<std::string_view> owner_part(std::string_view record_key) {
    KeyReader key(record_key);
    key.text();
    key.text();
    const std::size_t owner = record_key.size() - key.rest().size();
    (void)key.take<RecordId>();
    if (!key.ok() || !key.rest().empty()) return std::nullopt;
    return record_key.substr(0, owner);
}

} // namespace

/// Judges rows one after the other, each over what stands with those before it.
class Vault::Impl::Taking {
public:
    explicit Taking(Impl& vault) : vault_(vault) {}

    [[nodiscard]] Status take(const VaultRow& row) {
        switch (row.family) {
        case VaultRow::Family::keys:
            return take_key(row);
        case VaultRow::Family::owners:
            return take_owner(row);
        case VaultRow::Family::records:
            return take_record(row);
        }
        return error(ErrorCode::unsupported, "vault: a row of a family that this version does not know");
    }

    [[nodiscard]] const std::vector<VaultRow>& repairs() const { return repairs_; }

    [[nodiscard]] Status finish(std::int64_t offset) {
        Batch batch;
        for (const auto& [place, value] : changed_) batch.put(vault_.family(place.first), place.second, value);
        batch.put(vault_.keys, taken_key, codec::encode(offset));
        PALABRE_CHECK(vault_.store->write(batch, true));
        for (const auto& [place, value] : changed_) {
            const auto& [family, key] = place;
            if (family == VaultRow::Family::keys) vault_.key_cache.forget(key, key + '\0');
            if (family == VaultRow::Family::records) vault_.record_cache.forget(key, key + '\0');
            if (family == VaultRow::Family::owners) vault_.record_cache.forget(key, Key().raw(key).prefix_end());
        }
        return {};
    }

private:
    [[nodiscard]] Result<std::optional<std::string>> standing(VaultRow::Family family, const std::string& key) const {
        if (const auto found = changed_.find({family, key}); found != changed_.end())
            return std::optional(found->second);
        return vault_.store->get(vault_.family(family), key);
    }
    void put(VaultRow::Family family, const std::string& key, std::string value) {
        changed_[{family, key}] = std::move(value);
    }
    void repair(VaultRow::Family family, std::string key, std::string value, std::uint8_t rank = 0) {
        repairs_.push_back({family, std::move(key), std::move(value), rank});
    }

    [[nodiscard]] Status take_key(const VaultRow& row) {
        if (!is_shared(row.key)) return error(ErrorCode::corrupt, "vault: a key that is each vault's own");
        if (row.key == Key().text(check_key).str()) {
            if (vault_.unwrap(key_bound(check_key), row.value) == check_text) return {};
            return error(ErrorCode::invalid,
                         "vault: the other nodes have another master key; give this node a copy of theirs");
        }
        const std::string rank_key = Key().text(rank_kind).raw(row.key).str();
        PALABRE_TRY(found, standing(row.family, row.key));
        PALABRE_TRY(stored_rank, standing(row.family, rank_key));
        const std::uint8_t rank = stored_rank ? static_cast<std::uint8_t>(stored_rank->front()) : 0;
        if (!found || row.rank > rank) {
            put(row.family, row.key, row.value);
            if (row.rank > 0) put(row.family, rank_key, std::string(1, static_cast<char>(row.rank)));
        } else if (*found != row.value) {
            const bool tie = row.rank == rank && rank < std::numeric_limits<std::uint8_t>::max();
            repair(row.family, row.key, *found, static_cast<std::uint8_t>(rank + (tie ? 1 : 0)));
        }
        return {};
    }

    [[nodiscard]] Status take_owner(const VaultRow& row) {
        PALABRE_TRY(found, standing(row.family, row.key));
        if (found) return {};
        put(row.family, row.key, mark(Mark::overwritten)); // destroy() does the rest: the bytes still lie on the disk
        // Whoever destroyed it did not know of those that came in between.
        const Key prefix = Key().raw(row.key);
        const auto end_with_it = [&](std::string_view key, std::string_view value) {
            if (is(value, Mark::wrapped)) repair(VaultRow::Family::records, std::string(key), mark(Mark::destroyed));
        };
        auto at = changed_.lower_bound({VaultRow::Family::records, prefix.str()});
        for (; at != changed_.end() && at->first.second.starts_with(row.key); ++at)
            end_with_it(at->first.second, at->second);
        Scan scan = vault_.store->scan(vault_.records, prefix, prefix.prefix_end());
        for (; scan.valid(); scan.next()) end_with_it(scan.key(), scan.value());
        return scan.status();
    }

    [[nodiscard]] Status take_record(const VaultRow& row) {
        const auto owner = owner_part(row.key);
        if (!owner) return error(ErrorCode::corrupt, "vault: a row whose key is no record's");
        PALABRE_TRY(owner_gone, standing(VaultRow::Family::owners, std::string(*owner)));
        PALABRE_TRY(found, standing(row.family, row.key));
        const bool stands = found && is(*found, Mark::wrapped);
        if (!is(row.value, Mark::wrapped)) {
            if (!found) put(row.family, row.key, mark(Mark::destroyed));
            if (stands) put(row.family, row.key, mark(Mark::overwritten));
        } else if (owner_gone || (found && !stands)) {
            repair(row.family, row.key, mark(Mark::destroyed));
        } else if (!found) {
            put(row.family, row.key, row.value);
        }
        return {};
    }

    Impl& vault_;
    std::map<std::pair<VaultRow::Family, std::string>, std::string> changed_;
    std::vector<VaultRow> repairs_;
};

Status Vault::take(const std::vector<VaultRow>& rows, std::int64_t offset, const Repair& repair) {
    const std::lock_guard lock(impl_->taking);
    Impl::Taking taking(*impl_);
    for (const VaultRow& row : rows) PALABRE_CHECK(taking.take(row));
    if (!taking.repairs().empty()) PALABRE_CHECK(repair(taking.repairs()));
    return taking.finish(offset);
}

Result<std::int64_t> Vault::taken() const {
    PALABRE_TRY(value, impl_->store->get(impl_->keys, taken_key));
    if (!value) return std::int64_t{-1};
    const auto offset = codec::decode<std::int64_t>(*value);
    if (!offset) return error(ErrorCode::corrupt, "vault: how far it has come cannot be read");
    return *offset;
}

Status Vault::joined() {
    return impl_->write_one(impl_->keys, joined_key, mark(Mark::wrapped));
}

Result<std::vector<VaultRow>> Vault::share_by(VaultShare& share) {
    const std::lock_guard lock(impl_->writing);
    impl_->share = &share;
    std::vector<VaultRow> rows;
    PALABRE_TRY(joined_before, impl_->store->get(impl_->keys, joined_key));
    if (joined_before) return rows;
    // The check first: a vault under another master key goes no further.
    for (const auto family : {VaultRow::Family::keys, VaultRow::Family::owners, VaultRow::Family::records}) {
        const std::string lowest(1, '\0'), highest(1, '\x7f'); // keys begin with a community's id or a kind: ASCII
        Scan scan = impl_->store->scan(impl_->family(family), lowest, highest);
        for (; scan.valid(); scan.next()) {
            if (family == VaultRow::Family::keys && !is_shared(scan.key())) continue;
            const bool gone = is(scan.value(), Mark::overwritten);
            rows.push_back({family, std::string(scan.key()), gone ? mark(Mark::destroyed) : std::string(scan.value())});
        }
        PALABRE_CHECK(scan.status());
    }
    return rows;
}

} // namespace palabre
