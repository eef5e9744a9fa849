// SPDX-License-Identifier: Apache-2.0
#include "tools/demo/plan.hpp"

#include "tools/demo/composer.hpp"

#include <array>

namespace palabre::tools::demo {

namespace {

using events::forum::ThreadKind;

// How it is spread, by equal parts of all cases: some questions stay alone, a few draw a crowd.
constexpr std::array<std::size_t, 16> answers_of = {0, 0, 1, 1, 2, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 6};
constexpr std::array<std::size_t, 16> comments_of = {0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 6, 6, 8, 9, 11};
constexpr std::array<std::size_t, 10> thanks_of_opening = {0, 0, 1, 1, 2, 2, 3, 4, 5, 8};
constexpr std::array<std::size_t, 12> thanks_of_answer = {0, 0, 1, 1, 2, 2, 3, 4, 5, 6, 9, 14};
constexpr std::array<std::size_t, 6> thanks_of_comment = {0, 0, 0, 0, 1, 2};
constexpr std::size_t most_comments = 14, most_without_answer = 2;
constexpr std::size_t contributions_per_thread = 8; ///< about
constexpr std::size_t locks = 6, pins = 3;

/// How many answers and comments each discussion gets, so that the sum is exact.
struct Shape {
    std::size_t answers = 0, comments = 0;
};
std::size_t most_comments_of(const Shape& shape) {
    return shape.answers == 0 ? most_without_answer : most_comments;
}

/// Subjects of the network's own life: greetings, meetings. Advice around them would be odd.
bool is_social(const Subject& subject) {
    return subject.spaces.front() == "reseau";
}

class Planner {
public:
    Planner(const Library& library, const Calendar& calendar, Chance& chance)
        : library_(library), calendar_(calendar), chance_(chance), composer_(library, chance) {}

    Plan run(std::size_t members, std::size_t contributions) {
        plan_.people = people(members, calendar_, chance_);
        appoint();
        const std::size_t threads = std::max<std::size_t>(1, contributions / contributions_per_thread);
        open_all(threads);
        const auto shapes = shape(contributions - threads);
        for (std::size_t i = 0; i < threads; ++i) discuss(plan_.discussions[i], shapes[i]);
        for (auto& discussion : plan_.discussions) afterwards(discussion);
        close_some();
        return std::move(plan_);
    }

private:
    void appoint();
    void open_all(std::size_t threads);
    std::vector<Shape> shape(std::size_t replies);
    void discuss(Discussion& discussion, Shape shape);
    std::vector<std::string> answering(const Subject& subject, const Fragment& fragment);
    void answer(Discussion& discussion, const Fragment& fragment, Instant after);
    void comment(Discussion& discussion, std::vector<Fragment>& own);
    void accept(Discussion& discussion);
    void afterwards(Discussion& discussion);
    void thank(Message& message, std::size_t how_many);
    void change(Discussion& discussion, std::size_t place);
    void close_some();
    void add(Discussion& discussion, std::size_t author, std::optional<std::size_t> parent, std::string body,
             Instant at);
    [[nodiscard]] std::size_t writer(Instant at, const std::vector<std::string>& trades,
                                     const std::vector<std::size_t>& not_these);

