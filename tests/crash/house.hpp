// SPDX-License-Identifier: Apache-2.0
// A real node – log, vault, model, views, writer, projector – on a disk that fails, and people who act in it. What they
// were answered is kept, and held against what is there after the node has ended and begun again.
#pragma once

#include "tests/core/temp_folder.hpp"
#include "tests/crash/faulty_disk.hpp"
#include "tools/node.hpp"

#include <mutex>
#include <random>

namespace palabre::test {

class House {
public:
    /// A community with three members, a space and a thread, stopped in good order. Made once, copied for each house.
    static const std::filesystem::path& pattern();

    explicit House(std::uint64_t seed, bool empty = false);

    /// People act until `acts` are done or the node has ended: replies, threads, edits, reactions, alone and several at
    /// once; now and then the projections catch up, somebody is erased, or the node stops and begins again.
    void live(int acts);
    /// One reply: what it came to.
    commands::Outcome reply();

    /// Opens the node if it is not: false when it cannot, and then why() says so.
    bool open();
    /// Opens an empty house and founds in it what the pattern has, as far as the disk lets it.
    void settle();
    /// Ends the node as a normal stop does, as far as its disk lets it.
    void close();
    /// After the fault: the power comes back, and without `power` only the process had ended. What was not synced is
    /// gone in the first case.
    void come_back(bool power);

    /// Begins again and asks everything once more. All that was acknowledged is there, once, unchanged; the chain
    /// holds; model and views are those of a rebuild.
    void check_whole();

    [[nodiscard]] bool ended() const { return !why().empty(); }
    /// Why the node has ended or cannot begin; empty: it runs.
    [[nodiscard]] std::string why() const {
        const std::lock_guard lock(ended_mutex_);
        return why_;
    }
    [[nodiscard]] std::size_t acknowledged() const;
    [[nodiscard]] FaultyDisk& disk() { return *disk_; }
    [[nodiscard]] tools::Node& node() { return *node_; }

private:
    struct Asked {
        commands::Submission submission;
        std::optional<commands::Accepted> answer = {};
    };

    void found();
    void act_together(std::size_t count);
    void erase_somebody();
    [[nodiscard]] commands::Submission some_act();
    commands::Outcome submit(const CommunityId& where, commands::Command command, commands::Caller caller,
                             std::vector<Vault::Put> secrets = {});
    void join(MemberId member, const std::string& name);
    void catch_up();
    void ask_again();
    void check_log() const;
    void check_rebuild() const;

    TempFolder folder_;
    std::shared_ptr<FaultyDisk> disk_ = std::make_shared<FaultyDisk>();
    std::mt19937_64 chance_;
    SeededRandom ids_;
    SystemClock clock_;
    SystemRandom random_;
    std::string why_;
    std::string damage_;             ///< of model/ or views/, as an opening found it
    mutable std::mutex ended_mutex_; ///< guards why_ against the writer's thread
    std::unique_ptr<tools::Node> node_;

    std::vector<Asked> asked_;
    CommunityId community_;
    SpaceId space_;
    std::vector<MemberId> members_;
    std::vector<ThreadId> threads_;
    std::vector<std::pair<PostId, MemberId>> posts_;
};

} // namespace palabre::test
