// SPDX-License-Identifier: Apache-2.0
// palabre import palabre: fills an empty log from an export. Every proposal is judged again by rule 1; the import stops
// at the first line that comes out differently, so the new log's chains are those of the old one.
#include "tools/transfer/import_palabre.hpp"

#include "core/limits.hpp"
#include "core/log/direct.hpp"
#include "core/log/export_line.hpp"
#include "events/all.hpp"
#include "tools/node.hpp"
#include "tools/site.hpp"
#include "tools/transfer/keys_file.hpp"

#include <fmt/format.h>
#include <fstream>
#include <iostream>
#include <set>

namespace palabre::tools {
namespace {

/// Takes lines in groups into a new log.
class Loader {
public:
    /// `source`: where the lines come from, for errors.
    Loader(log::LocalLog& log, std::string source) : log_(log), source_(std::move(source)) {}

    Status begin(Random& random) {
        PALABRE_CHECK(order_.start({}));
        bodies_ = {log::Opening{random.draw<Digest>(), Partition{}}, log::Genesis{CommunityId::platform()}};
        return take();
    }
    Status line(const std::string& text) {
        ++number_;
        auto parsed = log::parse_line(text);
        if (parsed.has_error())
            return error(ErrorCode::invalid, fmt::format("{}: {}", place(), parsed.error().message));
        if (auto* event = std::get_if<log::ExportedEvent>(&*parsed)) {
            if (headless_ && *headless_ != event->community)
                return error(ErrorCode::corrupt, fmt::format("{}: the head of community {} is missing before it",
                                                             place(), headless_->text()));
            if (event->sequence == Sequence{1} && !event->community.is_platform())
                bodies_.emplace_back(log::Genesis{event->community});
            bodies_.emplace_back(event->proposal);
            headless_ = event->community;
            PALABRE_CHECK(note_registration(*event));
            expected_.push_back(std::move(*event));
            return bodies_.size() >= limits::events_per_batch ? take() : Status{};
        }
        const auto& head = std::get<log::ExportedHead>(*parsed);
        // Founded, and nothing has happened there yet.
        if (head.sequence == Sequence{} && !log_.head(head.community))
            bodies_.emplace_back(log::Genesis{head.community});
        PALABRE_CHECK(take());
        const auto here = log_.head(head.community);
        if (!here || here->sequence != head.sequence || here->link != head.link)
            return error(ErrorCode::corrupt,
                         fmt::format("{}: the chain of community {} comes out differently at its head", place(),
                                     head.community.text()));
        headless_.reset();
        registered_.erase(head.community);
        ++heads_;
        platform_ = platform_ || head.community.is_platform();
        return {};
    }
    /// Whether all of it has come: each begun community's head, and every community that the platform has registered.
    /// An export without the platform is one of a single community.
    Status finish() {
        PALABRE_CHECK(take());
        if (headless_) return cut_short(*headless_);
        if (heads_ == 0) return error(ErrorCode::invalid, "the export is empty");
        if (platform_ && !registered_.empty()) return cut_short(*registered_.begin());
        if (!platform_ && heads_ > 1) return cut_short(CommunityId::platform());
        return {};
    }
    [[nodiscard]] std::uint64_t events() const { return events_; }

private:
    [[nodiscard]] std::string place() const { return fmt::format("{}:{}", source_, number_); }
    static Error cut_short(const CommunityId& missing) {
        return error(ErrorCode::corrupt,
                     "the export is cut short: the head of community " + missing.text() + " is missing");
    }
    /// Its head may have come already.
    Status note_registration(const log::ExportedEvent& event) {
        if (event.proposal.type != events::accounts::CommunityRegistered::type) return {};
        PALABRE_TRY(decoded, events::decode(event.proposal.type, event.proposal.value));
        const CommunityId registered = std::get<events::accounts::CommunityRegistered>(decoded).community;
        if (!log_.head(registered)) registered_.insert(registered);
        return {};
    }
    Status take() {
        PALABRE_CHECK(order_.append(bodies_));
        PALABRE_TRY(records, order_.poll(bodies_.size(), {}));
        PALABRE_TRY(fates, log_.take(records));
        auto expected = expected_.begin();
        for (std::size_t i = 0; i < records.size(); ++i) {
            if (!std::holds_alternative<log::Proposal>(records[i].body)) continue;
            const auto* accepted = std::get_if<log::Acceptance>(&fates[i].judgement);
            if (accepted == nullptr || accepted->sequence != expected->sequence ||
                accepted->accepted != expected->accepted)
                return error(
                    ErrorCode::corrupt,
                    fmt::format("event {}/{} is not accepted as it was: the export was changed, or events of its "
                                "community are missing before it",
                                expected->community.text(), number(expected->sequence)));
            ++expected;
            ++events_;
        }
        bodies_.clear();
        expected_.clear();
        return {};
    }

