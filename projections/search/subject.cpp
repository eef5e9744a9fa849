// SPDX-License-Identifier: Apache-2.0
#include "projections/search/subject.hpp"

#include <algorithm>

namespace palabre::projections::search {
namespace {

constexpr char post_mark = 'p';
constexpr char ad_mark = 'a';
constexpr char member_mark = 'm';

template <class Id>
std::string marked(char mark, const Id& id) {
    std::string out(1, mark);
    out += id.view();
    return out;
}

} // namespace

std::string id_of(const PostId& post) {
    return marked(post_mark, post);
}
std::string id_of(const AdId& ad) {
    return marked(ad_mark, ad);
}
std::string id_of(const MemberId& member) {
    return marked(member_mark, member);
}

Subject subject_of(const Stored& document) {
    const std::string_view id = document.id;
    if (id.size() == 1 + PostId::size && id.front() == post_mark) return PostId::from(id.substr(1));
    if (id.size() == 1 + AdId::size && id.front() == ad_mark) return AdId::from(id.substr(1));
    if (id.size() == 1 + MemberId::size && id.front() == member_mark) return MemberId::from(id.substr(1));
    return {};
}

std::uint32_t number_of_code(std::string_view code) {
    std::uint32_t hash = 0x811c9dc5U; // FNV-1a
    for (const char c : code) hash = (hash ^ static_cast<unsigned char>(c)) * 0x01000193U;
    return hash == 0 ? 1 : hash;
}

std::uint32_t seconds(Instant at) {
    return static_cast<std::uint32_t>(std::clamp<std::int64_t>(at.micros / 1'000'000, 0, UINT32_MAX));
}

} // namespace palabre::projections::search
