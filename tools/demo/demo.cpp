// SPDX-License-Identifier: Apache-2.0
#include "tools/demo/demo.hpp"

#include "core/limits.hpp"
#include "tools/import/window.hpp"
#include "tools/refusal.hpp"

namespace palabre::tools::demo {

using commands::Outcome;
using commands::Problem;

Status make_demo(commands::Writer& writer, commands::Model& model, Demo demo,
                 const std::function<void(std::uint64_t, std::uint64_t)>& progress) {
    const auto founded = commands::found_community(writer, model, demo.founding);
    if (const auto* problem = std::get_if<Problem>(&founded)) return refusal("founding the demo", *problem);
    std::optional<Problem> first; // a refusal is a fault of the generator: the demo's commands are all allowed
    import::Window window(writer, limits::commands_in_flight);
    for (auto& submission : demo.submissions) {
        PALABRE_CHECK(window.submit(std::move(submission), [&first](const Outcome& outcome) {
            if (const auto* problem = std::get_if<Problem>(&outcome); problem != nullptr && !first) first = *problem;
        }));
        if (progress) progress(window.settled(), demo.submissions.size());
    }
    PALABRE_CHECK(window.finish());
    return first ? Status(refusal("filling the demo", *first)) : Status();
}

} // namespace palabre::tools::demo
