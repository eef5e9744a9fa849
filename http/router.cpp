// SPDX-License-Identifier: Apache-2.0
#include "http/router.hpp"

#include "commands/model.hpp"
#include "core/config/config.hpp"
#include "core/limits.hpp"
#include "core/log/local_log.hpp"
#include "core/logging/logging.hpp"
#include "http/conditional.hpp"
#include "http/route_tree.hpp"
#include "http/server/target.hpp"
#include "http/session/book.hpp"
#include "http/uploads.hpp"
#include "projections/projector.hpp"

#include <algorithm>
#include <atomic>
#include <charconv>

namespace palabre::http {
namespace {

constexpr std::string_view community_parameter = "c";
constexpr std::chrono::minutes note_again{1}; ///< of a session, in the book

bool is_unsafe(Method method) {
    return method == Method::post || method == Method::put || method == Method::del;
}

/// The token of a form or of a script's header, or nothing.
bool has_token(const Request& request, const Session& session) {
    if (const auto header = request.header("x-csrf-token")) return Sessions::is_token(session, *header);
    const auto type = request.header("content-type");
    if (!type || !type->starts_with("application/x-www-form-urlencoded")) return false;
    const auto fields = parse_form(request.body, limits::form_fields);
    if (!fields) return false;
    for (const auto& [name, value] : *fields)
        if (name == "csrf") return Sessions::is_token(session, value);
    return false;
}

/// "community/sequence" as Palabre-Position gives it.
std::optional<std::pair<CommunityId, Sequence>> parse_position(std::string_view text) {
    const std::size_t slash = text.find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    const auto community = CommunityId::parse(text.substr(0, slash));
    std::uint64_t sequence = 0;
    const char* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data() + slash + 1, end, sequence);
    if (!community || read.ec != std::errc() || read.ptr != end || sequence == 0) return std::nullopt;
    return std::pair(*community, Sequence{sequence});
}

/// What becomes of an answer, also of one that is computed elsewhere first.
Answer afterwards(Answer answer, const std::function<Answer(Answer)>& then) {
    auto* work = std::get_if<Work>(&answer);
    if (work == nullptr) return then(std::move(answer));
    return Work{.run = [run = std::move(work->run), then] { return then(run()); }, .kind = work->kind};
}

Answer marked_stale(Answer answer) {
    return afterwards(std::move(answer), [](Answer done) {
        if (auto* response = std::get_if<Response>(&done)) response->set("Palabre-Stale", "true");
        return done;
    });
}

Response moved_to(std::string path, const Request& request) {
    const std::size_t query = request.target.find('?');
    if (query != std::string::npos) path += request.target.substr(query);
    return redirect(308, std::move(path));
}

/// Segments as they have to stand in an address.
std::string encoded_path(std::string_view path) {
    std::string encoded;
    for (std::size_t begin = 0; begin < path.size();) {
        const std::size_t end = std::min(path.find('/', begin + 1), path.size());
        encoded += '/' + percent_encoded(path.substr(begin + 1, end - begin - 1));
        begin = end;
    }
    return encoded;
}

/// An answer and when it was made: pages say how long ago things were.
struct Kept {
    Response response;
    Instant made;
};

/// Only what has an entity tag is the same for all who get it, and complete.
bool may_keep(const Response& response) {
    const auto has = [&](std::string_view name) {
        return std::ranges::find(response.headers, name, &Fields::value_type::first) != response.headers.end();
    };
    if (response.source) return false;
    const bool no_store = std::ranges::any_of(response.headers, [](const auto& field) {
        return field.first == "Cache-Control" && field.second == "no-store";
    });
    return response.status == 200 && has("ETag") && !has("Set-Cookie") && !no_store;
}

} // namespace

struct Router::Tree : RouteTree {
    using RouteTree::RouteTree;
};

Router::Router(std::vector<Route> routes, Services& services)
    : routes_(std::move(routes)), services_(services), tree_(std::make_unique<Tree>(routes_)),
      visitor_answers_(limits::visitor_answers_bytes), known_(limits::known_viewers_bytes) {}

Router::~Router() = default;

std::size_t Router::body_limit(Method method, std::string_view path) const {
    PathParameters ignored;
    const auto* node = tree_->find(path, ignored);
    if (node == nullptr || node->route(method) == nullptr) return limits::body_bytes;
    return node->route(method)->body_limit;
}

