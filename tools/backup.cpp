// SPDX-License-Identifier: Apache-2.0
// palabre backup: a copy of log, vault, blobs and settings, beside a running server or without one; palabre erasures:
// who departed, for a restore.
#include "core/blobs/s3_request.hpp"
#include "tools/backup/erasures.hpp"
#include "tools/backup/manifest.hpp"
#include "tools/control.hpp"
#include "tools/node.hpp"
#include "tools/owner.hpp"
#include "tools/progress.hpp"
#include "tools/release.hpp"
#include "tools/tool.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <unistd.h>

namespace palabre::tools {
namespace {

namespace fs = std::filesystem;
using namespace backup;

struct Options {
    DataOptions data;
    fs::path destination;
    unsigned keep = 0;
};

struct Copied {
    std::size_t files = 0, linked = 0;
    std::uint64_t bytes = 0;
};

/// By path, with the folder they lie in: what need not be copied again.
struct Before {
    fs::path folder;
    std::map<std::string, File> files;
};

/// Files that are written once, under a name of their own. Everything else is copied each time.
bool is_immutable(const std::string& path) {
    return path.ends_with(".sst") || path.starts_with("blobs/");
}

Result<Before> last_of(const fs::path& destination) {
    Before before;
    PALABRE_TRY(all, all_in(destination));
    if (all.empty()) return before;
    before.folder = all.back();
    auto manifest = read_manifest(before.folder);
    if (!manifest) return Before{}; // one that cannot be read saves nothing
    for (File& file : manifest->files) before.files.emplace(file.path, std::move(file));
    return before;
}

/// Says how far the copying is, by bytes.
class Copying {
public:
    explicit Copying(const std::vector<File>& files) : bar_("copying") {
        for (const File& file : files) total_ += file.bytes;
    }
    void done(const File& file) { bar_.show(done_ += file.bytes, total_); }

private:
    ProgressBar bar_;
    std::uint64_t done_ = 0, total_ = 0;
};

/// The file in the new backup: linked to the last one's where it is the same, which name, size and the nanosecond of
/// its writing tell; else copied.
Status take_file(const fs::path& snapshot, const fs::path& into, const Before& before, File& file, Copied& copied) {
    std::error_code failed;
    const fs::path to = into / file.path;
    fs::create_directories(to.parent_path(), failed);
    ++copied.files;
    const auto last = before.files.find(file.path);
    if (last != before.files.end() && is_immutable(file.path) && last->second.bytes == file.bytes &&
        last->second.modified == file.modified) {
        fs::create_hard_link(before.folder / file.path, to, failed);
        file.digest = last->second.digest;
        ++copied.linked;
        if (!failed) return {};
        --copied.linked; // a file system without links, or a file that went
    }
    PALABRE_TRY(digest, copy_digested(snapshot / file.path, to));
    file.digest = digest;
    copied.bytes += file.bytes;
    return {};
}

Status sync_folders(const fs::path& folder) {
    std::error_code failed;
    for (fs::recursive_directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed))
        if (at->is_directory(failed)) PALABRE_CHECK(sync_folder(at->path()));
    return sync_folder(folder);
}

/// "2026-11-26T17-05-09.250Z": sorts by time, and is a name everywhere.
std::string name_of(Instant made) {
    std::string name = made.text().substr(0, 23); // 2026-11-26T17:05:09.250
    std::ranges::replace(name, ':', '-');
    return name + "Z";
}

class Partial {
public:
    explicit Partial(fs::path folder) : folder_(std::move(folder)) {}
    ~Partial() {
        std::error_code ignored;
        if (!folder_.empty()) fs::remove_all(folder_, ignored);
    }
    Partial(const Partial&) = delete;
    Partial& operator=(const Partial&) = delete;
    void keep() { folder_.clear(); }

private:
    fs::path folder_;
};

/// Copies the snapshot; `held` says whether it was there to the last.
Status store(const Options& options, const fs::path& snapshot, const std::function<bool()>& held) {
    SystemClock clock;
    const fs::path& destination = options.destination;
    PALABRE_TRY(before, last_of(destination));
    const Instant made = clock.now();
    const fs::path whole = destination / name_of(made);
    const fs::path partial = destination / ("." + whole.filename().string() + ".partial");
    std::error_code failed;
    if (fs::exists(whole, failed) || !fs::create_directory(partial, failed))
        return error(failed ? ErrorCode::io : ErrorCode::busy,
                     fmt::format("{}: cannot be made: the folder cannot be written, or another backup is under way",
                                 partial.string()));
    fs::permissions(partial, fs::perms::owner_all, failed);
    Partial guard(partial);

    PALABRE_TRY(files, list(snapshot));
    Copied copied;
    {
        Copying progress(files);
        for (File& file : files) {
            PALABRE_CHECK(take_file(snapshot, partial, before, file, copied));
            progress.done(file);
        }
    }
    if (!held())
        return error(ErrorCode::io, "the server has ended or has taken its snapshot back: run the backup again");
    if (!options.data.config.empty()) {
        PALABRE_TRY(digest, copy_digested(options.data.config, partial / settings_name));
        files.push_back({settings_name, fs::file_size(options.data.config, failed), 0, digest});
    }

    // The copy itself is asked, not the server: it opens, and is as far as it says.
    PALABRE_TRY(log, log::LocalLog::open(partial / "log", {.read_only = true}));
    PALABRE_TRY(manifest, describe(*log, made));
    PALABRE_TRY(erasures, erasures_of(*log));
    manifest.files = std::move(files);
    PALABRE_TRY(departed, add_erasures(destination / erasures_name, std::move(erasures)));
    PALABRE_CHECK(write(partial / manifest_name, to_json(manifest)));
    PALABRE_CHECK(sync_folders(partial));
    fs::rename(partial, whole, failed);
    if (failed)
        return error(ErrorCode::io, fmt::format("{}: cannot be renamed: {}", partial.string(), failed.message()));
    guard.keep();
    PALABRE_CHECK(sync_folder(destination));
    std::uint64_t events = 0;
    for (const auto& [community, head] : manifest.heads) events += number(head.sequence);
    fmt::print("{}: {} events, {} files, {} of them as in the last backup, {} bytes copied, {} departures new\n",
               whole.string(), events, copied.files, copied.linked, copied.bytes, departed);
    return {};
}

Status drop_old(const Options& options) {
    if (options.keep == 0) return {};
    PALABRE_TRY(all, all_in(options.destination));
    std::error_code failed;
    for (std::size_t i = 0; i + options.keep < all.size(); ++i) {
        // Its manifest first: what is half removed is no backup.
        fs::remove(all[i] / manifest_name, failed);
        fs::remove_all(all[i], failed);
        if (failed)
            return error(ErrorCode::io, fmt::format("{}: cannot be removed: {}", all[i].string(), failed.message()));
        fmt::print("{}: removed\n", all[i].string());
    }
    return {};
}

Status check_data(const Options& options) {
    if (!fs::exists(options.data.data / "log"))
        return error(ErrorCode::not_found, "no Palabre data in " + options.data.data.string());
    return check_owner(options.data.data, ::geteuid());
}

/// Where that is not below the data.
void tell_blobs_elsewhere(const std::string& where) {
    if (blobs::s3::Bucket::is_meant(where))
        fmt::print("{}: attached files lie in that bucket, and not in this backup: the store has to keep them, by a "
                   "copy made now or by older versions\n",
                   where);
    else if (!where.empty())
        fmt::print("{}: attached files lie there, and not in this backup: copy that folder now\n", where);
}

Status run_backup(const Options& options) {
    PALABRE_CHECK(check_data(options));
    std::error_code failed;
    fs::create_directories(options.destination, failed);
    if (failed)
        return error(ErrorCode::io,
                     fmt::format("{}: cannot be made: {}", options.destination.string(), failed.message()));
    std::string blobs = options.data.blobs.where;
    PALABRE_TRY(borrowed, Borrowed::ask(options.data.data));
    if (borrowed) {
        if (!borrowed->blobs().empty()) blobs = borrowed->blobs();
        PALABRE_CHECK(store(options, borrowed->folder(), [&] { return borrowed->still_held(); }));
    } else {
        SystemClock clock;
        SystemRandom random;
        // What lies elsewhere is not copied: where it cannot be reached, a backup is wanted all the more.
        PALABRE_TRY(node, Node::open(without_lost_blobs(existing(options.data), random, clock), clock, random));
        const Partial snapshot(options.data.data / snapshot_folder);
        PALABRE_CHECK(node->snapshot(options.data.data / snapshot_folder));
        PALABRE_CHECK(store(options, options.data.data / snapshot_folder, [] { return true; }));
    }
    tell_blobs_elsewhere(blobs);
    return drop_old(options);
}

Status run_erasures(const Options& options) {
    PALABRE_CHECK(check_data(options));
    PALABRE_TRY(log, log::LocalLog::open(options.data.data / "log", {.read_only = true}));
    PALABRE_TRY(erasures, erasures_of(*log));
    const fs::path file =
        fs::is_directory(options.destination) ? options.destination / erasures_name : options.destination;
    PALABRE_TRY(fresh, add_erasures(file, std::move(erasures)));
    fmt::print("{}: {} departures new\n", file.string(), fresh);
    return {};
}

} // namespace

