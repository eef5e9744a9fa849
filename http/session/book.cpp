// SPDX-License-Identifier: Apache-2.0
#include "http/session/book.hpp"

#include "core/limits.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace palabre::http {
namespace {

using Names = std::pair<std::string_view, std::string_view>; ///< what stands in the header, what it is called

/// In this order: most browsers also claim to be the ones behind them.
constexpr std::array browsers = {
    Names{"Edg", "Edge"},        Names{"OPR/", "Opera"},    Names{"SamsungBrowser", "Samsung Internet"},
    Names{"Firefox", "Firefox"}, Names{"FxiOS", "Firefox"}, Names{"CriOS", "Chrome"},
    Names{"Chrom", "Chrome"},    Names{"Safari", "Safari"}};
constexpr std::array systems = {Names{"Android", "Android"}, Names{"iPhone", "iPhone"}, Names{"iPad", "iPad"},
                                Names{"Windows", "Windows"}, Names{"Mac OS", "macOS"},  Names{"Linux", "Linux"}};

template <class Table>
std::string_view name_in(const Table& table, std::string_view text) {
    for (const auto& [sign, name] : table)
        if (text.find(sign) != std::string_view::npos) return name;
    return {};
}

Instant day_of(Instant at) {
    constexpr std::int64_t day = Duration(std::chrono::hours(24)).count();
    return {at.micros - (at.micros % day + day) % day};
}

} // namespace

std::string device_words(std::string_view user_agent) {
    const std::string_view browser = name_in(browsers, user_agent), system = name_in(systems, user_agent);
    std::string words(browser);
    if (!browser.empty() && !system.empty()) words += " · ";
    return words.append(system);
}

void SessionBook::note(const Session& session, std::string_view user_agent, Instant now) {
    const SessionId id = Sessions::id(session);
    const std::lock_guard lock(mutex_);
    auto found = accounts_.find(session.account);
    if (found == accounts_.end()) {
        if (accounts_.size() >= most_) {
            accounts_.erase(order_.front());
            order_.pop_front();
        }
        order_.push_back(session.account);
        found = accounts_.emplace(session.account, Account{std::prev(order_.end()), {}}).first;
    } else {
        order_.splice(order_.end(), order_, found->second.place);
    }
    auto& entries = found->second.entries;
    const auto entry = std::ranges::find(entries, id, &Entry::id);
    if (entry != entries.end()) {
        entry->last = now;
        return;
    }
    if (entries.size() >= limits::book_sessions)
        entries.erase(std::ranges::min_element(entries, {}, [](const Entry& each) { return each.last; }));
    entries.push_back({id, session.epoch, device_words(user_agent), session.issued, now});
}

std::vector<SessionBook::Seen> SessionBook::seen(const Session& current) const {
    const SessionId here = Sessions::id(current);
    const std::lock_guard lock(mutex_);
    const auto found = accounts_.find(current.account);
    if (found == accounts_.end()) return {};
    std::vector<Entry> entries;
    for (const Entry& entry : found->second.entries)
        if (entry.epoch == current.epoch) entries.push_back(entry);
    std::ranges::sort(entries, std::greater{}, &Entry::last);
    std::vector<Seen> all;
    for (const Entry& entry : entries)
        all.push_back({entry.id, entry.device, entry.since, day_of(entry.last), entry.id == here});
    return all;
}

void SessionBook::forget(const AccountId& account) {
    const std::lock_guard lock(mutex_);
    const auto found = accounts_.find(account);
    if (found == accounts_.end()) return;
    order_.erase(found->second.place);
    accounts_.erase(found);
}

void SessionBook::forget(const AccountId& account, const SessionId& session) {
    const std::lock_guard lock(mutex_);
    const auto found = accounts_.find(account);
    if (found == accounts_.end()) return;
    std::erase_if(found->second.entries, [&](const Entry& entry) { return entry.id == session; });
}

std::size_t SessionBook::accounts() const {
    const std::lock_guard lock(mutex_);
    return accounts_.size();
}

} // namespace palabre::http
