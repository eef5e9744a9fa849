// SPDX-License-Identifier: Apache-2.0
#include "http/pages/ask.hpp"

#include "http/pages/pages.hpp"
#include "http/server/target.hpp"

#include <stdexcept>

namespace palabre::http::pages {
namespace {

using nlohmann::json;

/// What the API's handler sees; lives until its answer is there.
struct Asked {
    Request request;
    Fields parameters;
};

Context context_of(const Context& page, const Asked& asked, const Route& route) {
    Context context{.request = asked.request, .services = page.services, .route = &route};
    context.viewer = page.viewer;
    context.community = page.community;
    context.member = page.member;
    context.standing = page.standing;
    context.language = page.language;
    auto& [values, count] = context.parameters;
    const auto add = [&values = values, &count = count](std::string_view name, std::string_view value) {
        values.at(count++) = {name, value};
    };
    for (const auto& [name, value] : asked.parameters) add(name, value);
    for (std::size_t i = 0; i < page.parameters.count; ++i)
        add(page.parameters.values[i].first, page.parameters.values[i].second);
    return context;
}

const Route& route_of(const Context& page, Method method, std::string_view pattern) {
    const Route* route = page.services.pages->api(method, pattern);
    if (route == nullptr) throw std::logic_error("the API has no " + std::string(pattern));
    return *route;
}

/// As it would have come from the client.
Request request_of(const Context& page, Method method, std::string_view pattern, const Fields& query) {
    Request request;
    request.method = method;
    request.path = pattern; // under /api/: problems come as JSON
    request.target = pattern;
    request.query = query;
    request.address = page.request.address;
    request.secure = page.request.secure;
    return request;
}

Document document_of(const Response& response) {
    Document document{response.status, json::parse(response.content(), nullptr, false)};
    if (document.body.is_discarded()) document.body = json::object(); // 204
    for (const auto& [name, value] : response.headers)
        if (name == "Retry-After") document.retry_after = value;
    return document;
}

Answer finished(Answer answer, const std::shared_ptr<const Asked>& asked, const Context& page, const Finish& finish) {
    const auto go_on = [asked, page, finish](Answer next) { return finished(std::move(next), asked, page, finish); };
    if (auto* response = std::get_if<Response>(&answer)) return finish(page, *response, document_of(*response));
    if (auto* act = std::get_if<Act>(&answer))
        return Act{std::move(act->submission),
                   [go_on, then = std::move(act->then)](const auto& outcome) { return go_on(then(outcome)); }};
    if (auto* work = std::get_if<Work>(&answer))
        return Work{.run = [go_on, run = std::move(work->run)] { return go_on(run()); }, .kind = work->kind};
    if (auto* wait = std::get_if<Wait>(&answer))
        return Wait{wait->position, [go_on, then = std::move(wait->then)](bool done) { return go_on(then(done)); }};
    throw std::logic_error("a stream is no page");
}

} // namespace

std::optional<Context> in_community(const Context& page, std::string_view slug) {
    auto& directory = page.services.directory;
    auto community = directory.community(slug);
    if (!page.viewer || community.has_error() || !*community) return std::nullopt;
    const auto member = directory.member((*community)->id, page.viewer->account);
    if (member.has_error() || !*member) return std::nullopt;
    Context there(page);
    there.community = std::move(*community);
    there.member = (*member)->id;
    there.standing = (*member)->standing;
    there.standing.administrator = page.viewer->administrator;
    there.standing.signed_in = true;
    return there;
}

Document ask(const Context& page, std::string_view pattern, Fields query, Fields parameters) {
    const Route& route = route_of(page, Method::get, pattern);
    const Asked asked{request_of(page, Method::get, pattern, query), std::move(parameters)};
    const Answer answer = route.handler(context_of(page, asked, route));
    const auto* response = std::get_if<Response>(&answer);
    if (response == nullptr) throw std::logic_error("a document that must be waited for: " + std::string(pattern));
    return document_of(*response);
}

Answer order(const Context& page, Order order, Finish finish) {
    const Route& route = route_of(page, order.method, order.pattern);
    auto asked =
        std::make_shared<Asked>(Asked{request_of(page, order.method, order.pattern, {}), std::move(order.parameters)});
    asked->request.headers = std::move(order.headers);
    if (order.file != nullptr) {
        asked->request.files.push_back(*order.file);
        asked->request.files.back().field = "file";
    }
    if (!order.body.is_null()) {
        asked->request.headers.emplace_back("content-type", "application/json");
        asked->request.body = order.body.dump();
    }
    Answer answer = route.handler(context_of(page, *asked, route));
    return finished(std::move(answer), asked, page, finish);
}

} // namespace palabre::http::pages
