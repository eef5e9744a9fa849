// SPDX-License-Identifier: Apache-2.0
#include "http/context.hpp"

#include "core/config/config.hpp"
#include "core/logging/logging.hpp"
#include "http/unsettled.hpp"

namespace palabre::http {

std::string_view PathParameters::get(std::string_view name) const {
    for (std::size_t i = 0; i < count; ++i)
        if (values[i].first == name) return values[i].second;
    return {};
}

commands::Caller Context::caller() const {
    commands::Caller caller;
    if (community)
        caller.actor = member.none() ? std::string() : member.text();
    else if (viewer)
        caller.actor = viewer->account.text();
    caller.administrator = viewer && viewer->administrator;
    return caller;
}

Response Context::refuse(const Problem& problem) const {
    if (services.problem_page && !request.path.starts_with("/api/"))
        if (auto page = services.problem_page(*this, problem)) return std::move(*page);
    return problem_json(problem, services.messages, language);
}

std::optional<Problem> Context::unsettled() const {
    if (!viewer) return std::nullopt;
    return http::unsettled(services.settings, services.directory, viewer->confirmed, viewer->administrator,
                           viewer->terms);
}

Response Context::fail(const Error& error) const {
    if (services.logger != nullptr) services.logger->error("request failed", {{"why", error}});
    const bool later = error.code == ErrorCode::busy || error.code == ErrorCode::no_space;
    return refuse(later ? problem(commands::Reason::overloaded) : problem(Fault::internal));
}

} // namespace palabre::http
