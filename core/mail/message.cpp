// SPDX-License-Identifier: Apache-2.0
#include "core/mail/message.hpp"

#include "core/mail/encode.hpp"

#include <algorithm>
#include <chrono>
#include <fmt/format.h>

namespace palabre::mail {
namespace {

constexpr std::size_t address_most = 900; ///< of a link in a header, whose line must stay below 998

bool is_link(std::string_view text) {
    return text.size() <= address_most && (text.starts_with("https://") || text.starts_with("http://")) &&
           std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7f' && c != '<' && c != '>'; });
}

void part(std::string& out, std::string_view boundary, std::string_view type, std::string_view text) {
    fmt::format_to(std::back_inserter(out),
                   "--{}\r\nContent-Type: {}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{}",
                   boundary, type, quoted_printable(text));
}

} // namespace

std::string date_header(Instant at) {
    static constexpr std::string_view days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::string_view months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    using namespace std::chrono;
    const sys_time<microseconds> time{microseconds(at.micros)};
    const auto day = floor<std::chrono::days>(time);
    const year_month_day date(day);
    const hh_mm_ss clock(floor<seconds>(time - day));
    return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} +0000", days[weekday(day).c_encoding()],
                       static_cast<unsigned>(date.day()), months[static_cast<unsigned>(date.month()) - 1],
                       static_cast<int>(date.year()), clock.hours().count(), clock.minutes().count(),
                       clock.seconds().count());
}

Result<std::string> bytes(const Message& message) {
    if (!message.unsubscribe.empty() && !is_link(message.unsubscribe))
        return error(ErrorCode::invalid, "a mail's address to unsubscribe is no link");
    // Quoted-printable writes no line that begins with "--=_": an equals sign is always coded.
    const std::string boundary = "=_" + message.id.text();
    std::string out;
    const auto header = [&](std::string_view name, std::string_view value) {
        out.append(name).append(": ").append(value).append("\r\n");
    };
    header("Date", date_header(message.written));
    const std::string name = header_text(message.from.name);
    header("From", name.empty() ? message.from.box.text() : fmt::format("{}\r\n <{}>", name, message.from.box.text()));
    if (message.reply_to) header("Reply-To", message.reply_to->text());
    header("To", message.to.text());
    header("Subject", header_text(message.subject));
    header("Message-ID", fmt::format("<{}@{}>", message.id.text(), message.from.box.domain()));
    header("Auto-Submitted", "auto-generated"); // RFC 3834: nobody's absence note is to answer
    if (!message.unsubscribe.empty()) {
        header("List-Unsubscribe", fmt::format("<{}>", message.unsubscribe));
        header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
    }
    header("MIME-Version", "1.0");
    header("Content-Type", fmt::format("multipart/alternative;\r\n boundary=\"{}\"", boundary));
    out += "\r\n";
    part(out, boundary, "text/plain", message.plain);
    part(out, boundary, "text/html", message.html);
    return out.append("--").append(boundary).append("--\r\n");
}

} // namespace palabre::mail
