// SPDX-License-Identifier: Apache-2.0
// Whose key is destroyed, and whose is merely not known.
#include "commands/keys.hpp"
#include "commands/members/eraser.hpp"
#include "tests/commands/bench.hpp"

#include <stdexcept>

using namespace palabre;
using namespace palabre::commands;

TEST_CASE("a key is destroyed only for a member who is known and departed") {
    Bench f;
    const CommunityId c = f.found();
    const MemberId ann = f.join(c, "Ann"), ben = f.join(c, "Ben");
    ModelKeyRing keys(*f.model, *f.log, *f.vault);
    CHECK(keys.key(c, ann.text(), PersonalClass::identity).has_value());
    CHECK(keys.key(c, ann.text(), PersonalClass::content).has_value());

    REQUIRE(accepted(f.run(c, members::Leave{ann}, as(ann))));
    REQUIRE(accepted(f.run(c, members::Erase{ben}, as(ben))));
    // From the event on, whether the eraser has come by or not.
    for (int round = 0; round < 2; ++round) {
        CHECK_FALSE(keys.key(c, ann.text(), PersonalClass::identity).has_value());
        CHECK(keys.key(c, ann.text(), PersonalClass::content).has_value());
        CHECK_FALSE(keys.key(c, ben.text(), PersonalClass::identity).has_value());
        CHECK_FALSE(keys.key(c, ben.text(), PersonalClass::content).has_value());
        REQUIRE(members::Eraser(*f.log, *f.model, *f.vault).destroy_keys().has_value());
    }
}

TEST_CASE("whoever the model does not know stops the reader: nothing is shown as erased that is not") {
    Bench f;
    const CommunityId c = f.found();
    ModelKeyRing keys(*f.model, *f.log, *f.vault);
    for (const CommunityId& where : {c, CommunityId::platform()}) {
        CHECK_THROWS_AS((void)keys.key(where, f.random.draw<MemberId>().text(), PersonalClass::content),
                        std::runtime_error);
        CHECK_THROWS_AS((void)keys.key(where, "nobody", PersonalClass::identity), std::runtime_error);
    }
}
