// SPDX-License-Identifier: Apache-2.0
#include "core/vault/vault_impl.hpp"

namespace palabre {

using namespace detail;

// Destroying has three steps, each durable before the next: overwrite (from here on the secrets are gone for every
// reader), purge, mark as purged. After a crash in between the same call finds `overwritten` and does the rest.

/// Writes in batches of bounded size, each in the order in which it was staged.
class Vault::Impl::Overwriting {
public:
    explicit Overwriting(Impl& vault) : vault_(vault) {}

    [[nodiscard]] Status put(Family family, std::string_view key, Mark value) {
        batch_.put(family, key, mark(value));
        return ++staged_ % limits::vault_destroyed_per_batch == 0 ? flush() : Status{};
    }
    [[nodiscard]] Status flush() {
        if (batch_.empty()) return {};
        PALABRE_CHECK(vault_.store->write(batch_, true));
        batch_.clear();
        return {};
    }

private:
    Impl& vault_;
    Batch batch_;
    std::size_t staged_ = 0;
};

Status Vault::destroy(const Owner& owner, const RecordId& id) {
    return destroy(std::vector{Doomed{owner, id}});
}

Status Vault::destroy(const Owner& owner) {
    return destroy(std::vector{Doomed{owner}});
}

Status Vault::destroy(const std::vector<Doomed>& doomed) {
    for (const Doomed& one : doomed) PALABRE_CHECK(check_owner(one.owner));
    std::vector<Impl::Row> overwritten;
    {
        const std::lock_guard lock(impl_->writing);
        if (impl_->share != nullptr) {
            PALABRE_TRY(rows, impl_->doom(doomed));
            if (!rows.empty()) PALABRE_CHECK(impl_->share->append(rows));
        }
        const std::lock_guard no_row_comes_between(impl_->taking);
        Impl::Overwriting out(*impl_);
        for (const Doomed& one : doomed) PALABRE_CHECK(impl_->overwrite(out, one, overwritten));
        PALABRE_CHECK(out.flush());
        for (const auto& [family, key] : overwritten)
            impl_->record_cache.forget(key, family == Impl::Row::owner ? Key().raw(key).prefix_end() : key + '\0');
    }
    if (overwritten.empty()) return {};
    PALABRE_CHECK(impl_->store->purge(impl_->records));
    Impl::Overwriting out(*impl_);
    for (const auto& [family, key] : overwritten)
        PALABRE_CHECK(out.put(family == Impl::Row::owner ? impl_->owners : impl_->records, key, Mark::destroyed));
    return out.flush();
}

Result<std::vector<VaultRow>> Vault::Impl::doom(const std::vector<Doomed>& doomed) const {
    std::vector<VaultRow> rows;
    for (const Doomed& one : doomed) {
        const Key prefix = owner_key(one.owner);
        PALABRE_TRY(gone, is_destroyed(one.owner));
        if (gone) continue; // whoever destroyed the owner told the others
        if (one.record) {
            rows.push_back({VaultRow::Family::records, record_key(one.owner, *one.record), mark(Mark::destroyed)});
            continue;
        }
        rows.push_back({VaultRow::Family::owners, prefix.str(), mark(Mark::destroyed)});
        Scan scan = store->scan(records, prefix, prefix.prefix_end());
        for (; scan.valid(); scan.next())
            rows.push_back({VaultRow::Family::records, std::string(scan.key()), mark(Mark::destroyed)});
        PALABRE_CHECK(scan.status());
    }
    return rows;
}

Status Vault::Impl::overwrite(Overwriting& out, const Doomed& doomed, std::vector<Row>& overwritten) {
    const Key prefix = owner_key(doomed.owner);
    PALABRE_TRY(owner_mark, store->get(owners, prefix));
    if (owner_mark && *owner_mark == mark(Mark::destroyed)) return {};
    if (doomed.record && !owner_mark) {
        const std::string key = record_key(doomed.owner, *doomed.record);
        PALABRE_TRY(value, store->get(records, key));
        if (value && *value == mark(Mark::destroyed)) return {};
        if (!value) return out.put(records, key, Mark::destroyed); // bars a later put
        overwritten.push_back({Row::record, key});
        return out.put(records, key, Mark::overwritten);
    }
    PALABRE_CHECK(out.put(owners, prefix, Mark::overwritten)); // first: no put and no reader gets past it
    overwritten.push_back({Row::owner, prefix.str()});
    Scan scan = store->scan(records, prefix, prefix.prefix_end());
    for (; scan.valid(); scan.next()) PALABRE_CHECK(out.put(records, scan.key(), Mark::destroyed));
    return scan.status();
}

} // namespace palabre
