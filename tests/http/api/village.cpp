// SPDX-License-Identifier: Apache-2.0
#include "tests/http/api/village.hpp"

namespace palabre::test {

Village::Village(const Json& community, Flags settings) : ApiBench(std::move(settings)) {
    admin = register_account("admin", true);
    const Reply founded = post(admin, "/api/v1/communities", community);
    REQUIRE_MESSAGE(founded.status == 201, founded.brief());
    manager = join(register_account("manager"), "Maëlle");
    moderator = join(register_account("moderator"), "Malo");
    ada = join(register_account("ada"), "Ada", true);
    ben = join(register_account("ben"), "Ben");
    outsider = register_account("outsider");
    REQUIRE(put(admin, of(manager, "/roles/manager")).status == 204);
    REQUIRE(put(admin, of(moderator, "/roles/moderator")).status == 204);
    public_space = make_space("accueil", "public");
    members_space = make_space("entre-nous", "members");
    verified_space = make_space("verifies", "verified");
    closed_space = make_space("bureau", "invitation");
    secret_space = make_space("secret", "secret");
}

Person Village::join(const Person& account, const std::string& name, bool show_name) {
    const Reply joined = post(account, at("/members"), {{"name", name}, {"show_name", show_name}});
    REQUIRE_MESSAGE(joined.status == 201, joined.brief());
    Person person = account;
    person.member = *MemberId::parse(joined.json()["id"].get<std::string>());
    return person;
}

std::string Village::make_space(const std::string& slug, const std::string& visibility) {
    const Reply made = post(admin, at("/spaces"),
                            {{"slug", slug},
                             {"name", "Espace " + slug},
                             {"kind", "theme"},
                             {"visibility", visibility},
                             {"join_rule", "open"}});
    REQUIRE_MESSAGE(made.status == 201, made.brief());
    return made.json()["id"];
}

Opened Village::open(const Person& author, const std::vector<std::string>& spaces, const std::string& title,
                     const std::string& kind) {
    const Reply opened =
        post(author, at("/threads"), {{"kind", kind}, {"spaces", spaces}, {"title", title}, {"body", "Le *texte*."}});
    REQUIRE_MESSAGE(opened.status == 201, opened.brief());
    return {opened.json()["id"], opened.json()["post"]};
}

std::string Village::reply(const Person& author, const Opened& to, const std::string& body, const std::string& parent) {
    Json content = {{"body", body}};
    if (!parent.empty()) content["parent"] = parent;
    const Reply published = post(author, thread(to, "/posts"), content);
    REQUIRE_MESSAGE(published.status == 201, published.brief());
    return published.json()["id"];
}

Json Village::page(const Person& who, const Opened& opened) {
    const Reply got = get(who, thread(opened));
    REQUIRE_MESSAGE(got.status == 200, got.brief());
    return got.json();
}

} // namespace palabre::test
