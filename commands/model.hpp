// SPDX-License-Identifier: Apache-2.0
// The write model: what deciders may know, entity → value and version, each pair written in one batch. A RocksDB in
// `model/`, unsynced: it is rebuilt from the LocalLog when it is missing, older or of another format.
#pragma once

#include "commands/decide.hpp"
#include "commands/level.hpp"
#include "core/log/local_log.hpp"
#include "core/store/store.hpp"
#include "events-schema/runtime/halt.hpp"

#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <mutex>

namespace palabre::commands {

/// The entity of every command id: which event it became.
struct CommandOutcome {
    static constexpr std::string_view kind = "command";
    using Key = std::string; ///< the id's text
    Sequence sequence{};
};

/// apply() is called by one thread; find(), position() and halted() are safe from any.
class Model final : public EntitySource {
public:
    using Progress = std::function<void(Position done, Position end)>;
    struct Options {
        Progress progress = {};
        std::function<void(const std::string& what)> on_damage = {}; ///< what was found, and is now built anew
        std::shared_ptr<StoreEnvironment> environment = {};
    };

    /// Opens or creates, then catches up with the log, which outlives the model. What is damaged, or what another log
    /// has left there, is built anew. `corrupt`: ahead of the log, or the log holds an event that evolves otherwise
    /// than its write set says.
    [[nodiscard]] static Result<std::unique_ptr<Model>> open(const std::filesystem::path& folder,
                                                             const log::LocalLog& log, const Options& options);

    /// The accepted value with its version. A read error of the engine is fatal and throws.
    [[nodiscard]] std::optional<Versioned> find(const Entity& entity) override;
    /// As find(), typed, unrecorded: for reading outside deciders.
    template <class E>
    [[nodiscard]] std::optional<E> get(const CommunityId& community, const typename E::Key& key) {
        auto found = find(log::entity(community, E::kind, key_text(key)));
        return found ? codec::decode<E>(found->value) : std::nullopt;
    }

    /// Evolves by accepted events, in position order, in one batch. At one of a type that is not known its community
    /// halts: from there on its events are passed over, until a program opens the model that knows the type and builds
    /// it anew.
    [[nodiscard]] Status apply(std::span<const std::shared_ptr<const log::Event>> events);

    /// Over all entities and their versions, in key order: equal on any two nodes at the same position.
    [[nodiscard]] Result<Digest> digest() const;

    /// Where that community has halted, if it has.
    [[nodiscard]] std::optional<events::Halt> halted(const CommunityId& community) const;
    [[nodiscard]] events::Halts halts() const;

    /// What the first damage is that any call has met since opening.
    [[nodiscard]] std::optional<std::string> damage() const;

    [[nodiscard]] Position position() const;
    /// Waits until position() ≥ `position`, at most `limit`; whether it is so.
    [[nodiscard]] bool wait(Position position, Duration limit) const;

private:
    Model(const log::LocalLog& log, std::unique_ptr<Store> store, Family entities, Family meta);
    [[nodiscard]] static Result<std::unique_ptr<Model>> open_once(const std::filesystem::path& folder,
                                                                  const log::LocalLog& log, const Options& options);
    [[nodiscard]] Status catch_up(const log::LocalLog& log, const Progress& progress);

    const log::LocalLog& log_;
    std::unique_ptr<Store> store_;
    Family entities_, meta_;
    mutable std::mutex mutex_;
    mutable std::condition_variable moved_;
    Position position_{};
    events::Halts halts_;                 ///< changed under the mutex, by apply()'s thread alone
    std::atomic<bool> any_halted_{false}; ///< of nearly every node nothing has: no lock then
    log::PositionVector vector_;
};

} // namespace palabre::commands
