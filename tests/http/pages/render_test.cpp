// SPDX-License-Identifier: Apache-2.0
#include "http/pages/pages.hpp"

#include <doctest/doctest.h>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

namespace palabre::http::pages {
namespace {

const Messages& messages() {
    static const Messages words = *Messages::parse(
        R"({"plain": "Vous & moi, l’été", "count": "{n, plural, =0 {rien} one {# réponse} other {# réponses}}",
            "by": "par {who}", "time": {"exact": "{date} à {time}", "now": "à l’instant",
            "minutes": "{count, plural, one {il y a # minute} other {il y a # minutes}}",
            "hours": "{count, plural, one {il y a # heure} other {il y a # heures}}",
            "days": "{count, plural, =1 {hier} other {il y a # jours}}"}})",
        R"({"plain": "You & I in summer", "count": "{n, plural, =0 {nothing} one {# answer} other {# answers}}",
            "by": "by {who}", "time": {"exact": "{date} at {time}", "now": "just now",
            "minutes": "{count, plural, one {# minute ago} other {# minutes ago}}",
            "hours": "{count, plural, one {# hour ago} other {# hours ago}}",
            "days": "{count, plural, =1 {yesterday} other {# days ago}}"}})");
    return words;
}

Setting setting(Language language = Language::fr) {
    return {language, "Europe/Paris", *Instant::parse("2026-11-22T13:30:00.000000Z")};
}

/// What a template makes of a document, inside the least of layouts.
std::string shown(const std::string& text, const char* document, Language language = Language::fr, Sources parts = {}) {
    parts["layout"] = "{{>content}}";
    parts["page"] = text;
    const PageTemplate page{"page", ""};
    const auto templates = Templates::load(parts, {&page, 1}, messages());
    REQUIRE_MESSAGE(templates.has_value(), templates.error().message);
    return templates->render("page", nlohmann::json::parse(document), setting(language));
}

std::string refusal(const std::string& text, Sources parts = {}) {
    parts["layout"] = "{{>content}}";
    parts["page"] = text;
    const PageTemplate page{"page", ""};
    const auto templates = Templates::load(parts, {&page, 1}, messages());
    return templates.has_value() ? "none" : templates.error().message;
}

} // namespace

TEST_CASE("pages: values are escaped for the place where they stand") {
    const char* document = R"({"name": "<b>\"Anne\" & 'co'", "n": 1234, "address": "javascript:steal"})";
    CHECK(shown("<p title=\"{{name}}\">{{name}} {{n}}</p>", document) ==
          "<p title=\"&lt;b&gt;&quot;Anne&quot; &amp; &#39;co&#39;\">&lt;b&gt;&quot;Anne&quot; &amp; &#39;co&#39; "
          "1234</p>");
    CHECK(shown("<a href=\"{{address}}\">x</a>", document).find("javascript") == std::string::npos);
    CHECK(shown("<p>{{absent}}{{name.deeper}}</p>", document) == "<p></p>");
}

TEST_CASE("pages: only html: of a name in _html goes out as it is") {
    CHECK(shown("<div>{{html:body_html}}</div>", R"({"body_html": "<p>a &amp; b</p>"})") ==
          "<div><p>a &amp; b</p></div>");
    CHECK(refusal("{{html:name}}").find("not known to be safe") != std::string::npos);
    for (const char* marker : {"{{name:none}}", "{{body_html:none}}", "{{%AUTOESCAPE context=\"X\"}}", "{{=<% %>=}}",
                               "{{name:h}}", "{{BI_SPACE!}}", "{{}}", "{{a..b}}", "{{unfinished"})
        CHECK_MESSAGE(refusal(marker) != "none", marker);
}

TEST_CASE("pages: what was typed keeps its lines in a textarea") {
    CHECK(shown("<textarea>{{lines:t}}</textarea>", R"({"t": "un\n\n  </textarea>\tdeux"})") ==
          "<textarea>un\n\n  &lt;/textarea&gt;\tdeux</textarea>");
}

