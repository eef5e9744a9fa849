// SPDX-License-Identifier: Apache-2.0
#include "http/openapi/document.hpp"

#include "http/routes.hpp"
#include "tests/http/world.hpp"

#include <algorithm>

using namespace palabre;
using namespace palabre::http;

TEST_CASE("openapi: parts are joined below paths and by component section") {
    const std::string_view parts[] = {
        "# of the context\npaths:\n  /b:\n    get:\n      x: 1\n    put:\n      x: 2\ncomponents:\n  schemas:\n    B: "
        "{}\n",
        "paths:\n  /c:\n    delete:\n      x: 3\ncomponents:\n  headers:\n    H: {}\n  schemas:\n    C: {}\n",
    };
    const std::string whole = assemble_openapi(
        "# base\nopenapi: 3.1.0\npaths:\n  /a:\n    post:\n      x: 0\ncomponents:\n  schemas:\n    A: {}\n", parts);
    CHECK(whole == "# base\nopenapi: 3.1.0\npaths:\n"
                   "  /a:\n    post:\n      x: 0\n"
                   "  /b:\n    get:\n      x: 1\n    put:\n      x: 2\n"
                   "  /c:\n    delete:\n      x: 3\n"
                   "components:\n  schemas:\n    A: {}\n    B: {}\n    C: {}\n  headers:\n    H: {}\n");
    CHECK(operations(whole) ==
          std::vector<Operation>{{Method::get, "/b"}, {Method::post, "/a"}, {Method::put, "/b"}, {Method::del, "/c"}});
}

TEST_CASE("openapi: whatever the document names is routed") {
    const auto routes = route_table();
    for (const auto& [method, path] : operations(openapi_document())) {
        CAPTURE(text(method));
        CAPTURE(path);
        CHECK(std::any_of(routes.begin(), routes.end(), [&, m = method, &p = path](const Route& route) {
            return route.method == m && route.pattern == p;
        }));
    }
}

TEST_CASE("openapi: it is served with a tag, and not twice") {
    test::World world;
    const Router router(route_table(), world.services);
    const auto first = test::response(router.answer(test::request(Method::get, "/api/v1/openapi.yaml")));
    CHECK(first.status == 200);
    CHECK(first.content().starts_with("# SPDX"));
    const auto tag = test::header(first, "ETag");
    REQUIRE(tag.has_value());
    const auto again = router.answer(test::request(Method::get, "/api/v1/openapi.yaml", {{"if-none-match", *tag}}));
    CHECK(test::response(again).status == 304);
}
