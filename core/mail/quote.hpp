// SPDX-License-Identifier: Apache-2.0
// What is new in an answer by mail: without the mail that it answers, and without a signature.
#pragma once

#include <string>
#include <string_view>

namespace palabre::mail {

/// As mail programs write in French and English: from "On … wrote:", "Le … a écrit :", "-----Original Message-----" or
/// a block of From, Sent, To on nothing is kept, nor from a line "-- " on; quoted lines (">") go from the end, and,
/// where somebody answers below what she quotes, from the beginning. Blank where nothing is new. UTF-8, lines end in
/// \n; linear.
[[nodiscard]] std::string new_text(std::string_view text);

} // namespace palabre::mail
