// SPDX-License-Identifier: Apache-2.0
#include "projections/registry.hpp"
#include "projections/row.hpp"

#include "tests/core/temp_folder.hpp"

namespace palabre::projections {
namespace {

struct Small {
    std::uint32_t number = 0;
    std::string text;
};

ErrorCode parse_code(std::string bytes) {
    const auto row = parse_row<Small>(std::move(bytes), "key");
    REQUIRE(row.has_error());
    return row.error().code;
}

} // namespace

TEST_CASE("row: record and JSON come back as they were stored") {
    for (const char* json : {"{}", "", R"({"a":"b"})"}) {
        const auto row = parse_row<Small>(row_bytes(Small{7, "seven"}, json), "key");
        REQUIRE(row.has_value());
        CHECK(row->record.number == 7);
        CHECK(row->record.text == "seven");
        CHECK(row->json() == json);
    }
}

TEST_CASE("row: bytes that are no row are corrupt, wherever they end") {
    const std::string good = row_bytes(Small{7, "seven"}, "");
    for (std::size_t length = 0; length < good.size(); ++length)
        CHECK(parse_code(good.substr(0, length)) == ErrorCode::corrupt);
    std::string longer = good;
    longer[3] = static_cast<char>(longer[3] + 1); // the record would take a byte of the JSON
    CHECK(parse_code(longer + "{}") == ErrorCode::corrupt);
    CHECK(parse_code("\xff\xff\xff\xff{}") == ErrorCode::corrupt);
}

TEST_CASE("row: a Stage gives what was put, nothing for what is missing, corrupt for what is none") {
    palabre::test::TempFolder folder;
    const auto store = std::move(*Store::open(folder / "views", store_options()));
    Stage stage(*store, *store->family("rows.1"));
    put(stage, "record", Small{1, "one"});
    put_row(stage, "row", Small{2, "two"}, "{}");
    stage.put("bad", "x");
    CHECK((*find<Small>(stage, "record"))->text == "one");
    CHECK((*find_row<Small>(stage, "row"))->record.text == "two");
    CHECK_FALSE(find<Small>(stage, "nothing")->has_value());
    CHECK_FALSE(find_row<Small>(stage, "nothing")->has_value());
    CHECK(find<Small>(stage, "bad").error().code == ErrorCode::corrupt);
    CHECK(find_row<Small>(stage, "bad").error().code == ErrorCode::corrupt);
}

TEST_CASE("row: happened at its own time where it has one, else when it was accepted") {
    const CommunityId community = CommunityId::platform();
    const std::optional<Instant> none;
    const std::optional<Instant> own = Instant{5};
    CHECK(happened({community, {}, Instant{9}, {}, log::Origin::live, none}) == Instant{9});
    CHECK(happened({community, {}, Instant{9}, {}, log::Origin::import, own}) == Instant{5});
}

} // namespace palabre::projections
