// SPDX-License-Identifier: Apache-2.0
#include "http/mails/bounces.hpp"

#include "core/limits.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <fstream>
#include <sys/stat.h>
#include <vector>

namespace palabre::http::mails {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t file_bytes = 1'024; ///< far beyond what leave_bounce() writes
constexpr int unknown_mailbox = 550;

bool same_letters(std::string_view a, std::string_view b) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return std::ranges::equal(a, b, {}, lower, lower);
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blank = " \t\r";
    const auto first = text.find_first_not_of(blank);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

/// Calls back with each line.
template <class Line>
void each_line(std::string_view text, Line&& line) {
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        line(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

/// The value of `name: value`, if the line is of this field.
std::optional<std::string_view> field(std::string_view line, std::string_view name) {
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || !same_letters(line.substr(0, colon), name)) return std::nullopt;
    return trimmed(line.substr(colon + 1));
}

/// "rfc822;ada@example.org"
std::optional<mail::Mailbox> recipient(std::string_view value) {
    const auto semicolon = value.find(';');
    if (semicolon == std::string_view::npos || !same_letters(trimmed(value.substr(0, semicolon)), "rfc822"))
        return std::nullopt;
    std::string_view address = trimmed(value.substr(semicolon + 1));
    if (address.starts_with('<') && address.ends_with('>')) address = address.substr(1, address.size() - 2);
    return mail::Mailbox::parse(address);
}

/// "<id@host>"
std::optional<mail::MailId> mail_of(std::string_view value) {
    if (!value.starts_with('<')) return std::nullopt;
    return mail::MailId::parse(value.substr(1, std::min(value.find('@'), value.size()) - 1));
}

/// "smtp; 550 5.1.1 …"
int reply_code(std::string_view value) {
    const std::string_view text = trimmed(value.substr(std::min(value.find(';') + 1, value.size())));
    int code = 0;
    std::from_chars(text.data(), text.data() + text.size(), code);
    return code >= 500 && code <= static_cast<int>(limits::smtp_code) ? code : unknown_mailbox;
}

} // namespace

std::optional<Bounce> read_report(std::string_view report) {
    if (report.size() > limits::received_bytes) report = report.substr(0, limits::received_bytes);
    std::optional<mail::Mailbox> address;
    std::optional<mail::MailId> id;
    bool failed = false, lasting = false;
    int code = unknown_mailbox;
    each_line(report, [&](std::string_view line) {
        if (const auto value = field(line, "Final-Recipient")) address = recipient(*value);
        if (const auto value = field(line, "Action")) failed = same_letters(*value, "failed");
        if (const auto value = field(line, "Status")) lasting = value->starts_with("5.");
        if (const auto value = field(line, "Diagnostic-Code")) code = reply_code(*value);
        // The last one is of the mail that came back; the report's own stands before it.
        if (const auto value = field(line, "Message-ID"))
            if (const auto named = mail_of(*value)) id = named;
    });
    if (!address || !id || !failed || !lasting) return std::nullopt;
    return Bounce{*address, *id, code};
}

Status leave_bounce(const fs::path& folder, const Bounce& bounce) {
    const fs::path drafts = folder / "tmp", ready = folder / "bounces";
    for (const auto& each : {folder, drafts, ready})
        if (::mkdir(each.c_str(), 0700) != 0 && errno != EEXIST)
            return error(ErrorCode::io, each.string() + ": cannot be made");
    const std::string name = bounce.mail.text() + ".bounce";
    {
        std::ofstream out(drafts / name, std::ios::trunc);
        out << bounce.mail.text() << ' ' << bounce.code << ' ' << bounce.address.text() << '\n';
        out.flush();
        if (!out) return error(ErrorCode::io, (drafts / name).string() + ": cannot be written");
    }
    std::error_code failed;
    fs::rename(drafts / name, ready / name, failed);
    if (failed) return error(ErrorCode::io, (ready / name).string() + ": " + failed.message());
    return {};
}

Status take_bounces(const fs::path& folder, const std::function<Status(const Bounce&)>& take) {
    std::error_code none;
    std::vector<fs::path> files;
    for (fs::directory_iterator at(folder / "bounces", none), end;
         !none && at != end && files.size() < limits::mail_files; at.increment(none))
        files.push_back(at->path());
    for (const fs::path& file : files) {
        std::ifstream in(file);
        std::string line(file_bytes, '\0');
        in.read(line.data(), static_cast<std::streamsize>(line.size()));
        line.resize(static_cast<std::size_t>(in.gcount()));
        const auto first = line.find(' '), second = line.find(' ', std::min(first, line.size() - 1) + 1);
        if (first != std::string::npos && second != std::string::npos) {
            const auto id = mail::MailId::parse(std::string_view(line).substr(0, first));
            int code = 0;
            std::from_chars(line.data() + first + 1, line.data() + second, code);
            const auto address =
                mail::Mailbox::parse(trimmed(std::string_view(line).substr(second + 1, line.find('\n') - second - 1)));
            if (id && address) PALABRE_CHECK(take({*address, *id, code}));
        }
        fs::remove(file, none);
    }
    return {};
}

} // namespace palabre::http::mails
