// SPDX-License-Identifier: Apache-2.0
// Finds the route of a request, resolves who asks and about what, checks rights, and calls the handler.
//
//     path → route (404, 405, a slash too many: 308) → session → community (404) → standing → origin and token (403)
//     → access and may() (401, 403, 404) → an act in a community: address confirmed, terms accepted (403) → rate (429)
//     → Palabre-Position (a bounded wait) → handler
#pragma once

#include "http/context.hpp"
#include "http/route.hpp"
#include "http/server/server.hpp"
#include "http/services.hpp"
#include "projections/object_cache.hpp"

#include <memory>
#include <span>
#include <vector>

namespace palabre::http {

/// Safe from any thread; immutable after construction, but for the answers that it keeps. Matching allocates nothing
/// and costs one step a segment.
class Router {
public:
    /// A table in which two rows say the same, a pattern is ill-formed, or a community's row has no action, is a bug:
    /// std::invalid_argument names the row.
    Router(std::vector<Route> routes, Services& services);
    ~Router();

    /// For Server::Parts::handle.
    [[nodiscard]] Answer answer(const Request& request) const;
    /// For Server::Parts::refuse: a page for who asked for one, else problem details, in the language asked for.
    [[nodiscard]] Response refuse(int status, const Request& request) const;
    /// For Server::Parts::receive: bodies with files, of whom may send them.
    [[nodiscard]] Server::Reception receive(const Request& request) const;
    /// For Server::Parts::body_limit. A path without a route: limits::body_bytes, so that it can be told 404.
    [[nodiscard]] std::size_t body_limit(Method method, std::string_view path) const;
    [[nodiscard]] std::span<const Route> routes() const { return routes_; }

private:
    struct Tree;
    [[nodiscard]] Answer route(Context& context) const;
    [[nodiscard]] Response refuse_thrown(const Context& context) const;
    [[nodiscard]] std::optional<Response> resolve(Context& context) const;
    /// Who asks, about which community, and in which language they are answered; why that cannot be known.
    [[nodiscard]] std::optional<Error> recognize(Context& context) const;
    /// What no row is for, refused as a page beside it would be: in the same language, in the same frame.
    [[nodiscard]] Response refuse_unrouted(Context& context, const Problem& problem) const;
    /// Looks up who asks, and what they are in the community that is asked about.
    struct Known;
    [[nodiscard]] std::shared_ptr<const Known> look_up(const Context& context) const;
    [[nodiscard]] std::optional<Problem> authorize(const Context& context) const;
    /// One of the writes that the account may make in a time; the refusal if it has made them.
    [[nodiscard]] std::optional<Problem> take_write(const Context& context) const;
    /// Without what stands in the body.
    [[nodiscard]] std::optional<Problem> admit(const Context& context) const;
    [[nodiscard]] Answer handle(const Context& context) const;
    /// Whether what is shown of this may lack what others have written: the order is not heard, or the community, or
    /// the platform with its accounts, stands still here.
    [[nodiscard]] bool is_behind(const Context& context) const;
    /// While it is not known what others have written: what anybody may see is shown and marked, 503 for the rest.
    [[nodiscard]] Answer handle_stale(Context& context) const;
    static void forget_viewer(Context& context);
    /// A read after an event that may have yet to come from another node; gives it up after `until`.
    [[nodiscard]] Answer read_after(const Context& context, const std::pair<CommunityId, Sequence>& event,
                                    Instant until) const;
    /// What the handler answers, or, to a visitor, what it has answered just now; 304 where the client has it.
    [[nodiscard]] Answer read(const Context& context) const;
    /// Under which key, stamp and time an answer to visitors is kept.
    struct Keeping;
    [[nodiscard]] Answer make(const Context& context, std::optional<Keeping> keeping) const;

    std::vector<Route> routes_;
    Services& services_;
    std::unique_ptr<Tree> tree_;
    /// Whole answers to visitors: everybody without a session gets the same bytes.
    mutable projections::ObjectCache visitor_answers_;
    /// By cookie and community, for as long as no row changes: opening a cookie and six look-ups are a tenth of a page.
    mutable projections::ObjectCache known_;
};

} // namespace palabre::http
