// SPDX-License-Identifier: Apache-2.0
#include "core/mail/mailbox.hpp"

#include "core/limits.hpp"

#include <algorithm>
#include <memory>
#include <unicode/idna.h>
#include <unicode/stringpiece.h>

namespace palabre::mail {
namespace {

constexpr std::size_t local_most = 64, label_most = 63, host_most = 253; // RFC 5321, RFC 1035

bool is_alphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_atom(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return is_alphanumeric(c) || std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
    });
}

bool is_label(std::string_view text) {
    return !text.empty() && text.size() <= label_most && text.front() != '-' && text.back() != '-' &&
           std::ranges::all_of(text, [](char c) { return is_alphanumeric(c) || c == '-'; });
}

/// Whether every piece between dots is one.
bool each(std::string_view text, bool (*is)(std::string_view)) {
    for (;;) {
        const auto dot = text.find('.');
        if (!is(text.substr(0, dot))) return false;
        if (dot == std::string_view::npos) return true;
        text.remove_prefix(dot + 1);
    }
}

} // namespace

std::optional<std::string> host_name(std::string_view text) {
    if (text.empty() || text.size() > host_most) return std::nullopt;
    UErrorCode failed = U_ZERO_ERROR;
    const std::unique_ptr<icu::IDNA> idna(
        icu::IDNA::createUTS46Instance(UIDNA_CHECK_BIDI | UIDNA_NONTRANSITIONAL_TO_ASCII, failed));
    if (U_FAILURE(failed) != 0) return std::nullopt;
    std::string ascii;
    icu::StringByteSink<std::string> sink(&ascii);
    icu::IDNAInfo info;
    idna->nameToASCII_UTF8({text.data(), static_cast<int32_t>(text.size())}, sink, info, failed);
    if (U_FAILURE(failed) != 0 || info.hasErrors() || ascii.size() > host_most || !each(ascii, is_label))
        return std::nullopt;
    return ascii;
}

std::optional<Mailbox> Mailbox::parse(std::string_view text) {
    const auto at = text.rfind('@');
    if (at == std::string_view::npos || at > local_most || !each(text.substr(0, at), is_atom)) return std::nullopt;
    const auto host = host_name(text.substr(at + 1));
    if (!host || at + 1 + host->size() > limits::email) return std::nullopt;
    return Mailbox(std::string(text.substr(0, at + 1)) + *host);
}

} // namespace palabre::mail
