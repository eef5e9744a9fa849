// SPDX-License-Identifier: Apache-2.0
#include "tests/http/api/examples.hpp"

#include "tests/http/api/contract.hpp"

namespace palabre::test {
namespace {

void replace(std::string& text, std::string_view what, std::string_view by) {
    if (const auto at = text.find(what); at != std::string::npos) text.replace(at, what.size(), by);
}

} // namespace

std::string address_of(std::string_view pattern, const Targets& targets) {
    std::string address(pattern);
    replace(address, "{c}", "kine");
    replace(address, "/threads/{id}", "/threads/" + targets.thread.thread);
    replace(address, "/posts/{id}", "/posts/" + targets.thread.post);
    replace(address, "/members/{id}", "/members/" + targets.member);
    replace(address, "/invitations/{id}", "/invitations/" + targets.thread.thread);
    replace(address, "/ads/{id}", "/ads/" + targets.ad);
    replace(address, "/organisations/{id}", "/organisations/" + targets.organisation);
    replace(address, "{member}", targets.member);
    replace(address, "{comment}", targets.thread.post); // nobody's
    replace(address, "/conversations/{id}", "/conversations/" + targets.conversation);
    replace(address, "{message}", targets.message);
    replace(address, "/saved-searches/{id}", "/saved-searches/" + targets.thread.thread);
    replace(address, "{space}", targets.space);
    replace(address, "/files/{id}", "/files/" + targets.file);
    replace(address, "{size}", "small");
    replace(address, "{kind}", "like");
    replace(address, "{role}", "moderator");
    replace(address, "{page}", "terms");
    replace(address, "{session}", "mzxw6ytboi4dcmrtgq2tmnzyha");
    replace(address, "{token}", "none"); // what is sealed is told by tests of its own
    return address;
}

Json example_body(const http::Route& route, const Targets& targets) {
    const Json* const operation = Contract::of_document().operation(route.method, route.pattern);
    REQUIRE(operation != nullptr);
    if (!operation->contains("requestBody")) return {};
    const Json& forms = (*operation)["requestBody"]["content"];
    if (!forms.contains("application/json"))
        return {}; // files: how they are sent is tests/http/api/forum/files_test.cpp
    Json body = forms["application/json"].at("example");
    if (body.contains("spaces"))
        body["spaces"] = Json::array({route.method == Method::put ? targets.another_space : targets.space});
    if (body.contains("post")) body["post"] = targets.answer;
    return body;
}

} // namespace palabre::test
