// SPDX-License-Identifier: Apache-2.0
// Where a new data folder is made: inside of the one that it is to be, out of which its parts are moved when all of it
// is there. Whatever goes wrong before, all that this made is removed again, and nothing else.
#pragma once

#include "core/base/result.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace palabre::tools {

/// One thread. The master key's file belongs to it as well: one that was not there before goes with a failure.
class Site {
public:
    /// `name`: of the folder, which says what is under way: "importing".
    Site(std::filesystem::path data, std::filesystem::path master_key, std::string_view name);
    ~Site();
    Site(const Site&) = delete;
    Site& operator=(const Site&) = delete;

    /// `invalid`: the data folder holds a log or a vault; `busy`: another one makes it, or was killed while it did.
    [[nodiscard]] Status open();
    /// A data folder until finish().
    [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
    /// Moves all parts to their places; none of them may be open. The log comes last: without one, the others do no
    /// harm.
    [[nodiscard]] Status finish();

private:
    const std::filesystem::path data_, key_, folder_;
    bool made_ = false, made_data_ = false, had_key_ = false, done_ = false;
};

} // namespace palabre::tools
