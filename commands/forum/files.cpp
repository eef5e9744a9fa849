// SPDX-License-Identifier: Apache-2.0
// The rules of attached files.
#include "commands/forum/files.hpp"

#include "commands/forum/forum.hpp"
#include "core/limits.hpp"

#include <algorithm>
#include <numeric>

namespace palabre::commands {

using forum::File;
using forum::MemberFiles;
using rights::Action;

namespace {

bool is_gone(const Instant& since, Instant now) {
    return now - since >= limits::file_waits;
}

bool holds(const forum::Attachments& list, const FileId& file) {
    return std::ranges::find(list, file) != list.end();
}

/// Bounds of what the upload itself has made; whoever breaks them has a bug.
Refusal check_made(const forum::UploadFile& c) {
    const bool document = c.format == events::forum::FileFormat::pdf;
    const bool sized = c.width && c.height;
    const std::size_t blobs = document ? 1 : limits::blobs_a_file;
    if (document == sized || c.blobs.size() != blobs) return refuse(Reason::ill_formed, "/file");
    if (c.bytes == 0 || c.bytes > limits::file_stored_bytes) return refuse(Reason::too_long, "/file");
    return std::nullopt;
}

Refusal check_share(Lookup& look, const Caller& caller, std::uint64_t bytes) {
    auto mine = look.get<MemberFiles>(caller.member()).value_or(MemberFiles{});
    return caller.live() ? forum::check_room(std::move(mine), look.now(), bytes) : std::nullopt;
}

} // namespace

void forum::MemberFiles::forget_gone(Instant now) {
    std::erase_if(waiting, [&](const Waiting& file) { return is_gone(file.since, now); });
}

std::uint64_t forum::MemberFiles::bytes() const {
    return std::accumulate(waiting.begin(), waiting.end(), attached,
                           [](std::uint64_t sum, const Waiting& file) { return sum + file.bytes; });
}

namespace forum {

Refusal check_room(MemberFiles mine, Instant now, std::uint64_t bytes) {
    mine.forget_gone(now);
    if (mine.waiting.size() >= limits::files_waiting) return refuse(Reason::too_many, "/file");
    if (mine.bytes() + bytes > limits::member_bytes) return refuse(Reason::quota_full, "/file");
    return std::nullopt;
}

Refusal check_attachments(Lookup& look, const MemberId& author, const Attachments& before, const Attachments& now) {
    if (now.size() > limits::attachments) return refuse(Reason::too_many, "/attachments");
    for (const FileId& file : before) (void)look.exists<File>(file);
    if (!before.empty() || !now.empty()) (void)look.exists<MemberFiles>(author);
    for (std::size_t i = 0; i < now.size(); ++i) {
        std::string field = "/attachments/" + std::to_string(i);
        if (repeats(now, i)) return refuse(Reason::ill_formed, std::move(field));
        const auto file = look.get<File>(now[i]);
        // Somebody else's answers like none: that it is there is not for others to know.
        if (!file || file->author != author) return refuse(Reason::not_found, std::move(field));
        if (holds(before, now[i])) continue;
        if (file->attached) return refuse(Reason::taken, std::move(field));
        if (is_gone(file->since, look.now())) return refuse(Reason::gone, std::move(field));
    }
    return std::nullopt;
}

void attach(Evolution& model, const MemberId& author, const Attachments& before, const Attachments& now) {
    if (before == now) return;
    MemberFiles mine = model.get<MemberFiles>(author).value_or(MemberFiles{});
    mine.forget_gone(model.decided());
    for (const FileId& id : now) {
        if (holds(before, id)) continue;
        File file = model.get<File>(id).value_or(File{});
        file.attached = true;
        model.put<File>(id, file);
        std::erase_if(mine.waiting, [&](const MemberFiles::Waiting& each) { return each.file == id; });
        mine.attached += file.bytes;
    }
    for (const FileId& id : before) {
        if (holds(now, id)) continue;
        File file = model.get<File>(id).value_or(File{});
        file.attached = false;
        file.since = model.decided();
        model.put<File>(id, file);
        mine.attached -= std::min(mine.attached, file.bytes);
        mine.waiting.push_back({id, file.bytes, file.since});
    }
    model.put<MemberFiles>(author, mine);
}

Refusal check_logo(Lookup& look, const MemberId& by, const Logo& before, const std::optional<FileId>& now) {
    if (now == before.file) return std::nullopt;
    if (before.file) (void)look.exists<File>(*before.file);
    if (before.of) (void)look.exists<MemberFiles>(*before.of);
    if (!now) return std::nullopt;
    (void)look.exists<MemberFiles>(by);
    const auto file = look.get<File>(*now);
    if (!file || file->author != by) return refuse(Reason::not_found, "/logo");
    if (!file->picture) return refuse(Reason::ill_formed, "/logo");
    if (file->attached) return refuse(Reason::taken, "/logo");
    if (is_gone(file->since, look.now())) return refuse(Reason::gone, "/logo");
    return std::nullopt;
}

} // namespace forum

Decision decide(Lookup& look, const Caller& caller, const forum::UploadFile& c) {
    if (auto refused = check_right(look, caller, Action::reply)) return *refused;
    if (auto refused = check_made(c)) return *refused;
    if (auto refused = check_text(c.name, limits::file_name, "/name")) return *refused;
    if (auto refused = check_text(c.alternative, limits::alternative, "/alternative")) return *refused;
    if (look.exists<File>(c.file)) return refuse(Reason::taken, "/file");
    if (auto refused = check_share(look, caller, c.bytes)) return *refused;
    return Happens{events::forum::FileUploaded{.file = c.file,
                                               .author = caller.member(),
                                               .format = c.format,
                                               .bytes = static_cast<std::uint32_t>(c.bytes),
                                               .width = c.width,
                                               .height = c.height,
                                               .blobs = c.blobs,
                                               .name = c.name,
                                               .alternative = c.alternative},
                   c.file.text()};
}

Decision decide(Lookup& look, const Caller& caller, const forum::DescribeFile& c) {
    if (auto refused = check_right(look, caller, Action::reply)) return *refused;
    const auto file = look.get<File>(c.file);
    if (!file || file->author != caller.member()) return refuse(Reason::not_found);
    if (!file->attached && is_gone(file->since, look.now())) return refuse(Reason::gone);
    if (auto refused = check_text(c.alternative, limits::alternative, "/alternative")) return *refused;
    return Happens{events::forum::FileDescribed{.file = c.file, .author = file->author, .alternative = c.alternative},
                   c.file.text()};
}

void evolve(Evolution& model, const events::forum::FileUploaded& e) {
    model.put<File>(e.file, {.author = e.author,
                             .bytes = e.bytes,
                             .since = model.decided(),
                             .picture = e.format != events::forum::FileFormat::pdf});
    model.update<MemberFiles>(e.author, [&](MemberFiles& mine) {
        mine.forget_gone(model.decided());
        mine.waiting.push_back({e.file, e.bytes, model.decided()});
    });
}

void evolve(Evolution& model, const events::forum::FileDescribed& e) {
    model.update<File>(e.file, [](File&) {}); // a new version
}

} // namespace palabre::commands