TEST_CASE("pages: text of a document is never taken for a marker") {
    CHECK(shown("<p>{{name}}</p>", R"({"name": "{{t:plain}} {{#x}}"})") == "<p>{{t:plain}} {{#x}}</p>");
}

TEST_CASE("pages: sections show, hide, repeat and look up") {
    const char* document = R"({"yes": true, "no": false, "zero": 0, "three": 3, "empty": "", "none": null, "list": [],
        "kind": "question", "by": "a1", "of": {"a1": {"name": "Anne"}, "a2": {"name": "Bruno"}},
        "posts": [{"title": "un", "by": "a2"}, {"title": "deux", "by": "a3"}], "tags": ["x", "y"], "name": "root"})";
    for (const char* name : {"yes", "three", "kind", "of", "posts", "of.a1.name"}) {
        CHECK(shown(std::string("{{#") + name + "}}+{{/" + name + "}}", document).starts_with("+"));
        CHECK(shown(std::string("a{{^") + name + "}}+{{/" + name + "}}", document) == "a");
    }
    for (const char* name : {"no", "zero", "empty", "none", "list", "absent", "kind.deeper"}) {
        CHECK(shown(std::string("a{{#") + name + "}}+{{/" + name + "}}", document) == "a");
        CHECK(shown(std::string("a{{^") + name + "}}+{{/" + name + "}}", document) == "a+");
    }
    CHECK(shown("{{#kind=question}}q{{/kind=question}}{{^kind=news}}n{{/kind=news}}", document) == "qn");
    CHECK(shown("a{{#kind=news}}n{{/kind=news}}{{^kind=question}}q{{/kind=question}}{{#no=x}}x{{/no=x}}", document) ==
          "a");
    CHECK(shown("{{#posts}}{{title}}:{{#of[by]}}{{name}}{{/of[by]}} {{/posts}}", document) == "un:Bruno deux: ");
    CHECK(shown("{{#tags}}{{.}}{{#.=y}}!{{/.=y}}{{/tags}}", document) == "xy!");
}

TEST_CASE("pages: in a section, own names come first, then the document's, never those between") {
    const char* document = R"({"name": "document", "outer": {"name": "outer", "only": "outer", "inner": {"x": 1,
        "name": null}, "bare": {"x": 1}}})";
    CHECK(shown("{{#outer}}{{name}}{{/outer}}", document) == "outer");
    CHECK(shown("{{#outer}}{{#inner}}{{name}}{{only}}{{/inner}}{{/outer}}", document).empty());
    CHECK(shown("{{#outer}}{{#bare}}{{name}}{{/bare}}{{/outer}}", document) == "document");
}

TEST_CASE("pages: messages, plain and with arguments") {
    CHECK(shown("<p title=\"{{t:plain}}\">{{t:plain}}</p>", "{}") ==
          "<p title=\"Vous &amp; moi, l’été\">Vous &amp; moi, l’été</p>");
    CHECK(shown("{{t:count n=answers}}", R"({"answers": 1234})") == "1\u202f234 réponses");
    CHECK(shown("{{t:count n=answers}}", R"({"answers": 1})", Language::en) == "1 answer");
    CHECK(shown("{{t:by who=a.name}}", R"({"a": {"name": "<Anne {0}>"}})") == "par &lt;Anne {0}&gt;");
    CHECK(refusal("{{t:nothing}}").find("there is no message") != std::string::npos);
}

TEST_CASE("pages: parts and their parameters") {
    const Sources parts{{"parts/field", "<input name=\"$(name)\" value=\"{{form.$(name)}}\">"},
                        {"parts/me", "{{>parts/me}}"}};
    CHECK(shown("{{>parts/field name=title}}", R"({"form": {"title": "a"}})", Language::fr, parts) ==
          "<input name=\"title\" value=\"a\">");
    CHECK(refusal("{{>parts/field}}", parts).find("parameter") != std::string::npos);
    CHECK(refusal("{{>parts/other}}", parts).find("no template") != std::string::npos);
    CHECK(refusal("{{>parts/me}}", parts).find("too deep") != std::string::npos);
}