Server::Reception Router::receive(const Request& request) const {
    Context context{.request = request, .services = services_};
    context.language = accepted_language(request, events::Language::fr);
    const auto* node = tree_->find(request.path, context.parameters);
    const Route* route = node == nullptr ? nullptr : node->route(request.method);
    if (route == nullptr || route->files == 0 || services_.uploads == nullptr || !brings_files(request)) return {};
    context.route = route;
    RouteTree::name(*route, context.parameters);
    try {
        // Nobody else's bytes are taken: before anything is written it is known who sends.
        if (auto refused = resolve(context)) return {.refused = std::move(refused)};
        if (!own_origin(request, services_.settings.public_url))
            return {.refused = context.refuse(problem(Fault::other_origin))};
        auto keeps = Uploads::Files::kept;
        if (const auto refused = admit(context)) {
            // Of a page's form the texts are wanted all the same: they come back with the refusal.
            if (request.path.starts_with("/api/")) return {.refused = context.refuse(*refused)};
            keeps = Uploads::Files::dropped;
        }
        // Before a byte is sealed, too; a page's form that comes too often is told so once its texts are there.
        if (keeps == Uploads::Files::kept) {
            if (const auto refused = take_write(context)) {
                if (request.path.starts_with("/api/")) return {.refused = context.refuse(*refused)};
                keeps = Uploads::Files::dropped;
            }
        }
        const AccountId account = context.viewer ? context.viewer->account : AccountId{};
        return {.sink = services_.uploads->sink(request, account, route->files, keeps),
                .limit = route->files * limits::file_bytes + limits::body_bytes};
    } catch (const std::exception&) {
        return {.refused = context.refuse(problem(Fault::internal))};
    }
}

Response Router::refuse(int status, const Request& request) const {
    Context context{.request = request, .services = services_};
    context.language = accepted_language(request, events::Language::fr);
    const Problem refused = problem_of_status(status);
    // A target that could not be read was followed from no page.
    if (request.path.empty()) return problem_json(refused, services_.messages, context.language);
    return context.refuse(refused);
}

Answer Router::answer(const Request& request) const {
    Context context{.request = request, .services = services_};
    context.language = accepted_language(request, events::Language::fr);
    try {
        return route(context);
    } catch (const std::exception&) {
        return refuse_thrown(context);
    }
}

// A bug; its text may hold what a person wrote, so only the route is told.
Response Router::refuse_thrown(const Context& context) const {
    if (services_.logger != nullptr)
        services_.logger->error(
            "handler threw", {{"route", context.route == nullptr ? std::int64_t{-1} : context.route - routes_.data()}});
    return context.refuse(problem(Fault::internal));
}

Answer Router::route(Context& context) const {
    const Request& request = context.request;
    const auto* node = tree_->find(request.path, context.parameters);
    if (node == nullptr) {
        // An empty segment is nothing's name; led on, "//host" would even be another site's address.
        if (request.path.size() > 1 && request.path.ends_with('/') && request.path.find("//") == std::string::npos) {
            const std::string_view shorter = std::string_view(request.path).substr(0, request.path.size() - 1);
            if (tree_->find(shorter, context.parameters) != nullptr) return moved_to(encoded_path(shorter), request);
        }
        return refuse_unrouted(context, problem(commands::Reason::not_found));
    }
    context.route = node->route(request.method);
    if (context.route == nullptr) {
        if (request.method == Method::options) {
            Response response;
            response.status = 204;
            return response.set("Allow", node->allow());
        }
        Problem refused = problem(Fault::not_allowed);
        refused.allow = node->allow();
        return refuse_unrouted(context, refused);
    }
    RouteTree::name(*context.route, context.parameters);
    if (auto refused = resolve(context)) return std::move(*refused);
    if (is_behind(context)) return handle_stale(context);
    if (const auto refused = authorize(context)) return context.refuse(*refused);
    return handle(context);
}

/// Who asks, and about which community.
struct Router::Known {
    std::optional<Session> session = {};
    std::optional<Account> account = {}; ///< whose session that is
    std::optional<Community> community = {};
    std::optional<Member> member = {};
    std::optional<Error> failed = {}; ///< why what follows is not known
    /// When the book was told of it: its pages tell days, and a lock for each request would be for nothing.
    mutable std::atomic<Instant> noted = {};
};

std::shared_ptr<const Router::Known> Router::look_up(const Context& context) const {
    auto known = std::make_shared<Known>();
    if (const auto session = services_.sessions.read(context.request)) {
        auto account = services_.directory.account(session->account);
        // What is for anybody (health, the sign-in page) is so while accounts cannot be looked up, too.
        const Route* const route = context.route;
        const bool needed = route != nullptr &&
                            (route->access != Access::anybody || route->action || is_unsafe(context.request.method));
        if (account.has_error() && needed) {
            known->failed = account.error();
            return known;
        }
        if (account && *account && !(*account)->has_ended(session->epoch, Sessions::id(*session))) {
            known->session = session;
            known->account = std::move(*account);
        }
    }
    const std::string_view asked = context.parameter(community_parameter);
    if (asked.empty()) return known;
    auto community = services_.directory.community(asked);
    if (community.has_error()) {
        known->failed = community.error();
        return known;
    }
    known->community = std::move(*community);
    if (!known->community || !known->session) return known;
    auto member = services_.directory.member(known->community->id, known->session->account);
    if (member.has_error())
        known->failed = member.error();
    else
        known->member = std::move(*member);
    return known;
}

