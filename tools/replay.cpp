// SPDX-License-Identifier: Apache-2.0
// palabre replay: the accepted events as CloudEvents, one a line, in constant memory.
#include "core/log/cloudevent.hpp"
#include "tools/communities.hpp"
#include "tools/node.hpp"
#include "tools/owner.hpp"
#include "tools/refusal.hpp"
#include "tools/tool.hpp"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <fmt/format.h>
#include <unistd.h>

namespace palabre::tools {
namespace {

struct Options {
    DataOptions data;
    std::string community, from, until;
    std::vector<std::string> types;
    std::string format = "ndjson";
    bool with_personal = false;
};

/// What is asked for, once the words are understood.
struct Filter {
    std::optional<CommunityId> community = {};
    std::vector<std::string> types = {};
    std::optional<Instant> from = {}, until = {};

    [[nodiscard]] bool takes(const log::Event& event) const {
        const auto named = [&](const std::string& type) { return event.proposal.type.starts_with(type); };
        return (types.empty() || std::ranges::any_of(types, named)) && (!from || event.accepted >= *from) &&
               (!until || event.accepted < *until);
    }
};

/// A day (its first instant, UTC) or an instant.
Result<std::optional<Instant>> instant(const std::string& text, std::string_view option) {
    if (text.empty()) return std::optional<Instant>{};
    auto at = Instant::parse(text);
    if (!at) at = Instant::parse(text + "T00:00:00.000000Z");
    if (!at)
        return error(ErrorCode::invalid, fmt::format("{} {}: neither a day (2026-01-31) nor an instant "
                                                     "(2026-01-31T08:00:00.000000Z)",
                                                     option, text));
    return at;
}

std::string csv_field(std::string_view text) {
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + '"';
}

constexpr std::string_view csv_header =
    "id,source,type,subject,time,sequence,actor,correlationid,originaltime,origin,data";

std::string csv_line(const log::Event& event, std::string_view data) {
    const auto& p = event.proposal;
    return fmt::format("{},{},{},{},{},{:020},{},{},{},{},{}", p.id.text(), p.community.text(), p.type,
                       csv_field(p.subject.value_or("")), event.accepted.text(), number(event.sequence),
                       csv_field(p.actor.value_or("")), csv_field(p.correlation.value_or("")),
                       p.original_time ? p.original_time->text() : "", log::text(p.origin), csv_field(data));
}

/// Prints the events; with `keys` their personal fields are opened. Stops quietly when the reader has gone.
Status print(const log::LocalLog& log, const Filter& filter, const std::string& format, KeyRing* keys) {
    const bool csv = format == "csv";
    auto cursor = filter.community ? log.cursor(*filter.community, Sequence{}) : log.cursor(Position{});
    if (csv) fmt::print("{}\n", csv_header);
    for (;;) {
        PALABRE_TRY(event, cursor.next());
        if (!event) break;
        if (!filter.takes(*event)) continue;
        std::string data;
        if (keys != nullptr) {
            PALABRE_TRY(decoded, events::decode(event->proposal.type, event->proposal.value));
            PALABRE_CHECK(
                events::open(decoded, {event->proposal.community, event->proposal.id, event->proposal.type}, *keys));
            data = events::encode_open(decoded);
        } else {
            data = log::public_value(event->proposal.value);
        }
        const std::string line = csv ? csv_line(*event, data) : log::cloudevent_line(*event, data);
        if (std::fwrite(line.data(), 1, line.size(), stdout) != line.size() || std::putchar('\n') == EOF)
            return error(ErrorCode::io, "the output takes no more");
    }
    if (std::fflush(stdout) != 0) return error(ErrorCode::io, "the output takes no more");
    return {};
}

/// Asking for personal data is recorded before it is given.
Status record_asking(Node& node, const Filter& filter) {
    commands::accounts::RecordPersonalDataRead record{
        .tool = events::accounts::Tool::replay, .types = filter.types, .from = filter.from, .until = filter.until};
    if (filter.community) record.communities.push_back(*filter.community);
    const auto outcome = node.writer().run({.community = CommunityId::platform(),
                                            .command = std::move(record),
                                            .caller = {.origin = log::Origin::process},
                                            .id = node.random().draw<CommandId>()});
    if (const auto* problem = std::get_if<commands::Problem>(&outcome))
        return refusal("the asking for personal data cannot be recorded, so none is given", *problem,
                       {{"/types", "--type"}});
    return {};
}

Result<Filter> understand(const Options& options, const log::LocalLog& log) {
    Filter filter{.types = options.types};
    std::ranges::sort(filter.types);
    filter.types.erase(std::ranges::unique(filter.types).begin(), filter.types.end());
    if (!options.community.empty()) {
        PALABRE_TRY(community, find_community(log, options.community));
        filter.community = community;
    }
    PALABRE_TRY(from, instant(options.from, "--from"));
    PALABRE_TRY(until, instant(options.until, "--until"));
    filter.from = from;
    filter.until = until;
    return filter;
}

Status run(const Options& options) {
    if (!options.with_personal) {
        if (!std::filesystem::exists(options.data.data / "log"))
            return error(ErrorCode::not_found, "no Palabre data in " + options.data.data.string());
        PALABRE_CHECK(check_owner(options.data.data, ::geteuid()));
        PALABRE_TRY(log, log::LocalLog::open(options.data.data / "log", {.read_only = true}));
        PALABRE_TRY(filter, understand(options, *log));
        return print(*log, filter, options.format, nullptr);
    }
    SystemClock clock;
    SystemRandom random;
    PALABRE_TRY(node, Node::open(existing(options.data), clock, random));
    PALABRE_TRY(filter, understand(options, node->log()));
    PALABRE_CHECK(record_asking(*node, filter));
    return print(node->log(), filter, options.format, &node->keys());
}

} // namespace

void add_replay(CLI::App& app, Run& chosen) {
    auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand("replay", "Print the accepted events as CloudEvents, one a line");
    command->footer("Example: palabre replay --data ./data --community demo --type forum. | head\n"
                    "Sealed fields are null unless --with-personal asks for them; asking is recorded in the log.");
    add_node_options(*command, options->data);
    command->add_option("--community", options->community, "Only this community: its slug or id");
    command->add_option("--type", options->types,
                        "Only types that begin so, e.g. forum. or members.joined (repeatable)");
    command->add_option("--from", options->from, "Accepted at this day or instant (UTC), or later");
    command->add_option("--until", options->until, "Accepted before this day or instant (UTC)");
    command->add_option("--format", options->format, "How an event is written")
        ->capture_default_str()
        ->check(CLI::IsMember({"ndjson", "csv"}));
    command->add_flag("--with-personal", options->with_personal,
                      "Open sealed fields; the data folder must not be served meanwhile");
    command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

} // namespace palabre::tools
