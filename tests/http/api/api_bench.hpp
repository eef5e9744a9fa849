// SPDX-License-Identifier: Apache-2.0
// The API over a real node in a temporary folder, without sockets: requests go through the router, and what handlers
// answer (Act, Work, Wait) is run at once, as the server would. Every answer is held against the OpenAPI document.
#pragma once

#include "core/config/config.hpp"
#include "core/logging/logging.hpp"
#include "core/metrics/metrics.hpp"
#include "http/api/node/readiness.hpp"
#include "http/projected_directory.hpp"
#include "http/router.hpp"
#include "http/session/book.hpp"
#include "http/session/session.hpp"
#include "http/uploads.hpp"
#include "tests/core/temp_folder.hpp"
#include "tools/node.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

namespace palabre::test {

using http::Fields;
using http::Method;
using Json = nlohmann::json;

/// Somebody who asks; by default nobody signed in.
struct Person {
    AccountId account = {};
    MemberId member = {};
    std::uint32_t epoch = 0;
    [[nodiscard]] bool signed_in() const { return !account.none(); }
};
inline const Person nobody{};

/// An answer as the client gets it.
struct Reply {
    int status = 0;
    http::Response response;

    [[nodiscard]] std::string body() const { return std::string(response.content()); }
    [[nodiscard]] Json json() const;
    [[nodiscard]] std::string header(std::string_view name) const; ///< empty: none
    /// Of a problem: "422 too-long /title"; else "204".
    [[nodiscard]] std::string brief() const;
    /// The tag in ETag, for If-Match.
    [[nodiscard]] Fields if_match() const { return {{"if-match", header("ETag")}}; }
};

/// Counts what it is asked.
class CountedDirectory final : public http::Directory {
public:
    explicit CountedDirectory(http::Directory& inner) : inner_(inner) {}
    Result<std::optional<http::Account>> account(const AccountId& account) override {
        return counted().account(account);
    }
    Result<bool> current_terms(const TextVersion& terms) override { return counted().current_terms(terms); }
    Result<std::optional<http::Community>> community(std::string_view name) override {
        return counted().community(name);
    }
    Result<std::optional<http::Member>> member(const CommunityId& community, const AccountId& account) override {
        return counted().member(community, account);
    }
    Result<bool> only_demos() override { return counted().only_demos(); }
    [[nodiscard]] int asked() const { return asked_; }

private:
    http::Directory& counted() {
        ++asked_;
        return inner_;
    }
    http::Directory& inner_;
    int asked_ = 0;
};

/// Settings as flags: name, value.
using Flags = std::vector<std::pair<std::string, std::string>>;

class ApiBench {
public:
    /// `settings`: over those that let tests write as often as they like.
    explicit ApiBench(Flags settings = {});

    /// Sends a request as this person, with cookie and token; a body is JSON unless `headers` say otherwise.
    Reply send(const Person& who, Method method, const std::string& target, std::string body = {}, Fields headers = {});
    Reply get(const Person& who, const std::string& target, Fields headers = {}) {
        return send(who, Method::get, target, {}, std::move(headers));
    }
    Reply post(const Person& who, const std::string& target, const Json& body = {}, Fields headers = {}) {
        return send(who, Method::post, target, text(body), std::move(headers));
    }
    Reply put(const Person& who, const std::string& target, const Json& body = {}, Fields headers = {}) {
        return send(who, Method::put, target, text(body), std::move(headers));
    }
    Reply remove(const Person& who, const std::string& target, Fields headers = {}) {
        return send(who, Method::del, target, {}, std::move(headers));
    }
    /// A POST with files and the texts of a form ("a=1&b=2"), as they stand when the server has received them.
    struct Sent {
        std::string field, name, bytes;
    };
    Reply send_files(const Person& who, const std::string& target, const std::vector<Sent>& files,
                     const std::string& form = {}, Fields headers = {});
    /// What becomes of the body of a POST whose head is there.
    http::Server::Reception receive(const Person& who, const std::string& target, Fields headers);
    /// The stream that a GET begins.
    http::Stream stream(const Person& who, const std::string& target, Fields headers = {});
    /// The answer before anything is run.
    http::Answer answer(const Person& who, Method method, const std::string& target, std::string body, Fields headers);

    /// The answer if it is one at once, without anything being run; nothing: a command or work came of it.
    std::optional<Reply> refusal(const Person& who, Method method, const std::string& target, std::string body,
                                 Fields headers = {});

    /// Runs what is left of an answer.
    Reply finish(http::Answer answer);
    void catch_up();

    /// An account without a password.
    Person register_account(const std::string& name, bool administrator = false);

    /// From here on as a platform that confirms addresses; ours lets anybody in.
    void ask_for_confirmation() { settings_.registration = config::Registration::confirm; }
    [[nodiscard]] tools::Node& node() { return *node_; }
    [[nodiscard]] const http::Router& router() const { return router_; }
    [[nodiscard]] http::Services& services() { return services_; }
    [[nodiscard]] const CountedDirectory& directory() const { return directory_; }
    [[nodiscard]] const std::vector<std::string>& logged() { return lines_ = sink_.lines(); }
    std::string address = "203.0.113.7"; ///< where the next requests come from
    void tick(Duration by = std::chrono::seconds(1)) { clock_.set(clock_.now() + by); }

private:
    static std::string text(const Json& body) { return body.is_null() ? std::string() : body.dump(); }
    http::Request& request(const Person& who, Method method, const std::string& target, std::string body,
                           Fields headers);

    TempFolder folder_;
    ManualClock clock_{*Instant::parse("2026-03-02T09:00:00.000000Z")};
    SeededRandom random_{11};
    config::Settings settings_;
    logging::Captured sink_;
    logging::Logger logger_{clock_, sink_, logging::Level::warn};
    std::vector<std::string> lines_;
    std::unique_ptr<tools::Node> node_;
    http::ProjectedDirectory projected_;
    CountedDirectory directory_{projected_};
    http::Sessions sessions_;
    http::Messages messages_ = http::Messages::embedded();
    http::Rates rates_;
    metrics::Registry registry_;
    http::SessionBook book_;
    http::Uploads uploads_;
    http::Readiness readiness_;
    http::Services services_;
    http::Router router_;
    std::vector<std::unique_ptr<http::Request>> requests_; ///< answers may look back at theirs
};

/// What a problem's member `field` says; empty: none.
inline std::string field(const Reply& reply) {
    return reply.json().value("field", "");
}

} // namespace palabre::test
