// SPDX-License-Identifier: Apache-2.0
#include "core/log/verify.hpp"

#include "core/limits.hpp"
#include "core/log/local_log_impl.hpp"
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

Error differs(Partition partition, Offset offset, std::string_view what) {
    return error(ErrorCode::corrupt,
                 fmt::format("partition {}, offset {}: {}", number(partition), number(offset), what));
}

/// What rows of a family should be, and are; nothing: no such row.
using Fault = std::function<Error(std::string_view key, std::optional<std::string_view> expected)>;

/// Walks both families at once; `fault` names the first row that only one of them has, or that differs.
Status compare(Scan expected, Scan stored, const Fault& fault) {
    while (expected.valid() || stored.valid()) {
        const bool missing = !stored.valid() || (expected.valid() && expected.key() < stored.key());
        if (missing) return fault(expected.key(), expected.value());
        if (!expected.valid() || stored.key() < expected.key()) return fault(stored.key(), std::nullopt);
        if (expected.value() != stored.value()) return fault(expected.key(), expected.value());
        expected.next();
        stored.next();
    }
    PALABRE_CHECK(expected.status());
    return stored.status();
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

} // namespace

/// Makes all that the log keeps beside its events once more, from the events alone, and compares.
class ChainWalk {
public:
    struct Families {
        Family slots, meta, index;
    };
    ChainWalk(const LocalLog& log, Store& store, const Families& families)
        : log_(log), impl_(*log.impl_), store_(store), families_(families),
          state_(store, families.slots, families.meta) {}

    [[nodiscard]] Status run(const VerifyProgress& progress) {
        const Position end = log_.end();
        Scan scan = impl_.store->scan(impl_.events, stored::event_key(Position{1}), stored::event_key(next(end)));
        Position position{};
        for (; scan.valid(); scan.next()) {
            const Position expected = next(position);
            if (Position{KeyReader(scan.key()).u64()} != expected) break;
            position = expected;
            PALABRE_CHECK(judge_again(position, scan.value()));
            if (number(position) % limits::events_per_batch != 0) continue;
            PALABRE_CHECK(flush());
            if (progress) progress(position, end);
        }
        PALABRE_CHECK(scan.status());
        if (position != end) return impl_.damaged(next(position), "nothing stands here");
        return flush();
    }

    [[nodiscard]] Status compare_all() const {
        PALABRE_CHECK(compare_heads());
        PALABRE_CHECK(compare_partitions());
        PALABRE_CHECK(compare_slots());
        return compare_index();
    }

    [[nodiscard]] ChainReport report() const { return {events_, state_.communities().size()}; }

private:
    // ---- Once more ----

    [[nodiscard]] Status judge_again(Position position, std::string_view bytes) {
        const auto kind = stored::kind(bytes);
        if (!kind) return impl_.damaged(position, "what stands here cannot be read");
        if (*kind == stored::Kind::event) {
            const auto event = stored::decode_event(position, bytes);
            if (!event) return impl_.damaged(position, "the event cannot be read");
            PALABRE_CHECK(advance(position, event->partition, event->offset));
            return judge_event(*event);
        }
        const auto record = stored::decode_control(bytes);
        if (!record) return impl_.damaged(position, "the control record cannot be read");
        PALABRE_CHECK(advance(position, record->partition, record->offset));
        return take_control(*record);
    }

    /// The record's place: its index, and the offsets of its partition, which grow.
    [[nodiscard]] Status advance(Position position, Partition partition, Offset offset) {
        const auto [last, first] = vector_.try_emplace(partition, offset);
        if (number(partition) < 0 || number(offset) < 0 || (!first && offset <= last->second))
            return differs(partition, offset, fmt::format("stands behind offset {}", number(last->second)));
        last->second = offset;
        batch_.put(families_.index, stored::offset_key(partition, offset), codec::encode(position));
        return {};
    }

    [[nodiscard]] Status take_control(const Record& record) {
        if (const auto* opening = std::get_if<Opening>(&record.body)) {
            if (record.offset != Offset{0} || opening->partition != record.partition || opening->rule != this_rule)
                return differs(record.partition, record.offset, "no opening of this partition by a known rule");
            openings_.emplace(record.partition, *opening);
            return {};
        }
        if (!openings_.contains(record.partition))
            return differs(record.partition, record.offset, "stands in a partition without an opening");
        if (const auto* change = std::get_if<RuleChange>(&record.body); change != nullptr && change->rule != this_rule)
            return differs(record.partition, record.offset, "a change to a rule that is not known");
        const auto* genesis = std::get_if<Genesis>(&record.body);
        if (genesis == nullptr) return {};
        if (genesis->community.text().empty() || state_.partition_of(genesis->community))
            return differs(record.partition, record.offset, "no genesis, or a second one of its community");
        state_.found(record.partition, genesis->community);
        return {};
    }

