// SPDX-License-Identifier: Apache-2.0
#include "tools/stackexchange/authors.hpp"

#include "tools/import/fit.hpp"

namespace palabre::tools::stackexchange {

Result<Author> author_of(const Row& row, std::string_view id_attribute, std::string_view name_attribute) {
    PALABRE_TRY(id, row.find_id(id_attribute));
    auto name = import::line(row.find(name_attribute).value_or(""));
    // A user who is gone keeps a number, but not always a name.
    if (id) return Author{text(*id), name.empty() ? "user" + text(*id) : std::move(name)};
    if (name.empty()) return Author{"anonymous", "anonymous"};
    return Author{"name:" + name, name};
}

} // namespace palabre::tools::stackexchange
