// SPDX-License-Identifier: Apache-2.0
#include "core/mail/reply_address.hpp"

#include "core/limits.hpp"

#include <algorithm>

namespace palabre::mail {
namespace {

constexpr std::size_t local_most = 64; ///< RFC 5321
constexpr std::size_t base_most = local_most - 1 - Alias::text_size;

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return out;
}

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '2' && c <= '7');
}

/// Whether "+" and as many letters as an alias has stand in it.
bool has_alias(std::string_view line) {
    const std::string folded = lower(line);
    for (auto plus = folded.find('+'); plus != std::string::npos; plus = folded.find('+', plus + 1)) {
        const std::string_view rest = std::string_view(folded).substr(plus + 1, Alias::text_size);
        if (rest.size() == Alias::text_size && std::ranges::all_of(rest, is_letter)) return true;
    }
    return false;
}

} // namespace

std::optional<ReplyAddress> ReplyAddress::parse(std::string_view text) {
    auto box = Mailbox::parse(text);
    if (!box) return std::nullopt;
    const auto at = box->text().rfind('@');
    if (at > base_most || box->text().size() + 1 + Alias::text_size > limits::email) return std::nullopt;
    if (box->text().find('+') < at) return std::nullopt;
    return ReplyAddress(std::move(*box));
}

Mailbox ReplyAddress::with(const Alias& alias) const {
    const std::string& text = box_.text();
    const auto at = text.rfind('@');
    return Mailbox::parse(text.substr(0, at) + '+' + alias.text() + text.substr(at)).value();
}

std::optional<Alias> alias_in(std::string_view address) {
    const auto at = address.rfind('@');
    if (at == std::string_view::npos) return std::nullopt;
    const std::string_view local = address.substr(0, at);
    const auto plus = local.rfind('+');
    if (plus == std::string_view::npos) return std::nullopt;
    return Alias::parse(lower(local.substr(plus + 1)));
}

std::string without_aliases(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size() - 1) + 1;
        if (!has_alias(text.substr(0, end))) out += text.substr(0, end);
        text.remove_prefix(end);
    }
    return out;
}

} // namespace palabre::mail
