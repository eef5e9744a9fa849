// SPDX-License-Identifier: Apache-2.0
#include "http/api/parameters.hpp"

#include <algorithm>
#include <charconv>

namespace palabre::http {

Parameters::Parameters(const Request& request, std::initializer_list<std::string_view> known) : request_(request) {
    for (auto at = request.query.begin(); at != request.query.end(); ++at) {
        const auto same = [&](const auto& other) { return other.first == at->first; };
        if (std::ranges::find(known, std::string_view(at->first)) == known.end() ||
            std::find_if(request.query.begin(), at, same) != at)
            refuse(at->first);
    }
}

std::uint64_t Parameters::number(std::string_view name, std::uint64_t least, std::uint64_t most,
                                 std::uint64_t otherwise) {
    const auto word = text(name);
    if (!word) return otherwise;
    std::uint64_t value = 0;
    const auto [end, failed] = std::from_chars(word->data(), word->data() + word->size(), value);
    if (failed != std::errc{} || end != word->data() + word->size() || value < least || value > most) {
        refuse(name);
        return otherwise;
    }
    return value;
}

void Parameters::refuse(std::string_view name) {
    if (!problem_) problem_ = http::problem(Fault::wrong_value, std::string(name));
}

} // namespace palabre::http
