// SPDX-License-Identifier: Apache-2.0
// Puts the lines of an export into an order that holds nothing yet, and its records into the log: embedded or a topic.
#pragma once

#include "core/log/export_line.hpp"
#include "core/log/local_log.hpp"
#include "core/log/order.hpp"

#include <deque>
#include <set>
#include <string>

namespace palabre::tools {

/// Takes lines in groups: each is appended, and awaited before the next one. Every proposal is judged again by rule 1;
/// the first that comes out otherwise than its line says is an error that names it.
class Loader {
public:
    /// `order` is started, `log` has taken all that it held; both outlive this. `source`: where the lines come from,
    /// for errors.
    Loader(log::Order& order, log::LocalLog& log, std::string source)
        : order_(order), log_(log), source_(std::move(source)) {}

    [[nodiscard]] Status line(const std::string& text);
    /// After the last line, whether all of it has come: each begun community's head, and every community that the
    /// platform has registered. An export without the platform is one of a single community.
    [[nodiscard]] Status finish();
    [[nodiscard]] std::uint64_t events() const { return events_; }

private:
    [[nodiscard]] Status event(log::ExportedEvent event);
    [[nodiscard]] Status head(const log::ExportedHead& head);
    /// Its head may have come already.
    [[nodiscard]] Status note_registration(const log::ExportedEvent& event);
    void found(const CommunityId& community);
    /// Appends what was gathered, and takes records until all of it has come.
    [[nodiscard]] Status settle();
    [[nodiscard]] Status append();
    [[nodiscard]] Status take();
    [[nodiscard]] Status hold_against(const log::Record& record, const log::Fate& fate);
    [[nodiscard]] std::string place() const;

    log::Order& order_;
    log::LocalLog& log_;
    const std::string source_;
    std::optional<CommunityId> headless_; ///< whose head line has still to come
    std::set<CommunityId> registered_;    ///< by the platform, and nothing of theirs has come
    std::size_t heads_ = 0;
    bool platform_ = false; ///< its head has come
    std::vector<log::Body> bodies_;
    std::size_t to_come_ = 0; ///< of those that were appended
    std::map<CommunityId, std::deque<log::ExportedEvent>> expected_;
    std::uint64_t number_ = 0, events_ = 0;
};

} // namespace palabre::tools
