// SPDX-License-Identifier: Apache-2.0
#include "core/store/key.hpp"

#include <rapidcheck.h>

using namespace palabre;

namespace {

struct Parts {
    std::int64_t number;
    std::string text;
    std::uint32_t small;
    MemberId id;
    friend auto operator<=>(const Parts&, const Parts&) = default;
};

std::string key(const Parts& p) {
    return Key().i64(p.number).text(p.text).u32(p.small).add(p.id).str();
}

rc::Gen<Parts> parts() {
    // Few values, so that equal and neighbouring parts come up.
    return rc::gen::map(
        rc::gen::tuple(rc::gen::oneOf(rc::gen::inRange<std::int64_t>(-3, 3), rc::gen::arbitrary<std::int64_t>()),
                       rc::gen::container<std::string>(rc::gen::elementOf(std::string("ab\x01\x7f"))),
                       rc::gen::inRange<std::uint32_t>(0, 300), rc::gen::inRange<std::uint64_t>(0, 300)),
        [](const auto& t) {
            return Parts{std::get<0>(t), std::get<1>(t), std::get<2>(t), MemberId(std::get<3>(t))};
        });
}

} // namespace

TEST_CASE("key: bytes sort as parts do, and the parts come back") {
    CHECK(rc::check([] {
        const Parts a = *parts(), b = *parts();
        RC_ASSERT((a <=> b) == (key(a) <=> key(b)));
        const std::string bytes = key(a);
        KeyReader reader(bytes);
        RC_ASSERT(reader.i64() == a.number);
        RC_ASSERT(reader.text() == a.text);
        RC_ASSERT(reader.u32() == a.small);
        RC_ASSERT(reader.take<MemberId>() == a.id);
        RC_ASSERT(reader.ok());
        RC_ASSERT(reader.rest().empty());
    }));
}

TEST_CASE("key: newest first") {
    CHECK(rc::check([](std::int64_t a, std::int64_t b) {
        RC_ASSERT((a < b) == (Key().descending({a}).str() > Key().descending({b}).str()));
        const std::string bytes = Key().descending({a}).str();
        RC_ASSERT(KeyReader(bytes).descending().micros == a);
    }));
}

TEST_CASE("key: prefix_end lies behind all that begins so, and before all that does not") {
    CHECK(rc::check([](const std::string& prefix, const std::string& more, const std::string& other) {
        RC_PRE(!prefix.empty());
        const std::string end = Key().raw(prefix).prefix_end();
        RC_ASSERT(prefix + more < end);
        RC_ASSERT(other < end || !other.starts_with(prefix));
        RC_ASSERT(other >= end || other < prefix || other.starts_with(prefix));
    }));
    CHECK(Key().u8('a').prefix_end() == "b");
    CHECK(Key().raw("a\xff\xff").prefix_end() == "b");
}

TEST_CASE("key: a truncated one is told") {
    const std::string bytes = Key().u64(7).text("abc").add(MemberId(9)).str();
    for (std::size_t length = 0; length < bytes.size(); ++length) {
        KeyReader reader(std::string_view(bytes).substr(0, length));
        reader.u64();
        reader.text();
        reader.take<MemberId>();
        CAPTURE(length);
        CHECK(!reader.ok());
    }
}
