// SPDX-License-Identifier: Apache-2.0
// Where an account is signed in, for its holder to look at: the sessions that this node has seen since it started. In
// memory alone (decision 15): what is on no disk need not be erased there.
#pragma once

#include "http/session/session.hpp"

#include <list>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace palabre::http {

/// What a browser says of itself, in names that everybody knows: "Firefox · Android"; empty: nothing that we know.
/// Never the header itself.
[[nodiscard]] std::string device_words(std::string_view user_agent);

/// Safe from any thread; waits for nothing but its own lock. Bounded: limits::book_accounts, the longest unseen go
/// first, and limits::book_sessions of each.
class SessionBook {
public:
    explicit SessionBook(Instant started, std::size_t most_accounts) : started_(started), most_(most_accounts) {}

    /// A request of this session has come. Cost: two lookups; the words are made once a session.
    void note(const Session& session, std::string_view user_agent, Instant now);

    struct Seen {
        SessionId id;
        std::string device;
        Instant since;    ///< signed in
        Instant last_day; ///< its beginning, in UTC
        bool current = false;
    };
    /// Of this epoch, the one seen last first. `current` is that of whoever asks.
    [[nodiscard]] std::vector<Seen> seen(const Session& current) const;
    /// All of this account's: they have ended.
    void forget(const AccountId& account);
    /// This one of them.
    void forget(const AccountId& account, const SessionId& session);

    [[nodiscard]] Instant started() const { return started_; }
    [[nodiscard]] std::size_t accounts() const;

private:
    struct Entry {
        SessionId id;
        std::uint32_t epoch = 0;
        std::string device;
        Instant since;
        Instant last;
    };
    struct Account {
        std::list<AccountId>::iterator place; ///< in order_
        std::vector<Entry> entries;
    };

    const Instant started_;
    const std::size_t most_;
    mutable std::mutex mutex_;
    std::list<AccountId> order_; ///< longest unseen first
    std::map<AccountId, Account> accounts_;
};

} // namespace palabre::http