std::optional<Response> Router::resolve(Context& context) const {
    if (const auto failed = recognize(context)) return context.fail(*failed);
    if (!context.community && !context.parameter(community_parameter).empty())
        return context.refuse(commands::Reason::not_found);
    return std::nullopt;
}

Response Router::refuse_unrouted(Context& context, const Problem& problem) const {
    context.parameters = {};
    const std::string_view asked = tree_->community(context.request.path);
    if (!asked.empty()) context.parameters.values[context.parameters.count++] = {community_parameter, asked};
    // Who asks cannot be known, or there is no such community: it is refused for the same reason, to anybody.
    static_cast<void>(recognize(context));
    if (is_behind(context)) forget_viewer(context);
    return context.refuse(problem);
}

std::optional<Error> Router::recognize(Context& context) const {
    const std::string_view asked = context.parameter(community_parameter);
    const auto cookie = services_.sessions.cookie(context.request);
    const bool keeps = cookie && !asked.empty() && services_.projector != nullptr;
    // Read before the rows: what is later than this only has another stamp with the next change.
    const projections::ObjectCache::Stamp stamp{keeps ? services_.projector->changes() : 0};
    std::string key;
    std::shared_ptr<const Known> known;
    if (keeps) {
        key.append(*cookie).append("\n").append(asked);
        known = std::static_pointer_cast<const Known>(known_.get(key, stamp));
        if (known && !services_.sessions.lasts(*known->session)) known.reset();
    }
    if (!known) {
        known = look_up(context);
        const std::size_t cost = key.size() + sizeof(Known);
        if (keeps && known->session && known->community && !known->failed)
            known_.put(std::move(key), stamp, known, cost);
    }

    if (known->session) {
        const Account& account = *known->account;
        context.viewer = Viewer{known->session->account, *known->session,   account.administrator,
                                account.language,        account.confirmed, account.terms};
        context.standing.administrator = account.administrator;
        context.standing.signed_in = true;
        context.language = account.language;
        if (services_.book != nullptr) {
            const Instant now = services_.clock.now();
            if (now - known->noted.load() >= note_again) {
                services_.book->note(*known->session, context.request.header("user-agent").value_or(""), now);
                known->noted = now;
            }
        }
    }
    if (known->failed) return known->failed;
    if (asked.empty()) return std::nullopt;
    context.community = known->community;
    if (!context.community) return std::nullopt;
    if (!context.viewer) context.language = accepted_language(context.request, context.community->language);
    if (known->member) {
        context.member = known->member->id;
        context.standing = known->member->standing;
        context.standing.administrator = context.viewer->administrator;
        context.standing.signed_in = true;
    }
    return std::nullopt;
}

std::optional<Problem> Router::authorize(const Context& context) const {
    const Route& route = *context.route;
    if (is_unsafe(context.request.method)) {
        if (!own_origin(context.request, services_.settings.public_url)) return problem(Fault::other_origin);
        if (context.viewer && !route.without_token && !has_token(context.request, context.viewer->session))
            return problem(Fault::other_origin);
    }
    if (auto refused = admit(context)) return refused;
    return is_unsafe(context.request.method) && !context.request.counted ? take_write(context) : std::nullopt;
}

std::optional<Problem> Router::take_write(const Context& context) const {
    if (!context.viewer) return std::nullopt;
    const auto wait = services_.rates.writes.take(context.viewer->account.view(), services_.clock.now());
    if (!wait) return std::nullopt;
    Problem refused = problem(Fault::too_often);
    refused.retry_after = std::chrono::ceil<std::chrono::seconds>(*wait);
    return refused;
}

std::optional<Problem> Router::admit(const Context& context) const {
    const Route& route = *context.route;
    using commands::Reason;
    switch (route.access) {
    case Access::anybody:
        break;
    case Access::account:
        if (!context.viewer) return problem(Reason::sign_in_required);
        break;
    case Access::member:
        if (!context.viewer) return problem(Reason::sign_in_required);
        if (context.standing.membership != rights::Membership::active) return problem(Reason::not_a_member);
        break;
    case Access::administrator:
        if (!context.viewer) return problem(Reason::sign_in_required);
        if (!context.viewer->administrator) return problem(Reason::role_required);
        break;
    }
    if (route.action) {
        const auto verdict = rights::may(*route.action, context.standing);
        if (!rights::allowed(verdict)) return problem(verdict);
    }
    const bool acts = is_unsafe(context.request.method) || route.begins_act;
    if (acts && context.community && !route.unsettled)
        if (auto first = context.unsettled()) return first;
    return std::nullopt;
}

