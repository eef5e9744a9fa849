// SPDX-License-Identifier: Apache-2.0
#include "http/openapi/document.hpp"

#include "http/routes.hpp"
#include "tests/http/api/contract.hpp"
#include "tests/http/openapi/python.hpp"
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

TEST_CASE("openapi: the document and the route table name the same operations") {
    std::vector<Operation> routed;
    for (const Route& route : route_table())
        if (route.pattern.starts_with("/api/") || route.pattern.starts_with("/health/"))
            routed.push_back({route.method, std::string(route.pattern)});
    std::sort(routed.begin(), routed.end());
    CHECK(operations(openapi_document()) == routed);
}

TEST_CASE("openapi: the document is in order, and its bounds are those of core/limits.hpp") {
    const auto checked = test::run_openapi_script("check", openapi_document(), test::limits_file());
    CHECK_MESSAGE(checked.status == 0, checked.output);
}

TEST_CASE("openapi: what is not in order is found") {
    const auto faults = [](std::string_view from, std::string_view to) {
        std::string document = openapi_document();
        const auto at = document.find(from);
        REQUIRE_MESSAGE(at != std::string::npos, from);
        document.replace(at, from.size(), to);
        const auto checked = test::run_openapi_script("check", document, test::limits_file());
        CHECK(checked.status != 0);
        return checked.output;
    };
    const auto says = [&](std::string_view from, std::string_view to, std::string_view what) {
        const std::string output = faults(from, to);
        CHECK_MESSAGE(output.find(what) != std::string::npos, output);
    };
    says("maxLength: 40000", "maxLength: 40001", "40001 is not limits::body, 40000");
    says("x-limit: title", "x-limit: titel", "limits.hpp has no titel");
    says("#/components/schemas/ThreadPage", "#/components/schemas/ThreadPages", "no #/components/schemas/ThreadPages");
    says("operationId: getThread", "operationId: openThread", "operationId stands twice");
    says("- {$ref: \"#/components/parameters/PostId\"}", "- {$ref: \"#/components/parameters/Cursor\"}",
         "path and path parameters differ");
    says("additionalProperties: false", "additionalProperties: true", "lets unknown fields pass");
    says("  /health/ready:", "  /health/live:", "stands twice");
    says("required: [thread, post, members, body]", "required: [thread, posts, members, body]", "requires posts");
    says("type: integer", "type: whole", "no type whole");
}

TEST_CASE("openapi: who may call an operation, and with what, is what the route table says") {
    for (const Route& route : route_table()) {
        if (!route.pattern.starts_with("/api/") && !route.pattern.starts_with("/health/")) continue;
        CAPTURE(route.pattern);
        const auto* operation = test::Contract::of_document().operation(route.method, route.pattern);
        REQUIRE(operation != nullptr);
        bool anybody = false, token = false;
        for (const auto& way : (*operation)["security"]) {
            anybody = anybody || way.empty();
            token = token || way.contains("token");
        }
        CHECK(anybody == (route.access == Access::anybody));
        CHECK(token == (route.method != Method::get && !route.without_token));
        CHECK(operation->contains("requestBody") == (route.body_limit > 0));
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
