// SPDX-License-Identifier: Apache-2.0
#include "projections/forum/follows.hpp"

#include "core/store/key.hpp"
#include "projections/cursor.hpp"

namespace palabre::projections::forum::follows {

namespace {

enum class Part : std::uint8_t {
    by_member = 'm', // community, member, Kind, target →
    by_target = 't', // community, Kind, target, member →
};
enum class Kind : std::uint8_t { thread, space, member }; // in the order of Target

constexpr std::size_t target_bytes = sizeof(Kind) + ThreadId::size;
static_assert(ThreadId::size == SpaceId::size && ThreadId::size == MemberId::size);

Key part(const CommunityId& community, Part part) {
    return Key().add(community).u8(number(part));
}
Key& add(Key& key, const Target& target) {
    key.u8(static_cast<std::uint8_t>(target.index()));
    return std::visit([&](const auto& id) -> Key& { return key.add(id); }, target);
}
Target take_target(std::string_view bytes) {
    KeyReader reader(bytes);
    switch (Kind{reader.u8()}) {
    case Kind::thread:
        return reader.take<ThreadId>();
    case Kind::space:
        return reader.take<SpaceId>();
    case Kind::member:
        break;
    }
    return reader.take<MemberId>();
}
Key member_prefix(const CommunityId& community, const MemberId& member) {
    return part(community, Part::by_member).add(member);
}
Key target_prefix(const CommunityId& community, const Target& target) {
    Key key = part(community, Part::by_target);
    return add(key, target);
}
std::string member_key(const CommunityId& community, const MemberId& member, const Target& target) {
    Key key = member_prefix(community, member);
    return add(key, target).str();
}
std::string target_key(const CommunityId& community, const Target& target, const MemberId& member) {
    return target_prefix(community, target).add(member).str();
}

/// What an event means: exactly one of the three is there.
template <class Event>
std::optional<Target> target(const Event& e) {
    if (e.thread) return *e.thread;
    if (e.space) return *e.space;
    if (e.person) return *e.person;
    return std::nullopt;
}

Status on(Stage& stage, const Applied& at, const events::forum::Followed& e) {
    if (const auto meant = target(e)) {
        stage.put(member_key(at.community, e.member, *meant), {});
        stage.put(target_key(at.community, *meant, e.member), {});
    }
    return {};
}

Status on(Stage& stage, const Applied& at, const events::forum::Unfollowed& e) {
    if (const auto meant = target(e)) {
        stage.remove(member_key(at.community, e.member, *meant));
        stage.remove(target_key(at.community, *meant, e.member));
    }
    return {};
}

/// Of who goes: nothing is followed any more, and nobody follows.
Status end_membership(Stage& stage, const CommunityId& community, const MemberId& member) {
    const Key followers = target_prefix(community, member);
    PALABRE_CHECK(stage.walk(followers, followers.prefix_end(), [&](std::string_view key, std::string_view) {
        const auto follower = MemberId::from(key.substr(followers.str().size()));
        stage.remove(member_key(community, follower, member));
        stage.remove(std::string(key));
        return Status{};
    }));
    const Key prefix = member_prefix(community, member);
    return stage.walk(prefix, prefix.prefix_end(), [&](std::string_view key, std::string_view) {
        const Target target = take_target(key.substr(prefix.str().size()));
        stage.remove(target_key(community, target, member));
        stage.remove(std::string(key));
        return Status{};
    });
}

Status on(Stage& stage, const Applied& at, const events::members::Left& e) {
    return end_membership(stage, at.community, e.member);
}

Status on(Stage& stage, const Applied& at, const events::members::Erased& e) {
    return end_membership(stage, at.community, e.member);
}

/// What else happens is not heard.
template <class Event>
Status on(Stage&, const Applied&, const Event&) {
    return {};
}

} // namespace

Status apply(Stage& stage, const Applied& at, const events::Event& event) {
    return std::visit([&](const auto& e) { return on(stage, at, e); }, event);
}

Result<bool> is_following(const View& view, const CommunityId& community, const MemberId& member,
                          const Target& target) {
    PALABRE_TRY(row, view.get(member_key(community, member, target)));
    return row.has_value();
}

Result<Followed> followed(const View& view, const CommunityId& community, const MemberId& member,
                          std::optional<std::string_view> cursor, std::size_t limit) {
    PALABRE_TRY(page, list_page(view, member_prefix(community, member), target_bytes, cursor, limit));
    Followed found;
    found.next = std::move(page.next);
    for (const auto& listed : page.keys) found.targets.push_back(take_target(listed.tail));
    return found;
}

} // namespace palabre::projections::forum::follows
