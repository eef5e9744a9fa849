// SPDX-License-Identifier: Apache-2.0
// Who stands behind the rows of an answer. Rows hold member ids; the answer splices the `members` that it needs: as
// they are for members, and for visitors under an alias that holds within this answer (docs/decisions/0007).
#pragma once

#include "http/context.hpp"
#include "projections/forum/posts.hpp"
#include "projections/row.hpp"

#include <memory>
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
    /// Appends a row whose author is nobody's to know, under an alias that no other row of the answer has.
    void append_hidden_row(std::string& out, std::string_view json, std::size_t at);
    /// Appends joined rows, each author made fit to send, each viewer's marks (nothing: none) and the words of each
    /// reference at their places.
    template <class Marks, class Refer>
    void append_page(std::string& out, const projections::forum::posts::JoinedPage& page, const Marks& marks,
                     const Refer& refer) {
        std::size_t done = 0;
        auto reference = page.references.begin();
        const auto up_to = [&](std::size_t place) {
            for (; reference != page.references.end() && reference->at < place; ++reference) {
                out.append(page.json, done, reference->at - done);
                refer(out, *reference);
                done = reference->at + reference->size;
            }
            out.append(page.json, done, place - done);
            done = place;
        };
        for (const auto& post : page.posts) {
            const std::string_view author = text(post.author);
            if (!named_) {
                up_to(post.author_at);
                out += author;
                done += MemberId::text_size;
            }
            up_to(post.body_at);
            marks(out, post.id);
        }
        up_to(page.json.size());
    }
    /// The object of all that were asked for, by what stands for them. One read of many keys.
    [[nodiscard]] Result<std::string> members_json() const;
    /// The same, kept in memory under `key` for as long as `made` and what members see of authors stay: then one get.
    /// The key and `made` must tell who is asked for, and in which order.
    [[nodiscard]] Result<std::shared_ptr<const std::string>> kept_members_json(std::string key, Sequence made) const;

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
