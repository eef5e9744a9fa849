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

/// Whole under its name, and on the disk; else why not.
std::optional<Failure> put(const fs::path& drafts, const fs::path& ready, const std::string& name,
                           std::string_view text) {
    {
        const File draft(drafts / name, O_WRONLY | O_CREAT | O_TRUNC);
        if (!draft.ok() || !draft.write(text) || !draft.sync()) return failed(drafts / name, std::strerror(errno));
    }
    if (::rename((drafts / name).c_str(), (ready / name).c_str()) != 0)
        return failed(ready / name, std::strerror(errno));
    const File folder(ready, O_RDONLY | O_DIRECTORY);
    if (!folder.ok() || !folder.sync()) return failed(ready, std::strerror(errno));
    return std::nullopt;
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
    // First whom it concerns: a mail that stands there can always be found.
    if (auto failure = put(drafts, about, message.id.text(), concerns)) return failure;
    return put(drafts, ready, message.id.text() + ".eml", *text);
}

Status forget(const fs::path& folder, const std::vector<std::string>& ids) {
    std::error_code failed;
    for (const auto& file : fs::directory_iterator(folder / "about", failed)) {
        std::ifstream in(file.path());
        bool concerned = false;
        for (std::string line; std::getline(in, line);)
            concerned = concerned || std::find(ids.begin(), ids.end(), line) != ids.end();
        in.close();
        const fs::path mail = folder / "new" / (file.path().filename().string() + ".eml");
        std::error_code ignored;
        if (!concerned && fs::exists(mail, ignored)) continue;
        if (std::error_code stays; concerned && (fs::remove(mail, stays), stays))
            return error(ErrorCode::io, mail.string() + ": " + stays.message());
        fs::remove(file.path(), ignored);
    }
    if (failed && failed != std::errc::no_such_file_or_directory)
        return error(ErrorCode::io, (folder / "about").string() + ": " + failed.message());
    return {};
}

} // namespace palabre::mail
