// SPDX-License-Identifier: Apache-2.0
// Reads query parameters strictly: a value out of its bounds, or an unknown or repeated name, is a problem that names
// it.
#pragma once

#include "http/problem.hpp"

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <utility>

namespace palabre::http {

class Parameters {
public:
    /// `known`: every name that this resource takes.
    Parameters(const Request& request, std::initializer_list<std::string_view> known);

    [[nodiscard]] std::optional<std::string_view> text(std::string_view name) const { return request_.parameter(name); }
    [[nodiscard]] std::uint64_t number(std::string_view name, std::uint64_t least, std::uint64_t most,
                                       std::uint64_t otherwise);
    /// The first choice when the parameter is absent.
    template <class E>
    [[nodiscard]] E choice(std::string_view name, std::initializer_list<std::pair<std::string_view, E>> choices) {
        const auto word = text(name);
        if (!word) return choices.begin()->second;
        for (const auto& [text, value] : choices)
            if (text == *word) return value;
        refuse(name);
        return choices.begin()->second;
    }

    /// The first problem met.
    [[nodiscard]] const std::optional<Problem>& problem() const { return problem_; }

private:
    void refuse(std::string_view name);

    const Request& request_;
    std::optional<Problem> problem_;
};

/// Of a resource that takes none: the first one's problem.
[[nodiscard]] inline std::optional<Problem> unexpected_parameter(const Request& request) {
    return Parameters(request, {}).problem();
}

} // namespace palabre::http
