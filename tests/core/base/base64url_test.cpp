// SPDX-License-Identifier: Apache-2.0
#include "core/base/base64url.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>
#include <sodium.h>

using namespace palabre;

TEST_CASE("base64url: the RFC's vectors, unpadded") {
    const std::pair<const char*, const char*> vectors[] = {
        {"", ""},           {"f", "Zg"},          {"fo", "Zm8"},         {"foo", "Zm9v"},
        {"foob", "Zm9vYg"}, {"fooba", "Zm9vYmE"}, {"foobar", "Zm9vYmFy"}};
    for (const auto& [bytes, text] : vectors) {
        CHECK(base64url::encode(bytes) == text);
        CHECK(base64url::decode(text) == bytes);
    }
    CHECK(base64url::encode("\xfb\xff") == "-_8");
}

TEST_CASE("base64url: any other text is none") {
    for (const char* text : {"Z", "Zg==", "Zh", "Zm9", "Zm+v", "Zm/v", "Zm9v\n", "Zm9 v", "Zm9vY", "\xc3\xa9Zg"}) {
        CAPTURE(text);
        CHECK(!base64url::is_canonical(text));
        CHECK(!base64url::decode(text));
    }
}

TEST_CASE("base64url: as libsodium does it, for any bytes and any text") {
    constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
    CHECK(rc::check([](const std::string& bytes) {
        std::string text(sodium_base64_ENCODED_LEN(bytes.size(), variant), '\0');
        sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                          variant);
        text.pop_back(); // the zero byte that it ends with
        RC_ASSERT(base64url::encode(bytes) == text);
        RC_ASSERT(base64url::decode(text) == bytes);
    }));
    CHECK(rc::check([] {
        const auto text = *rc::gen::container<std::string>(rc::gen::elementOf(std::string("ABCZaz09-_+/= ")));
        std::string bytes(text.size() + 3, '\0');
        std::size_t size = 0;
        const bool known = sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(),
                                             text.size(), nullptr, &size, nullptr, variant) == 0;
        bytes.resize(size);
        const auto decoded = base64url::decode(text);
        // Of several texts of the same bytes, one is theirs.
        RC_ASSERT(decoded.has_value() == (known && base64url::encode(bytes) == text));
        if (decoded) RC_ASSERT(*decoded == bytes);
    }));
}
