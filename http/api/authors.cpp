// SPDX-License-Identifier: Apache-2.0
#include "http/api/authors.hpp"

#include "projections/members/members.hpp"
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
        PALABRE_TRY(rows, projections::members::members::members_json(view, context_.community->id, asked));
        for (std::size_t i = 0; i < rows.size(); ++i) add(i, rows[i] ? rows[i]->json() : "");
    } else {
        PALABRE_TRY(rows, projections::members::members::members(view, context_.community->id, asked));
        const bool names = context_.community->shows_names;
        for (std::size_t i = 0; i < rows.size(); ++i)
            add(i, rows[i] ? projections::members::visitor_json(rows[i]->record, names) : "");
    }
    return out + '}';
}

} // namespace palabre::http
