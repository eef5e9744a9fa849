// SPDX-License-Identifier: Apache-2.0
// Runs Python beside a test.
#pragma once

#include "tests/core/damage.hpp"

#include <cstdio>
#include <string>

namespace palabre::test {

struct Ran {
    int status = -1;
    std::string out;
};

/// What the script prints, and its exit status. Arguments must need no quoting.
inline Ran python(const std::string& script, const std::string& arguments) {
    Ran ran;
    FILE* pipe =
        ::popen((PALABRE_PYTHON " -B " PALABRE_SOURCE_DIR "/" + script + " " + arguments + " 2>&1").c_str(), "r");
    REQUIRE(pipe != nullptr);
    char buffer[4096];
    while (const std::size_t n = std::fread(buffer, 1, sizeof buffer, pipe)) ran.out.append(buffer, n);
    ran.status = ::pclose(pipe);
    return ran;
}

/// Lines without their breaks.
inline std::vector<std::string> lines(const std::string& text) {
    std::vector<std::string> all;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find('\n', at), text.size());
        all.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return all;
}

} // namespace palabre::test
