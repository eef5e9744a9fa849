// SPDX-License-Identifier: Apache-2.0
// palabre import: other houses' communities as events of ours.
#include "projections/search/occupations.hpp"
#include "tools/import/importer.hpp"
#include "tools/jobs/import_jobs.hpp"
#include "tools/node.hpp"
#include "tools/progress.hpp"
#include "tools/refusal.hpp"
#include "tools/tool.hpp"
#include "tools/transfer/import_palabre.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fstream>
#include <sstream>

namespace palabre::tools {
namespace {

struct StackExchangeOptions {
    DataOptions data;
    std::filesystem::path dump, report;
    std::string community, name;
    std::string language = "en";
};

Status run(const StackExchangeOptions& options) {
    SystemClock clock;
    SystemRandom random;
    if (!std::filesystem::is_directory(options.dump))
        return error(ErrorCode::not_found, "there is no folder " + options.dump.string());
    // Looked at before a new data folder is made and the dump is read.
    const std::string& name = options.name.empty() ? options.community : options.name;
    if (const auto bad = commands::spaces::check({.slug = options.community, .name = name}))
        return refusal("founding the community", *bad, {{"/slug", "--community"}, {"/name", "--name"}});
    PALABRE_TRY(node, Node::open(opening(options.data), clock, random));

    const Status imported = import_stackexchange(*node, {.dump = options.dump,
                                                         .slug = options.community,
                                                         .name = name,
                                                         .language = *events::parse<events::Language>(options.language),
                                                         .report = options.report,
                                                         .scratch = options.data.data / "import.scratch"});
    ProgressBar applying("Building views");
    const Status shown = node->catch_up([&](Position done, Position end) { applying.show(number(done), number(end)); });
    applying.finish();
    return imported.has_error() ? imported : shown;
}

struct JobsOptions {
    DataOptions data;
    ImportJobs import;
    std::string language = "fr", until;
};

Status run(JobsOptions options) {
    SystemClock clock;
    SystemRandom random;
    auto& jobs = options.import;
    if (!std::filesystem::is_regular_file(jobs.file))
        return error(ErrorCode::not_found, "there is no file " + jobs.file.string());
    if (jobs.name.empty()) jobs.name = jobs.slug;
    if (const auto bad = commands::spaces::check({.slug = jobs.slug, .name = jobs.name}))
        return refusal("founding the community", *bad, {{"/slug", "--community"}, {"/name", "--name"}});
    jobs.language = *events::parse<events::Language>(options.language);
    if (!options.until.empty()) {
        jobs.until = Instant::parse(options.until);
        if (!jobs.until)
            return error(ErrorCode::invalid, "--until: not an instant such as 2027-01-31T00:00:00.000000Z");
    }
    PALABRE_TRY(node, Node::open(opening(options.data), clock, random));
    const Status imported = import_jobs(*node, jobs);
    ProgressBar applying("Building views");
    const Status shown = node->catch_up([&](Position done, Position end) { applying.show(number(done), number(end)); });
    applying.finish();
    return imported.has_error() ? imported : shown;
}

struct OccupationsOptions {
    DataOptions data;
    std::filesystem::path file;
};

Status run(const OccupationsOptions& options) {
    std::ifstream in(options.file, std::ios::binary);
    if (!in) return error(ErrorCode::not_found, "there is no file " + options.file.string());
    if (!std::filesystem::is_directory(options.data.data))
        return error(ErrorCode::not_found, "there is no folder " + options.data.data.string());
    std::ostringstream text;
    text << in.rdbuf();
    PALABRE_TRY(all, projections::search::parse_occupations(text.str()));
    PALABRE_CHECK(
        projections::search::write_occupations(projections::search::occupations_file(options.data.data), all));
    fmt::print("{} occupations\n", all.size());
    return {};
}

} // namespace

void add_import(CLI::App& app, Run& chosen) {
    auto* import = app.add_subcommand("import", "Bring a community in from elsewhere");
    import->require_subcommand(1);
    import->footer("Example: palabre import stackexchange ./dump --community quantum --data ./data");

    auto site = std::make_shared<StackExchangeOptions>();
    auto* stackexchange = import->add_subcommand("stackexchange", "A folder of a Stack Exchange XML data dump");
    stackexchange->footer("Example: palabre import stackexchange ./dump --community quantum --data ./data\n"
                          "The same dump again adds nothing; a later dump of the same site adds what is new.");
    add_node_options(*stackexchange, site->data);
    stackexchange->add_option("dump", site->dump, "The folder with Posts.xml, Users.xml, …")->required();
    stackexchange->add_option("--community", site->community, "The community's slug; it is founded if it is not there")
        ->required();
    stackexchange->add_option("--name", site->name, "The community's name (default: the slug)");
    stackexchange->add_option("--language", site->language, "The community's language")
        ->capture_default_str()
        ->check(CLI::IsMember({"fr", "en"}));
    stackexchange->add_option("--report", site->report, "Write the reconciliation report as JSON to this file");
    stackexchange->callback([site, &chosen] { chosen = [site] { return run(*site); }; });

    auto offers = std::make_shared<JobsOptions>();
    auto* jobs = import->add_subcommand("jobs", "Job offers of France Travail, as ads of a community");
    jobs->footer(
        "Example: palabre import jobs ./offres.csv --community soins --data ./data\n"
        "entreprises.csv beside the file names who offers. E-mail addresses are masked. The same file again adds\n"
        "nothing; a later one adds what is new.");
    add_node_options(*jobs, offers->data);
    jobs->add_option("file", offers->import.file, "The offers: id, intitule, description, typeContrat, lieuTravail, …")
        ->required();
    jobs->add_option("--community", offers->import.slug, "The community's slug; it is founded if it is not there")
        ->required();
    jobs->add_option("--name", offers->import.name, "The community's name if it is founded (default: the slug)");
    jobs->add_option("--language", offers->language, "The language of the offers")
        ->capture_default_str()
        ->check(CLI::IsMember({"fr", "en"}));
    jobs->add_option("--until", offers->until, "When the ads end (default: in 60 days)");
    jobs->add_option("--report", offers->import.report, "Write the reconciliation report as JSON to this file");
    jobs->callback([offers, &chosen] { chosen = [offers] { return run(*offers); }; });

    auto table = std::make_shared<OccupationsOptions>();
    auto* occupations =
        import->add_subcommand("occupations", "The names of occupations that are suggested while typing");
    occupations->footer("Example: palabre import occupations appellations.json --data ./data\n"
                        "Reads France Travail's list, [{\"code\", \"libelle\"}], or lines of code, tab, title. It "
                        "stands in place of the\n"
                        "one before; a running server knows it within a minute.");
    add_data_options(*occupations, table->data);
    occupations->add_option("file", table->file, "The list")->required();
    occupations->callback([table, &chosen] { chosen = [table] { return run(*table); }; });

    auto house = std::make_shared<ImportPalabre>();
    auto* palabre = import->add_subcommand("palabre", "An export of another Palabre, into an empty data folder");
    palabre->footer(
        "Example: palabre import palabre house.ndjson --data ./new --keys house.keys --passphrase-file secret\n"
        "With --log kafka://… into a new topic: the data folder is then that of its first node.");
    add_node_options(*palabre, house->data);
    palabre->add_option("file", house->file, "What `palabre export` printed (default or -: standard input)");
    palabre->add_option("--keys", house->keys, "The keys file of the export; without it what is sealed stays so");
    palabre->add_option("--passphrase-file", house->passphrase_file, "Its first line (default: $PALABRE_PASSPHRASE)");
    palabre->callback([house, &chosen] { chosen = [house] { return import_palabre(*house); }; });
}

} // namespace palabre::tools
