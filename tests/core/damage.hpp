// SPDX-License-Identifier: Apache-2.0
// Looks into and damages files, as a failing disk would.
#pragma once

#include <algorithm>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

namespace palabre::test {

inline std::string read_file(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

inline void write_file(const std::filesystem::path& file, std::string_view bytes) {
    std::ofstream(file, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

inline void flip_byte(const std::filesystem::path& file, std::size_t at) {
    std::string bytes = read_file(file);
    REQUIRE(at < bytes.size());
    bytes[at] = static_cast<char>(bytes[at] ^ 0x40);
    write_file(file, bytes);
}

/// The files whose name begins or ends so, by name.
inline std::vector<std::filesystem::path> files(const std::filesystem::path& folder, std::string_view part) {
    std::vector<std::filesystem::path> found;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        const std::string name = entry.path().filename().string();
        if (name.starts_with(part) || name.ends_with(part)) found.push_back(entry.path());
    }
    std::ranges::sort(found);
    return found;
}

inline std::filesystem::path only_file(const std::filesystem::path& folder, std::string_view part) {
    const auto found = files(folder, part);
    REQUIRE(found.size() == 1);
    return found.front();
}

inline std::filesystem::path newest_file(const std::filesystem::path& folder, std::string_view part) {
    const auto found = files(folder, part);
    REQUIRE(!found.empty());
    return found.back();
}

/// Length up to the last byte that is not zero: engines reserve room ahead.
inline std::size_t written_bytes(const std::filesystem::path& file) {
    const std::string bytes = read_file(file);
    return bytes.find_last_not_of('\0') + 1;
}

/// Every file of the folder with its bytes.
inline std::map<std::string, std::string> contents(const std::filesystem::path& folder) {
    std::map<std::string, std::string> all;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
        if (entry.is_regular_file()) all[entry.path().string()] = read_file(entry.path());
    return all;
}

/// Whether the bytes stand anywhere in a file of the folder.
inline bool folder_holds(const std::filesystem::path& folder, std::string_view bytes) {
    return std::ranges::any_of(std::filesystem::recursive_directory_iterator(folder), [&](const auto& entry) {
        return entry.is_regular_file() && read_file(entry.path()).find(bytes) != std::string::npos;
    });
}

} // namespace palabre::test
