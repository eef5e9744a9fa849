// SPDX-License-Identifier: Apache-2.0
#include "projections/search/query/matching.hpp"

#include <algorithm>
#include <array>

namespace palabre::projections::search {
namespace {

/// Where so many times as many as are wanted are expected, tiers save more than going over the stretches again costs.
constexpr double worth_tiers = 8;

using Block = std::array<std::uint64_t, block_words>;

void take_all(Block& block, const std::uint64_t* bits) {
    std::copy_n(bits, block_words, block.data());
}
void take_common(Block& block, const std::uint64_t* bits) {
    for (std::uint32_t i = 0; i < block_words; ++i) block[i] &= bits[i];
}
void add_to(Block& block, const std::uint64_t* bits) {
    for (std::uint32_t i = 0; i < block_words; ++i) block[i] |= bits[i];
}

void set_bits(std::vector<std::uint64_t>& bits, std::span<const Place> places) {
    for (const Place place : places) set_bit(bits.data(), place);
}
void add_bits(std::vector<std::uint64_t>& bits, const std::uint64_t* others) {
    for (std::size_t i = 0; i < bits.size(); ++i) bits[i] |= others[i];
}

/// Walks a sorted list beside another one.
class Cursor {
public:
    explicit Cursor(std::span<const Place> places) : rest_(places) {}
    /// Places that are asked for ascend.
    bool has(Place place) {
        std::size_t step = 1;
        while (step < rest_.size() && rest_[step] < place) step *= 2;
        const auto end = rest_.begin() + static_cast<std::ptrdiff_t>(std::min(step + 1, rest_.size()));
        rest_ = rest_.subspan(static_cast<std::size_t>(std::lower_bound(rest_.begin(), end, place) - rest_.begin()));
        return !rest_.empty() && rest_.front() == place;
    }

private:
    std::span<const Place> rest_;
};

} // namespace

void Matching::Side::enter(std::size_t stretch) {
    here.clear();
    size = 0;
    greatest = low = 0;
    for (const auto& [listing, weight] : group) {
        const Stretch& one = (*listing)[stretch];
        if (one.empty()) continue;
        here.emplace_back(&one, weight);
        size += one.size();
        greatest = std::max(greatest, weight * worth(one.greatest()));
        low = std::max(low, weight * worth(one.low_greatest()));
    }
}

void Matching::Side::make_set(std::uint32_t of) {
    dense = std::ranges::any_of(here, [](const auto& one) { return one.first->dense(); });
    if (here.size() == 1) {
        bits = here.front().first->bits();
        high = here.front().first->high_bits();
        places = here.front().first->places();
        return;
    }
    if (!dense) {
        own_places.clear();
        for (const auto& [one, weight] : here)
            own_places.insert(own_places.end(), one->places().begin(), one->places().end());
        std::ranges::sort(own_places);
        const auto same = std::ranges::unique(own_places);
        own_places.erase(same.begin(), same.end());
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
    bits = own_bits.data();
    high = own_high.data();
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
    static constexpr Tier tiers[] = {Tier::all_high, Tier::some_high, Tier::none_high};
    const auto passes = is_tiered(collector, wanted) ? std::span<const Tier>(tiers) : std::span<const Tier>(one_pass);
    for (const Tier tier : passes) {
        for (std::size_t i = reader_.stretches().size(); i-- > 0;) {
            if (!enter(i)) continue;
            PALABRE_CHECK(collector.enter(i));
            if (is_wanted(tier, collector)) visit(i, tier, collector);
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

bool Matching::is_wanted(Tier tier, const Collector& collector) const {
    // What a document is worth is summed in the same order, so that rounding cannot make it greater.
    float all = 0, low = 0;
    bool all_low = true;
    for (std::size_t i = 0; i < words_; ++i) {
        all += sides_[i].greatest;
        low += sides_[i].low;
        all_low = all_low && sides_[i].low > 0;
    }
    if (tier == Tier::none_high) return all_low && collector.wants(low);
    if (tier != Tier::some_high) return collector.wants(all);
    for (std::size_t one = 0; words_ > 1 && one < words_; ++one) {
        if (sides_[one].low <= 0) continue;
        float most = 0;
        for (std::size_t i = 0; i < words_; ++i) most += i == one ? sides_[i].low : sides_[i].greatest;
        if (collector.wants(most)) return true;
    }
    return false;
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
    const bool only_high = tier == Tier::all_high;
    for (std::uint32_t begin = 0; begin < bit_words(documents); begin += block_words) {
        Block block;
        take_all(block, (only_high && sides_[0].is_word ? sides_[0].high : sides_[0].bits) + begin);
        for (std::size_t i = 1; i < sides_.size(); ++i)
            take_common(block, (only_high && sides_[i].is_word ? sides_[i].high : sides_[i].bits) + begin);
        if (tier == Tier::some_high || tier == Tier::none_high) {
            Block some, all;
            take_all(some, sides_[0].high + begin);
            all = some;
            for (std::size_t i = 1; i < words_; ++i) {
                add_to(some, sides_[i].high + begin);
                take_common(all, sides_[i].high + begin);
            }
            for (std::uint32_t i = 0; i < block_words; ++i)
                block[i] &= tier == Tier::none_high ? ~some[i] : some[i] & ~all[i];
        }
        for (std::uint32_t i = 0; i < block_words; ++i)
            each_bit(block[i], begin + i, [&](Place place) { offer(place, collector); });
    }
}

void Matching::match_list(Tier tier, const Side& shortest, Collector& collector) {
    std::vector<Cursor> cursors;
    for (const auto& side : sides_) cursors.emplace_back(side.dense ? std::span<const Place>() : side.places);
    for (const Place place : shortest.places) {
        bool some_high = false, all_high = true, here = true;
        for (std::size_t i = 0; here && i < sides_.size(); ++i) {
            const Side& side = sides_[i];
            here = &side == &shortest || (side.dense ? test_bit(side.bits, place) : cursors[i].has(place));
            if (i >= words_ || !here) continue;
            const bool high = !side.dense || test_bit(side.high, place);
            some_high = some_high || high;
            all_high = all_high && high;
        }
        if (!here) continue;
        const Tier own = all_high ? Tier::all_high : some_high ? Tier::some_high : Tier::none_high;
        if (tier == Tier::everything || tier == own) offer(place, collector);
    }
}

std::vector<const Matching::Side*> Matching::needed(const Collector& collector) const {
    std::vector<const Side*> order;
    for (std::size_t i = 0; i < words_; ++i)
        if (sides_[i].size > 0) order.push_back(&sides_[i]);
    std::ranges::sort(order, {}, [](const Side* side) { return side->greatest; });
    // What has none but these words is not among the best.
    constexpr float rounding = 1.00001F;
    float sum = 0;
    std::size_t passed_over = 0;
    for (; passed_over < order.size(); ++passed_over) {
        sum += order[passed_over]->greatest;
        if (collector.wants(sum * rounding)) break;
    }
    order.erase(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(passed_over));
    return order;
}

void Matching::match_any_word(std::uint32_t documents, Collector& collector) {
    met_.assign(bit_words(documents), 0);
    const auto add = [](std::vector<std::uint64_t>& to, const Side& side) {
        if (side.dense)
            add_bits(to, side.bits);
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
