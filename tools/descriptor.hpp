// SPDX-License-Identifier: Apache-2.0
// A file descriptor that is closed by whoever holds it.
#pragma once

#include <unistd.h>
#include <utility>

namespace palabre::tools {

class Descriptor {
public:
    explicit Descriptor(int number) : number_(number) {}
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    /// Below 0: none.
    [[nodiscard]] int number() const { return number_; }
    [[nodiscard]] int release() { return std::exchange(number_, -1); }

private:
    int number_;
};

} // namespace palabre::tools
