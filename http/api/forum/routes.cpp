// SPDX-License-Identifier: Apache-2.0
#include "http/api/forum/files.hpp"
#include "http/api/forum/forum.hpp"

namespace palabre::http::forum {

// Moderators' acts and following have one handler for PUT and DELETE (write.cpp).
Answer pin_thread(const Context& context);
Answer lock_thread(const Context& context);
Answer move_thread(const Context& context);
Answer follow_thread(const Context& context);
Answer follow_space(const Context& context);
Answer follow_member(const Context& context);

std::span<const Route> routes() {
    using enum Method;
    using rights::Action;
    constexpr auto thread = "/api/v1/communities/{c}/threads/{id}";
    static const Route table[] = {
        {get, "/api/v1/communities/{c}/threads", Access::anybody, Action::see_community, list_threads},
        {post, "/api/v1/communities/{c}/threads", Access::member, Action::open_thread, open_thread, limits::body_bytes},
        {get, thread, Access::anybody, Action::see_community, get_thread},
        {post, "/api/v1/communities/{c}/threads/{id}/posts", Access::member, Action::reply, publish_post,
         limits::body_bytes},
        {post, "/api/v1/communities/{c}/preview", Access::member, Action::reply, preview, limits::body_bytes},
        {get, "/api/v1/communities/{c}/posts/{id}", Access::anybody, Action::see_community, get_post},
        {put, "/api/v1/communities/{c}/posts/{id}", Access::member, Action::edit_post, edit_post, limits::body_bytes},
        {del, "/api/v1/communities/{c}/posts/{id}", Access::member, Action::remove_post, remove_post},
        {put, "/api/v1/communities/{c}/posts/{id}/reactions/{kind}", Access::member, Action::react, react},
        {del, "/api/v1/communities/{c}/posts/{id}/reactions/{kind}", Access::member, Action::react, unreact},
        {put, "/api/v1/communities/{c}/threads/{id}/accepted-answer", Access::member, Action::reply, accept_answer,
         limits::form_bytes},
        {del, "/api/v1/communities/{c}/threads/{id}/accepted-answer", Access::member, Action::reply, withdraw_answer},
        {put, "/api/v1/communities/{c}/threads/{id}/pin", Access::member, Action::pin_thread, pin_thread},
        {del, "/api/v1/communities/{c}/threads/{id}/pin", Access::member, Action::pin_thread, pin_thread},
        {put, "/api/v1/communities/{c}/threads/{id}/lock", Access::member, Action::lock_thread, lock_thread},
        {del, "/api/v1/communities/{c}/threads/{id}/lock", Access::member, Action::lock_thread, lock_thread},
        {put, "/api/v1/communities/{c}/threads/{id}/spaces", Access::member, Action::move_thread, move_thread,
         limits::form_bytes},
        {put, "/api/v1/communities/{c}/threads/{id}/follow", Access::member, Action::follow, follow_thread},
        {del, "/api/v1/communities/{c}/threads/{id}/follow", Access::member, Action::follow, follow_thread},
        {put, "/api/v1/communities/{c}/spaces/{space}/follow", Access::member, Action::follow, follow_space},
        {del, "/api/v1/communities/{c}/spaces/{space}/follow", Access::member, Action::follow, follow_space},
        {put, "/api/v1/communities/{c}/members/{id}/follow", Access::member, Action::follow, follow_member},
        {del, "/api/v1/communities/{c}/members/{id}/follow", Access::member, Action::follow, follow_member},
        {get, "/api/v1/communities/{c}/feed", Access::member, Action::follow, get_feed},
        {get, "/api/v1/communities/{c}/unread", Access::member, Action::follow, get_unread},
        {put, "/api/v1/communities/{c}/threads/{id}/read", Access::member, Action::follow, read_thread,
         limits::form_bytes},
        {post, "/api/v1/communities/{c}/read", Access::member, Action::follow, read_all, limits::form_bytes},
        {.method = post,
         .pattern = "/api/v1/communities/{c}/files",
         .access = Access::member,
         .action = Action::reply,
         .handler = upload_file,
         .body_limit = limits::form_bytes,
         .files = 1},
        {put, "/api/v1/communities/{c}/files/{id}", Access::member, Action::reply, describe_file, limits::form_bytes},
        {get, "/api/v1/communities/{c}/files/{id}/{size}", Access::anybody, Action::see_community, get_file_bytes},
        {get, "/api/v1/communities/{c}/files/{id}", Access::anybody, Action::see_community, get_file},
    };
    return table;
}

} // namespace palabre::http::forum
