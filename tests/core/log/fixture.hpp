// SPDX-License-Identifier: Apache-2.0
// Proposals and records for the tests of the log.
#pragma once

#include "core/log/local_log.hpp"
#include "tests/core/temp_folder.hpp"

#include <map>
#include <set>

namespace palabre::log::test {

using palabre::test::TempFolder;

inline CommunityId community(std::string_view text = "c-test") {
    return CommunityId::parse(text).value();
}

inline constexpr Instant noon{1'767'322'800'000'000}; // 2026-01-02T03:00:00Z

/// What a proposal of a test is made of; the command's own entity is added by propose().
struct Draft {
    std::string key = "k1";
    CommunityId of = community();
    Instant time = noon;
    std::map<Entity, std::optional<Version>> reads = {};
    std::set<Entity> writes = {};
    std::string value = "{}";
    std::string type = "forum.post-published.v1";
};

inline Proposal propose(const Draft& draft) {
    Proposal p;
    p.id = command_id(draft.of, "m-1", draft.key);
    p.community = draft.of;
    p.type = draft.type;
    p.time = draft.time;
    p.value = draft.value;
    auto reads = draft.reads;
    auto writes = draft.writes;
    reads[command_entity(draft.of, p.id)] = std::nullopt;
    writes.insert(command_entity(draft.of, p.id));
    for (const auto& [entity, version] : reads) p.reads.push_back({entity, version});
    p.writes.assign(writes.begin(), writes.end());
    return p;
}

/// Records of partition 0, offsets counted from 0.
class Records {
public:
    explicit Records(Partition partition = Partition{0}, Offset first = Offset{0})
        : partition_(partition), next_(number(first)) {}
    Records& add(Body body, std::optional<Instant> timestamp = std::nullopt) {
        all_.push_back({partition_, Offset{next_++}, timestamp, std::move(body)});
        return *this;
    }
    Records& open() { return add(Opening{Digest{{1, 2, 3}}, partition_}); }
    Records& found(const CommunityId& of = community()) { return add(Genesis{of}); }
    [[nodiscard]] std::vector<Record> take() { return std::exchange(all_, {}); }

private:
    Partition partition_;
    std::int64_t next_;
    std::vector<Record> all_;
};

inline std::unique_ptr<LocalLog> open_log(const std::filesystem::path& folder, const LocalLog::Options& options = {}) {
    auto log = LocalLog::open(folder, options);
    REQUIRE_MESSAGE(log.has_value(), (log ? std::string() : log.error().message));
    return std::move(*log);
}

inline const Acceptance* accepted(const Fate& fate) {
    return std::get_if<Acceptance>(&fate.judgement);
}
inline std::optional<Ignored> ignored(const Fate& fate) {
    const auto* why = std::get_if<Ignored>(&fate.judgement);
    return why == nullptr ? std::nullopt : std::optional(*why);
}

inline std::vector<Event> read_all(LocalLog::Cursor cursor) {
    std::vector<Event> events;
    while (true) {
        auto event = cursor.next();
        REQUIRE(event.has_value());
        if (!*event) return events;
        events.push_back(std::move(**event));
    }
}

} // namespace palabre::log::test
