// SPDX-License-Identifier: Apache-2.0
// Where secrets live: members' keys, credentials, each community's naming key, the cookie-sealing key. A RocksDB in
// `vault/`, always synced, each record wrapped by the master key, which lies outside the data folder.
//
// Order of writes (log rule §9): a record is written once under a fresh random id and is durable *before* the event
// that names the id is proposed; that event makes it valid; an orphan is harmless. Destroying an owner overwrites every
// record under it by `destroyed` for good and purges the old bytes from the disk; `destroyed` beats any later put.
#pragma once

#include "core/base/effects.hpp"
#include "core/base/result.hpp"
#include "core/log/order.hpp"
#include "core/store/environment.hpp"
#include "core/vault/share.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace palabre {

/// Whose record it is: a member of a community, or an account (community = platform).
struct Owner {
    CommunityId community;
    std::string id; ///< the member's or account's id as text
    friend auto operator<=>(const Owner&, const Owner&) = default;
};

/// 32 bytes that leave memory wiped.
class SecretKey {
public:
    static constexpr std::size_t size = 32;
    SecretKey() = default;
    static SecretKey draw(Random& random);
    static SecretKey from(std::string_view raw); ///< exactly 32 bytes
    ~SecretKey();
    SecretKey(const SecretKey&) = default;
    SecretKey& operator=(const SecretKey&) = default;
    [[nodiscard]] std::string_view view() const;

private:
    unsigned char bytes_[size] = {};
};

enum class RecordState : std::uint8_t { present, destroyed, unknown };

struct VaultRecord {
    RecordState state = RecordState::unknown;
    std::string secret; ///< only when present
};

/// Safe from any thread. Reads of present records are cached in memory (bounded). `random` outlives the vault.
/// Members that give no Result (key, destroyed) throw std::runtime_error when the vault cannot be read: going on would
/// take the unknown for erased.
class Vault {
public:
    struct Options {
        std::filesystem::path master_key_file; ///< made with 0600 when the vault is new and the file is missing
        bool create = true; ///< only where the log beside it is empty: a lost vault is never replaced by a new one
        std::shared_ptr<StoreEnvironment> environment = {};
    };
    /// `busy`, `corrupt` as Store; `invalid`: the master key is not the one that wrapped this vault, or the file is
    /// readable by others; `not_found`: the vault holds records and the master key file is missing, or there is no
    /// vault and `create` is false.
    [[nodiscard]] static Result<std::unique_ptr<Vault>> open(const std::filesystem::path& folder, Random& random,
                                                             const Options& options);
    ~Vault();

    /// Durable when it returns; the very record put again is no change. `invalid`: the owner is destroyed, the id
    /// stands already with another secret (also as destroyed), or the secret is longer than limits::vault_secret_bytes.
    /// Several records: all or none; with a share some may come that nobody names.
    [[nodiscard]] Status put(const Owner& owner, const RecordId& id, std::string_view secret);
    /// Several records with one sync.
    struct Put {
        Owner owner;
        RecordId id;
        std::string secret;
    };
    [[nodiscard]] Status put(const std::vector<Put>& records);

    /// All records of a destroyed owner, known or not, are `destroyed`. `corrupt`: the record does not unwrap.
    [[nodiscard]] Result<VaultRecord> get(const Owner& owner, const RecordId& id) const;
    /// The 32-byte key in a record, or nothing when destroyed or unknown.
    [[nodiscard]] std::optional<SecretKey> key(const Owner& owner, const RecordId& id) const;

    /// What goes: one record (leaving: the identity key), or without one all of an owner and its future (erasing).
    struct Doomed {
        Owner owner;
        std::optional<RecordId> record = {};
    };
    /// Durable and physically purged when it returns; again is a no-op. Cost: rewrites the records' files, once for all
    /// that is named together.
    [[nodiscard]] Status destroy(const std::vector<Doomed>& doomed);
    [[nodiscard]] Status destroy(const Owner& owner, const RecordId& id);
    [[nodiscard]] Status destroy(const Owner& owner);
    [[nodiscard]] bool destroyed(const Owner& owner) const;

    /// How far in the order every departure has been applied to this vault; empty: a new one, or one that was written
    /// before there were vectors. See commands/members/eraser.hpp.
    [[nodiscard]] Result<log::PositionVector> departures_applied() const;
    [[nodiscard]] Status set_departures_applied(const log::PositionVector& vector);

    /// When this vault was restored from a backup; nothing: it never was. Who had ended their sessions since the backup
    /// was made is not known here, so those of before are nobody's any more.
    [[nodiscard]] Result<std::optional<Instant>> restored() const;
    [[nodiscard]] Status set_restored(Instant at);

    /// The community came without its keys (an import of events alone): what is sealed there stays so. Without this
    /// mark an unknown key is a vault that does not belong to the log, and whoever opens events must stop.
    [[nodiscard]] Status leave_sealed(const CommunityId& community);
    [[nodiscard]] Result<bool> is_left_sealed(const CommunityId& community) const;

    /// The community's naming key: drawn at first use, never changed.
    [[nodiscard]] Result<SecretKey> naming_key(const CommunityId& community);
    /// The key that seals session cookies: drawn at first use.
    [[nodiscard]] Result<SecretKey> cookie_key();

    /// From here on this is one of several vaults that `share` makes one: what is put, drawn and destroyed here is
    /// appended there, and stands once take() was given it. Before anything is put, on one thread; `share` outlives the
    /// vault. Gives what stands here and is to be appended once all that is there was taken, until joined() was called.
    /// How far departures are applied stays each vault's own.
    [[nodiscard]] Result<std::vector<VaultRow>> share_by(VaultShare& share);
    /// The others have what this vault has brought.
    [[nodiscard]] Status joined();
    /// Takes the next rows of the share, durably; `offset`: of the last one. `repair` is given what is to be appended
    /// because a row that comes with these must not be the last of its key; when it fails, nothing was taken. One
    /// thread, while others read and put. `invalid`: the others have another master key.
    using Repair = std::function<Status(const std::vector<VaultRow>& rows)>;
    [[nodiscard]] Status take(const std::vector<VaultRow>& rows, std::int64_t offset, const Repair& repair);
    /// The last offset that take() was given; -1: none yet.
    [[nodiscard]] Result<std::int64_t> taken() const;

    /// A consistent copy by hard links in a new folder: wrapped as it stands here. Whoever removes it late keeps what
    /// is destroyed here meanwhile.
    [[nodiscard]] Status checkpoint(const std::filesystem::path& folder) const;

    /// What the first damage is that any call has met since opening.
    [[nodiscard]] std::optional<std::string> damage() const;

    /// All records of a community, for `palabre export`: owner, id, state, secret, ascending; naming_key() is asked for
    /// besides. Stops at the first error that the function gives. Constant memory.
    [[nodiscard]] Status
    for_each(const CommunityId& community,
             const std::function<Status(const Owner&, const RecordId&, const VaultRecord&)>&) const;
    [[nodiscard]] Status set_naming_key(const CommunityId& community,
                                        const SecretKey& key); ///< import into an empty vault

private:
    struct Impl;
    explicit Vault(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

/// BLAKE2b under the naming key: the only form in which a value that tells of a person stands in an entity key. Frozen:
/// docs/formats.md.
NameHash name_hash(const SecretKey& naming_key, std::string_view kind, std::string_view normalized);

} // namespace palabre
