// SPDX-License-Identifier: Apache-2.0
// Enums and coded lists.
#include "events/all.hpp"
#include "events/codes.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace palabre;

TEST_CASE("words: an enum's words are read back as what they were") {
    using events::spaces::Visibility;
    for (const auto value :
         {Visibility::public_, Visibility::members, Visibility::verified, Visibility::invitation, Visibility::secret})
        CHECK(events::parse<Visibility>(text(value)) == value);
    CHECK(text(Visibility::public_) == "public");
    CHECK(text(events::Language::fr) == "fr");
    CHECK(events::parse<events::Language>("en") == events::Language::en);
}

TEST_CASE("words: other words are nothing") {
    for (const auto* word : {"", "FR", "fr ", "frr", "de"})
        CHECK_FALSE(events::parse<events::Language>(word).has_value());
    CHECK_FALSE(events::parse<events::forum::ReactionKind>("question").has_value());
}

TEST_CASE("codes: every list ascends and finds each of its own") {
    const auto check = [](std::span<const events::Code> codes, auto find) {
        CHECK(std::ranges::is_sorted(codes, {}, &events::Code::code));
        for (const auto& code : codes) {
            CAPTURE(code.code);
            CHECK(find(code.code) == &code);
            CHECK_FALSE(code.fr.empty());
            CHECK_FALSE(code.en.empty());
            CHECK(code.fr.find('\'') == code.fr.npos); // ’
            CHECK(code.en.find('\'') == code.en.npos);
        }
        for (const auto* other : {"", "0", "infirmie", "infirmiere-etoilee", "zzz", "INFIRMIER", "2a", "20", "975"}) {
            CAPTURE(other);
            CHECK(find(other) == nullptr);
        }
    };
    check(events::trades(), events::find_trade);
    check(events::specialties(), events::find_specialty);
    check(events::statuses(), events::find_status);
    check(events::departements(), events::find_departement);
    CHECK(events::departements().size() == 101);
    REQUIRE(events::find_departement("2B") != nullptr);
    CHECK(events::find_departement("2B")->fr == "Haute-Corse");
    CHECK(events::find_trade("masseur-kinesitherapeute")->en == "Physiotherapist");
}
