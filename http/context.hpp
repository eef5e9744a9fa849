// SPDX-License-Identifier: Apache-2.0
// A request with everything resolved that its route asks for.
#pragma once

#include "commands/decide.hpp"
#include "http/directory.hpp"
#include "http/problem.hpp"
#include "http/route.hpp"
#include "http/services.hpp"
#include "http/session/session.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace palabre::http {

/// The named segments of a path: views into the request's path and the route's pattern.
struct PathParameters {
    static constexpr std::size_t most = 6;
    std::array<std::pair<std::string_view, std::string_view>, most> values;
    std::size_t count = 0;
    /// Empty if the pattern has no such name.
    [[nodiscard]] std::string_view get(std::string_view name) const;
};

/// Somebody signed in.
struct Viewer {
    AccountId account;
    Session session;
    bool administrator = false;
    events::Language language{};
    bool confirmed = true; ///< the account's address
    std::optional<TextVersion> terms = {};
};

/// Cheap to copy; the request and the services outlive it until the answer is sent.
struct Context {
    const Request& request;
    Services& services;
    const Route* route = nullptr; ///< null while there is none (404)
    PathParameters parameters = {};
    std::optional<Viewer> viewer = {};
    std::optional<Community> community = {}; ///< of routes with {c}
    MemberId member = {};                    ///< the viewer's in it; none: no member
    rights::Standing standing = {};
    events::Language language{}; ///< to answer in: the viewer's, else Accept-Language, else the community's

    [[nodiscard]] std::string_view parameter(std::string_view name) const { return parameters.get(name); }
    /// A path parameter as an id; nothing: it is none, so answer not_found.
    template <class Id>
    [[nodiscard]] std::optional<Id> id(std::string_view name) const {
        return Id::parse(parameters.get(name));
    }
    /// Who commands: the member in a community's routes, else the account.
    [[nodiscard]] commands::Caller caller() const;
    /// The problem in the form and language that the client wants.
    [[nodiscard]] Response refuse(const Problem& problem) const;
    [[nodiscard]] Response refuse(commands::Reason reason, std::string field = {}) const {
        return refuse(problem(reason, std::move(field)));
    }
    /// What the account has still to do before it may act in a community: confirm its address, accept the terms.
    [[nodiscard]] std::optional<Problem> unsettled() const;
    /// A failed read: logged, answered 500 (or 503 where the engine is busy).
    [[nodiscard]] Response fail(const Error& error) const;
};

} // namespace palabre::http
