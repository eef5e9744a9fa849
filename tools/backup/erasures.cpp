// SPDX-License-Identifier: Apache-2.0
#include "tools/backup/erasures.hpp"

#include "commands/command.hpp"
#include "core/limits.hpp"
#include "events/all.hpp"
#include "tools/backup/files.hpp"
#include "tools/refusal.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace palabre::tools::backup {
namespace fs = std::filesystem;
using nlohmann::json;
namespace {

/// An event after which something must not be read any more, and the command that has it happen.
struct Kind {
    std::string_view type;
    std::optional<commands::Command> (*command)(const std::string& subject);
};

template <class C>
std::optional<commands::Command> of_member(const std::string& subject) {
    const auto member = MemberId::parse(subject);
    return member ? std::optional<commands::Command>(C{*member}) : std::nullopt;
}

std::optional<commands::Command> of_account(const std::string& subject) {
    const auto account = AccountId::parse(subject);
    return account ? std::optional<commands::Command>(commands::accounts::EraseAccount{*account}) : std::nullopt;
}

constexpr Kind kinds[] = {
    {events::accounts::AccountErased::type, of_account},
    {events::members::Left::type, of_member<commands::members::Leave>},
    {events::members::Erased::type, of_member<commands::members::Erase>},
};

const Kind* kind_of(std::string_view type) {
    const auto* const found = std::ranges::find(kinds, type, &Kind::type);
    return found == std::end(kinds) ? nullptr : found;
}

std::string line_of(const Erasure& erasure) {
    // In this order: the file is compared as text.
    return fmt::format(R"({{"type":{},"community":{},"subject":{}}})", json(erasure.type).dump(),
                       json(erasure.community.text()).dump(), json(erasure.subject).dump());
}

std::optional<Erasure> understand(std::string_view line) {
    const json parsed = json::parse(line, nullptr, false);
    const auto text = [&](const char* field) {
        return parsed.is_object() && parsed.contains(field) && parsed[field].is_string()
                   ? parsed[field].get<std::string>()
                   : std::string();
    };
    const auto community = CommunityId::parse(text("community"));
    if (!community || text("type").empty() || text("subject").empty()) return std::nullopt;
    return Erasure{text("type"), *community, text("subject")};
}

} // namespace

Result<Erasures> erasures_of(const log::LocalLog& log) {
    Erasures all;
    auto cursor = log.cursor(Position{});
    for (;;) {
        PALABRE_TRY(event, cursor.next([](std::string_view type) { return kind_of(type) != nullptr; }));
        if (!event) return all;
        const auto& p = event->proposal;
        all.insert({p.type, p.community, p.subject.value_or("")});
    }
}

Result<Erasures> read_erasures(const fs::path& file) {
    PALABRE_TRY(text, read(file, limits::manifest_bytes));
    Erasures all;
    std::string_view rest = text;
    for (int number = 1; !rest.empty(); ++number) {
        const auto end = std::min(rest.find('\n'), rest.size());
        auto erasure = understand(rest.substr(0, end));
        if (!erasure)
            return error(ErrorCode::invalid, fmt::format("{}:{}: tells of no erasure", file.string(), number));
        if (kind_of(erasure->type) == nullptr)
            return error(ErrorCode::unsupported, fmt::format("{}:{}: this version knows no \"{}\": install a newer one",
                                                             file.string(), number, erasure->type));
        all.insert(std::move(*erasure));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return all;
}

Result<std::size_t> add_erasures(const fs::path& file, Erasures erasures) {
    auto before = read_erasures(file);
    if (before.has_error() && before.error().code != ErrorCode::not_found) return before.error();
    const std::size_t known = before ? before->size() : 0;
    if (before) erasures.merge(*before);
    if (before && erasures.size() == known) return std::size_t{0};
    std::string text;
    for (const Erasure& erasure : erasures) text += line_of(erasure) + "\n";
    const fs::path fresh = file.string() + ".new";
    std::error_code failed;
    fs::remove(fresh, failed);
    PALABRE_CHECK(write(fresh, text));
    fs::rename(fresh, file, failed);
    if (failed) return error(ErrorCode::io, fmt::format("{}: cannot be written: {}", file.string(), failed.message()));
    PALABRE_CHECK(sync_folder(fs::absolute(file).parent_path()));
    return erasures.size() - known;
}

Result<std::size_t> apply_erasures(Node& node, const Erasures& erasures) {
    std::size_t happened = 0;
    for (const Erasure& erasure : erasures) {
        const Kind* kind = kind_of(erasure.type);
        auto command = kind != nullptr ? kind->command(erasure.subject) : std::nullopt;
        if (!command || !node.log().head(erasure.community)) continue;
        const auto outcome = node.writer().run({.community = erasure.community,
                                                .command = std::move(*command),
                                                .caller = {.origin = log::Origin::process},
                                                .id = node.random().draw<CommandId>()});
        const auto* problem = std::get_if<commands::Problem>(&outcome);
        if (problem != nullptr && problem->reason != commands::Reason::not_found)
            return refusal("an erasure that came after the backup", *problem);
        if (std::holds_alternative<commands::Accepted>(outcome)) ++happened;
    }
    return happened;
}

} // namespace palabre::tools::backup
