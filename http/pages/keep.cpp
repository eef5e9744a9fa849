// SPDX-License-Identifier: Apache-2.0
#include "http/pages/keep.hpp"

#include "http/assets.hpp"

#include <algorithm>
#include <array>

namespace palabre::http::pages {
namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 2> over_all_spaces = {"spaces/community", "forum/threads"};

bool is_open(const json& space) {
    const auto visibility = space.value("visibility", "");
    return visibility == "public" || visibility == "members";
}

const json* member(const json& object, std::string_view name) {
    const auto found = object.find(name);
    return found == object.end() ? nullptr : &*found;
}

/// Every space of the thread is among those that the viewer sees, and open. A thread without one is nobody's to keep.
bool stands_in_open_spaces(const json& thread, const json& spaces) {
    const json* ids = member(thread, "spaces");
    if (ids == nullptr || ids->empty()) return false;
    return std::ranges::all_of(*ids, [&](const json& id) {
        return std::ranges::any_of(
            spaces, [&](const json& space) { return space.value("id", json()) == id && is_open(space); });
    });
}

} // namespace

std::string browser_tag(const AccountId& account) {
    return content_hash("palabre/browser\n" + account.text());
}

bool may_be_kept(std::string_view content, const json& document) {
    if (content == "spaces/communities") return true;
    if (content == "forum/space") {
        const json* space = member(document, "space");
        return space != nullptr && is_open(*space);
    }
    const json* spaces = member(document, "spaces");
    if (spaces == nullptr) return false;
    if (content == "forum/thread") {
        const json* thread = member(document, "thread");
        return thread != nullptr && stands_in_open_spaces(*thread, *spaces);
    }
    return std::ranges::find(over_all_spaces, content) != over_all_spaces.end() &&
           std::ranges::all_of(*spaces, is_open);
}

} // namespace palabre::http::pages
