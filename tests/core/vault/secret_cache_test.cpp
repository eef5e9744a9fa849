// SPDX-License-Identifier: Apache-2.0
#include "core/vault/secret_cache.hpp"

#include "core/limits.hpp"

#include <doctest/doctest.h>

using palabre::SecretCache;

TEST_CASE("secret cache: keeps at most so many, and forgets the longest unused") {
    SecretCache cache(2);
    cache.put(cache.generation(), "a", "1");
    cache.put(cache.generation(), "b", "2");
    CHECK(cache.get("a") == "1");
    cache.put(cache.generation(), "c", "3");
    CHECK(cache.size() == 2);
    CHECK(cache.get("a") == "1");
    CHECK(cache.get("c") == "3");
    CHECK_FALSE(cache.get("b"));
}

TEST_CASE("secret cache: forgets a range and nothing else") {
    SecretCache cache(10);
    for (const char* key : {"a", "b1", "b2", "c"}) cache.put(cache.generation(), key, key);
    cache.forget("b", "c");
    CHECK(cache.get("a"));
    CHECK_FALSE(cache.get("b1"));
    CHECK_FALSE(cache.get("b2"));
    CHECK(cache.get("c"));
    CHECK(cache.size() == 2);
}

TEST_CASE("secret cache: what was read before something was forgotten is not kept") {
    SecretCache cache(10);
    const auto read_at = cache.generation();
    cache.forget("a", "b");
    cache.put(read_at, "a", "destroyed meanwhile");
    CHECK_FALSE(cache.get("a"));
    cache.put(cache.generation(), "a", "read afterwards");
    CHECK(cache.get("a") == "read afterwards");
}

TEST_CASE("secret cache: long secrets are not kept") {
    SecretCache cache(10);
    const std::string most(palabre::limits::vault_cached_bytes, 'x');
    cache.put(cache.generation(), "most", most);
    cache.put(cache.generation(), "longer", most + "x");
    CHECK(cache.get("most") == most);
    CHECK_FALSE(cache.get("longer"));
}
