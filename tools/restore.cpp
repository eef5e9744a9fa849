// SPDX-License-Identifier: Apache-2.0
// palabre restore: a data folder out of a backup, judged again and compared with what it was, and without those who
// have departed since: by the list of them, or over Kafka by the topic itself, which it then is read on from.
#include "core/log/verify.hpp"
#include "tools/backup/attached.hpp"
#include "tools/backup/erasures.hpp"
#include "tools/backup/manifest.hpp"
#include "tools/node.hpp"
#include "tools/progress.hpp"
#include "tools/release.hpp"
#include "tools/site.hpp"
#include "tools/tool.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace palabre::tools {
namespace {

namespace fs = std::filesystem;
using namespace backup;

constexpr std::size_t told_most = 100; ///< of missing files

struct Options {
    DataOptions data;
    fs::path source, erasures;
    bool without_erasures = false;
};

Status take_files(const Options& options, const Manifest& manifest, const fs::path& into) {
    ProgressBar bar("copying");
    std::uint64_t done = 0;
    for (const File& file : manifest.files) {
        bar.show(++done, manifest.files.size());
        if (file.path == settings_name) continue;
        std::error_code failed;
        const fs::path to = into / file.path;
        fs::create_directories(to.parent_path(), failed);
        PALABRE_TRY(digest, copy_digested(options.source / file.path, to));
        if (digest != file.digest)
            return error(ErrorCode::corrupt, fmt::format("{}: is not as it was written: take another backup",
                                                         (options.source / file.path).string()));
    }
    bar.finish();
    return {};
}

/// Nothing where the operator takes it upon themselves.
Result<Erasures> departures(const Options& options) {
    if (options.without_erasures || options.data.log) return Erasures{}; // a topic tells of them
    const fs::path file = options.erasures.empty()
                              ? fs::absolute(options.source).lexically_normal() / ".." / erasures_name
                              : options.erasures;
    auto erasures = read_erasures(file.lexically_normal());
    if (erasures || erasures.error().code != ErrorCode::not_found) return erasures;
    return error(ErrorCode::not_found,
                 fmt::format("{}: is missing, which tells who has departed since the backup; name it by --erasures, or "
                             "say --without-erasures where nobody can have",
                             file.lexically_normal().string()));
}

Status check_log(const Manifest& manifest, const fs::path& data) {
    PALABRE_TRY(log, log::LocalLog::open(data / "log", {}));
    PALABRE_CHECK(check_same(manifest, *log));
    const fs::path scratch = data / "verify.scratch";
    ProgressBar bar("chain");
    PALABRE_TRY(chain, log::verify_chain(*log, scratch / "chain",
                                         [&](Position done, Position end) { bar.show(number(done), number(end)); }));
    bar.finish();
    std::error_code ignored;
    fs::remove_all(scratch, ignored);
    fmt::print("chain: holds, {} events of {} communities\n", chain.events, chain.communities);
    return {};
}

/// How the house that is being made in `data` is opened. What cannot be reached stops no restore: then what is left of
/// who has departed is removed by the server (commands/forum/collector.hpp).
Node::Options opening_in(const Options& options, const fs::path& data, Clock& clock, Random& random) {
    Node::Options how = existing(options.data);
    how.data = data;
    return without_lost_blobs(std::move(how), random, clock);
}

/// In two openings: the second destroys the keys of those whose departure the first has made happen again, before it
/// reads anything of theirs. Gives what is attached then.
Result<Places> forget(const Options& options, const Erasures& erasures, const fs::path& data) {
    SystemClock clock;
    SystemRandom random;
    Node::Options how = opening_in(options, data, clock, random);
    {
        PALABRE_TRY(node, Node::open(how, clock, random));
        PALABRE_TRY(happened, apply_erasures(*node, erasures));
        PALABRE_CHECK(node->vault().set_restored(clock.now()));
        fmt::print("departures: {} known, {} of them since the backup\n", erasures.size(), happened);
    }
    PALABRE_TRY(node, Node::open(how, clock, random));
    ProgressBar bar("views");
    PALABRE_CHECK(node->catch_up([&](Position done, Position end) { bar.show(number(done), number(end)); }));
    bar.finish();
    return attached(node->log(), node->model());
}

/// A node of a cluster goes on from the backup: whatever the topics hold since, it takes before anything is read. Gives
/// what is attached then.
Result<Places> read_on(const Options& options, const fs::path& data) {
    SystemClock clock;
    SystemRandom random;
    ProgressBar topic("topic"), model("model"), views("views");
    Node::Options how = opening_in(options, data, clock, random);
    how.topic_progress = [&](std::uint64_t done, std::uint64_t end) { topic.show(done, end); };
    how.model_progress = [&](Position done, Position end) {
        topic.finish();
        model.show(number(done), number(end));
    };
    PALABRE_TRY(node, Node::open(how, clock, random));
    model.finish();
    PALABRE_CHECK(node->catch_up([&](Position done, Position end) { views.show(number(done), number(end)); }));
    views.finish();
    fmt::print("topic: read on up to position {}\n", number(node->log().end()));
    return attached(node->log(), node->model());
}

/// A house is restored without them, too: whoever keeps them puts them there later, which needs no restore.
void tell_missing(const Options& options, const Places& wanted) {
    const BlobSettings& settings = options.data.blobs;
    const auto look = [&]() -> Result<Places> {
        SystemClock clock;
        SystemRandom random;
        PALABRE_TRY(blobs, reach_blobs(options.data.data, settings, random, clock));
        return missing(wanted, *blobs);
    };
    if (wanted.empty()) return fmt::print("files: none is attached\n");
    const auto gone = look();
    if (gone.has_error())
        return fmt::print("files: {} attached, which cannot be looked for: {}\n", wanted.size(), gone.error().message);
    if (gone->empty()) return fmt::print("files: {} attached, all there\n", wanted.size());
    const std::string where = settings.where.empty() ? (options.data.data / "blobs").string() : settings.where;
    fmt::print("files: {} attached, {} of them MISSING in {}\n", wanted.size(), gone->size(), where);
    std::size_t told = 0;
    for (const BlobPlace& place : *gone) {
        if (told++ == told_most) return fmt::print("missing: … and {} more\n", gone->size() - told_most);
        fmt::print("missing: {}/{}/{}\n", place.owner.community.text(), place.owner.id, place.file.text());
    }
}

Status run(const Options& options) {
    PALABRE_TRY(manifest, read_manifest(options.source));
    PALABRE_TRY(erasures, departures(options));
    Site site(options.data.data, options.data.key_file(), "restoring");
    PALABRE_CHECK(site.open());
    PALABRE_CHECK(take_files(options, manifest, site.folder()));
    PALABRE_CHECK(check_release(site.folder()));
    PALABRE_CHECK(check_log(manifest, site.folder()));
    PALABRE_TRY(files, options.data.log ? read_on(options, site.folder()) : forget(options, erasures, site.folder()));
    PALABRE_CHECK(site.finish());
    tell_missing(options, files);
    fmt::print("{} is restored {} {}\n", options.data.data.string(),
               options.data.log ? "and goes on from" : "as it was at", manifest.made.text());
    return {};
}

} // namespace

void add_restore(CLI::App& app, Run& chosen) {
    auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand("restore", "Make a data folder out of a backup, and check it");
    command->footer(
        "Example: palabre restore /var/backups/palabre/2026-11-26T03-00-12.345Z --data ./data --master-key key\n"
        "The data folder must hold nothing yet. What is wrong leaves it so.\n"
        "With --log kafka://... it becomes one more node of the cluster that the backup is of, and reads on there.");
    command->add_option("source", options->source, "The backup: a folder that palabre backup has made")->required();
    add_node_options(*command, options->data);
    command->add_option("--erasures", options->erasures,
                        "Who has departed (default: erasures.ndjson beside the backup)");
    command->add_flag("--without-erasures", options->without_erasures, "Nobody has departed since the backup");
    command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

} // namespace palabre::tools
