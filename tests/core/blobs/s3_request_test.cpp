// SPDX-License-Identifier: Apache-2.0
#include "core/blobs/s3_request.hpp"

#include <doctest/doctest.h>

using namespace palabre;
using namespace palabre::blobs::s3;

namespace {

// The known answers of "Signature Calculations for the Authorization Header" in Amazon's documentation of S3.
const Instant then = *Instant::parse("2013-05-24T00:00:00.000000Z");
const Credentials example{"AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"};

std::string signature(const Request& request) {
    const auto headers = sign(request, "examplebucket.s3.amazonaws.com", "us-east-1", example, then);
    const std::string& text = headers.at("authorization");
    return text.substr(text.rfind('=') + 1);
}

} // namespace

TEST_CASE("s3 request: signatures are those of the documented examples") {
    CHECK(signature({"GET", "/test.txt", {}, {{"range", "bytes=0-9"}}, std::string(empty_payload)}) ==
          "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
    CHECK(signature({"GET", "/", {{"lifecycle", ""}}, {}, std::string(empty_payload)}) ==
          "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
    CHECK(signature({"GET", "/", {{"max-keys", "2"}, {"prefix", "J"}}, {}, std::string(empty_payload)}) ==
          "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
    CHECK(signature({"PUT",
                     "/test$file.text",
                     {},
                     {{"date", "Fri, 24 May 2013 00:00:00 GMT"}, {"x-amz-storage-class", "REDUCED_REDUNDANCY"}},
                     "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072"}) ==
          "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
}

TEST_CASE("s3 request: what is asked for is encoded") {
    CHECK(target({"GET", "/a b/é", {{"prefix", "c/1&="}, {"list-type", "2"}}, {}, {}}) ==
          "/a%20b/%C3%A9?list-type=2&prefix=c%2F1%26%3D");
}

TEST_CASE("s3 request: buckets, and what is none") {
    const auto bucket = Bucket::parse("s3+https://s3.example.org:9000/palabre-blobs?region=fr-par");
    REQUIRE(bucket);
    CHECK(bucket->tls);
    CHECK(bucket->host == "s3.example.org:9000");
    CHECK(bucket->name == "palabre-blobs");
    CHECK(bucket->region == "fr-par");
    CHECK(Bucket::parse("s3+http://127.0.0.1:1/b")->region == "us-east-1");
    for (const char* text :
         {"", "s3+https://", "s3+https://h", "s3+https://h/", "s3+http://example.org/b", "s3+ftp://h/b",
          "s3+https://h/b/c", "s3+https://h/b?x=y", "s3+https://h/b?region=", "s3+https://:1/b", "s3+https://h:/b",
          "s3+https://h:x/b", "s3+https://u@h/b", "/var/lib/blobs"}) {
        CAPTURE(text);
        CHECK_FALSE(Bucket::parse(text));
    }
    CHECK(Bucket::is_meant("s3+ftp://h/b"));
    CHECK_FALSE(Bucket::is_meant("s3/blobs"));
}

TEST_CASE("s3 request: elements of an answer") {
    const auto keys =
        elements("<R><Key>a&amp;b</Key><Key></Key><Keys>no</Keys><Key>&lt;&quot;&gt;&amp;lt;</Key><Key>cut", "Key");
    CHECK(keys == std::vector<std::string>{"a&b", "", "<\">&lt;"});
}
