// SPDX-License-Identifier: Apache-2.0
// The inside of the Vault, in parts: vault.cpp (opening, putting, getting), destroying.cpp, sharing.cpp (one vault at
// several nodes).
#pragma once

#include "core/base/hash.hpp"
#include "core/limits.hpp"
#include "core/store/key.hpp"
#include "core/store/store.hpp"
#include "core/vault/aead.hpp"
#include "core/vault/secret_cache.hpp"
#include "core/vault/vault.hpp"

#include <fmt/format.h>
#include <mutex>
#include <stdexcept>

namespace palabre {
namespace detail {

/// First byte of every value (docs/formats.md). `overwritten`: destroyed, but older bytes may still lie on the disk.
enum class Mark : char { wrapped = 1, overwritten = 2, destroyed = 3 };

inline constexpr std::string_view check_text = "palabre/1/vault";
inline constexpr std::string_view check_key = "check";
inline constexpr std::string_view cookie_kind = "cookie";
inline constexpr std::string_view naming_kind = "naming";
inline constexpr std::string_view departures_key = "departures";
inline constexpr std::string_view restored_key = "restored";
inline constexpr std::string_view taken_key = "taken";
inline constexpr std::string_view joined_key = "joined";
inline constexpr std::string_view rank_kind = "rank";
inline constexpr std::string_view sealed_kind = "sealed";

inline std::string mark(Mark value) {
    return std::string(1, static_cast<char>(value));
}

inline Key owner_key(const Owner& owner) {
    return Key().add(owner.community).text(owner.id);
}

inline std::string record_key(const Owner& owner, const RecordId& id) {
    return owner_key(owner).add(id).str();
}

inline std::string record_bound(const Owner& owner, const RecordId& id) {
    using namespace std::string_literals;
    std::string bound = "palabre/1/vault-record\0"s;
    aead::append_prefixed(bound, owner.community.text());
    aead::append_prefixed(bound, owner.id);
    aead::append_prefixed(bound, id.view());
    return bound;
}

inline std::string key_bound(std::string_view key) {
    using namespace std::string_literals;
    std::string bound = "palabre/1/vault-key\0"s;
    aead::append_prefixed(bound, key);
    return bound;
}

/// A key must be the owner's own: a zero byte would end its text early.
inline Status check_owner(const Owner& owner) {
    const bool ok = !owner.community.text().empty() && !owner.id.empty() && owner.id.size() <= limits::owner_id_bytes &&
                    owner.id.find('\0') == std::string::npos;
    if (ok) return {};
    return error(ErrorCode::invalid, "vault: not an owner's id");
}

inline Error damaged(std::string_view what) {
    return error(ErrorCode::corrupt, fmt::format("vault: {} does not open under the master key", what));
}

/// For members whose callers cannot be told of an error: what cannot be read must not pass for erased.
template <class T>
T checked(Result<T> result) {
    if (result.has_error()) throw std::runtime_error(result.error().message);
    return std::move(*result);
}

} // namespace detail

struct Vault::Impl {
    std::unique_ptr<Store> store;
    Family records; // community, owner, record id → mark ‖ box
    Family owners;  // community, owner → mark, of destroyed owners
    Family keys;    // "check", "cookie", "naming" community → mark ‖ box;  "departures" → vector;
                    // with a share also "taken" → offset;  "joined";  "rank" key → rank
    SecretKey master;
    Random* random = nullptr;
    std::mutex writing;          // what is written depends on what was read
    VaultShare* share = nullptr; // or none: this vault is the only one
    std::mutex taking;           // rows of the share stand, and rows are overwritten, one after the other
    SecretCache record_cache{limits::vault_cached};
    SecretCache key_cache{limits::vault_cached};

    [[nodiscard]] std::string wrap(std::string_view bound, std::string_view secret) {
        return detail::mark(detail::Mark::wrapped) + aead::close(master, *random, bound, secret);
    }
    [[nodiscard]] std::optional<std::string> unwrap(std::string_view bound, std::string_view value) const {
        if (value.empty() || static_cast<detail::Mark>(value.front()) != detail::Mark::wrapped) return std::nullopt;
        return aead::open(master, bound, value.substr(1));
    }
    [[nodiscard]] Family family(VaultRow::Family which) const {
        return which == VaultRow::Family::records ? records : which == VaultRow::Family::owners ? owners : keys;
    }
    /// A row of this node's vault alone.
    [[nodiscard]] Status write_one(Family family, std::string_view key, std::string_view value) {
        Batch batch;
        batch.put(family, key, value);
        return store->write(batch, true);
    }
    /// Rows for the whole vault: durable when it returns. With a share what stands then may be another's row.
    [[nodiscard]] Status commit(const std::vector<VaultRow>& rows);
    [[nodiscard]] Result<bool> is_destroyed(const Owner& owner) const {
        PALABRE_TRY(found, store->get(owners, detail::owner_key(owner)));
        return found.has_value();
    }

    [[nodiscard]] Status open_keys(const std::filesystem::path& folder, const Options& options);
    [[nodiscard]] Status make_check(const std::filesystem::path& folder, const Options& options);
    [[nodiscard]] Result<std::vector<VaultRow>> stage(const std::vector<Put>& puts);
    /// With a share: that no other node's row has beaten them.
    [[nodiscard]] Status check_stands(const std::vector<Put>& puts) const;
    /// A row that was overwritten, and is to be marked as destroyed when the old bytes are gone.
    struct Row {
        enum Of : std::uint8_t { owner, record } of;
        std::string key;
    };
    class Overwriting;
    [[nodiscard]] Status overwrite(Overwriting& out, const Doomed& doomed, std::vector<Row>& overwritten);
    /// What tells the other vaults of it.
    [[nodiscard]] Result<std::vector<VaultRow>> doom(const std::vector<Doomed>& doomed) const;
    class Taking;
    [[nodiscard]] Result<std::optional<SecretKey>> stored_key(const std::string& key);
    [[nodiscard]] Result<SecretKey> drawn_key(const std::string& key);
};

} // namespace palabre
