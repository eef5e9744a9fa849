// SPDX-License-Identifier: Apache-2.0
// What a page of results was asked for. A page changes one of its fields and keeps the others, by links and by hidden
// fields of forms, so a search is narrowed and widened without scripts.
#pragma once

#include "http/pages/ask.hpp"

#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>
#include <string_view>

namespace palabre::http::pages::search {

class Asked {
public:
    /// An order by distance without a place is none: whoever empties the one field has not to think of the other.
    explicit Asked(const Context& context);
    [[nodiscard]] const Fields& fields() const { return fields_; }
    [[nodiscard]] std::string get(std::string_view name) const;
    [[nodiscard]] bool has(std::string_view name) const { return !get(name).empty(); }
    /// The address with these values instead; an empty one: without it. A first page again, unless that is what
    /// changes.
    [[nodiscard]] std::string with(const Fields& values) const;
    [[nodiscard]] std::string with(std::string_view name, std::string_view value) const;
    /// For hidden fields of a form that shows these: [{name value}, …], all the others but which page it is.
    [[nodiscard]] nlohmann::json kept(std::span<const std::string_view> shown) const;

private:
    Fields fields_;
};

} // namespace palabre::http::pages::search
