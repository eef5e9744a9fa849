// SPDX-License-Identifier: Apache-2.0
#include "tools/refusal.hpp"

#include <doctest/doctest.h>
#include <string>

using namespace palabre;
using commands::Problem;
using commands::Reason;
using tools::refusal;

TEST_CASE("refusal: the option at fault is named, and what is wrong with it") {
    const tools::OptionNames options = {{"/slug", "--community"}, {"/types", "--type"}};
    CHECK(refusal("founding", {Reason::ill_formed, "/slug"}, options).message ==
          "founding: --community: Unexpected form");
    CHECK(refusal("asking", {Reason::too_long, "/types/0"}, options).message == "asking: --type: Text too long");
    CHECK(refusal("asking", {Reason::too_many, "/types"}, options).message == "asking: --type: Too many items");
    CHECK(refusal("founding", {Reason::taken, "/slugs"}, options).message == "founding: slugs: Already taken");
    CHECK(refusal("founding", {Reason::taken, ""}, options).message == "founding: Already taken");
    CHECK(refusal("founding", {Reason::taken, ""}, options).code == ErrorCode::invalid);
}

TEST_CASE("refusal: every reason has words, and no code of the API shows") {
    for (int i = 0; i <= static_cast<int>(Reason::last); ++i) {
        const auto reason = static_cast<Reason>(i);
        const auto said = refusal("doing", {reason, "/name"}).message;
        CAPTURE(said);
        CHECK(said.size() > std::string("doing: name: ").size());
        CHECK(said.find('/') == std::string::npos);
        if (commands::text(reason).find('-') != std::string_view::npos)
            CHECK(said.find(commands::text(reason)) == std::string::npos);
    }
}

TEST_CASE("refusal: what the engine gave up is its own error") {
    CHECK(refusal("doing", {Reason::disk_full, ""}).code == ErrorCode::no_space);
    CHECK(refusal("doing", {Reason::overloaded, ""}).code == ErrorCode::busy);
    CHECK(refusal("doing", {Reason::contended, ""}).code == ErrorCode::busy);
    CHECK(refusal("doing", {Reason::outcome_unknown, ""}).code == ErrorCode::io);
    CHECK_FALSE(tools::engine_failure({Reason::taken, "/slug"}));
}
