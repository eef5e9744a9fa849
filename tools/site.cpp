// SPDX-License-Identifier: Apache-2.0
#include "tools/site.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <vector>

namespace palabre::tools {
namespace fs = std::filesystem;

Site::Site(fs::path data, fs::path master_key, std::string_view name)
    : data_(std::move(data)), key_(std::move(master_key)), folder_(data_ / name) {}

Site::~Site() {
    std::error_code ignored;
    if (made_) fs::remove_all(folder_, ignored);
    if (made_ && !done_ && !had_key_) fs::remove(key_, ignored);
    if (made_data_ && !done_) fs::remove(data_, ignored); // only where it is empty
}

Status Site::open() {
    std::error_code failed;
    for (const char* part : {"log", "vault"})
        if (fs::exists(data_ / part, failed))
            return error(ErrorCode::invalid,
                         fmt::format("{} is not empty, it holds {}/: name a new data folder", data_.string(), part));
    if (fs::exists(folder_, failed))
        return error(ErrorCode::busy, fmt::format("{}: the same is under way, or it was cut short: then remove this "
                                                  "folder",
                                                  folder_.string()));
    had_key_ = fs::exists(key_, failed);
    made_data_ = fs::create_directories(data_, failed);
    if (!failed) made_ = fs::create_directory(folder_, failed);
    if (made_) return {};
    return error(ErrorCode::io, fmt::format("{}: cannot be made: {}", folder_.string(), failed.message()));
}

Status Site::finish() {
    std::error_code failed, back;
    std::vector<fs::path> parts;
    for (const auto& entry : fs::directory_iterator(folder_, failed)) parts.push_back(entry.path().filename());
    std::ranges::sort(parts, {}, [](const fs::path& part) { return part == "log"; });
    auto part = parts.begin();
    for (; !failed && part != parts.end(); ++part) fs::rename(folder_ / *part, data_ / *part, failed);
    done_ = !failed;
    if (!failed) return {};
    while (part != parts.begin()) {
        --part;
        fs::rename(data_ / *part, folder_ / *part, back);
    }
    return error(ErrorCode::io, fmt::format("{}: its parts cannot be moved from {}: {}", data_.string(),
                                            folder_.string(), failed.message()));
}

} // namespace palabre::tools
