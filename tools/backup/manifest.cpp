// SPDX-License-Identifier: Apache-2.0
#include "tools/backup/manifest.hpp"

#include "core/limits.hpp"
#include "tools/release.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace palabre::tools::backup {
namespace fs = std::filesystem;
using nlohmann::json;
namespace {

constexpr int format = 1;

/// What a restore may write: a plain file below one of the three folders, the settings or what is read beside them.
bool is_path(const std::string& path) {
    const fs::path as_path(path);
    if (path.empty() || as_path.is_absolute() || as_path.lexically_normal() != as_path) return false;
    const std::string first = as_path.begin()->string();
    if (first == "log" || first == "vault" || first == "blobs") return as_path.has_parent_path();
    return path == settings_name || path == release_name;
}

Digest digest(const json& text) {
    const auto parsed = Digest::parse(text.get<std::string>());
    if (!parsed) throw std::invalid_argument("a digest that is none");
    return *parsed;
}

/// Throws what nlohmann throws, or std::invalid_argument.
Manifest understand(const json& whole) {
    if (whole.at("format").get<int>() > format) throw std::invalid_argument("it was made by a newer Palabre");
    Manifest manifest;
    const auto made = Instant::parse(whole.at("made").get<std::string>());
    if (!made) throw std::invalid_argument("an instant that is none");
    manifest.made = *made;
    manifest.palabre = whole.at("palabre").get<std::string>();
    manifest.log = digest(whole.at("log"));
    manifest.end = Position{whole.at("end").get<std::uint64_t>()};
    for (const auto& one : whole.at("communities")) {
        const auto id = CommunityId::parse(one.at("id").get<std::string>());
        if (!id) throw std::invalid_argument("a community that is none");
        log::Head head;
        head.sequence = Sequence{one.at("sequence").get<std::uint64_t>()};
        head.link = digest(one.at("link"));
        manifest.heads.emplace_back(*id, head);
    }
    for (const auto& one : whole.at("files")) {
        File file{one.at("path").get<std::string>(), one.at("bytes").get<std::uint64_t>(),
                  one.at("modified").get<std::int64_t>(), digest(one.at("digest"))};
        if (!is_path(file.path)) throw std::invalid_argument("a file that is no part of a backup");
        manifest.files.push_back(std::move(file));
    }
    return manifest;
}

} // namespace

Result<Manifest> describe(const log::LocalLog& log, Instant made) {
    const auto id = log.id();
    if (!id) return error(ErrorCode::not_found, "the log is empty: there is nothing to back up");
    PALABRE_TRY(heads, log.heads());
    return Manifest{made, std::string(this_version()), *id, log.end(), std::move(heads), {}};
}

Status check_same(const Manifest& manifest, const log::LocalLog& log) {
    PALABRE_TRY(heads, log.heads());
    const auto differs = [](std::string_view what) {
        return error(ErrorCode::corrupt, fmt::format("the backup is damaged: {} than when it was made", what));
    };
    if (log.id() != manifest.log) return differs("its log is another one");
    if (log.end() != manifest.end) return differs("its log ends elsewhere");
    if (heads.size() != manifest.heads.size()) return differs("it holds other communities");
    for (std::size_t i = 0; i < heads.size(); ++i) {
        const auto& [community, head] = heads[i];
        const auto& [known, then] = manifest.heads[i];
        if (community != known || head.sequence != then.sequence || head.link != then.link)
            return differs("the chain of community " + community.text() + " has another head");
    }
    return {};
}

std::string to_json(const Manifest& manifest) {
    json communities = json::array(), files = json::array();
    for (const auto& [community, head] : manifest.heads)
        communities.push_back(
            {{"id", community.text()}, {"sequence", number(head.sequence)}, {"link", head.link.text()}});
    for (const File& file : manifest.files)
        files.push_back(
            {{"path", file.path}, {"bytes", file.bytes}, {"modified", file.modified}, {"digest", file.digest.text()}});
    const json whole = {
        {"format", format},           {"made", manifest.made.text()}, {"palabre", manifest.palabre},
        {"log", manifest.log.text()}, {"end", number(manifest.end)},  {"communities", std::move(communities)},
        {"files", std::move(files)}};
    return whole.dump(1) + "\n";
}

Result<Manifest> from_json(std::string_view text) {
    try {
        return understand(json::parse(text));
    } catch (const json::exception&) {
        return error(ErrorCode::invalid, "manifest.json is none of a backup's");
    } catch (const std::invalid_argument& why) {
        return error(ErrorCode::invalid, fmt::format("manifest.json cannot be used: {}", why.what()));
    }
}

Result<Manifest> read_manifest(const fs::path& folder) {
    auto text = read(folder / manifest_name, limits::manifest_bytes);
    if (text.has_error() && text.error().code == ErrorCode::not_found)
        return error(ErrorCode::not_found,
                     fmt::format("{}: is no backup: it holds no {}", folder.string(), manifest_name));
    if (text.has_error()) return text.error();
    auto manifest = from_json(*text);
    if (manifest) return manifest;
    return error(manifest.error().code, fmt::format("{}: {}", folder.string(), manifest.error().message));
}

Result<std::vector<fs::path>> all_in(const fs::path& destination) {
    std::vector<fs::path> all;
    std::error_code wrong;
    for (const auto& entry : fs::directory_iterator(destination, wrong)) {
        const std::string name = entry.path().filename().string();
        if (!name.starts_with('.') && fs::exists(entry.path() / manifest_name, wrong)) all.push_back(entry.path());
    }
    if (wrong)
        return error(ErrorCode::io, fmt::format("{}: cannot be read: {}", destination.string(), wrong.message()));
    std::ranges::sort(all); // named by their time
    return all;
}

} // namespace palabre::tools::backup
