// SPDX-License-Identifier: Apache-2.0
#include "http/api/act.hpp"

#include "http/api/parameters.hpp"
#include "http/command_key.hpp"
#include "http/conditional.hpp"

namespace palabre::http {

Answer act(const Context& context, commands::Command command, OnAccepted accepted) {
    const CommunityId community = context.community ? context.community->id : CommunityId::platform();
    auto made = submission(context, community, std::move(command));
    if (const auto* bad = std::get_if<Problem>(&made)) return context.refuse(*bad);
    return act(context, std::get<commands::Submission>(std::move(made)), std::move(accepted));
}

Answer act(const Context& context, commands::Submission submission, OnAccepted accepted) {
    if (const auto bad = unexpected_parameter(context.request)) return context.refuse(*bad);
    return Act{std::move(submission),
               [context, accepted = std::move(accepted)](const commands::Outcome& outcome) -> Answer {
                   if (const auto* done = std::get_if<commands::Accepted>(&outcome)) return accepted(context, *done);
                   if (const auto* refusal = std::get_if<commands::Problem>(&outcome)) {
                       Problem told = problem(*refusal);
                       if (context.route->body_limit == 0) told.field.clear(); // there is no body to point into
                       return context.refuse(told);
                   }
                   return Response{.status = 204};
               }};
}

Response done(const Context&, const commands::Accepted& accepted) {
    Response response{.status = 204};
    response.set("ETag", '"' + accepted.version.text() + '"');
    return response;
}

Response created(std::string location, std::string body, const commands::Accepted& accepted) {
    Response response = json(201, std::move(body));
    response.set("Location", std::move(location));
    response.set("ETag", '"' + accepted.version.text() + '"');
    return response;
}

Response json_with_etag(std::string body) {
    std::string tag = etag({body});
    Response response = json(200, std::move(body));
    response.set("ETag", std::move(tag));
    response.set("Cache-Control", "private, no-cache");
    return response;
}

} // namespace palabre::http
