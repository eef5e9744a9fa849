// SPDX-License-Identifier: Apache-2.0
#include "http/keeper/keeper.hpp"

#include "commands/writer.hpp"
#include "core/limits.hpp"
#include "projections/ads/ads.hpp"

#include <latch>

namespace palabre::http {

using projections::ads::Due;

namespace {

constexpr std::chrono::milliseconds pause{500}; ///< an end shows within a second
constexpr std::chrono::milliseconds nap{50};    ///< between two looks at whether to stop

commands::Command command_of(const Due& due) {
    if (due.over) return commands::ads::EndAd{due.ad, due.expires};
    return commands::ads::WarnOfEnd{due.ad, due.expires};
}

commands::Submission submission_of(const Due& due) {
    const std::string what = due.ad.text() + '/' + due.expires.text() + (due.over ? "/over" : "/soon");
    return {.community = due.community,
            .command = command_of(due),
            .caller = {.origin = log::Origin::process},
            .id = log::command_id(due.community, "keeper", what)};
}

} // namespace

Result<std::size_t> Keeper::look() {
    PALABRE_TRY(view, parts_.projector.query("ads"));
    PALABRE_TRY(all, projections::ads::due(view, parts_.clock.now(), limits::ads_due));
    std::latch settled(static_cast<std::ptrdiff_t>(all.size()));
    for (const Due& each : all)
        parts_.writer.submit(submission_of(each), [&settled](const commands::Outcome&) { settled.count_down(); });
    settled.wait();
    return all.size();
}

void Keeper::start() {
    thread_ = std::thread([this] {
        while (!stopping_) {
            if (parts_.mine()) (void)look();
            for (auto waited = nap; waited <= pause && !stopping_; waited += nap) std::this_thread::sleep_for(nap);
        }
    });
}

void Keeper::stop() {
    stopping_ = true;
    if (thread_.joinable()) thread_.join();
}

} // namespace palabre::http
