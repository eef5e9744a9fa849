// SPDX-License-Identifier: Apache-2.0
#include "http/pages/setting.hpp"

#include <doctest/doctest.h>

namespace palabre::http::pages {

TEST_CASE("pages: initials are of the first word and the last") {
    CHECK(initials("Ada Lovelace-Byron") == "AL");
    CHECK(initials("Marie-Christine de La Rochefoucauld") == "MR");
    CHECK(initials("élodie") == "É");
    CHECK(initials("  ada\u00a0 lovelace ") == "AL");
    CHECK(initials("3 Petits Points") == "3P");
    CHECK(initials("ßeta ﬁn") == "ßﬁ"); // no single capital: as it is
}

TEST_CASE("pages: initials of what is no name are none, and never half a letter") {
    CHECK(initials("").empty());
    CHECK(initials("… — !").empty());
    CHECK(initials("👩🏽‍⚕️ Zoé").size() == std::string("Z").size());
    CHECK(initials("𝒜da").size() == 4);
    CHECK(initials("\xff\xfe") == "");
}

} // namespace palabre::http::pages
