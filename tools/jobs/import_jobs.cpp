// SPDX-License-Identifier: Apache-2.0
#include "tools/jobs/import_jobs.hpp"

#include "commands/accounts/entities.hpp"
#include "commands/processes.hpp"
#include "core/limits.hpp"
#include "tools/import/derived.hpp"
#include "tools/import/window.hpp"
#include "tools/jobs/csv.hpp"
#include "tools/jobs/offer.hpp"
#include "tools/node.hpp"
#include "tools/refusal.hpp"

#include <fmt/format.h>
#include <fstream>

namespace palabre::tools::jobs {

using commands::Accepted;
using commands::Outcome;
using commands::Problem;
using import::Kind;
using import::Report;

namespace {

constexpr std::string_view source_name = "France Travail";
constexpr std::string_view source_row = "france-travail";

Result<CommunityId> found(const import::Parts& parts, const import::Site& site, Instant at) {
    if (const auto holder = parts.model.get<commands::accounts::CommunitySlug>(CommunityId::platform(), site.slug))
        return holder->community;
    const auto community = CommunityId::from_number(parts.random.number());
    const auto outcome =
        commands::found_community(parts.writer, parts.model,
                                  {.community = community,
                                   .founded = {.slug = site.slug,
                                               .name = site.name,
                                               .language = site.language,
                                               .time_zone = site.time_zone,
                                               .shows_names = true,
                                               .source = std::string(source_name)},
                                   .caller = {.origin = log::Origin::import},
                                   .id = log::command_id(CommunityId::platform(), "import", "community/" + site.slug),
                                   .at = at});
    if (const auto* problem = std::get_if<Problem>(&outcome))
        return refusal(fmt::format("founding the community \"{}\"", site.slug), *problem,
                       {{"/slug", "--community"}, {"/community", "--community"}, {"/name", "--name"}});
    return community;
}

/// Who advertises them all: nobody's account, by the source's name.
Result<MemberId> author_in(const import::Parts& parts, const CommunityId& community, const import::Site& site,
                           Instant at) {
    const auto member = import::derived<MemberId>(community, "member", source_row);
    const auto identity = parts.random.draw<RecordId>(), content = parts.random.draw<RecordId>();
    const Owner owner{community, member.text()};
    const auto outcome =
        parts.writer.run({.community = community,
                          .command = commands::members::Join{.member = member,
                                                             .identity_key = identity,
                                                             .content_key = content,
                                                             .language = site.language,
                                                             .show_name = true,
                                                             .name = std::string(source_name)},
                          .caller = {.actor = member.text(), .origin = log::Origin::import},
                          .id = import::derived_command(community, "member", source_row),
                          .at = at,
                          .secrets = {{owner, identity, std::string(SecretKey::draw(parts.random).view())},
                                      {owner, content, std::string(SecretKey::draw(parts.random).view())}}});
    if (const auto* problem = std::get_if<Problem>(&outcome)) return refusal("joining as the source", *problem);
    return member;
}

commands::Submission submission_of(const CommunityId& community, const MemberId& author, Offer offer, Instant until) {
    const std::string row = std::string(source_row) + '/' + offer.id;
    return {.community = community,
            .command = commands::ads::WriteAd{.ad = import::derived<AdId>(community, "ad", row),
                                              .details = std::move(offer.details),
                                              .source_id = offer.id,
                                              .expires = until},
            .caller = {.actor = author.text(), .origin = log::Origin::import},
            .id = import::derived_command(community, "ad", row),
            .at = offer.at};
}

void settle(Report& report, const std::string& row, const Outcome& outcome) {
    if (const auto* problem = std::get_if<Problem>(&outcome))
        return report.refused(Kind::job, std::string(commands::text(problem->reason)) + ' ' + problem->field, row);
    const auto* accepted = std::get_if<Accepted>(&outcome);
    if (accepted != nullptr && !accepted->replayed)
        report.imported(Kind::job);
    else
        report.already_there(Kind::job);
}

Result<Companies> companies_beside(const std::filesystem::path& offers) {
    Companies all;
    const auto path = offers.parent_path() / "entreprises.csv";
    std::ifstream in(path, std::ios::binary);
    if (!in) return all; // then nobody is named
    PALABRE_TRY(csv, Csv::open(in, path.string()));
    for (;;) {
        PALABRE_TRY(row, csv.next());
        if (!row) return all;
        const auto id = row->find("offre_id"), name = row->find("nom");
        if (id == row->end() || name == row->end())
            return error(ErrorCode::invalid, path.string() + " has no columns offre_id and nom");
        all.emplace(id->second, name->second);
    }
}

} // namespace

Status import_jobs(const import::Parts& parts, const import::Site& site, Source& source, Report& report) {
    PALABRE_TRY(csv, Csv::open(source.offers, source.name));
    std::optional<std::pair<CommunityId, MemberId>> place;
    import::Window window(parts.writer, limits::commands_in_flight);
    for (;;) {
        PALABRE_TRY(row, csv.next());
        if (!row) break;
        for (const char* column : {"id", "intitule", "description", "dateCreation"})
            if (!row->contains(column))
                return error(ErrorCode::invalid, fmt::format("{} has no column {}", source.name, column));
        report.read(Kind::job);
        const auto company = source.companies.find(row->find("id")->second);
        auto offer = offer_of(*row, company == source.companies.end() ? "" : company->second, site.language, report);
        if (!offer) continue;
        if (!place) {
            PALABRE_TRY(community, found(parts, site, offer->at));
            PALABRE_TRY(author, author_in(parts, community, site, offer->at));
            place.emplace(community, author);
        }
        const std::string id = offer->id;
        PALABRE_CHECK(window.submit(submission_of(place->first, place->second, std::move(*offer), source.until),
                                    [&report, id](const Outcome& outcome) { settle(report, id, outcome); }));
    }
    PALABRE_CHECK(window.finish());
    if (!place) return error(ErrorCode::invalid, source.name + " holds no offer");
    return report.check();
}

} // namespace palabre::tools::jobs

namespace palabre::tools {

Status import_jobs(Node& node, const ImportJobs& options) {
    std::ifstream in(options.file, std::ios::binary);
    if (!in) return error(ErrorCode::not_found, "there is no file " + options.file.string());
    std::ofstream json;
    if (!options.report.empty()) {
        json.open(options.report, std::ios::binary | std::ios::trunc);
        if (!json) return error(ErrorCode::io, "cannot write the report to " + options.report.string());
    }
    PALABRE_TRY(companies, jobs::companies_beside(options.file));
    jobs::Source source{.offers = in,
                        .name = options.file.string(),
                        .companies = std::move(companies),
                        .until = options.until.value_or(node.clock().now() + limits::ad_stands)};
    import::Report report;
    const Status imported = jobs::import_jobs(
        {node.writer(), node.model(), node.log(), node.vault(), node.random()},
        {.slug = options.slug, .name = options.name, .language = options.language, .time_zone = "Europe/Paris"}, source,
        report);
    fmt::print("{}", report.table()); // also of an import that broke off: what stands, stands
    if (json.is_open() && !(json << report.json() << std::flush))
        return error(ErrorCode::io, "cannot write the report to " + options.report.string());
    PALABRE_CHECK(imported);
    if (report.refused() == 0) return {};
    return error(
        ErrorCode::invalid,
        fmt::format("{} offers were refused by the community's rules: the table names them", report.refused()));
}

} // namespace palabre::tools
