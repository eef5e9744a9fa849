// SPDX-License-Identifier: Apache-2.0
#include "tools/release.hpp"

#include "tests/core/temp_folder.hpp"

#include <doctest/doctest.h>
#include <fstream>

using namespace palabre;
using namespace palabre::tools;

namespace {

Release release(std::string_view text) {
    const auto parsed = Release::parse(text);
    REQUIRE(parsed);
    CHECK(parsed->text() == text);
    return *parsed;
}

} // namespace

TEST_CASE("release: what the line says") {
    const Release parsed = release("palabre 1.20.3, 57 events\n");
    CHECK(parsed.major == 1);
    CHECK(parsed.minor == 20);
    CHECK(parsed.patch == 3);
    CHECK(parsed.events == 57);
    for (const char* bad : {"", "palabre 1.2.3, 4 events", "palabre 1.2, 4 events\n", "palabre 1.2.3, 4 events\n\n",
                            "palabre 1.2.-3, 4 events\n", " palabre 1.2.3, 4 events\n", "palabre 1.2.3, x events\n",
                            "palabre 99999999999999999999.2.3, 4 events\n"})
        CHECK_FALSE(Release::parse(bad));
}

TEST_CASE("release: newer is what knows more, or has a higher minor version, and patches are equals") {
    const Release mine = release("palabre 1.2.3, 40 events\n");
    for (const char* newer :
         {"palabre 1.3.0, 40 events\n", "palabre 2.0.0, 1 events\n", "palabre 1.2.3, 41 events\n"}) {
        CHECK(mine.is_older_than(release(newer)));
        CHECK_FALSE(release(newer).is_older_than(release(newer)));
    }
    for (const char* other : {"palabre 1.2.9, 40 events\n", "palabre 1.2.0, 39 events\n", "palabre 0.9.9, 40 events\n"})
        CHECK_FALSE(mine.is_older_than(release(other)));
}

TEST_CASE("release: data notes its newest program, and one that is older is refused") {
    test::TempFolder folder;
    const std::filesystem::path data = folder / "data";
    std::filesystem::create_directory(data);
    CHECK(check_release(data));
    CHECK(note_release(data));
    CHECK(note_release(data));
    CHECK(check_release(data));
    Release later = this_release();
    ++later.events;
    std::ofstream(data / release_name) << later.text();
    const auto refused = check_release(data);
    REQUIRE(refused.has_error());
    CHECK(refused.error().code == ErrorCode::unsupported);
    CHECK(refused.error().message.find(this_version()) != std::string::npos);
    std::ofstream(data / release_name) << "something else";
    CHECK(check_release(data).has_error());
}
