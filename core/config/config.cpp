// SPDX-License-Identifier: Apache-2.0
#include "core/config/config.hpp"

#include "core/limits.hpp"
#include "core/text/unicode.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <cctype>
#include <fmt/format.h>
#include <fstream>
#include <unistd.h>

namespace palabre::config {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view prefix = "PALABRE_";

/// Variables that begin with our prefix and are no settings: the file's name and the passphrase of an export, which the
/// command line reads, and those that Kubernetes puts into every pod beside a service that is named "palabre".
bool is_foreign(std::string_view variable) {
    return variable == "PALABRE_CONFIG" || variable == "PALABRE_PASSPHRASE" || variable == "PALABRE_PORT" ||
           variable.starts_with("PALABRE_PORT_") || variable.starts_with("PALABRE_SERVICE_");
}

std::string_view trim(std::string_view text) {
    constexpr std::string_view blank = " \t\r";
    const auto begin = text.find_first_not_of(blank);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(blank) - begin + 1);
}

std::string_view without_comment(std::string_view line) {
    for (std::size_t at = line.find('#'); at != std::string_view::npos; at = line.find('#', at + 1))
        if (at == 0 || line[at - 1] == ' ' || line[at - 1] == '\t') return line.substr(0, at);
    return line;
}

std::string lower(std::string_view text, char from, char to) {
    std::string out(text);
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        if (c == from) c = to;
    }
    return out;
}

/// All names, for an error about an unknown one.
std::string names() {
    std::string text;
    for (const Setting& setting : table()) text += fmt::format("{}{}", text.empty() ? "" : ", ", setting.name);
    return text;
}

/// Text that somebody typed, as an error may repeat it: one line of bounded length.
std::string shown(std::string_view value) {
    return "\"" + text::excerpt(text::clean_line(value), 80) + "\"";
}

/// `where` says who wants it: "palabre.conf:3: io_threads", "PALABRE_IO_THREADS", "--io-threads".
Status take(Settings& settings, std::string_view name, std::string_view value, const std::string& where) {
    const auto found = std::ranges::find(table(), name, &Setting::name);
    if (found == table().end())
        return error(ErrorCode::invalid, fmt::format("{}: no such setting; there are: {}", where, names()));
    if (!text::is_utf8(value) || !found->take(settings, value))
        return error(ErrorCode::invalid,
                     fmt::format("{}: {} is not possible; allowed: {}", where, shown(value), found->allowed));
    return {};
}

