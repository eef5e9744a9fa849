// SPDX-License-Identifier: Apache-2.0
#include "projections/search/query/matching.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <limits>
#include <ranges>

namespace palabre::projections::search {
namespace {

/// Tiers save most of what is offered and cost a second look at each word of bits. They pay where so many times as many
/// are expected as are wanted, and one for so many words.
constexpr double worth_tiers = 8;
constexpr double words_per_offer = 40;

/// Bits of a stretch never overlap a block: said, so that several words are taken at a time.
using Block = std::array<std::uint64_t, block_words>;
using Bits = const std::uint64_t* __restrict;

constexpr Block all_set = [] {
    Block block{};
    for (auto& word : block) word = ~std::uint64_t{0};
    return block;
}();

void take_common(Block& __restrict block, Bits bits) {
    for (std::uint32_t i = 0; i < block_words; ++i) block[i] &= bits[i];
}
void add_to(Block& __restrict block, Bits bits) {
    for (std::uint32_t i = 0; i < block_words; ++i) block[i] |= bits[i];
}

void set_bits(std::vector<std::uint64_t>& bits, std::span<const Place> places) {
    for (const Place place : places) set_bit(bits.data(), place);
}
template <class T>
void add(std::vector<T>& places, std::span<const T> others) {
    places.insert(places.end(), others.begin(), others.end());
}
template <class T, class PlaceOf = std::identity>
void sort_once(std::vector<T>& places, PlaceOf place_of = {}) {
    std::ranges::sort(places, {}, place_of);
    const auto same = std::ranges::unique(places, {}, place_of);
    places.erase(same.begin(), same.end());
}
void add_bits(std::vector<std::uint64_t>& bits, const std::uint64_t* others) {
    for (std::size_t i = 0; i < bits.size(); ++i) bits[i] |= others[i];
}

/// Those whose place has its bit set, in front of the others' places. Without a branch: none would be foreseen.
[[nodiscard]] std::span<Posting> set_ones(std::span<Posting> postings, const std::uint64_t* bits) {
    std::size_t kept = 0;
    for (const Posting posting : postings) {
        postings[kept] = posting;
        kept += test_bit(bits, posting.place) ? 1 : 0;
    }
    return postings.first(kept);
}

/// Those whose place stands in the other list, too, likewise; both ascend.
[[nodiscard]] std::span<Posting> common_ones(std::span<Posting> postings, std::span<const Place> others) {
    std::size_t kept = 0;
    for (const Posting posting : postings) {
        const Place place = posting.place;
        std::size_t step = 1;
        while (step < others.size() && others[step] < place) step *= 2;
        const auto end = others.begin() + static_cast<std::ptrdiff_t>(std::min(step + 1, others.size()));
        others =
            others.subspan(static_cast<std::size_t>(std::lower_bound(others.begin(), end, place) - others.begin()));
        if (others.empty()) break;
        if (others.front() == place) postings[kept++] = posting;
    }
    return postings.first(kept);
}

} // namespace

void Matching::Side::enter(std::size_t stretch) {
    here.clear();
    size = 0;
    most = {};
    for (const auto& [listing, weight] : group) {
        const Stretch& one = (*listing)[stretch];
        if (one.empty()) continue;
        here.emplace_back(&one, weight);
        size += one.size();
        const Impact greatest[] = {one.low_greatest(), one.middle_greatest(), one.greatest()};
        for (std::size_t level = 0; level < level_count; ++level)
            most[level] = std::max(most[level], weight * worth(greatest[level]));
    }
    most[high] = std::max(most[high], most[low]); // where nothing is between
}

void Matching::Side::make_set(std::uint32_t of) {
    dense = std::ranges::any_of(here, [](const auto& one) { return one.first->dense(); });
    bits = {};
    if (here.size() == 1) {
        bits[low] = here.front().first->bits();
        bits[high] = here.front().first->high_bits();
        places = here.front().first->places();
        impacts = here.front().first->impacts();
        tops = here.front().first->top();
        return;
    }
    impacts = {};
    own_tops.clear();
    for (const auto& [one, weight] : here) add(own_tops, one->top());
    sort_once(own_tops, &Posting::place);
    tops = own_tops;
    if (!dense) {
        own_places.clear();
        for (const auto& [one, weight] : here) add(own_places, one->places());
        sort_once(own_places);
        places = own_places;
        return;
    }
    own_bits.assign(bit_words(of), 0);
    own_high.assign(is_word ? bit_words(of) : 0, 0);
    for (const auto& [one, weight] : here) {
        if (one->dense())
            add_bits(own_bits, one->bits());
        else
            set_bits(own_bits, one->places());
        if (!is_word) continue;
        if (one->dense())
            add_bits(own_high, one->high_bits());
        else
            set_bits(own_high, one->places());
    }
    bits[low] = own_bits.data();
    bits[high] = own_high.data();
}

float Matching::Side::worth_of(Place place) const {
    for (const auto& [one, weight] : here)
        if (const Impact impact = one->impact(place)) return weight * worth(impact);
    return 0;
}

bool Matching::Side::is_top(Place place) const {
    return std::ranges::binary_search(tops, place, {}, &Posting::place);
}

Result<Matching> Matching::prepare(Reader& reader, std::vector<Group> words, const Filter& filter) {
    Matching matching(reader);
    const auto add = [&](Group group, bool is_word) {
        Side side;
        side.is_word = is_word;
        for (auto& alternative : group) {
            const std::uint64_t documents = alternative.listing->size();
            side.documents += documents;
            if (is_word) alternative.weight *= inverse_frequency(reader.counts().documents, documents);
            if (documents > 0) side.group.push_back(alternative);
        }
        matching.sides_.push_back(std::move(side));
    };
    for (auto& word : words) add(std::move(word), true);
    matching.words_ = matching.sides_.size();
    for (const auto& choice : filter.choices) {
        Group group;
        for (const auto value : choice.values) {
            PALABRE_TRY(listing, reader.with_number(choice.column, value));
            group.push_back({listing, 0});
        }
        add(std::move(group), false);
    }
    return matching;
}

bool Matching::is_tiered(const Collector& collector, std::size_t wanted) const {
    if (any_ || words_ == 0 || collector.counts_all()) return false;
    const auto all = static_cast<double>(std::max<std::uint64_t>(reader_.counts().numbered, 1));
    double expected = all;
    for (const auto& side : sides_) expected *= std::min(1.0, static_cast<double>(side.documents) / all);
    return expected >= worth_tiers * static_cast<double>(wanted);
}

Status Matching::run(Collector& collector, std::size_t wanted) {
    static constexpr Tier one_pass[] = {Tier::everything};
    static constexpr Tier tiers[] = {Tier::some_top, Tier::rest};
    const auto passes = is_tiered(collector, wanted) ? std::span<const Tier>(tiers) : std::span<const Tier>(one_pass);
    for (const Tier tier : passes) {
        for (std::size_t i = reader_.stretches().size(); i-- > 0;) {
            if (!enter(i)) continue;
            PALABRE_CHECK(collector.enter(i));
            if (want(tier, collector)) visit(i, tier, collector);
        }
    }
    return {};
}

bool Matching::enter(std::size_t stretch) {
    bool any_word = words_ == 0;
    for (std::size_t i = 0; i < sides_.size(); ++i) {
        sides_[i].enter(stretch);
        const bool here = sides_[i].size > 0;
        if (!here && (i >= words_ || !any_)) return false;
        any_word = any_word || (here && i < words_);
    }
    return any_word;
}

bool Matching::want(Tier tier, const Collector& collector) {
    wanted_.clear();
    wanted_rows_ = 0;
    if (words_ > levelled_words) {
        want_of_many_words(tier, collector);
        return wanted_rows_ > 0;
    }
    // What is top, too, stands among what is high.
    const Level highest = tier == Tier::rest ? high : top;
    levels_.assign(words_, low);
    const auto is_covered = [&] {
        for (std::size_t row = 0; row < wanted_rows_; ++row)
            if (std::ranges::equal(std::span(wanted_).subspan(row * words_, words_), levels_, std::less_equal()))
                return true;
        return false;
    };
    // Ascending, so that a row comes before all that it covers.
    for (std::size_t i = words_;;) {
        // What a document is worth is summed in the same order, so that rounding cannot make it greater.
        float most = 0;
        for (std::size_t word = 0; word < words_; ++word)
            most += sides_[word].most[levels_[word] == low ? low : highest];
        if (collector.wants(most) && !is_covered()) add_wanted();
        for (i = words_; i > 0 && levels_[i - 1] == high; --i) levels_[i - 1] = low;
        if (i == 0) return wanted_rows_ > 0;
        ++levels_[i - 1];
    }
}

void Matching::want_of_many_words(Tier tier, const Collector& collector) {
    float greatest = 0, lowest = 0;
    for (std::size_t i = 0; i < words_; ++i) {
        greatest += sides_[i].most[tier == Tier::rest ? high : top];
        lowest += sides_[i].most[low];
    }
    if (!collector.wants(greatest)) return;
    levels_.assign(words_, low);
    if (collector.wants(lowest)) return add_wanted();
    for (std::size_t i = 0; i < words_; ++i) {
        levels_.assign(words_, low);
        levels_[i] = high;
        add_wanted();
    }
}

void Matching::add_wanted() {
    wanted_.insert(wanted_.end(), levels_.begin(), levels_.end());
    ++wanted_rows_;
}

void Matching::visit(std::size_t stretch, Tier tier, Collector& collector) {
    const std::uint32_t documents = reader_.stretches()[stretch].documents;
    const Side* shortest = nullptr;
    for (auto& side : sides_) {
        side.make_set(documents);
        if (!side.dense && (shortest == nullptr || side.places.size() < shortest->places.size())) shortest = &side;
    }
    if (sides_.empty())
        for (std::uint32_t place = 0; place < documents; ++place) collector.offer(static_cast<Place>(place), 0);
    else if (any_ && words_ > 0)
        match_any_word(documents, collector);
    else if (tier == Tier::some_top)
        match_tops(collector);
    else if (shortest != nullptr)
        match_list(tier, *shortest, collector);
    else
        match_bits(tier, documents, collector);
}

// One word after the other for all of them, without a branch that waits for what is read: the places lie far apart, and
// so many reads are under way at a time.
void Matching::offer_candidates(std::size_t not_top, const Side* leading, Collector& collector) {
    sums_.assign(candidates_.size(), 0);
    for (std::size_t i = 0; i < words_; ++i) weigh_candidates(sides_[i], &sides_[i] == leading, i < not_top);
    for (std::size_t i = 0; i < candidates_.size(); ++i)
        if (sums_[i] >= 0) collector.offer(candidates_[i].place, sums_[i]);
}

void Matching::weigh_candidates(const Side& side, bool is_leading, bool not_top) {
    constexpr float none = -std::numeric_limits<float>::infinity();
    if (!side.is_single()) {
        for (std::size_t i = 0; i < candidates_.size(); ++i)
            sums_[i] += not_top && side.is_top(candidates_[i].place) ? none : side.worth_of(candidates_[i].place);
        return;
    }
    const auto& [stretch, weight] = side.here.front();
    const int out = not_top ? stretch->top_least() : 256;
    for (std::size_t i = 0; i < candidates_.size(); ++i) {
        const Impact impact = is_leading ? candidates_[i].impact : stretch->impact(candidates_[i].place);
        sums_[i] += impact >= out ? none : weight * worth(impact);
    }
}

void Matching::match_bits(Tier tier, std::uint32_t documents, Collector& collector) {
    std::size_t changes = collector.changes();
    const auto take_row = [&](Block& block, std::size_t row, std::uint32_t begin) {
        block = all_set;
        for (std::size_t i = 0; i < words_; ++i) take_common(block, sides_[i].bits[wanted_[row * words_ + i]] + begin);
    };
    for (std::uint32_t begin = 0; begin < bit_words(documents); begin += block_words) {
        if (changes != collector.changes()) {
            changes = collector.changes();
            if (!want(tier, collector)) return;
        }
        Block block;
        take_row(block, 0, begin);
        for (std::size_t row = 1; row < wanted_rows_; ++row) {
            Block other;
            take_row(other, row, begin);
            add_to(block, other.data());
        }
        for (std::size_t i = words_; i < sides_.size(); ++i) take_common(block, sides_[i].bits[low] + begin);
        set_candidates(block, begin);
        offer_candidates(tier == Tier::everything ? 0 : words_, nullptr, collector);
    }
}

Impact Matching::least_wanted(const Side& leading, Tier tier, const Collector& collector) const {
    if (!leading.is_word || !leading.is_single()) return 0;
    const auto is_unwanted = [&](int impact) {
        float most = 0;
        for (std::size_t i = 0; i < words_; ++i)
            most += &sides_[i] == &leading ? leading.here.front().second * worth(static_cast<Impact>(impact))
                                           : sides_[i].most[tier == Tier::rest ? high : top];
        return !collector.wants(most);
    };
    return static_cast<Impact>(*std::ranges::partition_point(std::views::iota(0, impact_steps + 1), is_unwanted));
}

bool Matching::wants_low(const Side& side, Tier tier, const Collector& collector) const {
    float most = 0;
    for (std::size_t i = 0; i < words_; ++i)
        most += sides_[i].most[&sides_[i] == &side ? low : tier == Tier::rest ? high : top];
    return collector.wants(most);
}

void Matching::make_room(std::size_t candidates) {
    if (room_.size() < candidates) room_.resize(candidates);
}

void Matching::set_candidates(std::span<const std::uint64_t> bits, std::uint32_t first_word) {
    make_room(bits.size() * bits_per_word);
    std::size_t count = 0;
    for (std::uint32_t i = 0; i < bits.size(); ++i)
        each_bit(bits[i], first_word + i, [&](Place place) { room_[count++] = {place, 0}; });
    candidates_ = std::span(room_).first(count);
}

template <class PostingAt>
void Matching::set_candidates(const Side& leading, Tier tier, std::size_t count, const PostingAt& posting,
                              const Collector& collector) {
    others_.clear();
    for (const auto& side : sides_) {
        if (&side == &leading) continue;
        const bool high_only = side.dense && side.is_word && !wants_low(side, tier, collector);
        others_.push_back({side.dense ? side.bits[high_only ? high : low] : nullptr, side.places,
                           high_only ? side.size / postings_per_high_one : side.size});
    }
    std::ranges::sort(others_, {}, &Other::size);

    // Without a branch: none would be foreseen.
    const Impact least = least_wanted(leading, tier, collector);
    const auto first_bits = std::ranges::find_if(others_, &Other::bits);
    make_room(count);
    std::size_t kept = 0;
    if (first_bits == others_.end()) {
        for (std::size_t i = 0; i < count; ++i) {
            const Posting one = posting(i);
            room_[kept] = one;
            kept += one.impact >= least ? 1 : 0;
        }
    } else {
        for (std::size_t i = 0; i < count; ++i) {
            const Posting one = posting(i);
            room_[kept] = one;
            kept += static_cast<std::size_t>(one.impact >= least) &
                    static_cast<std::size_t>(test_bit(first_bits->bits, one.place));
        }
    }
    candidates_ = std::span(room_).first(kept);
    for (const auto& other : others_) {
        if (other.bits == nullptr)
            candidates_ = common_ones(candidates_, other.places);
        else if (&other != &*first_bits)
            candidates_ = set_ones(candidates_, other.bits);
    }
}

void Matching::match_list(Tier tier, const Side& shortest, Collector& collector) {
    const auto posting = [&](std::size_t i) {
        return Posting{shortest.places[i], shortest.impacts.empty() ? Impact{0} : shortest.impacts[i]};
    };
    set_candidates(shortest, tier, shortest.places.size(), posting, collector);
    offer_candidates(tier == Tier::everything ? 0 : words_, &shortest, collector);
}

void Matching::match_tops(Collector& collector) {
    for (std::size_t word = 0; word < words_; ++word) {
        const Side& leading = sides_[word];
        const auto posting = [&](std::size_t i) { return leading.tops[i]; };
        set_candidates(leading, Tier::some_top, leading.tops.size(), posting, collector);
        offer_candidates(word, &leading, collector);
    }
}

std::vector<const Matching::Side*> Matching::needed(const Collector& collector) const {
    std::vector<const Side*> order;
    for (std::size_t i = 0; i < words_; ++i)
        if (sides_[i].size > 0) order.push_back(&sides_[i]);
    std::ranges::sort(order, {}, &Side::greatest);
    // What has none but these words is not among the best.
    constexpr float rounding = 1.00001F;
    float sum = 0;
    std::size_t passed_over = 0;
    for (; passed_over < order.size(); ++passed_over) {
        sum += order[passed_over]->greatest();
        if (collector.wants(sum * rounding)) break;
    }
    order.erase(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(passed_over));
    return order;
}

void Matching::match_any_word(std::uint32_t documents, Collector& collector) {
    met_.assign(bit_words(documents), 0);
    const auto add = [](std::vector<std::uint64_t>& to, const Side& side) {
        if (side.dense)
            add_bits(to, side.bits[low]);
        else
            set_bits(to, side.places);
    };
    for (const Side* side : needed(collector)) add(met_, *side);
    for (std::size_t i = words_; i < sides_.size(); ++i) {
        scratch_.assign(met_.size(), 0);
        add(scratch_, sides_[i]);
        for (std::size_t word = 0; word < met_.size(); ++word) met_[word] &= scratch_[word];
    }
    set_candidates(met_, 0);
    offer_candidates(0, nullptr, collector);
}

} // namespace palabre::projections::search
