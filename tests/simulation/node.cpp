// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/node.hpp"

#include "projections/registry.hpp"
#include "tests/simulation/beginning.hpp"
#include "tests/simulation/reference.hpp"

namespace palabre::sim {
namespace {

/// A node that stops by itself has found its own state wrong.
template <class T>
auto lives(Result<T> result) {
    if (result.has_error()) throw Broken{"no node stops", result.error().message};
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

} // namespace

class Node::SkewedClock final : public Clock {
public:
    SkewedClock(Clock& clock, Duration skew) : clock_(clock), skew_(skew) {}
    Instant now() override { return clock_.now() + skew_; }

private:
    Clock& clock_;
    Duration skew_;
};

/// The node stands still wherever it speaks with the order: others go on meanwhile, or it dies there.
class Node::NodeOrder final : public log::Order {
public:
    NodeOrder(Node& node, Running& running) : node_(node), running_(running) {}

    Status start(const log::PositionVector& vector) override { return log_.start(vector); }
    Status append(std::span<const log::Body> bodies) override {
        Fiber::yield();
        node_.give_secrets(running_);
        auto status = log_.append(bodies);
        Fiber::yield();
        return status;
    }
    Result<std::vector<log::Record>> poll(std::size_t most, Duration wait) override {
        if (pausing) Fiber::yield();
        // Batches of any size: nothing may depend on it.
        auto records = log_.poll(1 + node_.cluster_.random.number() % std::min<std::size_t>(most, 40), wait);
        node_.take_secrets(running_);
        return records;
    }
    [[nodiscard]] bool shared() const override { return log_.shared(); }
    [[nodiscard]] std::size_t partitions() const override { return log_.partitions(); }

