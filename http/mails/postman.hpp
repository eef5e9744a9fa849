// SPDX-License-Identifier: Apache-2.0
// The reactor that writes mails: looks through the log for events that letters are about, and sends what waits in the
// outbox. On a thread of its own; nothing waits for it.
#pragma once

#include "core/logging/logging.hpp"
#include "core/mail/transport.hpp"
#include "http/mails/composer.hpp"
#include "http/mails/counts.hpp"
#include "http/mails/desk.hpp"
#include "http/mails/duty.hpp"
#include "http/mails/trail.hpp"

#include <atomic>
#include <functional>
#include <memory>
#include <thread>

namespace palabre::http::mails {

class Postman {
public:
    struct Parts {
        log::LocalLog& log;
        mail::Outbox& outbox;
        mail::Transport& transport;
        const Duty& duty;
        Desk desk;
        Composer composer;
        Clock& clock;
        Counts& counts;
        const logging::Logger& logger;
        /// The last departure of which the mails are forgotten, or are just being so. What the views showed before is
        /// in no mail from then on.
        std::function<Position()> forgotten;
        /// Marks an address that takes no mail. Waits until that is durable; again is no change.
        std::function<Status(const AccountId&, const NameHash&, int code)> bounced;
        std::function<Status()> reports = {}; ///< takes what others report of bounces; called every few seconds
        std::function<void()> replies = {};   ///< takes answers by mail, whoever has the duty; called every second
        std::function<void(const Error&)> on_fatal; ///< log/ cannot be written: the process must end
    };
    /// Starts the thread. References outlive it.
    explicit Postman(Parts parts);
    /// Gives up the mail under way, which is sent again at the next start.
    ~Postman();
    Postman(const Postman&) = delete;
    Postman& operator=(const Postman&) = delete;

private:
    void run();
    /// Queues what is to be queued. Whether this node may send what is due.
    [[nodiscard]] Result<bool> look();
    [[nodiscard]] bool still_acts();
    void note_acting(bool acts);
    /// Queues what the log asks for by now.
    [[nodiscard]] Status gather();
    /// While this node is told not to: if it is later, it looks at the last two minutes again.
    [[nodiscard]] Status follow();
    /// Now and then: what the clock asks for, and what comes by other ways than the log.
    [[nodiscard]] Status look_around();
    /// Answers by mail: what they say is no mail yet, so every node takes those that were left with it.
    void take_replies();
    [[nodiscard]] Status hear(const log::Event& event, std::vector<mail::Queued>& found) const;
    /// Sends one mail that is due. False: none is.
    [[nodiscard]] Result<bool> deliver();
    /// Whether the views still tell of somebody who departed; all wait then. Says so once where it lasts.
    [[nodiscard]] bool waits_for_views(Instant now, Position forgotten);
    /// Whether what an attempt has left is gone; nothing: not now, all wait.
    [[nodiscard]] std::optional<bool> take_back(const mail::Queued& mail);
    [[nodiscard]] Status settle(const mail::Queued& mail, const mail::Sent& sent);
    [[nodiscard]] Status give_up(const mail::Queued& mail, mail::Step step, int code);

    Parts parts_;
    std::optional<log::LocalLog::Cursor> cursor_;
    Trail trail_;
    Instant looked_;                     ///< around, last
    Instant took_replies_;               ///< last
    bool told_ = false;                  ///< why the log is not looked through
    Instant closed_until_;               ///< nothing gets out: not tried before
    std::optional<Instant> waits_since_; ///< for the views
    bool told_waiting_ = false;
    Duration pause_{};
    std::atomic<bool> stopping_ = false;
    std::thread thread_;
};

} // namespace palabre::http::mails
