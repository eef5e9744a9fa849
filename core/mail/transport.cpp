// SPDX-License-Identifier: Apache-2.0
#include "core/mail/transport.hpp"

#include <array>

namespace palabre::mail {

std::string_view text(Step step) {
    static constexpr std::array<std::string_view, 9> words = {"address", "dns",       "connect", "tls",   "login",
                                                              "sender",  "recipient", "content", "folder"};
    return words.at(static_cast<std::size_t>(step));
}

} // namespace palabre::mail
