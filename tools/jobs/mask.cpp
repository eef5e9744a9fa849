// SPDX-License-Identifier: Apache-2.0
#include "tools/jobs/mask.hpp"

namespace palabre::tools::jobs {
namespace {

constexpr std::string_view wide_at = "\uff20";

bool is_letter(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte >= '0' && byte <= '9') || ((byte | 0x20U) >= 'a' && (byte | 0x20U) <= 'z') || byte >= 0x80U;
}
bool is_local(char c) {
    return is_letter(c) || std::string_view("!#$%&'*+-/=?^_`{|}~.").find(c) != std::string_view::npos;
}
bool is_domain(char c) {
    return is_letter(c) || c == '-' || c == '.';
}
bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

struct Sign {
    std::size_t begin = std::string_view::npos, end = 0;
};
Sign next_sign(std::string_view text, std::size_t from) {
    const std::size_t plain = text.find('@', from), wide = text.find(wide_at, from);
    if (plain == std::string_view::npos && wide == std::string_view::npos) return {};
    if (plain < wide) return {plain, plain + 1};
    return {wide, wide + wide_at.size()};
}

/// Where the domain behind the sign ends; its beginning: there is none with a dot.
std::size_t end_of_domain(std::string_view text, std::size_t begin) {
    std::size_t end = begin;
    while (end < text.size() && is_domain(text[end])) ++end;
    while (end > begin && (text[end - 1] == '.' || text[end - 1] == '-')) --end; // a sentence's end
    const std::string_view domain = text.substr(begin, end - begin);
    const std::size_t dot = domain.find('.');
    return dot == std::string_view::npos || dot == 0 ? begin : end;
}

} // namespace

std::string mask_addresses(std::string_view text) {
    std::string out;
    std::size_t done = 0;
    for (Sign sign = next_sign(text, 0); sign.begin != std::string_view::npos; sign = next_sign(text, sign.end)) {
        std::size_t local_end = sign.begin, domain = sign.end;
        while (local_end > done && is_blank(text[local_end - 1])) --local_end;
        while (domain < text.size() && is_blank(text[domain])) ++domain;
        std::size_t local = local_end;
        while (local > done && is_local(text[local - 1])) --local;
        const std::size_t end = end_of_domain(text, domain);
        if (local == local_end || end == domain) continue;
        out.append(text.substr(done, local - done)).append(masked);
        done = end;
        sign.end = end;
    }
    return out.append(text.substr(done));
}

} // namespace palabre::tools::jobs
