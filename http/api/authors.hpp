// SPDX-License-Identifier: Apache-2.0
// Who stands behind the rows of an answer. Rows hold member ids; the answer splices the `members` that it needs: as
// they are for members, and for visitors under an alias that holds within this answer (docs/decisions/0007).
#pragma once

#include "http/context.hpp"
#include "projections/row.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace palabre::http {

/// One answer's authors. A page has at most a few tens: found by walking.
class Authors {
public:
    explicit Authors(const Context& context)
        : context_(context), named_(rights::allowed(rights::may(rights::Action::see_names, context.standing))) {}

    /// Whether this viewer gets the complete form.
    [[nodiscard]] bool named() const { return named_; }
    /// What stands for this member in the answer: the id's text, or an alias.
    [[nodiscard]] std::string_view text(const MemberId& member);
    /// Appends a row, with the author that stands at `at` in its JSON (MemberId::text_size characters) made fit to
    /// send.
    void append_row(std::string& out, std::string_view json, std::size_t at, const MemberId& member);
    /// The object of all that were asked for, by what stands for them. One read of many keys.
    [[nodiscard]] Result<std::string> members_json() const;

private:
    struct Author {
        MemberId member;
        std::string text;
    };
    const Context& context_;
    bool named_;
    std::vector<Author> authors_;
};

} // namespace palabre::http