    const Library& library_;
    const Calendar& calendar_;
    Chance& chance_;
    Composer composer_;
    Plan plan_;
};

/// Three who write a lot and were there early moderate.
void Planner::appoint() {
    std::vector<std::size_t> order(plan_.people.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return plan_.people[a].voice > plan_.people[b].voice; });
    order.resize(std::min<std::size_t>(order.size(), 8));
    std::sort(order.begin(), order.end());
    order.resize(std::min<std::size_t>(order.size(), 3));
    plan_.moderators = order;
    for (std::size_t i = 0; i < order.size(); ++i)
        plan_.people[order[i]].joined =
            std::min(plan_.people[order[i]].joined, calendar_.start() + std::chrono::minutes(5 + i));
    // They are in the order of joining again.
    for (std::size_t i = 0; i < order.size(); ++i) {
        std::rotate(plan_.people.begin() + static_cast<std::ptrdiff_t>(i),
                    plan_.people.begin() + static_cast<std::ptrdiff_t>(order[i]),
                    plan_.people.begin() + static_cast<std::ptrdiff_t>(order[i]) + 1);
        plan_.moderators[i] = i;
    }
}

/// Somebody who was there and may say it; those who write more are asked more. Trades are a wish where nobody has them.
std::size_t Planner::writer(Instant at, const std::vector<std::string>& trades,
                            const std::vector<std::size_t>& not_these) {
    const std::size_t there = std::max<std::size_t>(2, joined_by(plan_.people, at));
    std::vector<std::uint64_t> weights(there, 0);
    for (const bool wish : {true, false}) {
        bool any = false;
        for (std::size_t i = 0; i < there; ++i) {
            const Person& person = plan_.people[i];
            const bool fits =
                !wish || trades.empty() || std::find(trades.begin(), trades.end(), person.trade) != trades.end();
            const bool free = std::find(not_these.begin(), not_these.end(), i) == not_these.end();
            weights[i] = fits && free ? person.voice : 0;
            any = any || weights[i] > 0;
        }
        if (any) return chance_.weighted(weights);
    }
    return not_these.empty() || not_these.front() != 0 ? 0 : 1;
}

void Planner::add(Discussion& discussion, std::size_t author, std::optional<std::size_t> parent, std::string body,
                  Instant at) {
    Message message;
    message.id = chance_.random().draw<PostId>();
    message.author = author;
    message.parent = parent;
    message.body = std::move(body);
    message.at = std::max(at, plan_.people[author].joined + std::chrono::minutes(30));
    discussion.messages.push_back(std::move(message));
}

void Planner::open_all(std::size_t threads) {
    std::vector<Instant> times;
    const auto first = calendar_.start() + std::chrono::hours(8); // the first ones have joined
    for (std::size_t i = 0; i < threads; ++i) times.push_back(std::max(calendar_.moment(chance_), first));
    std::sort(times.begin(), times.end());
    std::vector<const Subject*> deck;
    std::map<const Subject*, std::vector<std::size_t>> askers; // nobody asks the same twice
    for (std::size_t i = 0; i < threads; ++i) {
        if (i % library_.subjects.size() == 0) { // every subject once before any comes again
            deck.clear();
            for (const Subject& subject : library_.subjects) deck.push_back(&subject);
            chance_.shuffle(deck);
        }
        Discussion discussion;
        discussion.id = chance_.random().draw<ThreadId>();
        discussion.subject = deck[i % deck.size()];
        auto& asked = askers[discussion.subject];
        auto trades = discussion.subject->trades;
        trades.resize(std::min<std::size_t>(trades.size(), 1)); // the one that the subject is of
        const auto author = writer(times[i], trades, asked);
        asked.push_back(author);
        discussion.title = composer_.title(*discussion.subject, plan_.people[author]);
        add(discussion, author, std::nullopt, composer_.opening(*discussion.subject, plan_.people[author]), times[i]);
        plan_.discussions.push_back(std::move(discussion));
    }
}

std::vector<Shape> Planner::shape(std::size_t replies) {
    std::vector<Shape> shapes;
    std::size_t sum = 0;
    for (const auto& discussion : plan_.discussions) {
        Shape shape{std::min(chance_.pick(answers_of), discussion.subject->part('A').size()),
                    chance_.pick(comments_of)};
        shape.comments = std::min(shape.comments, most_comments_of(shape));
        sum += shape.answers + shape.comments;
        shapes.push_back(shape);
    }
    while (sum != replies) {
        Shape& shape = shapes[chance_.below(shapes.size())];
        if (sum < replies && shape.comments < most_comments_of(shape)) ++shape.comments, ++sum;
        if (sum > replies && shape.comments > 0)
            --shape.comments, --sum;
        else if (sum > replies && shape.answers > 0)
            --shape.answers, --sum;
    }
    return shapes;
}

/// Who could write this: mostly the trade that the subject is of.
std::vector<std::string> Planner::answering(const Subject& subject, const Fragment& fragment) {
    if (!fragment.trade.empty()) return {fragment.trade};
    if (subject.trades.empty() || chance_.percent(25)) return subject.trades;
    return {subject.trades.front()};
}

void Planner::answer(Discussion& discussion, const Fragment& fragment, Instant after) {
    std::vector<std::size_t> not_these;
    for (const Message& message : discussion.messages)
        if (!message.parent) not_these.push_back(message.author);
    const Instant at = calendar_.reply(after, chance_);
    const auto author = writer(at, answering(*discussion.subject, fragment), not_these);
    const auto& person = plan_.people[author];
    const bool first = discussion.messages.size() == 1;
    add(discussion, author, std::nullopt,
        is_social(*discussion.subject) ? composer_.plain(fragment, person) : composer_.answer(fragment, person, first),
        at);
}

void Planner::comment(Discussion& discussion, std::vector<Fragment>& own) {
    const auto asker = discussion.messages.front().author;
    // On the opening or an answer, rather a late one; comments are not commented on.
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < discussion.messages.size(); ++i)
        if (!discussion.messages[i].parent) places.push_back(i);
    const bool late = places.size() > 1 && !is_social(*discussion.subject) && chance_.percent(85);
    const auto place = late ? places[1 + chance_.below(places.size() - 1)] : chance_.pick(places);
    const Instant at = calendar_.reply(discussion.messages[place].at, chance_);
    const auto upon = discussion.messages[place].author;
    const Subject& subject = *discussion.subject;
    const bool asks = subject.kind == ThreadKind::question || subject.kind == ThreadKind::opinion;
    const auto of_asker = std::count_if(discussion.messages.begin(), discussion.messages.end(),
                                        [&](const Message& message) { return message.author == asker; });
    if (asks && !is_social(subject) && place > 0 && upon != asker && of_asker < 3 && chance_.percent(35))
        return add(discussion, asker, place, composer_.thanks(plan_.people[asker]), at);
    const bool special = !own.empty() && (is_social(subject) || (place > 0 && chance_.percent(70)));
    const Fragment fragment = special              ? own.back()
                              : is_social(subject) ? chance_.pick(subject.part('C'))
                                                   : chance_.pick(library_.common.part(place == 0 ? 'D' : 'C'));
    if (special) own.pop_back();
    const auto trades = fragment.trade.empty() ? std::vector<std::string>() : std::vector{fragment.trade};
    const auto author = writer(at, trades, {upon});
    const auto& person = plan_.people[author];
    add(discussion, author, place,
        is_social(subject) ? composer_.plain(fragment, person) : composer_.comment(fragment, person), at);
}

