// SPDX-License-Identifier: Apache-2.0
// How a page uses the API: it calls the handler of the same resource as the same viewer, and gets the document or the
// problem that a client of the API would get. What a page shows or does is thus never more than the API allows.
#pragma once

#include "http/context.hpp"

#include <functional>
#include <nlohmann/json.hpp>

namespace palabre::http::pages {

/// What the API answered: a document, or problem details.
struct Document {
    int status = 200;
    nlohmann::json body;
    std::string retry_after = {}; ///< the header's value, if it has one
    [[nodiscard]] bool ok() const { return status == 200; }
};

/// GET of the API route with this pattern. Path parameters are the page's own, and those of `parameters` before them.
/// A route that is not in the table is a bug: std::logic_error.
[[nodiscard]] Document ask(const Context& page, std::string_view pattern, Fields query = {}, Fields parameters = {});

/// The same viewer's page in that community; nothing: there is none, or she is no member of it.
[[nodiscard]] std::optional<Context> in_community(const Context& page, std::string_view slug);

/// An unsafe request to the API.
struct Order {
    Method method = Method::post;
    std::string_view pattern;
    nlohmann::json body = nullptr; ///< null: none
    Fields headers = {};           ///< names in lower case
    Fields parameters = {};
    const SentFile* file = nullptr; ///< goes along as the form's `file`
};
/// Called once with what the API answered; parses a problem if it is one.
using Finish = std::function<Answer(const Context& page, const Response& done, const Document& document)>;
[[nodiscard]] Answer order(const Context& page, Order order, Finish finish);

} // namespace palabre::http::pages
