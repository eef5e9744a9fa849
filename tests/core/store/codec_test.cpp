// SPDX-License-Identifier: Apache-2.0
#include "core/store/codec.hpp"

#include <rapidcheck.h>

using namespace palabre;

namespace {

enum class Colour : std::uint8_t { red, green };

struct Inner {
    std::string name;
    std::optional<std::int64_t> score;
    friend bool operator==(const Inner&, const Inner&) = default;
};

struct Outer {
    bool flag = false;
    Colour colour = Colour::red;
    std::uint8_t byte = 0;
    std::uint64_t large = 0;
    std::int32_t signed_number = 0;
    Instant at;
    MemberId member;
    Digest digest;
    CommunityId community;
    std::vector<Inner> list;
    std::map<std::string, std::uint32_t> map;
    std::optional<MemberId> perhaps;
    friend bool operator==(const Outer&, const Outer&) = default;
};

Outer arbitrary() {
    using namespace rc::gen;
    Outer o;
    o.flag = *rc::gen::arbitrary<bool>();
    o.colour = *element(Colour::red, Colour::green);
    o.byte = *rc::gen::arbitrary<std::uint8_t>();
    o.large = *oneOf(rc::gen::arbitrary<std::uint64_t>(), just(UINT64_MAX));
    o.signed_number = *oneOf(rc::gen::arbitrary<std::int32_t>(), just(INT32_MIN));
    o.at = {*oneOf(rc::gen::arbitrary<std::int64_t>(), just(INT64_MIN))};
    o.member = MemberId(*rc::gen::arbitrary<std::uint64_t>());
    o.digest.bytes.fill(*rc::gen::arbitrary<std::uint8_t>());
    if (*rc::gen::arbitrary<bool>()) o.community = CommunityId::from_number(o.large);
    for (const auto& name : *rc::gen::arbitrary<std::vector<std::string>>())
        o.list.push_back({name, name.size() % 2 == 0 ? std::optional<std::int64_t>(-7) : std::nullopt});
    o.map = *rc::gen::arbitrary<std::map<std::string, std::uint32_t>>();
    if (o.flag) o.perhaps = o.member;
    return o;
}

} // namespace

TEST_CASE("codec: every value comes back, and no prefix or longer text is one") {
    CHECK(rc::check([] {
        const Outer value = arbitrary();
        const std::string bytes = codec::encode(value);
        RC_ASSERT(codec::decode<Outer>(bytes) == value);
        RC_ASSERT(!codec::decode<Outer>(bytes + '\0'));
        const auto length = *rc::gen::inRange<std::size_t>(0, bytes.size());
        RC_ASSERT(!codec::decode<Outer>(std::string_view(bytes).substr(0, length)));
    }));
}

TEST_CASE("codec: any bytes are a value or none, and never harm") {
    CHECK(rc::check([](const std::string& bytes) {
        if (const auto value = codec::decode<Outer>(bytes))
            RC_ASSERT(codec::decode<Outer>(codec::encode(*value)) == value);
    }));
}

TEST_CASE("codec: the bytes of numbers") {
    CHECK(codec::encode(std::uint64_t{0}) == std::string(1, '\0'));
    CHECK(codec::encode(std::uint64_t{127}) == "\x7f");
    CHECK(codec::encode(std::uint64_t{300}) == "\xac\x02");
    CHECK(codec::encode(std::int64_t{-1}) == "\x01");
    CHECK(codec::encode(std::int64_t{1}) == "\x02");
    CHECK(codec::encode(UINT64_MAX) == "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01");
}

TEST_CASE("codec: numbers past their type, lists past the bytes, odd flags") {
    CHECK(codec::decode<std::uint8_t>("\xff\x01") == std::uint8_t{255});
    CHECK(!codec::decode<std::uint8_t>("\x80\x02"));
    CHECK(codec::decode<std::int8_t>("\xff\x01") == std::int8_t{-128});
    CHECK(!codec::decode<std::int8_t>("\x80\x02"));
    CHECK(!codec::decode<std::uint64_t>("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02"));
    CHECK(!codec::decode<std::uint64_t>("\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01"));
    CHECK(!codec::decode<bool>("\x02"));
    CHECK(!codec::decode<std::string>("\x05"
                                      "abcd"));
    CHECK(!codec::decode<std::vector<std::string>>("\xff\xff\xff\xff\x0f"));
    CHECK(!codec::decode<CommunityId>("\x01_"));
}
