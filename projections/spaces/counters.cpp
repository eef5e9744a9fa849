// SPDX-License-Identifier: Apache-2.0
#include "projections/spaces/counters.hpp"

#include "projections/json.hpp"

#include <algorithm>
#include <utility>

namespace palabre::projections::spaces::counters {

namespace {

enum class Part : std::uint8_t {
    community = 'c', // community → CountersRow
    space = 's',     // community, space → CountersRow
    member = 'm',    // community, member → Person
    thread = 't',    // community, thread → ThreadTally, while shown
    post = 'p',      // community, thread, post → PostTally, while shown
};

/// What must be known of a member to count it once, in the right part.
struct Person {
    std::optional<bool> adherent;
    bool active = false;
    bool contributor = false;
    std::vector<SpaceId> contributed; ///< spaces, ascending
};

/// What a thread takes along when it is moved or removed.
struct ThreadTally {
    std::vector<SpaceId> spaces;
    std::uint64_t posts = 0;
    std::uint64_t reactions = 0;
};

struct PostTally {
    std::uint64_t reactions = 0;
};

Key part(const CommunityId& community, Part part) {
    return Key().add(community).u8(number(part));
}
std::string community_key(const CommunityId& community) {
    return part(community, Part::community).str();
}
std::string space_key(const CommunityId& community, const SpaceId& space) {
    return part(community, Part::space).add(space).str();
}
std::string member_key(const CommunityId& community, const MemberId& member) {
    return part(community, Part::member).add(member).str();
}
std::string thread_key(const CommunityId& community, const ThreadId& thread) {
    return part(community, Part::thread).add(thread).str();
}
std::string post_key(const CommunityId& community, const ThreadId& thread, const PostId& post) {
    return part(community, Part::post).add(thread).add(post).str();
}

std::string split_json(const Split& split) {
    JsonObject json;
    json.add("total", split.total).add("adherent", split.adherent).add("not_adherent", split.not_adherent);
    return std::move(json.add("unknown", split.unknown)).finish();
}

/// A space counts no members of its own.
std::string counters_json(const Counters& counters, bool of_community) {
    JsonObject json;
    if (of_community) json.raw("members", split_json(counters.members));
    json.add("threads", counters.threads).add("posts", counters.posts).add("reactions", counters.reactions);
    json.raw("contributors", split_json(counters.contributors));
    return std::move(json).finish();
}

void add(Split& split, const std::optional<bool>& adherent, std::int64_t by) {
    split.total += by;
    (!adherent ? split.unknown : *adherent ? split.adherent : split.not_adherent) += by;
}

template <class Change>
Status change_row(Stage& stage, std::string key, bool of_community, Change&& change) {
    PALABRE_TRY(row, find_row<Counters>(stage, key));
    Counters counters = row ? row->record : Counters{};
    change(counters);
    put_row(stage, std::move(key), counters, counters_json(counters, of_community));
    return {};
}

template <class Change>
Status change_spaces(Stage& stage, const CommunityId& community, const std::vector<SpaceId>& spaces, Change&& change) {
    for (const auto& space : spaces) PALABRE_CHECK(change_row(stage, space_key(community, space), false, change));
    return {};
}

/// The community and each of these spaces.
template <class Change>
Status change_all(Stage& stage, const CommunityId& community, const std::vector<SpaceId>& spaces, Change&& change) {
    PALABRE_CHECK(change_row(stage, community_key(community), true, change));
    return change_spaces(stage, community, spaces, change);
}

template <class Change>
Status change_members(Stage& stage, const CommunityId& community, Change&& change) {
    return change_row(stage, community_key(community), true, change);
}

/// Brings a thread with its posts and reactions to a place (+1), or takes it away (−1).
auto thread_by(const ThreadTally& tally, std::int64_t sign) {
    return [&tally, sign](Counters& counters) {
        counters.threads += sign;
        counters.posts += sign * static_cast<std::int64_t>(tally.posts);
        counters.reactions += sign * static_cast<std::int64_t>(tally.reactions);
    };
}

Status on(Stage& stage, const Applied& at, const events::members::Joined& e) {
    put(stage, member_key(at.community, e.member),
        Person{.adherent = e.adherent, .active = true, .contributor = false, .contributed = {}});
    return change_members(stage, at.community, [&](Counters& c) { add(c.members, e.adherent, 1); });
}

Status on(Stage& stage, const Applied& at, const events::members::AdherentDeclared& e) {
    PALABRE_TRY(person, find<Person>(stage, member_key(at.community, e.member)));
    if (!person) return {};
    const auto before = std::exchange(person->adherent, e.adherent);
    put(stage, member_key(at.community, e.member), *person);
    const auto move = [&](Split& split) {
        add(split, before, -1);
        add(split, person->adherent, 1);
    };
    PALABRE_CHECK(change_members(stage, at.community, [&](Counters& c) {
        if (person->active) move(c.members);
        if (person->contributor) move(c.contributors);
    }));
    return change_spaces(stage, at.community, person->contributed, [&](Counters& c) { move(c.contributors); });
}

Status end_membership(Stage& stage, const CommunityId& community, const MemberId& member) {
    PALABRE_TRY(person, find<Person>(stage, member_key(community, member)));
    if (!person || !person->active) return {}; // erased after leaving: counted out already
    person->active = false;
    put(stage, member_key(community, member), *person);
    return change_members(stage, community, [&](Counters& c) { add(c.members, person->adherent, -1); });
}

Status on(Stage& stage, const Applied& at, const events::members::Left& e) {
    return end_membership(stage, at.community, e.member);
}

Status on(Stage& stage, const Applied& at, const events::members::Erased& e) {
    return end_membership(stage, at.community, e.member);
}

/// Counts the author where it is the first time.
Status contribute(Stage& stage, const CommunityId& community, const MemberId& author,
                  const std::vector<SpaceId>& spaces) {
    PALABRE_TRY(person, find<Person>(stage, member_key(community, author)));
    if (!person) return {};
    const auto count = [&](Counters& c) { add(c.contributors, person->adherent, 1); };
    bool changed = false;
    if (!std::exchange(person->contributor, true)) {
        PALABRE_CHECK(change_row(stage, community_key(community), true, count));
        changed = true;
    }
    for (const auto& space : spaces) {
        const auto place = std::ranges::lower_bound(person->contributed, space);
        if (place != person->contributed.end() && *place == space) continue;
        person->contributed.insert(place, space);
        PALABRE_CHECK(change_row(stage, space_key(community, space), false, count));
        changed = true;
    }
    if (changed) put(stage, member_key(community, author), *person);
    return {};
}

Status on(Stage& stage, const Applied& at, const events::forum::ThreadOpened& e) {
    const ThreadTally tally{e.spaces, 1, 0};
    put(stage, thread_key(at.community, e.thread), tally);
    put(stage, post_key(at.community, e.thread, e.post), PostTally{});
    PALABRE_CHECK(change_all(stage, at.community, e.spaces, thread_by(tally, 1)));
    return contribute(stage, at.community, e.author, e.spaces);
}

Status on(Stage& stage, const Applied& at, const events::forum::PostPublished& e) {
    PALABRE_TRY(tally, find<ThreadTally>(stage, thread_key(at.community, e.thread)));
    if (!tally) return {};
    ++tally->posts;
    put(stage, thread_key(at.community, e.thread), *tally);
    put(stage, post_key(at.community, e.thread, e.post), PostTally{});
    PALABRE_CHECK(change_all(stage, at.community, tally->spaces, [](Counters& c) { ++c.posts; }));
    return contribute(stage, at.community, e.author, tally->spaces);
}

Status on(Stage& stage, const Applied& at, const events::forum::PostRemoved& e) {
    PALABRE_TRY(tally, find<ThreadTally>(stage, thread_key(at.community, e.thread)));
    PALABRE_TRY(post, find<PostTally>(stage, post_key(at.community, e.thread, e.post)));
    if (!tally || !post) return {};
    stage.remove(post_key(at.community, e.thread, e.post));
    if (e.opening) {
        stage.remove(thread_key(at.community, e.thread));
        return change_all(stage, at.community, tally->spaces, thread_by(*tally, -1));
    }
    --tally->posts;
    tally->reactions -= post->reactions;
    put(stage, thread_key(at.community, e.thread), *tally);
    return change_all(stage, at.community, tally->spaces, [&](Counters& c) {
        --c.posts;
        c.reactions -= post->reactions;
    });
}

Status on(Stage& stage, const Applied& at, const events::forum::ThreadMoved& e) {
    PALABRE_TRY(tally, find<ThreadTally>(stage, thread_key(at.community, e.thread)));
    if (!tally) return {};
    PALABRE_CHECK(change_spaces(stage, at.community, tally->spaces, thread_by(*tally, -1)));
    tally->spaces = e.spaces;
    put(stage, thread_key(at.community, e.thread), *tally);
    return change_spaces(stage, at.community, tally->spaces, thread_by(*tally, 1));
}

Status react(Stage& stage, const CommunityId& community, const ThreadId& thread, const PostId& id, std::int64_t by) {
    PALABRE_TRY(tally, find<ThreadTally>(stage, thread_key(community, thread)));
    PALABRE_TRY(post, find<PostTally>(stage, post_key(community, thread, id)));
    if (!tally || !post) return {};
    tally->reactions += by;
    post->reactions += by;
    put(stage, thread_key(community, thread), *tally);
    put(stage, post_key(community, thread, id), *post);
    return change_all(stage, community, tally->spaces, [by](Counters& c) { c.reactions += by; });
}

Status on(Stage& stage, const Applied& at, const events::forum::ReactionAdded& e) {
    return react(stage, at.community, e.thread, e.post, 1);
}

Status on(Stage& stage, const Applied& at, const events::forum::ReactionRemoved& e) {
    return react(stage, at.community, e.thread, e.post, -1);
}

/// What else happens is not heard.
template <class Event>
Status on(Stage&, const Applied&, const Event&) {
    return {};
}

CountersRow or_zero(std::optional<CountersRow> row, bool of_community) {
    if (row) return std::move(*row);
    return {{counters_json({}, of_community), 0}, {}};
}

} // namespace

Status apply(Stage& stage, const Applied& at, const events::Event& event) {
    return std::visit([&](const auto& e) { return on(stage, at, e); }, event);
}

Result<CountersRow> of_community(const View& view, const CommunityId& community) {
    PALABRE_TRY(row, find_row<Counters>(view, community_key(community)));
    return or_zero(std::move(row), true);
}

Result<CountersRow> of_space(const View& view, const CommunityId& community, const SpaceId& space) {
    PALABRE_TRY(row, find_row<Counters>(view, space_key(community, space)));
    return or_zero(std::move(row), false);
}

Result<std::vector<CountersRow>> of_spaces(const View& view, const CommunityId& community,
                                           const std::vector<SpaceId>& spaces) {
    std::vector<std::string> keys;
    keys.reserve(spaces.size());
    for (const auto& space : spaces) keys.push_back(space_key(community, space));
    PALABRE_TRY(found, find_rows<Counters>(view, keys));
    std::vector<CountersRow> rows;
    rows.reserve(found.size());
    for (auto& row : found) rows.push_back(or_zero(std::move(row), false));
    return rows;
}

} // namespace palabre::projections::spaces::counters
