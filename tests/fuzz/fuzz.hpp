// SPDX-License-Identifier: Apache-2.0
// What a target (one *_fuzz.cpp, one program) and the two that feed it have in common: libFuzzer, where clang built it,
// and else driver.cpp. README.md beside this file says what there is.
#pragma once

#include <string_view>

namespace palabre::fuzz {

/// The target: checks by require() what must hold of any input. Called again and again in one process, so whatever it
/// keeps must not change what it says of the next input.
void check(std::string_view input);

/// Says on standard error what does not hold and aborts: who feeds the target then keeps the input.
void require(bool holds, const char* what);

/// Cuts the part before the next line end off `rest`, the line end too; all of it where there is none.
[[nodiscard]] std::string_view take_line(std::string_view& rest);

} // namespace palabre::fuzz
