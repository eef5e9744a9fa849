// SPDX-License-Identifier: Apache-2.0
// Hands a document to openapi.py beside this file: there is a YAML library in Python, and none in the program.
#pragma once

#include "tests/core/temp_folder.hpp"

#include <array>
#include <cstdio>
#include <fstream>
#include <string>
#include <sys/wait.h>

namespace palabre::test {

struct ScriptResult {
    int status = 0;
    std::string output;
};

/// Runs `openapi.py MODE DOCUMENT REST`.
inline ScriptResult run_openapi_script(const std::string& mode, const std::string& document,
                                       const std::string& rest = {}) {
    const TempFolder folder;
    const auto file = folder / "openapi.yaml";
    std::ofstream(file, std::ios::binary) << document;
    const std::string command = std::string(PALABRE_PYTHON) +
                                " -B " PALABRE_SOURCE_DIR "/tests/http/openapi/openapi.py " + mode + ' ' +
                                file.string() + ' ' + rest + " 2>&1";
    ScriptResult result;
    std::FILE* const pipe = ::popen(command.c_str(), "r");
    REQUIRE(pipe != nullptr);
    std::array<char, 4096> chunk{};
    for (std::size_t read = 0; (read = std::fread(chunk.data(), 1, chunk.size(), pipe)) > 0;)
        result.output.append(chunk.data(), read);
    result.status = WEXITSTATUS(::pclose(pipe));
    return result;
}

/// Where the limits stand that a document repeats.
inline std::string limits_file() {
    return PALABRE_SOURCE_DIR "/core/limits.hpp";
}

} // namespace palabre::test