void Planner::discuss(Discussion& discussion, Shape shape) {
    auto fragments = discussion.subject->part('A');
    chance_.shuffle(fragments);
    Instant after = discussion.messages.front().at;
    for (std::size_t i = 0; i < shape.answers; ++i) {
        answer(discussion, fragments[i], after);
        if (chance_.percent(60)) after = discussion.messages.back().at;
    }
    auto own = discussion.subject->part('C');
    chance_.shuffle(own);
    for (std::size_t i = 0; i < shape.comments; ++i) comment(discussion, own);
    accept(discussion);
}

void Planner::accept(Discussion& discussion) {
    if (discussion.subject->kind != ThreadKind::question) return;
    std::vector<std::size_t> answers;
    for (std::size_t i = 1; i < discussion.messages.size(); ++i)
        if (!discussion.messages[i].parent && discussion.messages[i].author != discussion.messages.front().author)
            answers.push_back(i);
    if (answers.empty() || !chance_.percent(60)) return;
    const auto chosen = chance_.percent(50) ? answers.front() : chance_.pick(answers);
    discussion.accepted = {calendar_.reply(discussion.messages[chosen].at, chance_), chosen};
}

void Planner::thank(Message& message, std::size_t how_many) {
    std::vector<std::size_t> already = {message.author};
    for (std::size_t i = 0; i < how_many; ++i) {
        const Instant at = calendar_.reply(message.at, chance_);
        std::vector<std::uint64_t> weights;
        std::uint64_t sum = 0;
        for (std::size_t p = 0; p < joined_by(plan_.people, at); ++p) {
            const bool free = std::find(already.begin(), already.end(), p) == already.end();
            weights.push_back(free ? plan_.people[p].gratitude : 0);
            sum += weights.back();
        }
        if (sum == 0) return;
        already.push_back(chance_.weighted(weights));
        message.thanks.push_back({already.back(), at});
    }
}

