// SPDX-License-Identifier: Apache-2.0
#include "http/mails/forum.hpp"
#include "http/mails/letter.hpp"

#include <algorithm>

namespace palabre::http::mails {
namespace {

constexpr Letter table[] = {
    // event → who → what it says
    {"reply", "{{t:mails.reply.subject thread=thread.title}}", is_reply, answered, reply},
};

} // namespace

std::span<const Letter> letters() {
    return table;
}

const Letter* find_letter(std::string_view name) {
    const auto found = std::ranges::find(letters(), name, &Letter::name);
    return found == letters().end() ? nullptr : &*found;
}

} // namespace palabre::http::mails
