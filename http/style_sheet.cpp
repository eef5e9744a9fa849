// SPDX-License-Identifier: Apache-2.0
#include "http/style_sheet.hpp"

#include "http/assets.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace palabre::http {
namespace {

constexpr std::array<std::string_view, 3> first = {"web/ui/tokens.css", "web/ui/face.css", "web/ui/ground.css"};

/// Smaller before greater; what has no place of its own comes after all that have.
std::size_t place(std::string_view path) {
    return static_cast<std::size_t>(std::ranges::find(first, path) - first.begin());
}

std::string with_addresses(std::string_view css, const std::function<std::string_view(std::string_view)>& address) {
    constexpr std::string_view opens = "url(\"", closes = "\")";
    std::string out;
    for (;;) {
        const auto at = css.find(opens);
        if (at == css.npos) return out.append(css);
        const auto name = at + opens.size();
        const auto end = std::min(css.find(closes, name), css.size());
        out.append(css.substr(0, name)).append(address(css.substr(name, end - name)));
        css.remove_prefix(end);
    }
}

} // namespace

std::string without_comments(std::string_view css) {
    std::string out;
    while (!css.empty()) {
        const auto at = css.find("/*");
        out.append(css.substr(0, at));
        if (at == css.npos) break;
        const auto end = css.find("*/", at + 2);
        css.remove_prefix(end == css.npos ? css.size() : end + 2);
        // The line that a comment had to itself goes with it.
        if (out.empty() || out.back() == '\n') css.remove_prefix(std::min(css.find_first_not_of('\n'), css.size()));
    }
    return out;
}

std::string style_sheet(const std::function<std::string_view(std::string_view)>& address) {
    std::vector<Asset> files;
    for (const Asset& file : assets())
        if (file.path.starts_with(style_folder)) files.push_back(file);
    // Ascending by path already.
    std::ranges::stable_sort(files, {}, [](const Asset& file) { return place(file.path); });
    std::string css;
    for (const Asset& file : files) css.append(without_comments(file.bytes));
    return with_addresses(css, address);
}

} // namespace palabre::http
