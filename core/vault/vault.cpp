// SPDX-License-Identifier: Apache-2.0
#include "core/vault/vault.hpp"

#include "core/base/hash.hpp"
#include "core/limits.hpp"
#include "core/store/codec.hpp"
#include "core/store/key.hpp"
#include "core/store/store.hpp"
#include "core/vault/aead.hpp"
#include "core/vault/master_key.hpp"
#include "core/vault/secret_cache.hpp"

#include <cassert>
#include <fmt/format.h>
#include <mutex>
#include <set>
#include <sodium.h>
#include <stdexcept>

namespace palabre {
namespace {

using namespace std::string_literals;
using namespace std::string_view_literals;

/// First byte of every value (docs/formats.md). `overwritten`: destroyed, but older bytes may still lie on the disk.
enum class Mark : char { wrapped = 1, overwritten = 2, destroyed = 3 };

constexpr auto check_text = "palabre/1/vault"sv;
constexpr auto check_key = "check"sv;
constexpr auto cookie_kind = "cookie"sv;
constexpr auto naming_kind = "naming"sv;
constexpr auto departures_key = "departures"sv;
constexpr auto sealed_kind = "sealed"sv;

std::string mark(Mark value) {
    return std::string(1, static_cast<char>(value));
}

Key owner_key(const Owner& owner) {
    return Key().add(owner.community).text(owner.id);
}

std::string record_key(const Owner& owner, const RecordId& id) {
    return owner_key(owner).add(id).str();
}

std::string record_bound(const Owner& owner, const RecordId& id) {
    std::string bound = "palabre/1/vault-record\0"s;
    aead::append_prefixed(bound, owner.community.text());
    aead::append_prefixed(bound, owner.id);
    aead::append_prefixed(bound, id.view());
    return bound;
}

std::string key_bound(std::string_view key) {
    std::string bound = "palabre/1/vault-key\0"s;
    aead::append_prefixed(bound, key);
    return bound;
}

/// A key must be the owner's own: a zero byte would end its text early.
Status check_owner(const Owner& owner) {
    const bool ok = !owner.community.text().empty() && !owner.id.empty() && owner.id.size() <= limits::owner_id_bytes &&
                    owner.id.find('\0') == std::string::npos;
    if (ok) return {};
    return error(ErrorCode::invalid, "vault: not an owner's id");
}

Error damaged(std::string_view what) {
    return error(ErrorCode::corrupt, fmt::format("vault: {} does not open under the master key", what));
}

/// A new vault in the place of a lost one would look like everybody's erasure.
Error missing(const std::filesystem::path& folder) {
    return error(ErrorCode::not_found,
                 fmt::format("{}: the vault that belongs to the log beside it is missing; restore the backup of {}/",
                             folder.string(), folder.filename().string()));
}

/// For members whose callers cannot be told of an error: what cannot be read must not pass for erased.
template <class T>
T checked(Result<T> result) {
    if (result.has_error()) throw std::runtime_error(result.error().message);
    return std::move(*result);
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

struct Vault::Impl {
    std::unique_ptr<Store> store;
    Family records; // community, owner, record id → mark ‖ box
    Family owners;  // community, owner → mark, of destroyed owners
    Family keys;    // "check", "cookie", "naming" community → mark ‖ box;  "departures" → vector
    SecretKey master;
    Random* random = nullptr;
    std::mutex writing; // what is written depends on what was read
    SecretCache record_cache{limits::vault_cached};
    SecretCache key_cache{limits::vault_cached};

    [[nodiscard]] std::string wrap(std::string_view bound, std::string_view secret) {
        return mark(Mark::wrapped) + aead::close(master, *random, bound, secret);
    }
    [[nodiscard]] std::optional<std::string> unwrap(std::string_view bound, std::string_view value) const {
        if (value.empty() || static_cast<Mark>(value.front()) != Mark::wrapped) return std::nullopt;
        return aead::open(master, bound, value.substr(1));
    }
    [[nodiscard]] Status write_one(Family family, std::string_view key, std::string_view value) {
        Batch batch;
        batch.put(family, key, value);
        return store->write(batch, true);
    }
    [[nodiscard]] Result<bool> is_destroyed(const Owner& owner) const {
        PALABRE_TRY(found, store->get(owners, owner_key(owner)));
        return found.has_value();
    }

    [[nodiscard]] Status open_keys(const std::filesystem::path& folder, const Options& options);
    [[nodiscard]] Status make_check(const std::filesystem::path& folder, const Options& options);
    [[nodiscard]] Status stage(Batch& batch, const std::vector<Put>& puts);
    /// A row that was overwritten, and is to be marked as destroyed when the old bytes are gone.
    struct Row {
        enum Of : std::uint8_t { owner, record } of;
        std::string key;
    };
    class Overwriting;
    [[nodiscard]] Status overwrite(Overwriting& out, const Doomed& doomed, std::vector<Row>& overwritten);
    [[nodiscard]] Result<std::optional<SecretKey>> stored_key(const std::string& key);
    [[nodiscard]] Result<SecretKey> drawn_key(const std::string& key);
};

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
    Batch batch;
    PALABRE_CHECK(impl_->stage(batch, puts));
    PALABRE_CHECK(impl_->store->write(batch, true));
    // No destruction can come between: it waits for the same lock.
    const auto generation = impl_->record_cache.generation();
    for (const Put& put : puts) impl_->record_cache.put(generation, record_key(put.owner, put.id), put.secret);
    return {};
}

Status Vault::Impl::stage(Batch& batch, const std::vector<Put>& puts) {
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
        if (owner_marks[i]) return error(ErrorCode::invalid, fmt::format("vault: owner {} is destroyed", put.owner.id));
        // Put again, before the node could tell that it was: after a power cut, or for a command decided again.
        if (standing[i] && unwrap(record_bound(put.owner, put.id), *standing[i]) == put.secret) continue;
        if (standing[i] || !seen.insert(record_keys[i]).second)
            return error(ErrorCode::invalid, fmt::format("vault: record {} stands already", put.id.text()));
        if (put.secret.size() > limits::vault_secret_bytes)
            return error(ErrorCode::invalid, fmt::format("vault: a secret of {} bytes; the most is {}",
                                                         put.secret.size(), limits::vault_secret_bytes));
        batch.put(records, record_keys[i], wrap(record_bound(put.owner, put.id), put.secret));
    }
    return {};
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

Status Vault::leave_sealed(const CommunityId& community) {
    return impl_->write_one(impl_->keys, Key().text(sealed_kind).add(community), {});
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
    PALABRE_TRY(value, store->get(keys, key));
    if (!value) return std::optional<SecretKey>();
    auto secret = unwrap(key_bound(key), *value);
    if (!secret || secret->size() != SecretKey::size) return damaged("a key");
    key_cache.put(key_cache.generation(), key, *secret);
    return taken(*secret);
}

Result<SecretKey> Vault::Impl::drawn_key(const std::string& key) {
    const std::lock_guard lock(writing);
    PALABRE_TRY(found, stored_key(key));
    if (found) return *found;
    const SecretKey drawn = SecretKey::draw(*random);
    PALABRE_CHECK(write_one(keys, key, wrap(key_bound(key), drawn.view())));
    return drawn;
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
    return impl_->write_one(impl_->keys, place, impl_->wrap(key_bound(place), key.view()));
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
