// SPDX-License-Identifier: Apache-2.0
#include "core/mail/folder.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <mutex>
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

/// Whoever is forgotten while her mails are written or taken back must find the folder as one of them left it.
std::mutex one_at_a_time;

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
/// does. `io`: it cannot be read now.
Result<bool> is_concerned(const fs::path& about, const std::vector<std::string>& ids) {
    std::error_code failed;
    if (!fs::exists(about, failed) && !failed) return true;
    std::ifstream in(about);
    for (std::string line; std::getline(in, line);) {
        if (line == whole) return false;
        if (std::ranges::find(ids, line) != ids.end()) return true;
    }
    if (failed || !in.eof()) return error(ErrorCode::io, about.string() + ": cannot be read");
    return true;
}

/// Each file with that ending, and no other entry; none where the folder is not there. The first error ends it.
template <class Use>
Status for_each_file(const fs::path& folder, std::string_view ending, Use use) {
    std::error_code failed;
    for (fs::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed)) {
        std::error_code none;
        if (at->path().extension() == ending && at->is_regular_file(none)) PALABRE_CHECK(use(at->path()));
    }
    if (failed && failed != std::errc::no_such_file_or_directory)
        return error(ErrorCode::io, folder.string() + ": " + failed.message());
    return {};
}

/// Since when it must have stood alone to be of a mail that was carried off, and not of one that is coming.
constexpr std::chrono::hours carried_off{1};

} // namespace

Sent Folder::send(const Message& message) {
    const auto text = bytes(message);
    if (text.has_error()) return Failure{.step = Step::content, .permanent = true, .words = text.error().message};
    const std::lock_guard lock(one_at_a_time);
    const fs::path drafts = folder_ / "tmp", ready = folder_ / "new", about = folder_ / "about";
    for (const auto& each : {folder_, drafts, ready, about})
        if (::mkdir(each.c_str(), 0700) != 0 && errno != EEXIST) return failed(each, std::strerror(errno));
    std::string concerns;
    for (const std::string& id : message.concerns) concerns.append(id).append("\n");
    concerns.append(whole).append("\n");
    if (auto failure = put(drafts, about, message.id.text(), concerns, Lasting::no)) return failure;
    return put(drafts, ready, message.id.text() + ".eml", *text, Lasting::yes);
}

Result<bool> Folder::take_back(const MailId& id) {
    const std::lock_guard lock(one_at_a_time);
    const std::string mail = id.text() + ".eml", about = id.text();
    std::error_code none;
    // Whoever carries mails on leaves what they are about; whoever is forgotten takes both along.
    const bool carried = !fs::exists(folder_ / "new" / mail, none) && fs::exists(folder_ / "about" / about, none) &&
                         !fs::exists(folder_ / "tmp" / mail, none);
    if (carried) return false;
    for (const auto& each :
         {folder_ / "tmp" / mail, folder_ / "new" / mail, folder_ / "tmp" / about, folder_ / "about" / about}) {
        std::error_code stays;
        if (fs::remove(each, stays); stays) return error(ErrorCode::io, each.string() + ": " + stays.message());
    }
    return true;
}

Status forget(const fs::path& folder, const std::vector<std::string>& ids) {
    const std::lock_guard lock(one_at_a_time);
    // Nothing is being written now: what lies there was cut off.
    for (const std::string_view ending : {".eml", ""})
        PALABRE_CHECK(for_each_file(folder / "tmp", ending, [](const fs::path& left) -> Status {
            std::error_code stays;
            if (fs::remove(left, stays); stays) return error(ErrorCode::io, left.string() + ": " + stays.message());
            return {};
        }));
    PALABRE_CHECK(for_each_file(folder / "new", ".eml", [&](const fs::path& mail) -> Status {
        const fs::path about = folder / "about" / mail.stem();
        PALABRE_TRY(concerned, is_concerned(about, ids));
        if (!concerned) return {};
        std::error_code stays, none;
        if (fs::remove(mail, stays); stays) return error(ErrorCode::io, mail.string() + ": " + stays.message());
        fs::remove(about, none);
        return {};
    }));
    return for_each_file(folder / "about", "", [&](const fs::path& about) -> Status {
        std::error_code none;
        const bool old = fs::last_write_time(about, none) < fs::file_time_type::clock::now() - carried_off;
        if (old && !fs::exists(folder / "new" / (about.filename().string() + ".eml"), none)) fs::remove(about, none);
        return {};
    });
}

} // namespace palabre::mail
