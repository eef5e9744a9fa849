// SPDX-License-Identifier: Apache-2.0
// The table of all pages. A page is an API document rendered by a template: the same resource, the same rights, then
// HTML instead of JSON. How a page asks the API: ask.hpp; what every document has: frame.hpp.
#pragma once

#include "http/context.hpp"
#include "http/pages/render.hpp"
#include "http/route.hpp"

#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace palabre::http::pages {

struct Page {
    Method method;
    std::string_view pattern;
    /// The API's route of the same resource: who may, and how long a body.
    Method api_method;
    std::string_view api;
    Handler handler;
    std::size_t files = 0; ///< that may come with its form
};

/// To know what pages there are, read this.
[[nodiscard]] std::span<const Page> page_table();
/// Every page's template, with its title and, for what anybody may read, its description.
[[nodiscard]] std::span<const PageTemplate> page_templates();
/// The templates among the embedded files, by name.
[[nodiscard]] Sources embedded_sources();

/// The table's rows as routes, with the rights of the API's, and those that show no resource. Pages of resources that
/// this API does not have are left out.
[[nodiscard]] std::vector<Route> page_routes(std::span<const Route> api);

/// What page handlers use (Services::pages). Immutable; safe from any thread.
class Pages {
public:
    /// Compiles every template in every language, from the files in the binary, which the tests keep sound: tens of
    /// milliseconds. The messages must outlive it.
    [[nodiscard]] static Pages embedded(const Messages& messages, std::span<const Route> api);

    [[nodiscard]] const Templates& templates() const { return templates_; }
    /// The API's route with this pattern, or null.
    [[nodiscard]] const Route* api(Method method, std::string_view pattern) const;

private:
    Pages(Templates templates, std::vector<Route> api) : templates_(std::move(templates)), api_(std::move(api)) {}
    Templates templates_;
    std::vector<Route> api_;
};

/// For Services::problem_page: 404, 403 with why and what to do, 410, 503 … Nothing before there are Pages.
[[nodiscard]] std::optional<Response> problem_page(const Context& context, const Problem& problem);

} // namespace palabre::http::pages
