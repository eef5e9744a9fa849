// SPDX-License-Identifier: Apache-2.0
#include "core/log/verify.hpp"

#include "core/limits.hpp"
#include "core/log/stored_state.hpp"
#include "core/store/codec.hpp"

#include <array>
#include <fmt/format.h>

namespace palabre::log {
namespace {

constexpr std::array<std::string_view, 5> reasons{"it is not well formed", "its community has no genesis",
                                                  "its time is ahead", "its command was accepted before",
                                                  "it read what is not current"};

Error differs(const CommunityId& community, Sequence sequence, std::string_view what) {
    return error(ErrorCode::corrupt,
                 fmt::format("community {}, event {}: {}", community.text(), number(sequence), what));
}

/// Removes the scratch folder however the walk ends.
class Scratch {
public:
    explicit Scratch(std::filesystem::path folder) : folder_(std::move(folder)) {}
    ~Scratch() {
        store.reset();
        std::error_code ignored;
        if (ours_) std::filesystem::remove_all(folder_, ignored);
    }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    [[nodiscard]] Status open(const std::shared_ptr<StoreEnvironment>& environment) {
        if (std::filesystem::exists(folder_))
            return error(ErrorCode::invalid, fmt::format("{}: is there already", folder_.string()));
        ours_ = true;
        PALABRE_TRY(opened, Store::open(folder_, {.use = Store::Use::views, .environment = environment}));
        store = std::move(opened);
        return {};
    }
    std::unique_ptr<Store> store;

private:
    std::filesystem::path folder_;
    bool ours_ = false;
};

class Walk {
public:
    Walk(const LocalLog& log, Store& store, Family slots, Family meta)
        : log_(log), store_(store), slots_(slots), state_(store, slots, meta) {}

    [[nodiscard]] Status judge_again(const Event& event) {
        const CommunityId& community = event.proposal.community;
        if (!state_.partition_of(community)) {
            if (log_.partition_of(community) != event.partition)
                return differs(community, event.sequence, "its community's genesis stands elsewhere");
            state_.found(event.partition, community);
        }
        const Judgement judgement = judge(state_, event.partition, std::nullopt, event.proposal);
        PALABRE_CHECK(state_.status());
        if (const auto* ignored = std::get_if<Ignored>(&judgement))
            return differs(community, event.sequence,
                           fmt::format("rule 1 ignores it: {}", reasons[static_cast<std::size_t>(*ignored)]));
        const auto& accepted = std::get<Acceptance>(judgement);
        if (accepted.sequence != event.sequence)
            return differs(community, event.sequence, fmt::format("it is event {}", number(accepted.sequence)));
        if (accepted.accepted != event.accepted)
            return differs(
                community, event.sequence,
                fmt::format("accepted at {}, stored is {}", accepted.accepted.text(), event.accepted.text()));
        if (accepted.digest != event.digest) return differs(community, event.sequence, "its digest differs");
        if (accepted.link != event.link) return differs(community, event.sequence, "its link of the chain differs");
        state_.accept(event.partition, event.proposal, accepted);
        return {};
    }

    [[nodiscard]] Status flush() {
        Batch batch;
        state_.stage(batch);
        PALABRE_CHECK(store_.write(batch, false));
        state_.commit();
        return {};
    }

    [[nodiscard]] Status compare_heads() const {
        PALABRE_TRY(heads, log_.heads());
        for (const auto& [community, head] : heads) {
            const auto found = state_.communities().find(community);
            Head expected;
            expected.link = first_link(community);
            if (found != state_.communities().end()) expected = found->second.head;
            if (head != expected) return differs(community, head.sequence, "the stored head is not that of its events");
        }
        return {};
    }

    [[nodiscard]] Status compare_slots() const {
        Scan scan = store_.scan(slots_, Key().u32(0), Key().u32(UINT32_MAX));
        for (; scan.valid(); scan.next()) {
            KeyReader key(scan.key());
            key.u32();
            const auto community = CommunityId::parse(key.text());
            const auto entity = key.take<Entity>();
            const auto expected = codec::decode<Slot>(scan.value());
            if (!community || !expected) return error(ErrorCode::corrupt, "the scratch folder was damaged");
            PALABRE_TRY(slot, log_.slot(*community, entity));
            if (!slot || slot->version != expected->version || slot->sequence != expected->sequence)
                return differs(*community, expected->sequence,
                               fmt::format("the stored slot of entity {} is not what it wrote", entity.text()));
        }
        return scan.status();
    }

    [[nodiscard]] std::uint64_t communities() const { return state_.communities().size(); }

private:
    const LocalLog& log_;
    Store& store_;
    Family slots_;
    StoredState state_;
};

} // namespace

Result<ChainReport> verify_chain(const LocalLog& log, const std::filesystem::path& scratch_folder,
                                 const VerifyProgress& progress,
                                 const std::shared_ptr<StoreEnvironment>& scratch_environment) {
    PALABRE_CHECK(log.store().check());
    Scratch scratch(scratch_folder);
    PALABRE_CHECK(scratch.open(scratch_environment));
    PALABRE_TRY(slots, scratch.store->family("slots"));
    PALABRE_TRY(meta, scratch.store->family("meta"));
    Walk walk(log, *scratch.store, slots, meta);

    ChainReport report;
    const Position end = log.end();
    auto cursor = log.cursor(Position{0});
    while (true) {
        PALABRE_TRY(event, cursor.next());
        if (!event) break;
        PALABRE_CHECK(walk.judge_again(*event));
        if (++report.events % limits::events_per_batch != 0) continue;
        PALABRE_CHECK(walk.flush());
        if (progress) progress(event->position, end);
    }
    PALABRE_CHECK(walk.flush());
    PALABRE_CHECK(walk.compare_heads());
    PALABRE_CHECK(walk.compare_slots());
    if (progress) progress(end, end);
    report.communities = walk.communities();
    return report;
}

} // namespace palabre::log
