// SPDX-License-Identifier: Apache-2.0
#include "projections/search/query/matching.hpp"

#include <algorithm>
#include <array>

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
void add_places(std::vector<Place>& places, std::span<const Place> others) {
    places.insert(places.end(), others.begin(), others.end());
}
void sort_once(std::vector<Place>& places) {
    std::ranges::sort(places);
    const auto same = std::ranges::unique(places);
    places.erase(same.begin(), same.end());
}
void add_bits(std::vector<std::uint64_t>& bits, const std::uint64_t* others) {
    for (std::size_t i = 0; i < bits.size(); ++i) bits[i] |= others[i];
}

/// Leaves the places whose bit is set. Without a branch: none would be foreseen.
void keep_set(std::vector<Place>& places, const std::uint64_t* bits) {
    std::size_t kept = 0;
    for (const Place place : places) {
        places[kept] = place;
        kept += test_bit(bits, place) ? 1 : 0;
    }
    places.resize(kept);
}

/// Leaves the places that stand in the other list, too; both ascend.
void keep_common(std::vector<Place>& places, std::span<const Place> others) {
    std::size_t kept = 0;
    for (const Place place : places) {
        std::size_t step = 1;
        while (step < others.size() && others[step] < place) step *= 2;
        const auto end = others.begin() + static_cast<std::ptrdiff_t>(std::min(step + 1, others.size()));
        others =
            others.subspan(static_cast<std::size_t>(std::lower_bound(others.begin(), end, place) - others.begin()));
        if (others.empty()) break;
        if (others.front() == place) places[kept++] = place;
    }
    places.resize(kept);
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
        tops = here.front().first->top();
        return;
    }
    own_tops.clear();
    for (const auto& [one, weight] : here) add_places(own_tops, one->top());
    sort_once(own_tops);
    tops = own_tops;
    if (!dense) {
        own_places.clear();
        for (const auto& [one, weight] : here) add_places(own_places, one->places());
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

bool Matching::Side::is_high(Place place) const {
    return !dense || test_bit(bits[high], place);
}

bool Matching::Side::is_top(Place place) const {
    return is_high(place) && std::ranges::binary_search(tops, place);
}

float Matching::Side::worth_of(Place place) const {
    for (const auto& [one, weight] : here)
        if (const Impact impact = one->impact(place)) return weight * worth(impact);
    return 0;
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

void Matching::offer(Place place, Collector& collector) const {
    float sum = 0;
    for (std::size_t i = 0; i < words_; ++i) sum += sides_[i].worth_of(place);
    collector.offer(place, sum);
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
        for (std::uint32_t i = 0; i < block_words; ++i)
            each_bit(block[i], begin + i, [&](Place place) {
                if (tier == Tier::everything || !is_some_top(place, words_)) offer(place, collector);
            });
    }
}

void Matching::match_list(Tier tier, const Side& shortest, Collector& collector) {
    set_candidates(shortest.places, shortest);
    for (const Place place : candidates_) {
        float most = 0;
        for (std::size_t i = 0; i < words_; ++i)
            most += sides_[i].most[tier == Tier::everything ? top : sides_[i].is_high(place) ? high : low];
        if (collector.wants(most) && (tier == Tier::everything || !is_some_top(place, words_))) offer(place, collector);
    }
}

void Matching::match_tops(Collector& collector) {
    for (std::size_t word = 0; word < words_; ++word) {
        set_candidates(sides_[word].tops, sides_[word]);
        for (const Place place : candidates_) {
            float most = 0;
            for (std::size_t i = 0; i < words_; ++i)
                most += i == word || sides_[i].is_high(place) ? sides_[i].greatest() : sides_[i].most[low];
            if (collector.wants(most) && !is_some_top(place, word)) offer(place, collector);
        }
    }
}

void Matching::set_candidates(std::span<const Place> places, const Side& of) {
    others_.clear();
    for (const auto& side : sides_)
        if (&side != &of) others_.push_back(&side);
    std::ranges::sort(others_, {}, &Side::size);
    candidates_.assign(places.begin(), places.end());
    for (const Side* side : others_)
        side->dense ? keep_set(candidates_, side->bits[low]) : keep_common(candidates_, side->places);
}

bool Matching::is_some_top(Place place, std::size_t of_words) const {
    return std::any_of(sides_.begin(), sides_.begin() + static_cast<std::ptrdiff_t>(of_words),
                       [&](const Side& side) { return side.is_top(place); });
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
    for (std::uint32_t word = 0; word < met_.size(); ++word)
        each_bit(met_[word], word, [&](Place place) { offer(place, collector); });
}

} // namespace palabre::projections::search
