// SPDX-License-Identifier: Apache-2.0
// palabre export: the accepted proposals of each community in sequence and its chain head, as lines; keys apart.
#include "core/log/export_line.hpp"
#include "tools/communities.hpp"
#include "tools/node.hpp"
#include "tools/owner.hpp"
#include "tools/tool.hpp"
#include "tools/transfer/keys_file.hpp"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <fmt/format.h>
#include <unistd.h>

namespace palabre::tools {
namespace {

struct Options {
    DataOptions data;
    std::string community;
    std::filesystem::path keys, passphrase_file;
};

Status print_line(const std::string& line) {
    if (std::fwrite(line.data(), 1, line.size(), stdout) != line.size() || std::putchar('\n') == EOF)
        return error(ErrorCode::io, "the output takes no more");
    return {};
}

Status print_community(const log::LocalLog& log, const CommunityId& community, const log::Head& head) {
    auto cursor = log.cursor(community, Sequence{});
    // Up to the head as it stood: a server may be writing on.
    for (Sequence last{}; last < head.sequence;) {
        PALABRE_TRY(event, cursor.next());
        if (!event) return error(ErrorCode::corrupt, "community " + community.text() + " ends before its head");
        PALABRE_CHECK(print_line(log::to_line(*event)));
        last = event->sequence;
    }
    return print_line(log::to_line(log::ExportedHead{community, head.sequence, head.link}));
}

Status write_keys(const Options& options, const std::vector<std::pair<CommunityId, log::Head>>& communities) {
    SystemRandom random;
    PALABRE_TRY(passphrase, read_passphrase(options.passphrase_file));
    PALABRE_TRY(vault, Vault::open(options.data.data / "vault", random,
                                   {.master_key_file = options.data.key_file(), .create = false}));
    return write_keys_file(options.keys, passphrase, random, [&](const auto& put) -> Status {
        for (const auto& [community, head] : communities) {
            PALABRE_TRY(naming, vault->naming_key(community));
            PALABRE_CHECK(put(KeyLine{.community = community, .secret = std::string(naming.view())}));
            PALABRE_CHECK(
                vault->for_each(community, [&](const Owner& owner, const RecordId& id, const VaultRecord& record) {
                    return put(KeyLine{community, owner.id, id, record.state, record.secret});
                }));
        }
        return {};
    });
}

/// What is exported, with the heads as they stand. The platform's stream comes first: it names the others, so that a
/// reader can tell when one of them is missing. That is why one whose founding was cut short has its (empty) part too.
Result<std::vector<std::pair<CommunityId, log::Head>>> chosen(const log::LocalLog& log, const std::string& only) {
    PALABRE_TRY(communities, log.heads());
    if (!only.empty()) {
        PALABRE_TRY(one, find_community(log, only));
        std::erase_if(communities, [&](const auto& each) { return each.first != one; });
        return communities;
    }
    PALABRE_TRY(registered, registered_communities(log));
    for (const CommunityId& each : registered)
        if (!log.head(each)) communities.emplace_back(each, log::Head{.link = log::first_link(each)});
    std::ranges::stable_partition(communities, [](const auto& each) { return each.first.is_platform(); });
    return communities;
}

Status run(const Options& options) {
    if (!std::filesystem::exists(options.data.data / "log"))
        return error(ErrorCode::not_found, "no Palabre data in " + options.data.data.string());
    PALABRE_CHECK(check_owner(options.data.data, ::geteuid()));
    PALABRE_TRY(log, log::LocalLog::open(options.data.data / "log", {.read_only = true}));
    PALABRE_TRY(communities, chosen(*log, options.community));
    if (!options.keys.empty()) PALABRE_CHECK(write_keys(options, communities));
    for (const auto& [community, head] : communities) PALABRE_CHECK(print_community(*log, community, head));
    if (std::fflush(stdout) != 0) return error(ErrorCode::io, "the output takes no more");
    return {};
}

} // namespace

void add_export(CLI::App& app, Run& chosen) {
    auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand("export", "Print every event of the log, to be imported elsewhere");
    command->footer("Example: palabre export --data ./data --keys house.keys --passphrase-file secret > house.ndjson\n"
                    "Without --keys the new house cannot read what is sealed. With it, stop the server first.");
    add_data_options(*command, options->data);
    command->add_option("--community", options->community, "Only this community: its slug or id");
    command->add_option("--keys", options->keys, "Write members' keys to this new file, wrapped by a passphrase");
    command->add_option("--passphrase-file", options->passphrase_file, "Its first line (default: $PALABRE_PASSPHRASE)");
    command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

} // namespace palabre::tools
