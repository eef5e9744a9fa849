// SPDX-License-Identifier: Apache-2.0
// Time and chance enter through these two interfaces only, so that tests and the simulator can decide them.
#pragma once

#include "core/base/ids.hpp"
#include "core/base/instant.hpp"

#include <cstddef>
#include <span>

namespace palabre {

/// Tells the time. Safe from any thread.
class Clock {
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual Instant now() = 0;
};

/// Gives random bytes. Safe from any thread.
class Random {
public:
    virtual ~Random() = default;
    virtual void fill(std::span<unsigned char> out) = 0;

    [[nodiscard]] std::uint64_t number() {
        unsigned char raw[8];
        fill(raw);
        return from_big_endian(raw);
    }
    /// A fresh value of a FixedBytes or Id type; never the zero id.
    template <class T>
    [[nodiscard]] T draw() {
        T value;
        do fill(value.bytes);
        while (value == T{});
        return value;
    }
};

/// The machine's clock.
class SystemClock final : public Clock {
public:
    Instant now() override;
};

/// The operating system's generator (libsodium).
class SystemRandom final : public Random {
public:
    void fill(std::span<unsigned char> out) override;
};

/// The same bytes for the same seed, everywhere (ChaCha20 by libsodium). Not for secrets.
class SeededRandom final : public Random {
public:
    explicit SeededRandom(std::uint64_t seed) : seed_(seed) {}
    void fill(std::span<unsigned char> out) override;

private:
    std::uint64_t seed_;
    std::uint64_t calls_ = 0;
};

/// A clock that stands where it was put. For tests, imports and the demo; one thread.
class ManualClock final : public Clock {
public:
    explicit ManualClock(Instant at) : at_(at) {}
    Instant now() override { return at_; }
    void set(Instant at) { at_ = at; }

private:
    Instant at_;
};

} // namespace palabre
