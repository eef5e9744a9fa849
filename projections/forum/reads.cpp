// SPDX-License-Identifier: Apache-2.0
#include "projections/forum/reads.hpp"

#include "core/limits.hpp"

#include <algorithm>

namespace palabre::projections::forum::reads {

namespace {

enum class Part : std::uint8_t {
    everywhere = 'e', // community, member → Instant
    space = 's',      // community, member, space → Instant
    thread = 't',     // community, member, thread → ordinal
};

Key part(const CommunityId& community, Part part, const MemberId& member) {
    return Key().add(community).u8(number(part)).add(member);
}
std::string thread_key(const CommunityId& community, const MemberId& member, const ThreadId& thread) {
    return part(community, Part::thread, member).add(thread).str();
}

Status on(Stage& stage, const Applied& at, const events::members::Joined& e) {
    put(stage, part(at.community, Part::everywhere, e.member).str(), happened(at));
    return {};
}

Status on(Stage& stage, const Applied& at, const events::forum::ThreadRead& e) {
    PALABRE_TRY(since, find<Instant>(stage, part(at.community, Part::everywhere, e.member).str()));
    if (since) put(stage, thread_key(at.community, e.member, e.thread), e.ordinal);
    return {};
}

Status on(Stage& stage, const Applied& at, const events::forum::AllRead& e) {
    PALABRE_TRY(since, find<Instant>(stage, part(at.community, Part::everywhere, e.member).str()));
    if (!since) return {};
    put(stage,
        e.space ? part(at.community, Part::space, e.member).add(*e.space).str()
                : part(at.community, Part::everywhere, e.member).str(),
        at.time);
    return {};
}

Status end_membership(Stage& stage, const CommunityId& community, const MemberId& member) {
    for (const Part each : {Part::everywhere, Part::space, Part::thread}) {
        const Key prefix = part(community, each, member);
        PALABRE_CHECK(stage.walk(prefix, prefix.prefix_end(), [&](std::string_view key, std::string_view) {
            stage.remove(std::string(key));
            return Status{};
        }));
    }
    return {};
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

Result<Since> since(const View& view, const CommunityId& community, const MemberId& member) {
    Since found;
    PALABRE_TRY(everywhere, find<Instant>(view, part(community, Part::everywhere, member).str()));
    found.everywhere = everywhere;
    const Key prefix = part(community, Part::space, member);
    Scan scan = view.scan(prefix, prefix.prefix_end());
    for (; scan.valid() && found.spaces.size() < limits::spaces_per_community; scan.next()) {
        const auto at = codec::decode<Instant>(scan.value());
        if (!at) return detail::ill_formed(scan.key());
        found.spaces.emplace(SpaceId::from(scan.key().substr(prefix.str().size())), *at);
    }
    PALABRE_CHECK(scan.status());
    return found;
}

Result<std::vector<std::optional<std::uint32_t>>> marks(const View& view, const CommunityId& community,
                                                        const MemberId& member, const std::vector<ThreadId>& threads) {
    std::vector<std::string> keys;
    keys.reserve(threads.size());
    for (const auto& thread : threads) keys.push_back(thread_key(community, member, thread));
    PALABRE_TRY(values, view.get(keys));
    std::vector<std::optional<std::uint32_t>> found(keys.size());
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (!values[i]) continue;
        found[i] = codec::decode<std::uint32_t>(*values[i]);
        if (!found[i]) return detail::ill_formed(keys[i]);
    }
    return found;
}

std::optional<Unread> unread(const ThreadRecord& thread, const MemberId& member, const Since& since,
                             std::optional<std::uint32_t> mark) {
    if (thread.removed || !since.everywhere || thread.last_author == member || mark.value_or(0) >= thread.latest)
        return std::nullopt;
    Instant begun = *since.everywhere;
    for (const SpaceId& space : thread.spaces)
        if (const auto found = since.spaces.find(space); found != since.spaces.end())
            begun = std::max(begun, found->second);
    if (thread.last_activity <= begun) return std::nullopt;
    // Of an older thread that was never opened nobody knows which posts came since: its last one is new for sure.
    const std::uint32_t first = mark ? *mark + 1 : thread.created > begun ? 1 : thread.latest;
    return Unread{first, thread.latest - first + 1};
}

Result<std::optional<Unread>> unread(const View& view, const CommunityId& community, const MemberId& member,
                                     const ThreadRecord& thread) {
    if (thread.last_author == member) return std::optional<Unread>{};
    std::vector<std::string> keys{part(community, Part::everywhere, member).str(),
                                  thread_key(community, member, thread.id)};
    for (const SpaceId& space : thread.spaces) keys.push_back(part(community, Part::space, member).add(space).str());
    PALABRE_TRY(values, view.get(keys));
    Since since;
    if (values[0]) since.everywhere = codec::decode<Instant>(*values[0]);
    for (std::size_t i = 0; i < thread.spaces.size(); ++i) {
        const auto at = values[i + 2] ? codec::decode<Instant>(*values[i + 2]) : std::nullopt;
        if (at) since.spaces.emplace(thread.spaces[i], *at);
    }
    return unread(thread, member, since, values[1] ? codec::decode<std::uint32_t>(*values[1]) : std::nullopt);
}

} // namespace palabre::projections::forum::reads
