// SPDX-License-Identifier: Apache-2.0
// What a router needs, without a log or projections: two accounts, one community, a clock that stands.
#pragma once

#include "core/config/config.hpp"
#include "http/router.hpp"
#include "http/session/session.hpp"

#include <algorithm>
#include <doctest/doctest.h>

namespace palabre::test {

inline config::Settings settings() {
    auto loaded = config::load({});
    REQUIRE(loaded.has_value());
    loaded->registration = config::Registration::open; // as a test says otherwise
    return std::move(*loaded);
}

inline http::Request request(http::Method method, std::string target, http::Fields headers = {},
                             std::string body = {}) {
    http::Request request;
    request.method = method;
    request.path = target.substr(0, target.find('?'));
    request.target = std::move(target);
    request.headers = std::move(headers);
    request.body = std::move(body);
    request.address = "203.0.113.7";
    return request;
}

class FakeDirectory final : public http::Directory {
public:
    std::map<AccountId, http::Account> accounts;
    std::map<std::string, http::Community, std::less<>> communities;
    std::map<std::pair<CommunityId, AccountId>, http::Member> members;

    std::optional<Error> failure; ///< of every look-up

    Result<std::optional<http::Account>> account(const AccountId& id) override { return of(accounts, id); }
    Result<std::optional<http::Community>> community(std::string_view name) override {
        return of(communities, std::string(name));
    }
    Result<std::optional<http::Member>> member(const CommunityId& community, const AccountId& account) override {
        return of(members, std::pair(community, account));
    }
    Result<bool> current_terms(const TextVersion&) override { return true; }
    Result<bool> only_demos() override {
        return !communities.empty() &&
               std::ranges::all_of(communities, [](const auto& each) { return each.second.demo; });
    }

private:
    template <class Map, class Key>
    Result<std::optional<typename Map::mapped_type>> of(const Map& map, const Key& key) {
        if (failure) return *failure;
        const auto found = map.find(key);
        return found == map.end() ? std::optional<typename Map::mapped_type>{} : std::optional(found->second);
    }
};

struct World {
    ManualClock clock{*Instant::parse("2024-03-01T09:00:00.000000Z")};
    SeededRandom random{7};
    config::Settings settings = test::settings();
    FakeDirectory directory;
    http::Sessions sessions{SecretKey::draw(random), clock, random, settings};
    http::Messages messages = http::Messages::embedded();
    http::Rates rates = http::rates(settings);
    http::Services services{settings, clock, random, directory, sessions, messages, rates};

    AccountId ada{1}, boss{2};
    CommunityId kine = CommunityId::from_number(42);

    World() {
        directory.accounts[ada] = {.epoch = 3, .administrator = false, .language = events::Language::en};
        directory.accounts[boss] = {.epoch = 0, .administrator = true, .language = events::Language::fr};
        directory.communities["kine"] = {.id = kine, .slug = "kine", .name = "Kiné", .language = events::Language::fr};
    }
    void joins(const AccountId& account, rights::Membership membership = rights::Membership::active) {
        http::Member member{MemberId(100 + account.number()), {}};
        member.standing.membership = membership;
        directory.members[{kine, account}] = member;
    }
    /// The cookie header of somebody signed in, as the browser sends it back.
    http::Fields signed_in(const AccountId& account, std::uint32_t epoch) {
        const std::string cookie = sessions.issue(request(http::Method::get, "/"), account, epoch);
        return {{"cookie", cookie.substr(0, cookie.find(';'))}};
    }
    /// The same with the token that commands need.
    http::Fields commanding(const AccountId& account, std::uint32_t epoch) {
        auto headers = signed_in(account, epoch);
        const auto session = sessions.read(request(http::Method::get, "/", headers));
        REQUIRE(session.has_value());
        headers.emplace_back("x-csrf-token", http::Sessions::token(*session));
        return headers;
    }
};

inline http::Response response(http::Answer answer) {
    REQUIRE(std::holds_alternative<http::Response>(answer));
    return std::get<http::Response>(std::move(answer));
}

inline std::optional<std::string> header(const http::Response& response, std::string_view name) {
    for (const auto& [key, value] : response.headers)
        if (key == name) return value;
    return std::nullopt;
}

} // namespace palabre::test
