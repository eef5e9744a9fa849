// SPDX-License-Identifier: Apache-2.0
#include "tools/import/scratch.hpp"

#include "core/limits.hpp"
#include "core/store/key.hpp"

namespace palabre::tools::import {

Scratch::Scratch(std::filesystem::path folder, std::unique_ptr<Store> store)
    : folder_(std::move(folder)), store_(std::move(store)) {}

Scratch::Scratch(Scratch&&) noexcept = default;

Scratch::~Scratch() {
    if (!store_) return; // moved from
    store_.reset();
    std::error_code ignored; // what stays is taken away by the next import
    std::filesystem::remove_all(folder_, ignored);
}

Result<Scratch> Scratch::open(const std::filesystem::path& folder) {
    // An import that died leaves its scratch behind. Only what a store can open is one: nothing else is deleted.
    if (std::filesystem::exists(folder)) {
        PALABRE_TRY(old, Store::open(folder, {Store::Use::views, false, false}));
        old.reset();
        std::error_code failed;
        std::filesystem::remove_all(folder, failed);
        if (failed) return error(ErrorCode::io, folder.string() + ": " + failed.message());
    }
    PALABRE_TRY(store, Store::open(folder, {Store::Use::views, false, true}));
    return Scratch(folder, std::move(store));
}

Status Scratch::put(Family family, std::string_view key, std::string_view value) {
    batch_.put(family, key, value);
    return batch_.bytes() < limits::scratch_batch_bytes ? Status() : flush();
}

Status Scratch::flush() {
    if (batch_.empty()) return {};
    PALABRE_CHECK(store_->write(batch_, false));
    batch_.clear();
    return {};
}

Scan Scratch::scan(Family family) const {
    return store_->scan(family, {}, Key().prefix_end());
}

Scan Scratch::scan(Family family, std::string_view prefix) const {
    return store_->scan(family, prefix, Key().raw(prefix).prefix_end());
}

} // namespace palabre::tools::import
