// SPDX-License-Identifier: Apache-2.0
// The pages of the forum, and what their forms do.
#pragma once

#include "http/route.hpp"

namespace palabre::http::pages::forum {

// read.cpp
[[nodiscard]] Answer space(const Context& context);
[[nodiscard]] Answer threads(const Context& context);
[[nodiscard]] Answer thread(const Context& context);
[[nodiscard]] Answer feed(const Context& context);

// write.cpp: each form ends at the post that it is about (303), or on its page again with what was typed.
/// Also comments: with a parent.
[[nodiscard]] Answer reply(const Context& context);
[[nodiscard]] Answer new_thread(const Context& context);
[[nodiscard]] Answer open_thread(const Context& context);
[[nodiscard]] Answer edit_form(const Context& context);
[[nodiscard]] Answer edit(const Context& context);

// acts.cpp: one button each.
[[nodiscard]] Answer like(const Context& context);
[[nodiscard]] Answer unlike(const Context& context);
[[nodiscard]] Answer accept(const Context& context);
[[nodiscard]] Answer withdraw(const Context& context);
[[nodiscard]] Answer remove(const Context& context);
[[nodiscard]] Answer pin(const Context& context);
[[nodiscard]] Answer unpin(const Context& context);
[[nodiscard]] Answer lock(const Context& context);
[[nodiscard]] Answer unlock(const Context& context);
[[nodiscard]] Answer move(const Context& context);
[[nodiscard]] Answer follow(const Context& context);
[[nodiscard]] Answer unfollow(const Context& context);
[[nodiscard]] Answer follow_space(const Context& context);
[[nodiscard]] Answer unfollow_space(const Context& context);
[[nodiscard]] Answer follow_member(const Context& context);
[[nodiscard]] Answer unfollow_member(const Context& context);
[[nodiscard]] Answer read_thread(const Context& context);
[[nodiscard]] Answer read_all(const Context& context);

} // namespace palabre::http::pages::forum
