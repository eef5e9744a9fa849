// SPDX-License-Identifier: Apache-2.0
// A folder for one test, gone when the test ends; and where shared data lies, if it is there.
#pragma once

#include "core/base/result.hpp"

#include <atomic>
#include <cstdlib>
#include <doctest/doctest.h>
#include <filesystem>
#include <optional>
#include <string>
#include <unistd.h>

/// Lets doctest print a Result, whatever it holds.
template <class T>
struct doctest::StringMaker<boost::system::result<T, palabre::Error>> {
    static String convert(const boost::system::result<T, palabre::Error>& result) {
        return result.has_value() ? String("a value") : String(result.error().message.c_str());
    }
};

namespace palabre::test {

class TempFolder {
public:
    TempFolder() {
        static std::atomic<int> count = 0;
        path_ = std::filesystem::temp_directory_path() /
                ("palabre-test-" + std::to_string(::getpid()) + "-" + std::to_string(count++));
        std::filesystem::remove_all(path_);
        std::filesystem::create_directories(path_);
    }
    ~TempFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    TempFolder(const TempFolder&) = delete;
    TempFolder& operator=(const TempFolder&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    [[nodiscard]] std::filesystem::path operator/(const char* name) const { return path_ / name; }

private:
    std::filesystem::path path_;
};

/// A file of the shared data, or nothing: for a part of a test that has others.
inline std::optional<std::filesystem::path> find_shared(const char* name) {
    const char* named = std::getenv("PALABRE_SHARED");
    const std::filesystem::path folder =
        named != nullptr ? std::filesystem::path(named) : std::filesystem::path(PALABRE_SOURCE_DIR) / ".." / "shared";
    return std::filesystem::exists(folder / name) ? std::optional(folder / name) : std::nullopt;
}

/// The same for a test that is nothing without it: nothing, and a message by which ctest tells the test as skipped.
inline std::optional<std::filesystem::path> shared_file(const char* name) {
    auto found = find_shared(name);
    if (!found) MESSAGE("skipped: no shared data");
    return found;
}

} // namespace palabre::test
