// SPDX-License-Identifier: Apache-2.0
#include "tools/demo/library.hpp"

#include "events/codes.hpp"
#include "tools/demo/phrase.hpp"

#include <fmt/format.h>

namespace palabre::tools::demo {

namespace {

struct Needed {
    char letter;
    std::size_t least;
};
constexpr Needed of_subject[] = {{'T', 2}, {'O', 2}, {'A', 6}, {'C', 6}};
constexpr Needed of_common[] = {{'G', 6}, {'L', 10}, {'N', 3},  {'F', 10}, {'C', 20}, {'D', 10},
                                {'S', 6}, {'Q', 10}, {'M', 10}, {'R', 5},  {'E', 5},  {'B', 6}};
constexpr std::string_view common_name = "commun";

std::vector<std::string> words(std::string_view text) {
    std::vector<std::string> out;
    while (!text.empty()) {
        const auto end = std::min(text.find(", "), text.size());
        if (end > 0) out.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 2, text.size()));
    }
    return out;
}

class Parser {
public:
    Status file(const TextFile& file) {
        name_ = file.first;
        number_ = 0;
        for (std::string_view rest = file.second; !rest.empty();) {
            const auto end = std::min(rest.find('\n'), rest.size());
            ++number_;
            PALABRE_CHECK(line(rest.substr(0, end)));
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
        return finish();
    }
    Result<Library> take() {
        if (library_.common.name.empty())
            return error(ErrorCode::invalid, "no subject \"commun\" in the texts of the demo");
        return std::move(library_);
    }

private:
    Error fault(std::string_view what) const {
        return error(ErrorCode::invalid, fmt::format("{}:{}: {}", name_, number_, what));
    }

    Status line(std::string_view text) {
        if (text.empty() || text.starts_with('#')) return {};
        if (text.starts_with("@ ")) {
            PALABRE_CHECK(finish());
            current_.name = text.substr(2);
            return {};
        }
        if (current_.name.empty()) return fault("a line before the first subject");
        if (const auto colon = text.find(": "); colon != std::string_view::npos && std::islower(text.front()) != 0)
            return setting(text.substr(0, colon), text.substr(colon + 2));
        return fragment(text);
    }

    Status setting(std::string_view name, std::string_view value) {
        if (name == "spaces")
            current_.spaces = words(value);
        else if (name == "tags")
            current_.tags = words(value);
        else if (name == "trades")
            return trades(value);
        else if (name == "kind")
            return kind(value);
        else
            return fault(fmt::format("unknown word \"{}\"", name));
        return {};
    }

    Status trades(std::string_view value) {
        if (value == "tous") return {};
        current_.trades = words(value);
        for (const auto& trade : current_.trades)
            if (events::find_trade(trade) == nullptr) return fault(fmt::format("unknown trade \"{}\"", trade));
        return {};
    }

    Status kind(std::string_view value) {
        const auto kind = events::parse<events::forum::ThreadKind>(value);
        if (!kind) return fault(fmt::format("unknown kind \"{}\"", value));
        current_.kind = *kind;
        return {};
    }

    Status fragment(std::string_view text) {
        Fragment fragment;
        const char letter = text.front();
        text.remove_prefix(1);
        if (text.starts_with('[')) {
            const auto end = text.find(']');
            if (end == std::string_view::npos) return fault("a bracket that is not closed");
            fragment.trade = text.substr(1, end - 1);
            if (events::find_trade(fragment.trade) == nullptr)
                return fault(fmt::format("unknown trade \"{}\"", fragment.trade));
            text.remove_prefix(end + 1);
        }
        if (!text.starts_with(' ')) return fault("neither a setting nor a text");
        fragment.text = text.substr(1);
        if (const auto good = check_phrase(fragment.text); good.has_error()) return fault(good.error().message);
        current_.parts[letter].push_back(std::move(fragment));
        return {};
    }

    /// Checks the subject that ends here and keeps it.
    Status finish() {
        if (current_.name.empty()) return {};
        Subject subject = std::exchange(current_, {});
        const bool common = subject.name == common_name;
        const std::span<const Needed> needed = common ? std::span<const Needed>(of_common) : of_subject;
        for (const auto& [letter, least] : needed)
            if (subject.part(letter).size() < least)
                return fault(fmt::format("subject \"{}\" has fewer than {} of {}", subject.name, least, letter));
        for (const auto& [letter, fragments] : subject.parts)
            if (std::find_if(needed.begin(), needed.end(), [&](const Needed& n) { return n.letter == letter; }) ==
                needed.end())
                return fault(fmt::format("subject \"{}\" has parts of an unknown letter {}", subject.name, letter));
        if (!common && subject.spaces.empty())
            return fault(fmt::format("subject \"{}\" stands in no space", subject.name));
        if (common)
            library_.common = std::move(subject);
        else
            library_.subjects.push_back(std::move(subject));
        return {};
    }

    std::string_view name_;
    std::size_t number_ = 0;
    Subject current_;
    Library library_;
};

} // namespace

const std::vector<Fragment>& Subject::part(char letter) const {
    static const std::vector<Fragment> none;
    const auto found = parts.find(letter);
    return found == parts.end() ? none : found->second;
}

Result<Library> parse_library(std::span<const TextFile> files) {
    Parser parser;
    for (const auto& file : files) PALABRE_CHECK(parser.file(file));
    return parser.take();
}

} // namespace palabre::tools::demo