/// Calls the handler, a read after what it wants to see is applied (read your own writes).
Answer Router::handle(const Context& context) const {
    if (is_unsafe(context.request.method)) return context.route->handler(context);
    const auto wanted = context.request.header("palabre-position");
    if (!wanted || services_.log == nullptr) return read(context);
    const auto place = parse_position(*wanted);
    if (!place) return context.refuse(problem(Fault::wrong_value, "Palabre-Position"));
    return read_after(context, *place, services_.clock.now() + limits::visible_wait);
}

Answer Router::read_after(const Context& context, const std::pair<CommunityId, Sequence>& wanted, Instant until) const {
    const Position end = services_.log->end();
    const auto event = services_.log->read(wanted.first, wanted.second);
    if (event) {
        const Position position = event->position;
        if (services_.projector != nullptr && services_.projector->shown() >= position) return read(context);
        return Wait{position, [this, context](bool) { return read(context); }}; // the server says Palabre-Stale
    }
    // A place that never was, or another node's write that does not come here: what there is, and saying so.
    const bool may_come = services_.order != nullptr && services_.order->shared();
    if (!may_come || services_.clock.now() >= until) return marked_stale(read(context));
    return Wait{next(end), [this, context, wanted, until](bool) { return read_after(context, wanted, until); }};
}

bool Router::is_behind(const Context& context) const {
    if (services_.order != nullptr && services_.order->stale()) return true;
    if (services_.model == nullptr) return false;
    const commands::Model& model = *services_.model;
    return model.halted(CommunityId::platform()) || (context.community && model.halted(context.community->id));
}

void Router::forget_viewer(Context& context) {
    context.viewer.reset();
    context.member = {};
    context.standing = {};
}

Answer Router::handle_stale(Context& context) const {
    const bool asks_as_somebody = context.viewer.has_value();
    const Problem not_now = problem(commands::Reason::overloaded);
    if (is_unsafe(context.request.method)) {
        // Who was banned or has another password since is not known. A command is judged by the log, or waits for it.
        if (!asks_as_somebody) return context.refuse(not_now);
        if (const auto refused = authorize(context)) return context.refuse(*refused);
        return handle(context);
    }
    forget_viewer(context);
    const auto is_closed = [](int status) { return status == 401 || status == 403 || status == 404; };
    if (const auto refused = authorize(context)) return context.refuse(asks_as_somebody ? not_now : *refused);
    return afterwards(handle(context), [=](Answer answer) -> Answer {
        const auto* response = std::get_if<Response>(&answer);
        if (asks_as_somebody && response != nullptr && is_closed(response->status)) return context.refuse(not_now);
        return marked_stale(std::move(answer));
    });
}

struct Router::Keeping {
    std::string key;
    projections::ObjectCache::Stamp stamp;
    Instant now;
};

Answer Router::read(const Context& context) const {
    const bool same_for_all = !context.viewer && context.request.method == Method::get && context.community &&
                              context.route->access == Access::anybody && services_.projector != nullptr;
    std::optional<Keeping> keeping;
    if (same_for_all) {
        // The stamp is read before the rows: what is later than this only has another one with the next change.
        keeping = {std::string(text(context.language)) + context.request.target,
                   {services_.projector->changes()},
                   services_.clock.now()};
        const auto kept = std::static_pointer_cast<const Kept>(visitor_answers_.get(keeping->key, keeping->stamp));
        if (kept && keeping->now - kept->made < limits::visitor_answer_age) {
            auto unchanged = not_modified(context.request, kept->response);
            return unchanged ? std::move(*unchanged) : kept->response;
        }
    }
    if (!context.route->searches) return make(context, std::move(keeping));
    const auto search = [this, context, keeping = std::move(keeping)]() -> Answer {
        try {
            return make(context, keeping);
        } catch (const std::exception&) {
            return refuse_thrown(context);
        }
    };
    return Work{.run = search, .kind = Work::Kind::search};
}

Answer Router::make(const Context& context, std::optional<Keeping> keeping) const {
    Answer answer = context.route->handler(context);
    auto* response = std::get_if<Response>(&answer);
    if (response == nullptr) return answer;
    // One large answer is not worth many small ones.
    if (keeping && may_keep(*response) && response->content().size() <= limits::visitor_answers_bytes / 8) {
        if (!response->shared_body)
            response->shared_body = std::make_shared<const std::string>(std::move(response->body));
        const std::size_t cost = keeping->key.size() + response->content().size() + sizeof(Kept);
        visitor_answers_.put(std::move(keeping->key), keeping->stamp,
                             std::make_shared<const Kept>(Kept{*response, keeping->now}), cost);
    }
    auto unchanged = not_modified(context.request, *response);
    return unchanged ? std::move(*unchanged) : std::move(*response);
}

} // namespace palabre::http
