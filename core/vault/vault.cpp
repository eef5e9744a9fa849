// SPDX-License-Identifier: Apache-2.0
#include "core/store/codec.hpp"
#include "core/vault/master_key.hpp"
#include "core/vault/vault_impl.hpp"

#include <cassert>
#include <set>
#include <sodium.h>

namespace palabre {

using namespace detail;

namespace {

using namespace std::string_view_literals;

/// A new vault in the place of a lost one would look like everybody's erasure.
Error missing(const std::filesystem::path& folder) {
    return error(ErrorCode::not_found,
                 fmt::format("{}: the vault that belongs to the log beside it is missing; restore the backup of {}/",
                             folder.string(), folder.filename().string()));
}

Error destroyed_owner(const Owner& owner) {
    return error(ErrorCode::invalid, fmt::format("vault: owner {} is destroyed", owner.id));
}

} // namespace

// ---- SecretKey ----

SecretKey SecretKey::draw(Random& random) {
    SecretKey key;
    random.fill(key.bytes_);
    return key;
}

SecretKey SecretKey::from(std::string_view raw) {
    assert(raw.size() == size);
    SecretKey key;
    std::memcpy(key.bytes_, raw.data(), size);
    return key;
}

SecretKey::~SecretKey() {
    sodium_memzero(bytes_, size);
}

std::string_view SecretKey::view() const {
    return {reinterpret_cast<const char*>(bytes_), size};
}

// ---- Vault ----

Vault::Vault(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Vault::~Vault() = default;

Result<std::unique_ptr<Vault>> Vault::open(const std::filesystem::path& folder, Random& random,
                                           const Options& options) {
    auto impl = std::make_unique<Impl>();
    auto store = Store::open(
        folder,
        {.use = Store::Use::vault, .read_only = false, .create = options.create, .environment = options.environment});
    if (store.has_error())
        return !options.create && store.error().code == ErrorCode::not_found ? missing(folder) : store.error();
    impl->store = std::move(*store);
    impl->random = &random;
    PALABRE_TRY(records, impl->store->family("records"));
    PALABRE_TRY(owners, impl->store->family("owners"));
    PALABRE_TRY(keys, impl->store->family("keys"));
    impl->records = records;
    impl->owners = owners;
    impl->keys = keys;
    PALABRE_CHECK(impl->open_keys(folder, options));
    return std::unique_ptr<Vault>(new Vault(std::move(impl)));
}

Status Vault::Impl::open_keys(const std::filesystem::path& folder, const Options& options) {
    PALABRE_TRY(check, store->get(keys, Key().text(check_key)));
    if (!check) return make_check(folder, options);
    if (check->empty() || static_cast<Mark>(check->front()) != Mark::wrapped)
        return error(ErrorCode::unsupported, fmt::format("{}: written by a newer version of Palabre", folder.string()));
    auto key = read_master_key(options.master_key_file);
    if (key.has_error() && key.error().code == ErrorCode::not_found)
        return error(ErrorCode::not_found, fmt::format("{}; the vault {} cannot be opened without the key that made it",
                                                       key.error().message, folder.string()));
    if (key.has_error()) return key.error();
    master = *key;
    if (unwrap(key_bound(check_key), *check) != check_text)
        return error(ErrorCode::invalid, fmt::format("master key {}: is not the one that made the vault {}",
                                                     options.master_key_file.string(), folder.string()));
    return {};
}

Status Vault::Impl::make_check(const std::filesystem::path& folder, const Options& options) {
    const auto holds_something = [this](Family family) {
        const std::string lowest(1, '\0'), highest(1, '\x7f'); // keys begin with a community's id or a kind: ASCII
        return store->scan(family, lowest, highest).valid();
    };
    if (holds_something(records) || holds_something(owners) || holds_something(keys))
        return error(ErrorCode::corrupt,
                     fmt::format("{}: holds records, but not the check of its key", folder.string()));
    if (!options.create) return missing(folder);
    auto key = read_master_key(options.master_key_file);
    if (key.has_error() && key.error().code == ErrorCode::not_found)
        key = make_master_key(options.master_key_file, *random);
    if (key.has_error()) return key.error();
    master = *key;
    return write_one(keys, Key().text(check_key), wrap(key_bound(check_key), check_text));
}

Status Vault::put(const Owner& owner, const RecordId& id, std::string_view secret) {
    return put(std::vector<Put>{{owner, id, std::string(secret)}});
}

Status Vault::put(const std::vector<Put>& puts) {
    if (puts.empty()) return {};
    const std::lock_guard lock(impl_->writing);
    PALABRE_TRY(rows, impl_->stage(puts));
    if (!rows.empty()) PALABRE_CHECK(impl_->commit(rows));
    if (impl_->share != nullptr) return impl_->check_stands(puts);
    // No destruction can come between: it waits for the same lock.
    const auto generation = impl_->record_cache.generation();
    for (const Put& put : puts) impl_->record_cache.put(generation, record_key(put.owner, put.id), put.secret);
    return {};
}

Status Vault::Impl::check_stands(const std::vector<Put>& puts) const {
    for (const Put& put : puts) {
        PALABRE_TRY(gone, is_destroyed(put.owner));
        if (gone) return destroyed_owner(put.owner);
        PALABRE_TRY(value, store->get(records, record_key(put.owner, put.id)));
        if (!value || unwrap(record_bound(put.owner, put.id), *value) != put.secret)
            return error(ErrorCode::invalid, fmt::format("vault: record {} was destroyed meanwhile", put.id.text()));
    }
    return {};
}

Status Vault::Impl::commit(const std::vector<VaultRow>& rows) {
    if (share != nullptr) return share->append(rows);
    Batch batch;
    for (const VaultRow& row : rows) batch.put(family(row.family), row.key, row.value);
    return store->write(batch, true);
}

Result<std::vector<VaultRow>> Vault::Impl::stage(const std::vector<Put>& puts) {
    std::vector<VaultRow> rows;
    std::vector<std::string> owner_keys, record_keys;
    for (const Put& put : puts) {
        PALABRE_CHECK(check_owner(put.owner));
        owner_keys.push_back(owner_key(put.owner).str());
        record_keys.push_back(record_key(put.owner, put.id));
    }
    PALABRE_TRY(owner_marks, store->get(owners, owner_keys));
    PALABRE_TRY(standing, store->get(records, record_keys));
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < puts.size(); ++i) {
        const Put& put = puts[i];
        if (owner_marks[i]) return destroyed_owner(put.owner);
        // Put again, before the node could tell that it was: after a power cut, or for a command decided again.
        if (standing[i] && unwrap(record_bound(put.owner, put.id), *standing[i]) == put.secret) continue;
        if (standing[i] || !seen.insert(record_keys[i]).second)
            return error(ErrorCode::invalid, fmt::format("vault: record {} stands already", put.id.text()));
        if (put.secret.size() > limits::vault_secret_bytes)
            return error(ErrorCode::invalid, fmt::format("vault: a secret of {} bytes; the most is {}",
                                                         put.secret.size(), limits::vault_secret_bytes));
        rows.push_back({VaultRow::Family::records, record_keys[i], wrap(record_bound(put.owner, put.id), put.secret)});
    }
    return rows;
}

Result<VaultRecord> Vault::get(const Owner& owner, const RecordId& id) const {
    PALABRE_CHECK(check_owner(owner));
    const std::string key = record_key(owner, id);
    if (auto secret = impl_->record_cache.get(key)) return VaultRecord{RecordState::present, std::move(*secret)};
    const auto generation = impl_->record_cache.generation();
    PALABRE_TRY(gone, impl_->is_destroyed(owner));
    if (gone) return VaultRecord{RecordState::destroyed, {}};
    PALABRE_TRY(value, impl_->store->get(impl_->records, key));
    if (!value) return VaultRecord{RecordState::unknown, {}};
    if (*value == mark(Mark::overwritten) || *value == mark(Mark::destroyed))
        return VaultRecord{RecordState::destroyed, {}};
    auto secret = impl_->unwrap(record_bound(owner, id), *value);
    if (!secret) return damaged("record " + id.text());
    impl_->record_cache.put(generation, key, *secret);
    return VaultRecord{RecordState::present, std::move(*secret)};
}

std::optional<SecretKey> Vault::key(const Owner& owner, const RecordId& id) const {
    VaultRecord record = checked(get(owner, id));
    if (record.state != RecordState::present) return std::nullopt;
    if (record.secret.size() != SecretKey::size)
        throw std::runtime_error("vault: record " + id.text() + " holds no key");
    const SecretKey key = SecretKey::from(record.secret);
    sodium_memzero(record.secret.data(), record.secret.size());
    return key;
}

bool Vault::destroyed(const Owner& owner) const {
    return checked(impl_->is_destroyed(owner));
}

Result<log::PositionVector> Vault::departures_applied() const {
    PALABRE_TRY(value, impl_->store->get(impl_->keys, departures_key));
    return codec::decode<log::PositionVector>(value.value_or("")).value_or(log::PositionVector{});
}

Status Vault::set_departures_applied(const log::PositionVector& vector) {
    return impl_->write_one(impl_->keys, departures_key, codec::encode(vector));
}

Result<std::optional<Instant>> Vault::restored() const {
    PALABRE_TRY(value, impl_->store->get(impl_->keys, restored_key));
    if (!value) return std::optional<Instant>();
    const auto at = codec::decode<Instant>(*value);
    if (!at) return error(ErrorCode::corrupt, "vault: when it was restored cannot be read");
    return at;
}

Status Vault::set_restored(Instant at) {
    return impl_->write_one(impl_->keys, restored_key, codec::encode(at));
}

Status Vault::leave_sealed(const CommunityId& community) {
    return impl_->commit({{VaultRow::Family::keys, Key().text(sealed_kind).add(community).str(), {}}});
}

Result<bool> Vault::is_left_sealed(const CommunityId& community) const {
    PALABRE_TRY(found, impl_->store->get(impl_->keys, Key().text(sealed_kind).add(community)));
    return found.has_value();
}

// ---- Keys of communities and of the node ----

Result<std::optional<SecretKey>> Vault::Impl::stored_key(const std::string& key) {
    const auto taken = [](std::string& secret) {
        const SecretKey as_key = SecretKey::from(secret);
        sodium_memzero(secret.data(), secret.size());
        return std::optional(as_key);
    };
    if (auto cached = key_cache.get(key)) return taken(*cached);
    const auto generation = key_cache.generation();
    PALABRE_TRY(value, store->get(keys, key));
    if (!value) return std::optional<SecretKey>();
    auto secret = unwrap(key_bound(key), *value);
    if (!secret || secret->size() != SecretKey::size) return damaged("a key");
    key_cache.put(generation, key, *secret);
    return taken(*secret);
}

Result<SecretKey> Vault::Impl::drawn_key(const std::string& key) {
    const std::lock_guard lock(writing);
    PALABRE_TRY(found, stored_key(key));
    if (found) return *found;
    const SecretKey drawn = SecretKey::draw(*random);
    PALABRE_CHECK(commit({{VaultRow::Family::keys, key, wrap(key_bound(key), drawn.view())}}));
    PALABRE_TRY(standing, stored_key(key)); // another node's may have come first
    if (!standing) return damaged("a key that was drawn");
    return *standing;
}

Result<SecretKey> Vault::naming_key(const CommunityId& community) {
    const std::string key = Key().text(naming_kind).add(community).str();
    PALABRE_TRY(found, impl_->stored_key(key)); // first without the lock of writers, whose syncs take long
    if (found) return *found;
    return impl_->drawn_key(key);
}

Result<SecretKey> Vault::cookie_key() {
    return impl_->drawn_key(Key().text(cookie_kind).str());
}

Status Vault::set_naming_key(const CommunityId& community, const SecretKey& key) {
    const std::string place = Key().text(naming_kind).add(community).str();
    const std::lock_guard lock(impl_->writing);
    PALABRE_TRY(found, impl_->stored_key(place));
    if (found && found->view() == key.view()) return {};
    if (found)
        return error(ErrorCode::invalid,
                     fmt::format("vault: community {} has another naming key already", community.text()));
    return impl_->commit({{VaultRow::Family::keys, place, impl_->wrap(key_bound(place), key.view())}});
}

Status Vault::checkpoint(const std::filesystem::path& folder) const {
    return impl_->store->checkpoint(folder);
}

std::optional<std::string> Vault::damage() const {
    const auto met = impl_->store->damage();
    return met ? std::optional(met->what) : std::nullopt;
}

Status Vault::for_each(const CommunityId& community,
                       const std::function<Status(const Owner&, const RecordId&, const VaultRecord&)>& visit) const {
    const Key prefix = Key().add(community);
    Owner owner{community, {}};
    bool gone = false;
    Scan scan = impl_->store->scan(impl_->records, prefix, prefix.prefix_end());
    for (; scan.valid(); scan.next()) {
        KeyReader key(scan.key());
        key.text();
        const std::string_view id = key.text();
        if (id != owner.id) {
            owner.id = id;
            PALABRE_TRY(destroyed_owner, impl_->is_destroyed(owner));
            gone = destroyed_owner;
        }
        const auto record_id = key.take<RecordId>();
        if (!key.ok() || !key.rest().empty()) return error(ErrorCode::corrupt, "vault: a key that is none");
        VaultRecord record{RecordState::destroyed, {}};
        if (!gone && static_cast<Mark>(scan.value().empty() ? '\0' : scan.value().front()) == Mark::wrapped) {
            auto secret = impl_->unwrap(record_bound(owner, record_id), scan.value());
            if (!secret) return damaged("record " + record_id.text());
            record = {RecordState::present, std::move(*secret)};
        }
        PALABRE_CHECK(visit(owner, record_id, record));
    }
    return scan.status();
}

NameHash name_hash(const SecretKey& naming_key, std::string_view kind, std::string_view normalized) {
    return Hasher(naming_key.view())
        .add("palabre/1/name\0"sv)
        .add_prefixed(kind)
        .add_prefixed(normalized)
        .finish_as<NameHash>();
}

} // namespace palabre
