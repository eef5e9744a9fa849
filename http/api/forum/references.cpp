// SPDX-License-Identifier: Apache-2.0
#include "http/api/forum/references.hpp"

#include "core/text/html.hpp"
#include "events/codes.hpp"
#include "projections/members/members.hpp"
#include "projections/organisations/organisations.hpp"
#include "projections/projector.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace palabre::http::forum {
namespace {

using projections::members::MemberRecord;

std::string escaped(std::string_view text) {
    std::string out;
    text::append_escaped(out, text);
    return out;
}

/// As it stands in a text of JSON.
std::string in_json(const std::string& html) {
    const std::string quoted = nlohmann::json(html).dump();
    return quoted.substr(1, quoted.size() - 2);
}

/// The name that this viewer may know, or nothing.
const std::string* name_of(const Context& context, const MemberRecord& member) {
    const bool named = rights::allowed(rights::may(rights::Action::see_names, context.standing));
    if (!named && !(context.community->shows_names && member.show_name)) return nullptr;
    return member.name ? &*member.name : nullptr;
}

/// What stands for who is not named.
std::string_view otherwise(const Context& context, const MemberRecord* member) {
    const auto word = [&](const char* key) { return context.services.messages.text(context.language, key); };
    if (member == nullptr) return word("members.a_member");
    if (member->membership != rights::Membership::active) return word("members.former");
    const auto* trade = member->profile.trade ? events::find_trade(*member->profile.trade) : nullptr;
    if (trade == nullptr) return word("members.a_member");
    return context.language == events::Language::fr ? trade->fr : trade->en;
}

} // namespace

Result<References> References::of(const Context& context, const std::vector<Reference>& references) {
    References found;
    if (references.empty()) return found;
    std::vector<MemberId> asked;
    for (const Reference& each : references)
        if (each.kind != Reference::Kind::absent && std::ranges::find(asked, each.member) == asked.end())
            asked.push_back(each.member);
    PALABRE_TRY(view, context.services.projector->query("members"));
    PALABRE_TRY(rows, projections::members::members::members(view, context.community->id, asked));
    const bool linked = rights::allowed(rights::may(rights::Action::see_names, context.standing));
    for (std::size_t i = 0; i < asked.size(); ++i) {
        if (!rows[i]) { // an organisation that is quoted: no text mentions one
            namespace organisations = projections::organisations;
            PALABRE_TRY(organisation, organisations::organisation(view, context.community->id,
                                                                  organisations::as_organisation(asked[i])));
            if (organisation) {
                const std::string name = in_json(escaped(organisation->record.name));
                found.named_.push_back({asked[i], name, name});
                continue;
            }
        }
        const MemberRecord* member = rows[i] ? &rows[i]->record : nullptr;
        const std::string* name = member == nullptr ? nullptr : name_of(context, *member);
        std::string mention = escaped(otherwise(context, member)), plain = mention;
        if (name != nullptr) {
            plain = escaped(*name);
            mention = "@" + plain;
            if (linked)
                mention = fmt::format(R"(<a class="mention" href="/c/{}/m/{}">{}</a>)", context.community->slug,
                                      asked[i].text(), mention);
        }
        found.named_.push_back({asked[i], in_json(mention), in_json(plain)});
    }
    found.absent_ = in_json(escaped(context.services.messages.text(context.language, "forum.quote_absent")));
    return found;
}

void References::append(std::string& out, const Reference& reference) const {
    if (reference.kind == Reference::Kind::absent) {
        out += absent_;
        return;
    }
    const auto found = std::ranges::find(named_, reference.member, &Named::member);
    if (found == named_.end()) return;
    out += reference.kind == Reference::Kind::mention ? found->mention : found->name;
}

} // namespace palabre::http::forum
