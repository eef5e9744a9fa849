// SPDX-License-Identifier: Apache-2.0
#include "http/api/authors.hpp"

#include "projections/members/members.hpp"
#include "projections/organisations/organisations.hpp"
#include "projections/projector.hpp"

namespace palabre::http {

std::string_view Authors::text(const MemberId& member) {
    for (const auto& author : authors_)
        if (author.member == member) return author.text;
    std::string text = named_ ? member.text() : "a" + std::to_string(authors_.size() + 1);
    return authors_.emplace_back(member, std::move(text)).text;
}

void Authors::append_row(std::string& out, std::string_view json, std::size_t at, const MemberId& member) {
    out.append(json.substr(0, at)).append(text(member)).append(json.substr(at + MemberId::text_size));
}

void Authors::append_hidden_row(std::string& out, std::string_view json, std::size_t at) {
    const std::string alias = "hidden" + std::to_string(authors_.size() + 1);
    authors_.push_back({MemberId{}, alias}); // of whom nothing is known
    out.append(json.substr(0, at)).append(alias).append(json.substr(at + MemberId::text_size));
}

Result<std::string> Authors::members_json() const {
    std::vector<MemberId> asked;
    for (const auto& author : authors_) asked.push_back(author.member);
    PALABRE_TRY(view, context_.services.projector->query("members"));
    std::string out = "{";
    const auto add = [&](std::size_t i, std::string_view json) {
        if (i > 0) out += ',';
        // null: a synthetic voter, or somebody of whom nothing is known
        out.append("\"").append(authors_[i].text).append("\":").append(json.empty() ? "null" : json);
    };
    if (named_) {
        PALABRE_TRY(rows, projections::members::members::authors_json(view, context_.community->id, asked));
        for (std::size_t i = 0; i < rows.size(); ++i) add(i, rows[i].value_or(""));
    } else {
        PALABRE_TRY(rows, projections::members::members::members(view, context_.community->id, asked));
        const bool names = context_.community->shows_names;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            if (rows[i]) {
                add(i, projections::members::visitor_json(rows[i]->record, names));
                continue;
            }
            namespace organisations = projections::organisations;
            PALABRE_TRY(organisation, organisations::organisation(view, context_.community->id,
                                                                  organisations::as_organisation(asked[i])));
            add(i, organisation ? organisations::visitor_json(organisation->record) : "");
        }
    }
    return out + '}';
}

Result<std::shared_ptr<const std::string>> Authors::kept_members_json(std::string key, Sequence made) const {
    using Made = std::pair<std::shared_ptr<const std::string>, std::size_t>;
    const auto make = [&]() -> Result<Made> {
        PALABRE_TRY(json, members_json());
        auto kept = std::make_shared<const std::string>(std::move(json));
        const std::size_t cost = kept->size();
        return Made{std::move(kept), cost};
    };
    // Aliases hold within one answer, and whether names are shown may change at any time.
    if (!named_) {
        PALABRE_TRY(made_now, make());
        return std::move(made_now.first);
    }
    PALABRE_TRY(view, context_.services.projector->query("members"));
    // Read first: rows that are later than this only have another stamp with the next change.
    PALABRE_TRY(changed, projections::members::members::authors_changed(view, context_.community->id));
    return view.cached<std::string>(std::move(key), {number(made), number(changed)}, make);
}

} // namespace palabre::http