void add_backup(CLI::App& app, Run& chosen) {
    auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand("backup", "Copy log, vault, blobs and settings, also while they are served");
    command->footer(
        "Example: palabre backup /var/backups/palabre --config /etc/palabre/palabre.conf --keep 30\n"
        "The master key is not copied: keep it elsewhere. Files that the last backup has are linked to it.\n"
        "Of a node over Kafka it is what another node may begin with: palabre restore --log kafka://...");
    command->add_option("destination", options->destination, "A folder of backups: a new one is made in it")
        ->required();
    add_node_options(*command, options->data);
    command->add_option("--keep", options->keep, "Remove older backups than so many (default: none)")
        ->check(CLI::Range(1, 100'000));
    command->callback([options, &chosen] { chosen = [options] { return run_backup(*options); }; });
}

void add_erasures_tool(CLI::App& app, Run& chosen) {
    auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand("erasures", "Note who has left or was erased, for a later restore");
    command->footer("Example: palabre erasures /var/backups/palabre --config /etc/palabre/palabre.conf\n"
                    "Ids alone, added to what the file holds. Runs beside a server; every hour is not too often.");
    command->add_option("file", options->destination, "The file, or the folder of backups that it lies in")->required();
    add_node_options(*command, options->data);
    command->callback([options, &chosen] { chosen = [options] { return run_erasures(*options); }; });
}

} // namespace palabre::tools
