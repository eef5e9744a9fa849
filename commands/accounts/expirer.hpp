// SPDX-License-Identifier: Apache-2.0
// The reactor that ends applications for an account whose address nobody has confirmed in limits::application_life:
// what was given, name and address, is erased with the account, as if its holder had asked for it. It looks at each
// event of the log once, by its type alone, and keeps those applications that still wait: how many come in that time.
#pragma once

#include "commands/model.hpp"
#include "commands/writer.hpp"
#include "core/base/effects.hpp"

#include <deque>
#include <optional>

namespace palabre::commands::accounts {

/// Used by one thread.
class Expirer {
public:
    Expirer(log::LocalLog& log, Model& model, Writer& writer, Clock& clock)
        : log_(log), model_(model), writer_(writer), clock_(clock) {}

    /// Ends those whose time is over by now, at most limits::expirations a call, one after the other. The same
    /// application twice is one command: its id follows from the account. Waits for the writer.
    [[nodiscard]] Status expire();

private:
    struct Waiting {
        AccountId account;
        Instant applied;
        Position position{};
    };
    [[nodiscard]] Status look();
    [[nodiscard]] Status end(const Waiting& one);
    /// Behind what is dealt with, so that a start has little to look through again.
    [[nodiscard]] Status store_position();
    [[nodiscard]] bool still_waits(const Waiting& one) const;

    log::LocalLog& log_;
    Model& model_;
    Writer& writer_;
    Clock& clock_;
    std::optional<log::LocalLog::Cursor> cursor_;
    std::deque<Waiting> waiting_; ///< in the order of the log
    Position stored_{};
};

} // namespace palabre::commands::accounts
