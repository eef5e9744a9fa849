// SPDX-License-Identifier: Apache-2.0
#include "core/log/proposal.hpp"

#include "core/base/hash.hpp"
#include "core/limits.hpp"

#include <algorithm>
#include <array>
#include <simdjson.h>
#include <stdexcept>

namespace palabre::log {
namespace {

using namespace std::string_view_literals;

constexpr std::array origins{"live"sv, "process"sv, "import"sv, "demo"sv};

/// The headers of a proposal in the order of its digest.
enum Field : std::size_t {
    specversion,
    id,
    source,
    type,
    subject,
    time,
    actor,
    correlation_id,
    original_time,
    rule,
    origin,
    request,
    reads,
    writes,
    content_type,
    field_count
};
constexpr std::array<std::string_view, field_count> names{
    "ce_specversion", "ce_id",           "ce_source",        "ce_type",         "ce_subject",
    "ce_time",        "ce_actor",        "ce_correlationid", "ce_originaltime", "palabre_rule",
    "palabre_origin", "palabre_request", "palabre_reads",    "palabre_writes",  "content-type"};
constexpr std::array transport{"palabre_seen"sv, "palabre_vault"sv};

using FieldViews = std::array<std::optional<std::string_view>, field_count>;

constexpr std::size_t text_of_16_bytes = base32::length(16);
constexpr std::size_t text_of_instant = "YYYY-MM-DDThh:mm:ss.ffffffZ"sv.size();
constexpr Instant earliest{-62'135'596'800'000'000}; // 0001-01-01T00:00:00.000000Z

void append_text(std::string& out, std::string_view bytes) {
    const std::size_t at = out.size();
    out.resize(at + base32::length(bytes.size()));
    base32::encode_to(bytes, out.data() + at);
}

void append_reads(std::string& out, const std::vector<Read>& all) {
    const std::size_t begin = out.size();
    for (const Read& read : all) {
        if (out.size() != begin) out.push_back(' ');
        append_text(out, read.entity.view());
        out.push_back(':');
        if (read.version)
            append_text(out, read.version->view());
        else
            out.push_back('0');
    }
}

void append_writes(std::string& out, const std::vector<Entity>& all) {
    const std::size_t begin = out.size();
    for (const Entity& entity : all) {
        if (out.size() != begin) out.push_back(' ');
        append_text(out, entity.view());
    }
}

/// The text of each field, in one block: every event is hashed by it, and some twenty strings would be made for that.
class Fields {
public:
    explicit Fields(const Proposal& p) {
        // All that is made has room: views into it last.
        made_.reserve(2 * text_of_16_bytes + 2 * text_of_instant + p.reads.size() * (2 * text_of_16_bytes + 2) +
                      p.writes.size() * (text_of_16_bytes + 1));
        all_[specversion] = "1.0";
        make(id, [&] { append_text(made_, p.id.view()); });
        all_[source] = p.community.text();
        all_[type] = p.type;
        all_[subject] = p.subject;
        make(time, [&] { made_ += p.time.text(); });
        all_[actor] = p.actor;
        all_[correlation_id] = p.correlation;
        if (p.original_time) make(original_time, [&] { made_ += p.original_time->text(); });
        all_[rule] = "1";
        all_[origin] = text(p.origin);
        if (p.request) make(request, [&] { append_text(made_, p.request->view()); });
        make(reads, [&] { append_reads(made_, p.reads); });
        make(writes, [&] { append_writes(made_, p.writes); });
        all_[content_type] = "application/json";
    }

    Fields(const Fields&) = delete;
    Fields& operator=(const Fields&) = delete;
    ~Fields() = default;

    /// As long as the proposal stands.
    [[nodiscard]] const FieldViews& all() const { return all_; }

private:
    template <class F>
    void make(Field field, F&& append) {
        const std::size_t begin = made_.size();
        const char* const block = made_.data();
        append();
        // Views into the block that was there before: every digest would be wrong, silently.
        if (made_.data() != block) throw std::logic_error("the fields of a proposal outgrow their block");
        all_[field] = std::string_view(made_).substr(begin);
    }

    FieldViews all_;
    std::string made_;
};

/// Splits at single spaces and hands each part to `take`, which says whether it is well formed. At most `most` parts.
template <class F>
bool each_part(std::string_view list, std::size_t most, F&& take) {
    for (std::size_t count = 0; count < most; ++count) {
        const auto space = list.find(' ');
        if (!take(list.substr(0, space))) return false;
        if (space == std::string_view::npos) return true;
        list.remove_prefix(space + 1);
    }
    return false;
}

bool parse_reads(std::string_view list, std::vector<Read>& out) {
    return each_part(list, limits::reads, [&](std::string_view part) {
        if (part.size() < text_of_16_bytes + 2 || part[text_of_16_bytes] != ':') return false;
        const auto entity = Entity::parse(part.substr(0, text_of_16_bytes));
        const auto version_text = part.substr(text_of_16_bytes + 1);
        const auto version = Version::parse(version_text);
        if (!entity || (!version && version_text != "0")) return false;
        out.push_back({*entity, version});
        return true;
    });
}

bool parse_writes(std::string_view list, std::vector<Entity>& out) {
    return each_part(list, limits::writes, [&](std::string_view part) {
        const auto entity = Entity::parse(part);
        if (entity) out.push_back(*entity);
        return entity.has_value();
    });
}

/// The envelope's headers by field, or nothing: one is repeated, or has a name that the envelope does not know.
std::optional<FieldViews> gather(std::span<const Header> headers) {
    FieldViews found;
    for (const auto& [name, value] : headers) {
        const auto field = static_cast<std::size_t>(std::ranges::find(names, name) - names.begin());
        if (field < field_count) {
            if (found[field]) return std::nullopt;
            found[field] = value;
        } else if ((name.starts_with("ce_") || name.starts_with("palabre_")) &&
                   std::ranges::find(transport, name) == transport.end()) {
            return std::nullopt;
        }
    }
    for (const Field needed : {specversion, id, source, type, time, rule, origin, reads, writes, content_type})
        if (!found[needed]) return std::nullopt;
    return found;
}

bool is_text(const std::optional<std::string>& text) {
    return !text || (!text->empty() && simdjson::validate_utf8(*text));
}

bool in_range(Instant at) {
    return at >= earliest && at <= latest_instant;
}

/// The record limit counts names and values of the envelope's headers, and the value.
bool fits_record(const Proposal& p) {
    const auto length = [](const std::optional<std::string>& text) { return text ? text->size() : 0; };
    // All headers but the four free texts stay below this: 256 reads of 54 bytes, 128 writes of 27, names and rest.
    constexpr std::size_t others = 20'000;
    const std::size_t texts = p.type.size() + length(p.subject) + length(p.actor) + length(p.correlation);
    if (p.value.size() + texts + others <= limits::record_bytes) return true;
    std::size_t size = p.value.size();
    for (const auto& [name, value] : headers(p)) size += name.size() + value.size();
    return size <= limits::record_bytes;
}

} // namespace

std::string_view text(Origin origin) {
    return origins[static_cast<std::size_t>(origin)];
}

std::vector<Header> headers(const Proposal& proposal) {
    std::vector<Header> out;
    out.reserve(field_count);
    const Fields fields(proposal);
    for (std::size_t i = 0; i < field_count; ++i)
        if (const auto& field = fields.all()[i]) out.emplace_back(names[i], *field);
    return out;
}

bool well_formed(const Proposal& p) {
    if (p.value.size() > limits::value_bytes || !simdjson::validate_utf8(p.value)) return false;
    if (p.community.text().empty() || static_cast<std::size_t>(p.origin) >= origins.size()) return false;
    if (!is_text(p.type) || !is_text(p.subject) || !is_text(p.actor) || !is_text(p.correlation)) return false;
    if (!in_range(p.time) || (p.original_time && !in_range(*p.original_time))) return false;
    if (p.reads.size() > limits::reads || p.writes.size() > limits::writes) return false;
    if (!std::ranges::is_sorted(p.reads, std::ranges::less_equal{}, &Read::entity) ||
        !std::ranges::is_sorted(p.writes, std::ranges::less_equal{}))
        return false;
    const Entity own = command_entity(p.community, p.id);
    const auto read = std::ranges::lower_bound(p.reads, own, {}, &Read::entity);
    if (read == p.reads.end() || read->entity != own || read->version) return false;
    return std::ranges::binary_search(p.writes, own) && fits_record(p);
}

std::optional<Proposal> parse(std::span<const Header> headers, std::string_view value) {
    const auto found = gather(headers);
    if (!found) return std::nullopt;
    const FieldViews& f = *found;
    if (f[specversion] != "1.0" || f[rule] != "1" || f[content_type] != "application/json") return std::nullopt;

    const auto command = CommandId::parse(*f[id]);
    const auto community = CommunityId::parse(*f[source]);
    const auto decided = Instant::parse(*f[time]);
    const auto why = std::ranges::find(origins, *f[origin]);
    if (!command || !community || !decided || why == origins.end()) return std::nullopt;

    Proposal p;
    p.id = *command;
    p.community = *community;
    p.type = *f[type];
    p.time = *decided;
    p.origin = static_cast<Origin>(why - origins.begin());
    if (f[subject]) p.subject = *f[subject];
    if (f[actor]) p.actor = *f[actor];
    if (f[correlation_id]) p.correlation = *f[correlation_id];
    if (f[original_time] && !(p.original_time = Instant::parse(*f[original_time]))) return std::nullopt;
    if (f[request] && !(p.request = RequestMac::parse(*f[request]))) return std::nullopt;
    if (!parse_reads(*f[reads], p.reads) || !parse_writes(*f[writes], p.writes)) return std::nullopt;
    if (value.size() > limits::value_bytes) return std::nullopt;
    p.value = value;
    if (!well_formed(p)) return std::nullopt;
    return p;
}

Digest digest(const Proposal& proposal) {
    Hasher hasher;
    hasher.add("palabre/1/proposal\0"sv);
    const Fields fields(proposal);
    for (const auto& field : fields.all()) hasher.add_prefixed(field);
    return hasher.add_prefixed(proposal.value).finish();
}

Entity entity(const CommunityId& community, std::string_view kind, std::string_view key) {
    return Hasher()
        .add("palabre/1/entity\0"sv)
        .add_u8(static_cast<std::uint8_t>(community.text().size()))
        .add(community.text())
        .add_u8(static_cast<std::uint8_t>(kind.size()))
        .add(kind)
        .add(key)
        .finish_as<Entity>();
}

Entity command_entity(const CommunityId& community, const CommandId& id) {
    return entity(community, "command", id.text());
}

CommandId command_id(const CommunityId& community, std::string_view actor, std::string_view idempotency_key) {
    return Hasher()
        .add("palabre/1/command\0"sv)
        .add_prefixed(community.text())
        .add_prefixed(actor)
        .add_prefixed(idempotency_key)
        .finish_as<CommandId>();
}

Digest first_link(const CommunityId& community) {
    return Hasher().add("palabre/1/chain\0"sv).add(community.text()).finish();
}

Digest next_link(const Digest& previous, Sequence n, Instant accepted, const Digest& proposal) {
    return Hasher()
        .add(previous.view())
        .add_u64be(number(n))
        .add_u64be(static_cast<std::uint64_t>(accepted.micros))
        .add(proposal.view())
        .finish();
}

} // namespace palabre::log