    bool pausing = false; ///< only the write loop's fiber can stand still

private:
    Node& node_;
    Running& running_;
    log::SimLog log_{node_.cluster_.topic, node_.cluster_.faults};
};

struct Node::Running {
    std::unique_ptr<log::LocalLog> log;
    std::unique_ptr<Vault> vault;
    std::unique_ptr<commands::Model> model;
    std::unique_ptr<Store> views;
    std::unique_ptr<NodeOrder> order;
    std::optional<commands::Writer::Parts> parts;
    std::optional<commands::WriteLoop> loop;
    std::optional<commands::ModelKeyRing> keys;
    std::optional<projections::Projector> projector;
    std::optional<commands::members::Eraser> eraser;
    std::size_t secrets_taken = 0;
    std::vector<Vault::Put> own_secrets; ///< of submissions, until another node may need them
    std::list<commands::Waiting> queue, group;
    std::unique_ptr<Fiber> writing; ///< last: it ends before what it works on
};

Node::Node(Cluster& cluster, int number, Duration skew)
    : cluster_(cluster), disk_("n" + std::to_string(number)),
      clock_(std::make_unique<SkewedClock>(cluster.clock, skew)) {}

Node::~Node() = default;

/// Runs something of the node's; it may die in it.
template <class Act>
void Node::alive(Act&& act) {
    try {
        act();
    } catch (const Died&) {
        crash(cluster_.random.number() % 2 == 0);
    }
}

void Node::start() {
    alive([this] {
        running_ = std::make_unique<Running>();
        open(*running_);
    });
}

void Node::open(Running& opened) {
    const std::filesystem::path folder = disk_.name();
    opened.vault = lives(Vault::open(folder / "vault", cluster_.random, {.master_key_file = master_key_file()}));
    for (const Place& place : beginning().places)
        lives(opened.vault->set_naming_key(place.community, beginning().naming_key));
    opened.log = lives(log::LocalLog::open(folder / "log", {.durability = log::Durability::unsynced}));
    opened.order = std::make_unique<NodeOrder>(*this, opened);
    lives(opened.order->start(opened.log->vector()));
    // After a power cut the model may know more than the log: the node takes what the topic holds up to there.
    for (int polls = 0; !opened.model; ++polls) {
        auto model = commands::Model::open(folder / "model", *opened.log, {});
        if (model) {
            opened.model = std::move(*model);
        } else if (polls == 1'000) {
            lives(std::move(model));
        } else {
            lives(opened.log->take(lives(opened.order->poll(40, Duration(0)))));
        }
    }
    opened.order = std::make_unique<NodeOrder>(*this, opened);
    opened.parts.emplace(commands::Writer::Parts{*opened.order, *opened.log, *opened.model, *opened.vault, *clock_,
                                                 cluster_.random, folder, [](const Error&) {}});
    opened.loop.emplace(*opened.parts);
    lives(opened.loop->prepare());
    opened.keys.emplace(*opened.model, *opened.log, *opened.vault);
    opened.eraser.emplace(*opened.log, *opened.model, *opened.vault);
    open_views(opened);
    opened.order->pausing = true;
    opened.writing = std::make_unique<Fiber>([this, &opened] { write_forever(opened); });
}

void Node::open_views(Running& opened) {
    opened.views = lives(Store::open(std::filesystem::path(disk_.name()) / "views", {.use = Store::Use::views}));
    for (int polls = 0;; ++polls) {
        opened.projector.emplace(*opened.views, *opened.log, *opened.keys, projections::registry(),
                                 projections::Projector::Options{.events_per_batch = 1 + cluster_.random.number() % 30,
                                                                 .background = false});
        auto status = opened.projector->open();
        if (status) return;
        if (polls == 1'000) lives(std::move(status));
        lives(opened.loop->tail());
    }
}

void Node::crash(bool power) {
    running_.reset();
    shown_.clear();
    disk_.live();
    disk_.close_all();
    if (power) disk_.cut_power(cluster_.random);
}

void Node::submit(commands::Submission submission, commands::Completion done) {
    auto& secrets = submission.secrets;
    running_->own_secrets.insert(running_->own_secrets.end(), secrets.begin(), secrets.end());
    running_->queue.push_back({std::move(submission), std::move(done), clock_->now()});
}

void Node::write() {
    alive([this] {
        running_->writing->resume();
        if (running_->writing->ended()) throw Died{}; // at a write
    });
}

void Node::write_forever(Running& running) {
    for (;; Fiber::yield()) {
        std::uint64_t most = 1 + cluster_.random.number() % 4;
        for (; most > 0 && !running.queue.empty(); --most)
            running.group.splice(running.group.end(), running.queue, running.queue.begin());
        lives(running.group.empty() ? running.loop->tail() : running.loop->run(running.group));
    }
}

bool Node::project() {
    bool shown = false;
    alive([&] {
        lives(running_->projector->run());
        for (const auto& state : running_->projector->states())
            if (state.stopped) throw Broken{"no node stops", "projection " + state.name + ": " + *state.stopped};
        if (running_->projector->applied() != running_->log->end())
            throw Broken{"reads", name() + " has not applied all that its log holds"};
        shown_.clear();
        for (const auto& [community, head] : lives(running_->log->heads())) shown_[community] = head.sequence;
        shown = true;
    });
    return shown;
}

void Node::erase() {
    alive([this] { lives(running_->eraser->destroy_keys()); });
}

bool Node::idle() const {
    if (!up() || !running_->queue.empty() || !running_->group.empty()) return false;
    const auto vector = running_->log->vector();
    for (std::int32_t p = 0; p < cluster_.topic.partitions(); ++p)
        if (!log::holds(vector, Partition{p}, Offset{cluster_.topic.size(Partition{p}) - 1})) return false;
    return true;
}

/// What other nodes have put into their vaults before they proposed.
void Node::take_secrets(Running& running) {
    for (; running.secrets_taken < cluster_.secrets.size(); ++running.secrets_taken) {
        const Vault::Put& put = cluster_.secrets[running.secrets_taken];
        if (lives(running.vault->get(put.owner, put.id)).state == RecordState::unknown)
            lives(running.vault->put({put}));
    }
}

/// What stands in the own vault by now reaches the others before what names it.
void Node::give_secrets(Running& running) {
    std::erase_if(running.own_secrets, [&](const Vault::Put& put) {
        const bool stands = lives(running.vault->get(put.owner, put.id)).state == RecordState::present;
        if (stands) cluster_.secrets.push_back(put);
        return stands;
    });
}

log::LocalLog& Node::log() {
    return *running_->log;
}
commands::Model& Node::model() {
    return *running_->model;
}
Vault& Node::vault() {
    return *running_->vault;
}
KeyRing& Node::keys() {
    return *running_->keys;
}
projections::Projector& Node::projector() {
    return *running_->projector;
}

} // namespace palabre::sim
