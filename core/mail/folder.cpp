// SPDX-License-Identifier: Apache-2.0
#include "core/mail/folder.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <sys/stat.h>
#include <unistd.h>

namespace palabre::mail {
namespace {

namespace fs = std::filesystem;

Failure failed(const fs::path& path, const std::string& why) {
    return {.step = Step::folder, .words = path.string() + ": " + why};
}

class File {
public:
    File(const fs::path& path, int flags) : descriptor_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
    ~File() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;

    [[nodiscard]] bool write(std::string_view bytes) const {
        while (!bytes.empty()) {
            const auto written = ::write(descriptor_, bytes.data(), bytes.size());
            if (written < 0 && errno == EINTR) continue;
            if (written < 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(written));
        }
        return true;
    }
    [[nodiscard]] bool sync() const { return ::fsync(descriptor_) == 0; }
    [[nodiscard]] bool ok() const { return descriptor_ >= 0; }

private:
    int descriptor_;
};

constexpr std::string_view whole = "."; ///< the last line of what stands in about/

enum class Lasting : bool { no, yes };

/// Whole under its name, and on the disk if it is to last there; else why not.
std::optional<Failure> put(const fs::path& drafts, const fs::path& ready, const std::string& name,
                           std::string_view text, Lasting lasting) {
    {
        const File draft(drafts / name, O_WRONLY | O_CREAT | O_TRUNC);
        if (!draft.ok() || !draft.write(text) || (lasting == Lasting::yes && !draft.sync()))
            return failed(drafts / name, std::strerror(errno));
    }
    if (::rename((drafts / name).c_str(), (ready / name).c_str()) != 0)
        return failed(ready / name, std::strerror(errno));
    if (lasting == Lasting::no) return std::nullopt;
    const File folder(ready, O_RDONLY | O_DIRECTORY);
    if (!folder.ok() || !folder.sync()) return failed(ready, std::strerror(errno));
    return std::nullopt;
}

/// Whether a mail concerns one of these. Where it is not known, because power was lost before this was on the disk, it
/// does.
bool is_concerned(const fs::path& about, const std::vector<std::string>& ids) {
    std::ifstream in(about);
    for (std::string line; std::getline(in, line);) {
        if (line == whole) return false;
        if (std::ranges::find(ids, line) != ids.end()) return true;
    }
    return true;
}

} // namespace

Sent Folder::send(const Message& message) {
    const auto text = bytes(message);
    if (text.has_error()) return Failure{.step = Step::content, .permanent = true, .words = text.error().message};
    const fs::path drafts = folder_ / "tmp", ready = folder_ / "new", about = folder_ / "about";
    for (const auto& each : {folder_, drafts, ready, about})
        if (::mkdir(each.c_str(), 0700) != 0 && errno != EEXIST) return failed(each, std::strerror(errno));
    std::string concerns;
    for (const std::string& id : message.concerns) concerns.append(id).append("\n");
    concerns.append(whole).append("\n");
    if (auto failure = put(drafts, about, message.id.text(), concerns, Lasting::no)) return failure;
    return put(drafts, ready, message.id.text() + ".eml", *text, Lasting::yes);
}

Status forget(const fs::path& folder, const std::vector<std::string>& ids) {
    std::error_code none, stays, ignored;
    for (const auto& mail : fs::directory_iterator(folder / "new", none)) {
        const fs::path about = folder / "about" / mail.path().stem();
        if (!is_concerned(about, ids)) continue;
        if (fs::remove(mail.path(), stays); stays)
            return error(ErrorCode::io, mail.path().string() + ": " + stays.message());
        fs::remove(about, ignored);
    }
    if (none && none != std::errc::no_such_file_or_directory)
        return error(ErrorCode::io, (folder / "new").string() + ": " + none.message());
    // Of mails that somebody has carried off.
    for (const auto& about : fs::directory_iterator(folder / "about", ignored))
        if (const fs::path mail = folder / "new" / (about.path().filename().string() + ".eml");
            !fs::exists(mail, ignored))
            fs::remove(about.path(), ignored);
    return {};
}

} // namespace palabre::mail
