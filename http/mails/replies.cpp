// SPDX-License-Identifier: Apache-2.0
#include "http/mails/replies.hpp"

#include "core/base/hash.hpp"
#include "core/limits.hpp"
#include "core/mail/quote.hpp"
#include "core/mail/received.hpp"
#include "core/text/unicode.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <sys/stat.h>
#include <unistd.h>

namespace palabre::http::mails {
namespace {

namespace fs = std::filesystem;

/// Four bytes a code point, and the head.
constexpr std::size_t file_bytes = 4 * (limits::message + 1) + 2'048;

/// The first `most` code points.
std::string_view first_of(std::string_view utf8, std::size_t most) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < utf8.size(); ++i)
        if ((static_cast<unsigned char>(utf8[i]) & 0xc0) != 0x80 && count++ == most) return utf8.substr(0, i);
    return utf8;
}

/// Links of ours that act without signing in stand in the mail that is answered, and are for its reader alone.
std::string without_links(const std::string& text) {
    std::string out;
    std::string_view rest = text;
    while (!rest.empty()) {
        const auto end = std::min(rest.find('\n'), rest.size() - 1) + 1;
        if (rest.substr(0, end).find("/unsubscribe/") == std::string_view::npos) out += rest.substr(0, end);
        rest.remove_prefix(end);
    }
    return out;
}

std::string written(const Reply& reply) {
    std::string out = reply.key.text() + ' ' + reply.sender.text() + '\n';
    for (const auto& alias : reply.aliases) out.append(alias.text()).append(" ");
    return out.append("\n").append(reply.text);
}

std::optional<Reply> read_file(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::string bytes(file_bytes, '\0');
    in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(in.gcount()));
    std::string_view rest = bytes;
    const auto line = [&] {
        const std::string_view cut = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(cut.size() + 1, rest.size()));
        return cut;
    };
    const std::string_view head = line(), named = line();
    const auto space = head.find(' ');
    if (space == std::string_view::npos) return std::nullopt;
    const auto key = ReplyKey::parse(head.substr(0, space));
    const auto sender = mail::Mailbox::parse(head.substr(space + 1));
    if (!key || !sender || !text::is_text(rest) || text::is_blank(rest)) return std::nullopt;
    Reply reply{*key, *sender, {}, std::string(rest)};
    for (std::size_t at = 0; at + mail::Alias::text_size <= named.size(); at += mail::Alias::text_size + 1)
        if (const auto alias = mail::Alias::parse(named.substr(at, mail::Alias::text_size)))
            reply.aliases.push_back(*alias);
    return reply;
}

Status put(const fs::path& draft, const fs::path& ready, std::string_view bytes) {
    const auto failed = [](const fs::path& path) {
        return error(ErrorCode::io, path.string() + ": " + std::strerror(errno));
    };
    const int file = ::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0) return failed(draft);
    bool ok = true;
    while (ok && !bytes.empty()) {
        const auto count = ::write(file, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR) continue;
        ok = count >= 0;
        if (ok) bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    ok = ok && ::fsync(file) == 0;
    ok = ::close(file) == 0 && ok;
    if (!ok) return failed(draft);
    if (::rename(draft.c_str(), ready.c_str()) != 0) return failed(ready);
    const int folder = ::open(ready.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) return failed(ready);
    ok = ::fsync(folder) == 0;
    ::close(folder);
    return ok ? Status{} : failed(ready);
}

bool is_older(const fs::path& file, std::chrono::hours age) {
    std::error_code none;
    const auto written_at = fs::last_write_time(file, none);
    return !none && written_at < fs::file_time_type::clock::now() - age;
}

} // namespace

std::optional<Reply> read_reply(std::string_view bytes, std::string_view recipient) {
    const mail::Received mail = mail::read_mail(bytes);
    const auto sender = mail::Mailbox::parse(mail.sender);
    if (mail.automatic || !sender) return std::nullopt;
    std::vector<mail::Alias> aliases;
    const auto add = [&](std::string_view address) {
        const auto alias = mail::alias_in(address);
        if (alias && aliases.size() < limits::received_addresses && std::ranges::find(aliases, *alias) == aliases.end())
            aliases.push_back(*alias);
    };
    add(recipient);
    for (const std::string& each : mail.recipients) add(each);
    const std::string text = mail::new_text(mail::without_aliases(without_links(mail::new_text(mail.text))));
    if (aliases.empty() || text::is_blank(text)) return std::nullopt;
    // Without a Message-ID the mail is what it says.
    Hasher hasher;
    hasher.add_prefixed("palabre/reply").add_prefixed(mail.id);
    if (mail.id.empty()) hasher.add_prefixed(sender->text()).add_prefixed(text);
    return Reply{hasher.finish_as<ReplyKey>(), *sender, std::move(aliases),
                 std::string(first_of(text, limits::message + 1))};
}

Status leave_reply(const fs::path& folder, const Reply& reply) {
    const fs::path drafts = folder / "tmp", ready = folder / "replies";
    for (const auto& each : {folder, drafts, ready})
        if (::mkdir(each.c_str(), 0700) != 0 && errno != EEXIST)
            return error(ErrorCode::io, each.string() + ": cannot be made");
    const std::string bytes = written(reply);
    // One Message-ID may come to two aliases, or be a stranger's invention: both are kept, and who takes them decides.
    const std::string name = Hasher().add(bytes).finish_as<ReplyKey>().text() + ".reply";
    return put(drafts / (name + '.' + std::to_string(::getpid())), ready / name, bytes);
}

std::size_t take_replies(const fs::path& folder, const std::function<Status(const Reply&)>& take) {
    std::error_code none;
    std::vector<fs::path> files;
    for (fs::directory_iterator at(folder / "replies", none), end;
         !none && at != end && files.size() < limits::mail_files; at.increment(none))
        files.push_back(at->path());
    std::size_t waiting = 0;
    for (const fs::path& file : files) {
        const auto reply = read_file(file);
        if (reply && take(*reply).has_error() && !is_older(file, limits::mail_kept)) {
            ++waiting;
            continue;
        }
        std::error_code stays;
        fs::remove(file, stays);
    }
    return waiting;
}

} // namespace palabre::http::mails