    log::LocalLog& log_;
    const std::string source_;
    log::Direct order_;
    std::optional<CommunityId> headless_; ///< whose head line has still to come
    std::set<CommunityId> registered_;    ///< by the platform, and nothing of theirs has come
    std::size_t heads_ = 0;
    bool platform_ = false; ///< its head has come
    std::vector<log::Body> bodies_;
    std::vector<log::ExportedEvent> expected_;
    std::uint64_t number_ = 0, events_ = 0;
};

Status load_keys(const ImportPalabre& options, Vault& vault) {
    PALABRE_TRY(passphrase, read_passphrase(options.passphrase_file));
    std::vector<Vault::Put> group;
    const auto put = [&] {
        Status done = group.empty() ? Status{} : vault.put(group);
        group.clear();
        return done;
    };
    PALABRE_CHECK(read_keys_file(options.keys, passphrase, [&](const KeyLine& line) -> Status {
        if (!line.record && line.secret.size() != SecretKey::size)
            return error(ErrorCode::corrupt, "the keys file holds a naming key of another size");
        if (!line.record) return vault.set_naming_key(line.community, SecretKey::from(line.secret));
        if (line.state == RecordState::destroyed) return {}; // the eraser finds the departure in the log
        group.push_back({{line.community, line.owner}, *line.record, line.secret});
        return group.size() >= limits::events_per_batch ? put() : Status{};
    }));
    return put();
}

} // namespace

Status import_palabre(const ImportPalabre& options) {
    SystemRandom random;
    std::ifstream file;
    if (options.file != "-") {
        file.open(options.file, std::ios::binary);
        if (!file) return error(ErrorCode::not_found, "cannot read " + options.file);
    }
    std::istream& in = options.file == "-" ? std::cin : file;

    Site site(options.data.data, options.data.key_file(), "importing");
    PALABRE_CHECK(site.open());
    std::uint64_t events = 0;
    {
        PALABRE_TRY(log, log::LocalLog::open(site.folder() / "log", {}));
        PALABRE_TRY(vault, Vault::open(site.folder() / "vault", random, {.master_key_file = options.data.key_file()}));
        if (!options.keys.empty()) PALABRE_CHECK(load_keys(options, *vault));
        Loader loader(*log, options.file == "-" ? "standard input" : options.file);
        PALABRE_CHECK(loader.begin(random));
        for (std::string line; std::getline(in, line);) PALABRE_CHECK(loader.line(line));
        if (in.bad()) return error(ErrorCode::io, "reading " + options.file + " failed");
        PALABRE_CHECK(loader.finish());
        if (options.keys.empty()) {
            PALABRE_TRY(communities, log->heads());
            for (const auto& [community, head] : communities) PALABRE_CHECK(vault->leave_sealed(community));
        }
        events = loader.events();
    }
    PALABRE_CHECK(site.finish());
    fmt::print("imported {} events; every chain comes out as exported\n", events);
    return {};
}

} // namespace palabre::tools
