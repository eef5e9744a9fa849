// SPDX-License-Identifier: Apache-2.0
// Today's words for the references of a page: names of who is mentioned or quoted, as this viewer may see them.
#pragma once

#include "http/context.hpp"
#include "projections/forum/joined.hpp"

#include <string>
#include <vector>

namespace palabre::http::forum {

class References {
public:
    using Reference = projections::forum::posts::JoinedPage::Reference;

    /// One read of many keys; nothing where the page has none.
    [[nodiscard]] static Result<References> of(const Context& context, const std::vector<Reference>& references);

    /// Appends what stands there, as HTML within JSON.
    void append(std::string& out, const Reference& reference) const;

private:
    struct Named {
        MemberId member;
        std::string mention, name; ///< escaped for HTML and JSON
    };
    std::vector<Named> named_;
    std::string absent_;
};

} // namespace palabre::http::forum