TEST_CASE("pages: sections close where they were opened") {
    CHECK(refusal("{{#a}}").find("not closed") != std::string::npos);
    CHECK(refusal("{{#a}}{{/b}}{{/a}}").find("not open") != std::string::npos);
    CHECK(refusal("{{/a}}").find("not open") != std::string::npos);
    CHECK(refusal("{{>parts/half}}{{/a}}", {{"parts/half", "{{#a}}"}}).find("not closed") != std::string::npos);
    CHECK(refusal("<p \"{{a}}<\">").find("cannot be escaped") != std::string::npos);
}

TEST_CASE("pages: instants, relative up to a week, then the date") {
    const auto when = [](const char* at, Language language = Language::fr) {
        return ago(setting(language), {&messages(), language}, *Instant::parse(at));
    };
    CHECK(when("2026-11-22T13:30:00.000000Z") == "à l’instant");
    CHECK(when("2026-11-22T13:29:00.000001Z") == "à l’instant");
    CHECK(when("2026-11-22T13:29:00.000000Z") == "il y a 1 minute");
    CHECK(when("2026-11-22T12:30:00.000001Z") == "il y a 59 minutes");
    CHECK(when("2026-11-21T13:30:00.000001Z") == "il y a 23 heures");
    CHECK(when("2026-11-21T13:30:00.000000Z") == "hier");
    CHECK(when("2026-11-20T22:59:00.000000Z") == "il y a 2 jours"); // 23 h 59 of the 20th in Paris
    CHECK(when("2026-11-20T23:00:00.000000Z") == "hier");           // midnight of the 21st there
    CHECK(when("2026-11-15T13:30:00.000001Z") == "il y a 7 jours");
    CHECK(when("2026-11-15T13:30:00.000000Z") == "15\u00a0novembre 2026");
    CHECK(when("2026-11-01T11:00:00.000000Z") == "1er\u00a0novembre 2026");
    CHECK(when("2026-11-01T11:00:00.000000Z", Language::en) == "1\u00a0November 2026");
    CHECK(when("2026-11-23T13:30:00.000000Z", Language::en) == "23\u00a0November 2026");
    CHECK(when("1969-12-31T23:30:00.000000Z") == "1er\u00a0janvier 1970");
}

TEST_CASE("pages: a time says the exact one too") {
    CHECK(shown("{{time:at}}", R"({"at": "2026-11-22T10:05:00.000000Z"})") ==
          "<time datetime=\"2026-11-22T10:05:00.000000Z\" title=\"22\u00a0novembre 2026 à 11\u00a0h\u00a005\">il y a 3 "
          "heures</time>");
    CHECK(
        shown("{{date:at}}", R"({"at": "2026-07-14T22:05:00.000000Z"})", Language::en) ==
        "<time datetime=\"2026-07-14T22:05:00.000000Z\" title=\"15\u00a0July 2026 at 00:05\">15\u00a0July 2026</time>");
    CHECK(shown("{{time:at}}", R"({"at": "<yesterday>"})") ==
          "<time datetime=\"&lt;yesterday&gt;\" title=\"&lt;yesterday&gt;\">&lt;yesterday&gt;</time>");
}

TEST_CASE("pages: a zone that is not known counts as UTC") {
    Setting elsewhere = setting();
    elsewhere.time_zone = "Nowhere/Land";
    CHECK(exact_time(elsewhere, {&messages(), Language::fr}, elsewhere.now) ==
          "22\u00a0novembre 2026 à 13\u00a0h\u00a030");
}

TEST_CASE("pages: numbers and codes in the language") {
    CHECK(shown("{{number:n}}", R"({"n": 1234.5})") == "1\u202f234,5");
    CHECK(shown("{{number:n}}", R"({"n": 1234.5})", Language::en) == "1,234.5");
    CHECK(shown("{{code:trade}}, {{code:departement}}", R"({"trade": "infirmier", "departement": "44"})") ==
          "Infirmier, Loire-Atlantique");
    CHECK(shown("{{code:a.trade}}", R"({"a": {"trade": "infirmier"}})", Language::en) == "Nurse");
    CHECK(shown("{{code:trade}}", R"({"trade": "dresseur-de-lions"})") == "dresseur-de-lions");
    CHECK(refusal("{{code:kind}}") != "none");
    CHECK(shown("{{initials:name}}", R"({"name": "Jean d'Arc-<b>ois"})") == "JD");
}

} // namespace palabre::http::pages
