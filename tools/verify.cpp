// SPDX-License-Identifier: Apache-2.0
// palabre verify: judges the whole log again, then rebuilds model and projections into a scratch folder and compares.
#include "core/log/verify.hpp"
#include "core/limits.hpp"
#include "projections/registry.hpp"
#include "tools/node.hpp"
#include "tools/progress.hpp"
#include "tools/tool.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace palabre::tools {
namespace {

struct Options {
    DataOptions data;
    std::filesystem::path scratch;
    std::size_t events_per_batch = limits::events_per_batch;
    unsigned threads = processors();
};

/// A folder of verify's own, which goes when it ends, however it ends.
class Scratch {
public:
    /// `invalid`: something is there already, which is not ours to remove.
    [[nodiscard]] static Result<std::unique_ptr<Scratch>> make(const std::filesystem::path& path) {
        std::error_code failed;
        if (std::filesystem::exists(path, failed) && !std::filesystem::is_empty(path, failed))
            return error(ErrorCode::invalid, path.string() + " holds something already: name a new folder");
        std::filesystem::create_directories(path, failed);
        if (failed) return error(ErrorCode::io, "cannot make the folder " + path.string() + ": " + failed.message());
        return std::unique_ptr<Scratch>(new Scratch(path));
    }
    ~Scratch() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    [[nodiscard]] std::filesystem::path operator/(std::string_view name) const { return path_ / name; }

private:
    explicit Scratch(std::filesystem::path path) : path_(std::move(path)) {}
    std::filesystem::path path_;
};

/// The words for one comparison; counts what differs.
void compare(std::string_view what, const Digest& stored, const Digest& rebuilt, unsigned& differences) {
    const bool equal = stored == rebuilt;
    differences += equal ? 0 : 1;
    fmt::print("{}: {} {}\n", what, equal ? "holds" : "DIFFERS from a rebuild", stored.text());
}

Status run(const Options& options) {
    SystemClock clock;
    SystemRandom random;
    PALABRE_TRY(node, Node::open(existing(options.data), clock, random));
    ProgressBar catching_up("views");
    PALABRE_CHECK(node->catch_up([&](Position done, Position end) { catching_up.show(number(done), number(end)); }));
    catching_up.finish();

    const auto own = options.data.data / "verify.scratch"; // one that a killed verify left behind is ours
    if (options.scratch.empty()) std::filesystem::remove_all(own);
    PALABRE_TRY(scratch_folder, Scratch::make(options.scratch.empty() ? own : options.scratch));
    const Scratch& scratch = *scratch_folder;
    ProgressBar chain_bar("chain");
    PALABRE_TRY(chain, log::verify_chain(node->log(), scratch / "chain", [&](Position done, Position end) {
                    chain_bar.show(number(done), number(end));
                }));
    chain_bar.finish();
    fmt::print("chain: holds, {} events of {} communities\n", chain.events, chain.communities);

    unsigned differences = 0;
    ProgressBar model_bar("model");
    PALABRE_TRY(model,
                commands::Model::open(scratch / "model", node->log(), {.progress = [&](Position done, Position end) {
                                          model_bar.show(number(done), number(end));
                                      }}));
    model_bar.finish();
    PALABRE_TRY(model_stored, node->model().digest());
    PALABRE_TRY(model_rebuilt, model->digest());
    compare("model", model_stored, model_rebuilt, differences);

    PALABRE_TRY(views, Store::open(scratch / "views", {.use = Store::Use::views}));
    projections::Projector projector(
        *views, node->log(), node->keys(), projections::registry(),
        {.events_per_batch = options.events_per_batch, .threads = options.threads, .background = false});
    PALABRE_CHECK(projector.open());
    ProgressBar views_bar("projections");
    PALABRE_CHECK(projector.run([&](Position done, Position end) { views_bar.show(number(done), number(end)); }));
    views_bar.finish();
    for (const auto& state : node->projector().states())
        if (state.stopped) {
            ++differences;
            fmt::print("{}: STOPPED at {}\n", state.name, *state.stopped);
        }
    for (const auto& projection : projections::registry()) {
        PALABRE_TRY(stored, node->projector().digest(projection.name));
        PALABRE_TRY(rebuilt, projector.digest(projection.name));
        compare(fmt::format("{}.{}", projection.name, projection.version), stored, rebuilt, differences);
    }
    if (differences > 0)
        return error(ErrorCode::corrupt,
                     fmt::format("{} of the checks above do not hold; model/ and views/ may be deleted, "
                                 "they are rebuilt from the log",
                                 differences));
    return {};
}

} // namespace

void add_verify(CLI::App& app, Run& chosen) {
    auto options = std::make_shared<Options>();
    auto* command =
        app.add_subcommand("verify", "Judge the whole log again and compare everything with a rebuild from it");
    command->footer("Example: palabre verify --data ./data\nExit status 0: everything holds.");
    add_node_options(*command, options->data);
    command->add_option("--scratch", options->scratch, "Where to rebuild (default: a folder in the data folder)");
    command
        ->add_option("--batch", options->events_per_batch, "Events a batch of the rebuild: digests do not depend on it")
        ->capture_default_str()
        ->check(CLI::PositiveNumber);
    command->add_option("--threads", options->threads, "Threads of the rebuild, of all processors: nor on this")
        ->capture_default_str()
        ->check(CLI::Range(1, 64));
    command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

} // namespace palabre::tools