/// A few texts are touched up soon after, a very few taken away.
void Planner::change(Discussion& discussion, std::size_t place) {
    Message& message = discussion.messages[place];
    const auto soon =
        std::min(message.at + std::chrono::minutes(chance_.between(2, 90)), calendar_.end() + Duration(-1));
    if (chance_.below(1'000) < 22) {
        message.edit = {soon, message.body + "\n\n*" + composer_.common('E', plan_.people[message.author]) + "*"};
        return;
    }
    const bool chosen = discussion.accepted && discussion.accepted->second == place;
    bool answered = place == 0;
    for (const Message& other : discussion.messages) answered = answered || other.parent == place;
    if (answered || chosen || chance_.below(1'000) >= 9) return;
    message.removal = {soon, chance_.percent(60) ? message.author : chance_.pick(plan_.moderators)};
}

void Planner::afterwards(Discussion& discussion) {
    for (std::size_t i = 0; i < discussion.messages.size(); ++i) {
        Message& message = discussion.messages[i];
        change(discussion, i);
        if (message.removal) continue;
        const auto how_many = i == 0           ? chance_.pick(thanks_of_opening)
                              : message.parent ? chance_.pick(thanks_of_comment)
                                               : chance_.pick(thanks_of_answer);
        thank(message, how_many);
    }
}

/// Moderators close a few long discussions, and pin a few of the network's own.
void Planner::close_some() {
    std::vector<Discussion*> longest;
    for (auto& discussion : plan_.discussions) longest.push_back(&discussion);
    std::stable_sort(longest.begin(), longest.end(),
                     [](const Discussion* a, const Discussion* b) { return a->messages.size() > b->messages.size(); });
    std::size_t closed = 0, pinned = 0;
    for (Discussion* discussion : longest) {
        Instant last = discussion->messages.front().at;
        for (const Message& message : discussion->messages) last = std::max(last, message.at);
        for (const Message& message : discussion->messages)
            for (const Thanks& thanks : message.thanks) last = std::max(last, thanks.at);
        const Instant then = last + std::chrono::days(chance_.between(2, 20));
        if (closed < locks && then < calendar_.end() && !discussion->accepted) {
            discussion->locked = then;
            ++closed;
        }
    }
    for (auto& discussion : plan_.discussions) {
        if (pinned == pins) break;
        if (!is_social(*discussion.subject)) continue;
        discussion.pinned =
            std::min(discussion.messages.front().at + std::chrono::hours(20), calendar_.end() + Duration(-1));
        ++pinned;
    }
}

} // namespace

std::size_t Plan::contributions() const {
    std::size_t sum = 0;
    for (const auto& discussion : discussions) sum += discussion.messages.size();
    return sum;
}

Plan make_plan(const Library& library, const Calendar& calendar, std::size_t members, std::size_t contributions,
               Chance& chance) {
    return Planner(library, calendar, chance).run(members, contributions);
}

} // namespace palabre::tools::demo