Result<std::string> read(const fs::path& file) {
    std::error_code failed;
    const auto about = fs::status(file, failed);
    if (about.type() == fs::file_type::not_found)
        return error(ErrorCode::not_found, fmt::format("{}: there is no such file", file.string()));
    if (!fs::is_regular_file(about)) return error(ErrorCode::io, fmt::format("{}: is no plain file", file.string()));
    std::ifstream in(file, std::ios::binary);
    std::string text(limits::config_bytes + 1, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (!in.is_open() || in.bad()) return error(ErrorCode::io, fmt::format("{}: cannot be read", file.string()));
    text.resize(static_cast<std::size_t>(in.gcount()));
    if (text.size() > limits::config_bytes)
        return error(ErrorCode::invalid, fmt::format("{}: longer than {} bytes", file.string(), limits::config_bytes));
    return text;
}

Status take_file(Settings& settings, const fs::path& file) {
    PALABRE_TRY(content, read(file));
    std::string_view rest = content;
    if (rest.starts_with("\xef\xbb\xbf")) rest.remove_prefix(3);
    std::map<std::string, int, std::less<>> seen;
    for (int number = 1; !rest.empty(); ++number) {
        const auto end = std::min(rest.find('\n'), rest.size());
        const std::string_view line = trim(without_comment(rest.substr(0, end)));
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (line.empty()) continue;
        const std::string place = fmt::format("{}:{}", file.string(), number);
        if (!text::is_utf8(line)) return error(ErrorCode::invalid, fmt::format("{}: is not UTF-8", place));
        const auto equals = line.find('=');
        if (equals == std::string_view::npos)
            return error(ErrorCode::invalid,
                         fmt::format("{}: {} is no line of the form key = value", place, shown(line)));
        const std::string_view name = trim(line.substr(0, equals));
        if (const auto [before, fresh] = seen.emplace(name, number); !fresh)
            return error(ErrorCode::invalid,
                         fmt::format("{}: {} stands in line {} already", place, shown(name), before->second));
        PALABRE_CHECK(take(settings, name, trim(line.substr(equals + 1)), fmt::format("{}: {}", place, shown(name))));
    }
    return {};
}

Status take_environment(Settings& settings, const std::map<std::string, std::string>& variables) {
    for (const auto& [variable, value] : variables) {
        if (!variable.starts_with(prefix) || is_foreign(variable)) continue;
        const std::string name = lower(std::string_view(variable).substr(prefix.size()), '\0', '\0');
        PALABRE_CHECK(take(settings, name, trim(value), fmt::format("environment variable {}", variable)));
    }
    return {};
}

Status take_flags(Settings& settings, const std::vector<std::pair<std::string, std::string>>& flags) {
    for (const auto& [flag, value] : flags) {
        const std::string_view bare = std::string_view(flag).substr(std::min(flag.find_first_not_of('-'), flag.size()));
        PALABRE_CHECK(take(settings, lower(bare, '-', '_'), trim(value), fmt::format("--{}", lower(bare, '_', '-'))));
    }
    return {};
}

bool lies_inside(const fs::path& path, const fs::path& folder) {
    std::error_code failed;
    const fs::path inner = fs::weakly_canonical(fs::absolute(path), failed);
    const fs::path outer = fs::weakly_canonical(fs::absolute(folder), failed);
    return std::ranges::mismatch(outer, inner).in1 == outer.end();
}

/// What depends on several settings.
Status complete(Settings& settings) {
    fs::path data = settings.data;
    if (!data.has_filename()) data = data.parent_path(); // "data/" is "data"
    if (settings.master_key.empty()) {
        if (!data.has_filename() || data.filename() == "." || data.filename() == "..")
            return error(ErrorCode::invalid,
                         fmt::format("data: {} has no name to which .key could be added; set master_key too",
                                     settings.data.string()));
        settings.master_key = data;
        settings.master_key += ".key";
    }
    if (lies_inside(settings.master_key, data))
        return error(ErrorCode::invalid,
                     fmt::format("master_key: {} lies inside the data folder {}; whoever copies the data would have "
                                 "the key too",
                                 settings.master_key.string(), settings.data.string()));
    return {};
}

/// Of a name other than localhost nobody knows beforehand where it leads.
bool is_loopback(std::string host) {
    std::ranges::transform(host, host.begin(), [](unsigned char c) { return std::tolower(c); });
    in_addr v4{};
    if (::inet_pton(AF_INET, host.c_str(), &v4) == 1) return (ntohl(v4.s_addr) >> 24U) == IN_LOOPBACKNET;
    in6_addr v6{};
    if (::inet_pton(AF_INET6, host.c_str(), &v6) != 1) return host == "localhost";
    return IN6_IS_ADDR_LOOPBACK(&v6) || (IN6_IS_ADDR_V4MAPPED(&v6) && v6.s6_addr[12] == IN_LOOPBACKNET);
}

} // namespace

Status check_exposure(const Settings& settings) {
    if (is_loopback(settings.listen.host)) return {};
    if (settings.public_url && settings.public_url->starts_with("https://")) return {};
    return error(ErrorCode::invalid,
                 fmt::format("listen: {} can be reached from other machines, and public_url is not https: passwords "
                             "would travel in clear; set public_url to the https address of a proxy in front, or "
                             "listen on 127.0.0.1",
                             settings.listen.text()));
}

Result<Settings> load(const Sources& sources) {
    Settings settings;
    for (const Setting& setting : table())
        PALABRE_CHECK(take(settings, setting.name, setting.standard, fmt::format("default of {}", setting.name)));
    if (sources.file) PALABRE_CHECK(take_file(settings, *sources.file));
    PALABRE_CHECK(take_environment(settings, sources.environment));
    PALABRE_CHECK(take_flags(settings, sources.flags));
    PALABRE_CHECK(complete(settings));
    return settings;
}

std::map<std::string, std::string> environment() {
    std::map<std::string, std::string> variables;
    for (char** at = ::environ; at != nullptr && *at != nullptr; ++at) {
        const std::string_view entry = *at;
        const auto equals = entry.find('=');
        if (entry.starts_with(prefix) && equals != std::string_view::npos)
            variables.emplace(entry.substr(0, equals), entry.substr(equals + 1));
    }
    return variables;
}

} // namespace palabre::config
