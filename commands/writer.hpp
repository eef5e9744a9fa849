// SPDX-License-Identifier: Apache-2.0
// The one way to change anything: submit a command, be told what it came to.
//
// One thread drains the commands that wait (bounded in number and bytes; no timer: while one group is made durable the
// next one gathers), decides them over the model plus what is pending, seals, makes new keys durable in the vault,
// hands the proposals to the order, and completes each caller when the own tail has told its fate: accepted → answer;
// ignored → decided again (bounded). A refusal or a no-op is answered only when everything that it read is accepted and
// durable.
#pragma once

#include "commands/command.hpp"
#include "commands/outcome.hpp"
#include "core/log/local_log.hpp"
#include "core/vault/vault.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace palabre::commands {

class Model;

/// A command on its way in, with everything that the deciders may not look up: time, ids and chance came before.
struct Submission {
    CommunityId community;
    Command command;
    Caller caller;
    CommandId id;                            ///< log::command_id of the client's key, or drawn
    std::optional<std::string> request = {}; ///< method, route and body, when a client key made the id: its MAC is kept
    std::optional<std::string> correlation = {};
    std::optional<Instant> at = {};       ///< import and demo: the original time instead of the clock's
    std::vector<Vault::Put> secrets = {}; ///< records that the event will name; durable before it is proposed
};

/// What a submission holds in memory, roughly: every text and list of its command, the request and the secrets, and a
/// lump for the rest.
[[nodiscard]] std::size_t weight(const Submission& submission);

using Completion = std::function<void(Outcome)>;

class Writer {
public:
    struct Parts {
        log::Order& order;
        log::LocalLog& log;
        Model& model;
        Vault& vault;
        Clock& clock;
        Random& random;
        std::filesystem::path folder; ///< whose disk is watched for the reserve
        std::function<void(const Error&)>
            on_fatal;       ///< the log cannot be written, model or vault not read: the process must end
        bool tails = false; ///< also while there is no command: takes what other nodes append to a shared order
    };
    /// Starts the thread. The log must hold its opening and the platform's genesis (Writer::prepare makes them).
    explicit Writer(Parts parts);
    /// Stops: what is under way is finished, what waits is refused as overloaded.
    ~Writer();
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    /// Any thread, never blocks. `done` is called once and must be quick: on the writer's thread, where it must not
    /// submit and wait; past a bound, or when the writer is stopping, at once on the caller's, with `overloaded`. No
    /// lock is held then.
    void submit(Submission submission, Completion done);
    /// Any thread but the writer's: submits (waiting for room) and waits.
    [[nodiscard]] Outcome run(Submission submission);

    /// Gives a community its genesis in this partition if it has none. Any thread but the writer's; waits until
    /// durable.
    [[nodiscard]] Status give_genesis(const CommunityId& community, Partition partition = {});
    /// Where a new community is to live: the same for the same id while the order has as many partitions.
    [[nodiscard]] Partition advise(const CommunityId& community) const;

    struct Counts {
        std::uint64_t waiting = 0, groups = 0, accepted = 0, refused = 0, unchanged = 0, retried = 0;
    };
    [[nodiscard]] Counts counts() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace palabre::commands
