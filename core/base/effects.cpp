// SPDX-License-Identifier: Apache-2.0
#include "core/base/effects.hpp"

#include "core/base/hash.hpp"

#include <sodium.h>

namespace palabre {

Instant SystemClock::now() {
    using namespace std::chrono;
    return {duration_cast<microseconds>(system_clock::now().time_since_epoch()).count()};
}

void SystemRandom::fill(std::span<unsigned char> out) {
    randombytes_buf(out.data(), out.size());
}

void SeededRandom::fill(std::span<unsigned char> out) {
    const Digest key = Hasher().add("palabre/seeded-random").add_u64be(seed_).add_u64be(calls_++).finish();
    randombytes_buf_deterministic(out.data(), out.size(), key.bytes.data());
}

} // namespace palabre
