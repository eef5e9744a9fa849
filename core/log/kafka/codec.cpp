// SPDX-License-Identifier: Apache-2.0
#include "core/log/kafka/codec.hpp"

#include "core/limits.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <simdjson.h>

namespace palabre::log::kafka {
namespace {

constexpr std::string_view control_name = "palabre_control";
constexpr std::string_view rule_name = "palabre_rule";
constexpr std::string_view seen_name = "palabre_seen";
constexpr std::string_view vault_name = "palabre_vault";

bool is_transport(std::string_view name) {
    return name == seen_name || name == vault_name;
}
/// A header whose name has a meaning to the rule: any that is not known spoils the record.
bool is_reserved(std::string_view name) {
    return (name.starts_with("ce_") || name.starts_with("palabre_")) && !is_transport(name);
}

template <class N>
std::optional<N> whole_number(std::string_view text) {
    N value{};
    const char* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, value);
    if (text.empty() || read.ec != std::errc() || read.ptr != end || std::to_string(value) != text) return std::nullopt;
    return value;
}

Outgoing control(std::string_view kind, RuleNumber rule, std::string value, std::string key = {}) {
    return {std::move(key),
            {{std::string(control_name), std::string(kind)}, {std::string(rule_name), std::to_string(number(rule))}},
            std::move(value)};
}

/// The members of a control record's small object; every look-up fails once the text is no such object.
class Members {
public:
    explicit Members(std::string_view json) : padded_(json) {
        simdjson::dom::object object;
        ok_ = parser_.parse(padded_).get(object) == simdjson::SUCCESS;
        if (ok_) object_ = object;
    }
    template <class T>
    std::optional<T> get(std::string_view name) {
        T value;
        if (!ok_ || object_[name].get(value) != simdjson::SUCCESS) return std::nullopt;
        return value;
    }
    [[nodiscard]] std::size_t size() const { return ok_ ? object_.size() : 0; }

private:
    simdjson::padded_string padded_;
    simdjson::dom::parser parser_;
    simdjson::dom::object object_;
    bool ok_ = false;
};

Body decode_opening(Members& members, RuleNumber rule) {
    const auto id = members.get<std::string_view>("log");
    const auto partition = members.get<std::int64_t>("partition");
    const auto log_id = id ? Digest::parse(*id) : std::nullopt;
    if (members.size() != 2 || !log_id || !partition || *partition < 0 || *partition > INT32_MAX) return Malformed{};
    return Opening{*log_id, Partition{static_cast<std::int32_t>(*partition)}, rule};
}

Body decode_genesis(Members& members, RuleNumber rule) {
    const auto text = members.get<std::string_view>("community");
    const auto community = text ? CommunityId::parse(*text) : std::nullopt;
    if (members.size() != 1 || !community || rule != this_rule) return Malformed{};
    return Genesis{*community};
}

Body decode_barrier(Members& members, RuleNumber rule) {
    const auto text = members.get<std::string_view>("id");
    const auto id = text ? Digest::parse(*text) : std::nullopt;
    if (members.size() != 1 || !id || rule != this_rule) return Malformed{};
    return Barrier{*id};
}

Body decode_control(const RawRecord& record) {
    std::optional<std::string_view> kind, rule_text;
    for (const auto& [name, value] : record.headers) {
        if (!is_reserved(name)) continue;
        auto* into = name == control_name ? &kind : name == rule_name ? &rule_text : nullptr;
        if (into == nullptr || *into || !value) return Malformed{};
        *into = *value;
    }
    const auto rule = rule_text ? whole_number<std::uint32_t>(*rule_text) : std::nullopt;
    if (!rule || !record.value || record.value->size() > limits::control_bytes) return Malformed{};
    Members members(*record.value);
    if (kind == "opening") return decode_opening(members, RuleNumber{*rule});
    if (kind == "genesis") return decode_genesis(members, RuleNumber{*rule});
    if (kind == "barrier") return decode_barrier(members, RuleNumber{*rule});
    if (kind == "rule" && members.size() == 0 && *record.value == "{}") return RuleChange{RuleNumber{*rule}};
    return Malformed{};
}

Body decode_proposal(const RawRecord& record) {
    if (!record.value) return Malformed{};
    std::vector<Header> headers;
    headers.reserve(record.headers.size());
    for (const auto& [name, value] : record.headers) {
        if (!value && (is_reserved(name) || name == "content-type")) return Malformed{};
        if (value) headers.emplace_back(name, *value);
    }
    auto proposal = parse(headers, *record.value);
    return proposal ? Body(std::move(*proposal)) : Body(Malformed{});
}

} // namespace

Outgoing encode(const Body& body) {
    if (const auto* proposal = std::get_if<Proposal>(&body))
        return {proposal->community.text(), headers(*proposal), proposal->value};
    if (const auto* opening = std::get_if<Opening>(&body))
        return control(
            "opening", opening->rule,
            fmt::format(R"({{"log":"{}","partition":{}}})", opening->log_id.text(), number(opening->partition)));
    if (const auto* genesis = std::get_if<Genesis>(&body))
        return control("genesis", this_rule, fmt::format(R"({{"community":"{}"}})", genesis->community.text()),
                       genesis->community.text());
    if (const auto* change = std::get_if<RuleChange>(&body)) return control("rule", change->rule, "{}");
    if (const auto* barrier = std::get_if<Barrier>(&body))
        return control("barrier", this_rule, fmt::format(R"({{"id":"{}"}})", barrier->id.text()));
    return {};
}

Body decode(const RawRecord& record) {
    const auto is_control = [](const RawHeader& header) { return header.name == control_name; };
    return std::ranges::any_of(record.headers, is_control) ? decode_control(record) : decode_proposal(record);
}

Header vault_header(std::int64_t offset) {
    return {std::string(vault_name), std::to_string(offset)};
}

std::optional<std::int64_t> find_vault(const RawRecord& record) {
    const auto found = std::ranges::find(record.headers, vault_name, &RawHeader::name);
    if (found == record.headers.end() || !found->value) return std::nullopt;
    return whole_number<std::int64_t>(*found->value);
}

Header seen_header(const Seen& seen) {
    return {std::string(seen_name), fmt::format("{}:{}", number(seen.offset), seen.hash.text())};
}

std::optional<Seen> find_seen(const RawRecord& record) {
    const auto found = std::ranges::find(record.headers, seen_name, &RawHeader::name);
    if (found == record.headers.end() || !found->value) return std::nullopt;
    const auto colon = found->value->find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    const auto offset = whole_number<std::int64_t>(found->value->substr(0, colon));
    const auto hash = Digest::parse(found->value->substr(colon + 1));
    if (!offset || *offset < 0 || !hash) return std::nullopt;
    return Seen{Offset{*offset}, *hash};
}

} // namespace palabre::log::kafka
