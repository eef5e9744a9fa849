// SPDX-License-Identifier: Apache-2.0
#include "http/mails/postman.hpp"

#include "core/limits.hpp"
#include "http/mails/notices.hpp"
#include "projections/projector.hpp"

#include <algorithm>
#include <utility>

namespace palabre::http::mails {
namespace {

constexpr std::chrono::seconds look_around_pause{5}; ///< for what no event tells: the clock, reports of bounces
constexpr std::chrono::seconds replies_pause{1};     ///< in which who answers by mail waits for the page to show it
constexpr std::chrono::minutes views_late{1};        ///< longer than they take to follow
constexpr std::chrono::minutes takeover_overlap{2};  ///< what is looked at again where others' outbox is not known
constexpr std::chrono::seconds trail_step{5};
constexpr std::chrono::milliseconds look_again{250}; ///< at what is due and how far projections are; also ends the wait
/// A mail takes up to four syncs of the disk on which commands wait for theirs: between so many mails others come
/// first.
constexpr int round_mails = 10;
constexpr std::chrono::milliseconds round_pause{100};

bool wanted(std::string_view type) {
    return std::ranges::any_of(letters(),
                               [&](const Letter& letter) { return letter.about != nullptr && letter.about(type); });
}

} // namespace

Postman::Postman(Parts parts) : parts_(std::move(parts)), trail_(trail_step), thread_([this] { run(); }) {}

Postman::~Postman() {
    stopping_ = true;
    parts_.transport.stop();
    parts_.outbox.stop();
    thread_.join();
}

void Postman::run() {
    Position seen = parts_.outbox.position();
    bool more_due = false;
    while (!stopping_) {
        std::this_thread::sleep_for(round_pause); // what comes meanwhile is queued as one
        if (!more_due) seen = parts_.log.wait(seen, look_again);
        take_replies();
        const auto acts = look();
        // Views that are being built, or others that are not heard of, pass by themselves; the rest is said once.
        if (acts.has_error() && acts.error().code != ErrorCode::busy && !std::exchange(told_, true))
            parts_.logger.warn("no mail is written", {{"error", acts.error()}});
        if (acts) told_ = false;
        parts_.counts.waiting = parts_.outbox.waiting();
        // What waits here is sent here, whoever has the duty now; where all nodes share it, by the one that acts.
        bool goes = acts ? *acts : !parts_.outbox.is_shared();
        note_acting(goes && parts_.duty.mine());
        more_due = false;
        for (int mails = 0; goes && mails < round_mails && !stopping_ && parts_.clock.now() >= closed_until_; ++mails) {
            const auto more = deliver();
            if (more.has_error()) {
                if (!stopping_) parts_.on_fatal(more.error());
                return;
            }
            more_due = *more;
            parts_.counts.waiting = parts_.outbox.waiting();
            goes = *more && still_acts();
        }
    }
}

void Postman::note_acting(bool acts) {
    if (parts_.counts.acting.exchange(acts) == acts || !parts_.outbox.is_shared()) return;
    if (acts)
        parts_.logger.info("mails are written here");
    else
        parts_.logger.info("mails are written elsewhere");
}

Result<bool> Postman::look() {
    PALABRE_CHECK(parts_.outbox.catch_up());
    if (!parts_.duty.mine()) {
        PALABRE_CHECK(follow());
        return !parts_.outbox.is_shared();
    }
    PALABRE_TRY(acts, parts_.outbox.may_act());
    if (!acts) {
        cursor_.reset();
        return false;
    }
    PALABRE_CHECK(gather());
    PALABRE_CHECK(look_around());
    return still_acts();
}

bool Postman::still_acts() {
    if (!parts_.outbox.is_shared()) return true;
    if (!parts_.duty.mine()) return false;
    const auto acts = parts_.outbox.may_act();
    return acts && *acts;
}

Status Postman::gather() {
    const Position begun = parts_.outbox.position();
    const Position shown = parts_.desk.projector().shown();
    if (shown <= begun) return {};
    if (!cursor_) cursor_.emplace(parts_.log.cursor(begun));
    std::vector<mail::Queued> found;
    Position reached = shown;
    const auto fail = [&](Error why) {
        cursor_.reset(); // what was read and not queued is read again
        return why;
    };
    for (;;) {
        auto event = cursor_->next(wanted);
        if (event.has_error()) return fail(std::move(event).error());
        if (!*event) break;
        if ((*event)->position > shown) {
            cursor_.reset();
            break;
        }
        if (auto done = hear(**event, found); done.has_error()) return fail(std::move(done).error());
        reached = (*event)->position;
        if (found.size() >= limits::events_per_batch) break;
        reached = shown;
    }
    // Between two events that letters are about there may be thousands of others: not each wants a write.
    if (found.empty() && number(reached) - number(begun) < limits::events_per_batch) return {};
    if (auto done = parts_.outbox.advance(reached, std::move(found)); done.has_error()) {
        parts_.on_fatal(done.error());
        return fail(std::move(done).error());
    }
    return {};
}

Status Postman::follow() {
    cursor_.reset();
    if (parts_.outbox.is_shared()) return {};
    const Instant now = parts_.clock.now();
    trail_.note(now, parts_.log.end());
    const Position passed = trail_.at(now + -Duration(takeover_overlap));
    return passed > parts_.outbox.position() ? parts_.outbox.advance(passed, {}) : Status{};
}

Status Postman::look_around() {
    const Instant now = parts_.clock.now();
    if (now < looked_ + Duration(look_around_pause)) return {};
    looked_ = now;
    if (parts_.reports) PALABRE_CHECK(parts_.reports());
    return queue_digests(parts_.desk, parts_.outbox);
}

void Postman::take_replies() {
    const Instant now = parts_.clock.now();
    if (!parts_.replies || now < took_replies_ + Duration(replies_pause)) return;
    took_replies_ = now;
    parts_.replies();
}

Status Postman::hear(const log::Event& event, std::vector<mail::Queued>& found) const {
    const auto origin = event.proposal.origin;
    if (origin == log::Origin::import || origin == log::Origin::demo) return {};
    if (parts_.outbox.looked_at(event.partition, event.offset)) return {};
    const Instant now = parts_.clock.now();
    if (now - event.accepted > limits::mail_news) return {};
    PALABRE_TRY(opened, parts_.desk.open(event));
    for (const Letter& letter : letters()) {
        if (letter.about == nullptr || !letter.about(event.proposal.type)) continue;
        std::vector<std::string> readers;
        PALABRE_CHECK(letter.whom(parts_.desk, {event, opened}, readers));
        std::ranges::sort(readers);
        readers.erase(std::unique(readers.begin(), readers.end()), readers.end());
        if (readers.size() > limits::notice_readers) readers.resize(limits::notice_readers);
        for (std::string& reader : readers)
            found.push_back({.id = mail::mail_id(letter.name, event.proposal.community, event.sequence, reader),
                             .letter = std::string(letter.name),
                             .community = event.proposal.community,
                             .sequence = event.sequence,
                             .recipient = std::move(reader),
                             .note = {},
                             .made = now,
                             .due = now});
    }
    return {};
}

Result<bool> Postman::deliver() {
    const Instant now = parts_.clock.now();
    PALABRE_TRY(mail, parts_.outbox.due(now));
    if (!mail) return false;
    // Nobody departs unseen between the views that a mail is made of and its way out.
    const Position forgotten = parts_.forgotten();
    if (waits_for_views(now, forgotten)) return false;
    const Letter* letter = find_letter(mail->letter);
    std::optional<Draft> draft;
    if (letter != nullptr) {
        auto written = letter->draft(parts_.desk, *mail);
        if (written.has_error()) {
            if (written.error().code == ErrorCode::busy) {
                closed_until_ = now + Duration(look_again);
                return false;
            }
            parts_.logger.warn("a mail cannot be written",
                               {{"mail", mail->id}, {"community", mail->community}, {"error", written.error()}});
            PALABRE_TRY(again, parts_.outbox.postpone(*mail, now));
            if (!again) PALABRE_CHECK(give_up(*mail, mail::Step::content, 0));
            return true;
        }
        draft = std::move(*written);
    }
    if (!draft) {
        if (!take_back(*mail)) return false; // of an attempt that ended with the process
        PALABRE_CHECK(parts_.outbox.done(*mail, now));
        ++parts_.counts.dropped;
        return true;
    }
    const auto holder = draft->holder;
    const auto message = parts_.composer.compose(*letter, *mail, std::move(*draft), now);
    const mail::Sent sent = message ? parts_.transport.send(*message)
                                    : mail::Sent(mail::Failure{.step = mail::Step::address, .permanent = true});
    if (parts_.forgotten() != forgotten) {
        const auto taken = take_back(*mail);
        if (!taken) return false;
        if (*taken) return true; // it is made anew
    }
    // Before the mail leaves the queue: noted again it is no change.
    if (sent && sent->permanent && holder && (sent->step == mail::Step::recipient || sent->step == mail::Step::address))
        if (const auto marked = parts_.bounced(holder->first, holder->second, sent->code); marked.has_error()) {
            closed_until_ = now + Duration(look_around_pause);
            return false;
        }
    PALABRE_CHECK(settle(*mail, sent));
    return true;
}

bool Postman::waits_for_views(Instant now, Position forgotten) {
    if (parts_.desk.projector().shown() >= forgotten) {
        waits_since_.reset();
        told_waiting_ = false;
        return false;
    }
    closed_until_ = now + Duration(look_again);
    if (!waits_since_) waits_since_ = now;
    if (now - *waits_since_ > Duration(views_late) && !std::exchange(told_waiting_, true))
        parts_.logger.warn("mails wait for a projection", {{"position", number(forgotten)}});
    return true;
}

std::optional<bool> Postman::take_back(const mail::Queued& mail) {
    const auto taken = parts_.transport.take_back(mail.id);
    if (taken) return *taken;
    parts_.logger.warn("a mail cannot be taken back", {{"mail", mail.id}, {"error", taken.error()}});
    closed_until_ = parts_.clock.now() + Duration(look_around_pause);
    return std::nullopt;
}

Status Postman::settle(const mail::Queued& mail, const mail::Sent& sent) {
    const Instant now = parts_.clock.now();
    if (!sent) {
        pause_ = {};
        ++parts_.counts.sent;
        return parts_.outbox.done(mail, now);
    }
    if (stopping_) return {}; // given up by ourselves: it stays as it is
    if (sent->everything()) {
        // No fault of this mail: all wait, and none of them comes nearer to being given up.
        pause_ = std::clamp<Duration>(pause_ * 2, limits::mail_pause_first, limits::mail_pause_most);
        closed_until_ = now + pause_;
        parts_.logger.warn("no mail gets out", {{"step", sent->step}, {"code", sent->code}, {"again_in", pause_}});
        if (now - mail.made < limits::mail_kept) return {};
        return give_up(mail, sent->step, sent->code);
    }
    pause_ = {};
    if (sent->permanent) return give_up(mail, sent->step, sent->code);
    PALABRE_TRY(again, parts_.outbox.postpone(mail, now));
    if (!again) return give_up(mail, sent->step, sent->code);
    ++parts_.counts.postponed;
    parts_.logger.info(
        "a mail waits",
        {{"mail", mail.id}, {"step", sent->step}, {"code", sent->code}, {"attempts", mail.attempts + 1}});
    return {};
}

Status Postman::give_up(const mail::Queued& mail, mail::Step step, int code) {
    ++parts_.counts.given_up;
    parts_.logger.warn("a mail is given up", {{"mail", mail.id},
                                              {"community", mail.community},
                                              {"event", mail.sequence},
                                              {"step", step},
                                              {"code", code},
                                              {"attempts", mail.attempts + 1}});
    return parts_.outbox.done(mail, parts_.clock.now());
}

} // namespace palabre::http::mails