    [[nodiscard]] Status judge_event(const Event& event) {
        const CommunityId& community = event.proposal.community;
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
        batch_.put(families_.index, stored::sequence_key(community, event.sequence), codec::encode(event.position));
        ++events_;
        return {};
    }

    [[nodiscard]] Status flush() {
        state_.stage(batch_);
        PALABRE_CHECK(store_.write(batch_, false));
        batch_.clear();
        state_.commit();
        return {};
    }

    // ---- Compared ----

    [[nodiscard]] Status compare_heads() const {
        const auto& expected = state_.communities();
        PALABRE_TRY(heads, log_.heads());
        for (const auto& [community, head] : heads) {
            const auto found = expected.find(community);
            if (found == expected.end() || head != found->second.head ||
                log_.partition_of(community) != found->second.partition)
                return differs(community, head.sequence, "the stored head is not that of its events");
        }
        for (const auto& [community, state] : expected)
            if (!log_.head(community)) return differs(community, state.head.sequence, "the stored head is missing");
        return {};
    }

    [[nodiscard]] Status compare_partitions() const {
        if (impl_.openings != openings_)
            return error(ErrorCode::corrupt, "the stored openings are not those of the partitions' records");
        // Ignored records count in the stored vector and are not kept: it may be further than what is placed.
        const PositionVector stored = log_.vector();
        for (const auto& [partition, offset] : vector_) {
            const auto found = stored.find(partition);
            if (found == stored.end() || found->second < offset)
                return differs(partition, offset, "the stored position of the partition is not behind it");
        }
        return {};
    }

    [[nodiscard]] Status compare_slots() const {
        const auto all = [](const Store& store, Family slots) { return store.scan(slots, "", Key().u32(UINT32_MAX)); };
        return compare(all(store_, families_.slots), all(*impl_.store, impl_.slots),
                       [](std::string_view bytes, std::optional<std::string_view> expected) {
                           KeyReader key(bytes);
                           key.u32();
                           const auto community = CommunityId::parse(key.text());
                           const auto entity = key.take<Entity>();
                           const auto slot = codec::decode<Slot>(expected.value_or(""));
                           if (!slot)
                               return differs(community.value_or(CommunityId{}), Sequence{},
                                              fmt::format("the slot of entity {} was never written", entity.text()));
                           return differs(
                               community.value_or(CommunityId{}), slot->sequence,
                               fmt::format("the stored slot of entity {} is not what it wrote", entity.text()));
                       });
    }

    [[nodiscard]] Status compare_index() const {
        const auto all = [](const Store& store, Family index) { return store.scan(index, "", Key().u8(UINT8_MAX)); };
        return compare(all(store_, families_.index), all(*impl_.store, impl_.index),
                       [](std::string_view bytes, std::optional<std::string_view> expected) {
                           const std::string_view what = expected ? "the index does not lead to it"
                                                                  : "the index leads to it, and it is not there";
                           KeyReader key(bytes);
                           if (key.u8() == 'c') {
                               const auto community = CommunityId::parse(key.text()).value_or(CommunityId{});
                               return differs(community, Sequence{key.u64()}, what);
                           }
                           const Partition partition{static_cast<std::int32_t>(key.u32())};
                           return differs(partition, Offset{static_cast<std::int64_t>(key.u64())}, what);
                       });
    }

    const LocalLog& log_;
    const LocalLog::Impl& impl_;
    Store& store_;
    const Families families_;
    StoredState state_;
    std::map<Partition, Opening> openings_;
    PositionVector vector_; ///< the last placed offset of each partition
    Batch batch_;
    std::uint64_t events_ = 0;
};

Result<ChainReport> verify_chain(const LocalLog& log, const std::filesystem::path& scratch_folder,
                                 const VerifyProgress& progress,
                                 const std::shared_ptr<StoreEnvironment>& scratch_environment) {
    PALABRE_CHECK(log.store().check());
    Scratch scratch(scratch_folder);
    PALABRE_CHECK(scratch.open(scratch_environment));
    ChainWalk::Families families;
    for (const auto& [family, name] :
         {std::pair(&families.slots, "slots"), {&families.meta, "meta"}, {&families.index, "index"}}) {
        PALABRE_TRY(made, scratch.store->family(name));
        *family = made;
    }
    ChainWalk walk(log, *scratch.store, families);
    PALABRE_CHECK(walk.run(progress));
    PALABRE_CHECK(walk.compare_all());
    if (progress) progress(log.end(), log.end());
    return walk.report();
}

} // namespace palabre::log
