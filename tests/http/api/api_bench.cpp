// SPDX-License-Identifier: Apache-2.0
#include "tests/http/api/api_bench.hpp"

#include "commands/accounts/registration.hpp"
#include "http/routes.hpp"
#include "http/server/target.hpp"
#include "tests/http/api/contract.hpp"

#include <fmt/format.h>

namespace palabre::test {
namespace {

config::Settings settings_of(Flags flags) {
    for (const char* rate : {"sign_in_per_minute", "register_per_hour", "searches_per_minute", "writes_per_minute"})
        flags.insert(flags.begin(), {rate, "1000000"});
    flags.insert(flags.begin(), {"registration", "open"}); // as a test says otherwise
    auto loaded = config::load({.file = {}, .environment = {}, .flags = std::move(flags)});
    REQUIRE(loaded.has_value());
    return std::move(*loaded);
}

std::unique_ptr<tools::Node> open_node(const TempFolder& folder, Clock& clock, Random& random) {
    auto node = tools::Node::open({.data = folder / "data",
                                   .master_key = folder / "key",
                                   .on_fatal = [](const Error& error) { FAIL(error.message); }},
                                  clock, random);
    REQUIRE(node.has_value());
    return std::move(*node);
}

SecretKey cookie_key(tools::Node& node) {
    auto key = node.vault().cookie_key();
    REQUIRE(key.has_value());
    return *key;
}

} // namespace

Json Reply::json() const {
    Json parsed = Json::parse(response.content(), nullptr, false);
    CHECK_MESSAGE(!parsed.is_discarded(), response.content());
    return parsed;
}

std::string Reply::header(std::string_view name) const {
    for (const auto& [key, value] : response.headers)
        if (key == name) return value;
    return {};
}

std::string Reply::brief() const {
    std::string text = std::to_string(status);
    if (header("Content-Type") != "application/problem+json") return text;
    const Json problem = json();
    text += ' ' + problem.at("type").get<std::string>().substr(std::string_view("/problems/").size());
    const std::string at = problem.value("field", "");
    return at.empty() ? text : text + ' ' + at;
}

ApiBench::ApiBench(Flags settings)
    : settings_(settings_of(std::move(settings))), node_(open_node(folder_, clock_, random_)),
      projected_(node_->projector()), sessions_(cookie_key(*node_), clock_, random_, settings_),
      rates_(http::rates(settings_)), book_(clock_.now(), 100), uploads_(node_->blobs()),
      readiness_(node_->log(), node_->vault(), node_->model(), node_->projector(), clock_),
      services_{.settings = settings_,
                .clock = clock_,
                .random = random_,
                .directory = directory_,
                .sessions = sessions_,
                .messages = messages_,
                .rates = rates_,
                .log = &node_->log(),
                .vault = &node_->vault(),
                .keys = &node_->keys(),
                .model = &node_->model(),
                .writer = &node_->writer(),
                .projector = &node_->projector(),
                .metrics = &registry_,
                .logger = &logger_,
                .readiness = &readiness_,
                .book = &book_,
                .blobs = &node_->blobs(),
                .uploads = &uploads_},
      router_(http::route_table(), services_) {
    catch_up();
}

void ApiBench::catch_up() {
    const auto status = node_->catch_up();
    REQUIRE_MESSAGE(status.has_value(), status.error().message);
}

Person ApiBench::register_account(const std::string& name, bool administrator) {
    auto submission = commands::accounts::registration(
        node_->vault(), random_, {.name = name, .email = name + "@example.org"}, random_.draw<CommandId>());
    REQUIRE(submission.has_value());
    const auto outcome = node_->writer().run(std::move(*submission));
    REQUIRE(std::holds_alternative<commands::Accepted>(outcome));
    const auto& event = std::get<commands::Accepted>(outcome).event;
    const AccountId account = std::get<events::accounts::AccountRegistered>(event).account;
    if (administrator) {
        const auto given = node_->writer().run({.community = CommunityId::platform(),
                                                .command = commands::accounts::GivePlatformRole{.account = account},
                                                .caller = {.administrator = true},
                                                .id = random_.draw<CommandId>()});
        REQUIRE(std::holds_alternative<commands::Accepted>(given));
    }
    catch_up();
    return {.account = account};
}

http::Request& ApiBench::request(const Person& who, Method method, const std::string& target, std::string body,
                                 Fields headers) {
    tick();
    auto& made = *requests_.emplace_back(std::make_unique<http::Request>());
    made.method = method;
    made.target = target;
    made.headers = std::move(headers);
    made.body = std::move(body);
    made.address = address;
    REQUIRE_MESSAGE(http::parse_target(target, made), target);
    if (!made.body.empty() && !made.header("content-type"))
        made.headers.emplace_back("content-type", "application/json");
    if (!who.signed_in()) return made;
    const std::string cookie = sessions_.issue(made, who.account, who.epoch);
    made.headers.emplace_back("cookie", cookie.substr(0, cookie.find(';')));
    const auto session = sessions_.read(made);
    REQUIRE(session.has_value());
    if (method != Method::get && !made.header("x-csrf-token"))
        made.headers.emplace_back("x-csrf-token", http::Sessions::token(*session));
    return made;
}

http::Answer ApiBench::answer(const Person& who, Method method, const std::string& target, std::string body,
                              Fields headers) {
    return router_.answer(request(who, method, target, std::move(body), std::move(headers)));
}

Reply ApiBench::send_files(const Person& who, const std::string& target, const std::vector<Sent>& files,
                           const std::string& form, Fields headers) {
    headers.emplace_back("content-type", "application/x-www-form-urlencoded");
    http::Request& sent = request(who, Method::post, target, form, std::move(headers));
    for (const Sent& file : files) {
        auto spool = uploads_.spool(who.account);
        REQUIRE(spool.has_value());
        REQUIRE((*spool)->add(file.bytes));
        sent.files.push_back({file.field, file.name, std::move(*spool)});
    }
    sent.counted = true;
    Reply reply = finish(router_.answer(sent));
    Contract::of_document().check(sent, reply.response);
    sent.files.clear(); // the request stays, their places do not
    return reply;
}

http::Server::Reception ApiBench::receive(const Person& who, const std::string& target, Fields headers) {
    return router_.receive(request(who, Method::post, target, {}, std::move(headers)));
}

Reply ApiBench::send(const Person& who, Method method, const std::string& target, std::string body, Fields headers) {
    const http::Request& sent = request(who, method, target, std::move(body), std::move(headers));
    Reply reply = finish(router_.answer(sent));
    Contract::of_document().check(sent, reply.response);
    return reply;
}

std::optional<Reply> ApiBench::refusal(const Person& who, Method method, const std::string& target, std::string body,
                                       Fields headers) {
    const http::Request& sent = request(who, method, target, std::move(body), std::move(headers));
    http::Answer given = router_.answer(sent);
    if (auto* work = std::get_if<http::Work>(&given); work != nullptr && work->kind == http::Work::Kind::search)
        given = http::Answer(work->run());
    const auto* response = std::get_if<http::Response>(&given);
    if (response == nullptr) return std::nullopt;
    Contract::of_document().check(sent, *response);
    return Reply{.status = response->status, .response = *response};
}

Reply ApiBench::finish(http::Answer answer) {
    std::string position;
    while (!std::holds_alternative<http::Response>(answer)) {
        if (auto* act = std::get_if<http::Act>(&answer)) {
            const auto outcome = node_->writer().run(std::move(act->submission));
            if (const auto* accepted = std::get_if<commands::Accepted>(&outcome))
                position = fmt::format("{}/{}", accepted->community.text(), number(accepted->sequence));
            catch_up();
            answer = http::Answer(act->then(outcome));
        } else if (auto* work = std::get_if<http::Work>(&answer)) {
            answer = http::Answer(work->run());
        } else if (auto* wait = std::get_if<http::Wait>(&answer)) {
            catch_up();
            CHECK(node_->projector().applied() >= wait->position);
            answer = http::Answer(wait->then(true));
        } else {
            FAIL("a stream, where an answer was expected");
        }
    }
    Reply reply{.status = std::get<http::Response>(answer).status, .response = std::get<http::Response>(answer)};
    if (const auto source = reply.response.source)
        for (std::string piece = source->next(); !piece.empty(); piece = source->next()) reply.response.body += piece;
    if (!position.empty()) reply.response.set("Palabre-Position", position);
    return reply;
}

http::Stream ApiBench::stream(const Person& who, const std::string& target, Fields headers) {
    auto begun = answer(who, Method::get, target, {}, std::move(headers));
    REQUIRE(std::holds_alternative<http::Stream>(begun));
    return std::get<http::Stream>(std::move(begun));
}

} // namespace palabre::test
