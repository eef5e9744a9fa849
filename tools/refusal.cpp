// SPDX-License-Identifier: Apache-2.0
#include "tools/refusal.hpp"

#include "http/messages.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace palabre::tools {

using commands::Problem;
using commands::Reason;

namespace {

/// "--slug: "; empty for a refusal that is no field's.
std::string place(std::string_view field, OptionNames options) {
    if (field.empty()) return {};
    const auto sets = [&](const auto& option) {
        return field.starts_with(option.first) &&
               (field.size() == option.first.size() || field[option.first.size()] == '/');
    };
    const auto* const option = std::ranges::find_if(options, sets);
    return fmt::format("{}: ", option != options.end() ? option->second : field.substr(1));
}

} // namespace

Error refusal(std::string_view what, const Problem& problem, OptionNames options) {
    if (auto failure = engine_failure(problem)) return *failure;
    const auto messages = http::Messages::embedded();
    const auto title =
        messages.text(events::Language::en, fmt::format("problem.{}.title", commands::text(problem.reason)));
    return error(ErrorCode::invalid, fmt::format("{}: {}{}", what, place(problem.field, options), title));
}

std::optional<Error> engine_failure(const Problem& problem) {
    switch (problem.reason) {
    case Reason::disk_full:
        return error(ErrorCode::no_space,
                     "the disk is full: nothing is damaged; make room and run the same command again");
    case Reason::overloaded:
    case Reason::contended:
        return error(ErrorCode::busy, "the writer takes no more: nothing is damaged; run the same command again");
    case Reason::outcome_unknown:
        return error(ErrorCode::io, "the log did not answer: run the same command again, it goes on where it stood");
    default:
        return std::nullopt;
    }
}

} // namespace palabre::tools
