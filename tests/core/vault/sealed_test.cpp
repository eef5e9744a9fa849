// SPDX-License-Identifier: Apache-2.0
#include "core/vault/sealed.hpp"

#include "core/vault/aead.hpp"

#include <doctest/doctest.h>
#include <numeric>

using namespace palabre;

namespace {

/// Gives 0, 1, 2 …
class Counting final : public Random {
public:
    void fill(std::span<unsigned char> out) override {
        std::iota(out.begin(), out.end(), static_cast<unsigned char>(0));
    }
};

SecretKey counted_key(unsigned char first) {
    std::string raw(SecretKey::size, '\0');
    std::iota(raw.begin(), raw.end(), static_cast<char>(first));
    return SecretKey::from(raw);
}

std::string from_hex(std::string_view hex) {
    std::string bytes;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
        bytes.push_back(static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16)));
    return bytes;
}

struct Fixture {
    CommunityId community = CommunityId::parse("aaaaaaaaaaaac").value();
    CommandId command = [] {
        CommandId id;
        std::iota(id.bytes.begin(), id.bytes.end(), static_cast<unsigned char>(0));
        return id;
    }();
    SealContext context{community, command, "forum.thread-opened.v1"};
    SecretKey key = counted_key(0x80);
    std::string plain = R"({"title":"Où poser une voie ?","body":"Question."})";
    SystemRandom random;
};

} // namespace

TEST_CASE("aead: the known answer of the XChaCha20-Poly1305 draft opens") {
    const std::string box = from_hex("404142434445464748494a4b4c4d4e4f5051525354555657"
                                     "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb"
                                     "731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b452"
                                     "2f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9"
                                     "21f9664c97637da9768812f615c68b13b52e"
                                     "c0875924c1c7987947deafd8780acf49");
    const auto plain = aead::open(counted_key(0x80), from_hex("50515253c0c1c2c3c4c5c6c7"), box);
    CHECK(plain ==
          "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen "
          "would be it.");
}

TEST_CASE_FIXTURE(Fixture, "sealed: the form is frozen (golden bytes, computed outside of this code)") {
    Counting counting;
    const SealedBox box = seal(context, "aaaaaaaaaaaae", PersonalClass::content, key, counting, plain);
    CHECK(box.of == "aaaaaaaaaaaae");
    CHECK(box.personal_class == PersonalClass::content);
    CHECK(box.box ==
          "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXG8D-5v3BlxLgiTbvLf-biBWI12Kirvf5CqQcZGhQ5I88qznoC4VYCz4DDShdzJZt5SPl"
          "h8RGCdUhZcad4aBmjma-IQ");
}

TEST_CASE_FIXTURE(Fixture, "sealed: what was sealed opens, the empty and the long too") {
    for (const std::string& text : {plain, std::string(), std::string(160'000, '\xc3')}) {
        const SealedBox box = seal(context, "m", PersonalClass::identity, key, random, text);
        CHECK(open(context, box, key) == text);
    }
}

TEST_CASE_FIXTURE(Fixture, "sealed: the same text twice is two different boxes") {
    const SealedBox one = seal(context, "m", PersonalClass::identity, key, random, plain);
    const SealedBox two = seal(context, "m", PersonalClass::identity, key, random, plain);
    CHECK_FALSE(one == two);
}

TEST_CASE_FIXTURE(Fixture, "sealed: another key or any other binding does not open it") {
    const SealedBox box = seal(context, "m", PersonalClass::identity, key, random, plain);
    REQUIRE(open(context, box, key));
    CHECK_FALSE(open(context, box, counted_key(0x81)));

    const CommunityId other_community = CommunityId::from_number(9);
    CHECK_FALSE(open({other_community, command, context.type}, box, key));
    const auto other_command = random.draw<CommandId>();
    CHECK_FALSE(open({community, other_command, context.type}, box, key));
    CHECK_FALSE(open({community, command, "forum.thread-opened.v2"}, box, key));

    SealedBox other = box;
    other.of = "n";
    CHECK_FALSE(open(context, other, key));
    other = box;
    other.personal_class = PersonalClass::content;
    CHECK_FALSE(open(context, other, key));
}

TEST_CASE_FIXTURE(Fixture, "sealed: values cannot slide from one binding into the next") {
    const SealedBox box = seal({community, command, "ab"}, "c", PersonalClass::identity, key, random, plain);
    SealedBox slid = box;
    slid.of = "bc";
    CHECK_FALSE(open({community, command, "a"}, slid, key));
}

TEST_CASE_FIXTURE(Fixture, "sealed: changed, shortened, padded or foreign text does not open") {
    const SealedBox box = seal(context, "m", PersonalClass::identity, key, random, "x");
    for (std::size_t i = 0; i < box.box.size(); ++i) {
        SealedBox changed = box;
        changed.box[i] = changed.box[i] == 'A' ? 'B' : 'A';
        CHECK_FALSE(open(context, changed, key));
        changed.box = box.box.substr(0, i);
        CHECK_FALSE(open(context, changed, key));
    }
    for (const std::string& text : {box.box + "=", box.box + "==", box.box + "A", " " + box.box, box.box + "\n",
                                    std::string("é"), std::string("+/+/"), std::string(3, '\0')}) {
        SealedBox changed = box;
        changed.box = text;
        CHECK_FALSE(open(context, changed, key));
    }
}

TEST_CASE("sealed: the words of the classes") {
    CHECK(class_text(PersonalClass::identity) == "identity");
    CHECK(class_text(PersonalClass::content) == "content");
}
