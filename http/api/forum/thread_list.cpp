// SPDX-License-Identifier: Apache-2.0
#include "http/api/forum/thread_list.hpp"

#include "http/api/authors.hpp"
#include "http/api/forum/reading.hpp"
#include "http/api/forum/visible.hpp"

namespace palabre::http::forum {

Result<std::string> thread_list_json(const Context& context, const std::vector<projections::forum::ThreadRow>& threads,
                                     const std::optional<std::string>& next) {
    PALABRE_TRY(reading, Reading::of(context));
    PALABRE_TRY(unread, reading.unread(threads));
    Authors authors(context);
    std::string body = R"({"threads":[)", news;
    bool first = true;
    for (std::size_t i = 0; i < threads.size(); ++i) {
        const auto& thread = threads[i];
        // A space's list also holds threads that stand in another space, closed to this viewer.
        PALABRE_TRY(verdict, may_see(context, thread.record));
        if (!rights::allowed(verdict)) continue;
        if (!first) body += ',';
        first = false;
        authors.append_row(body, thread.json(), projections::forum::author_at, thread.record.author);
        if (unread[i]) append_unread(news, thread.record.id, *unread[i]);
    }
    PALABRE_TRY(members, authors.members_json());
    body.append(R"(],"members":)").append(members).append(R"(,"unread":{)").append(news);
    return body + R"(},"next":)" + (next ? '"' + *next + '"' : "null") + '}'; // cursors are base32
}

} // namespace palabre::http::forum
