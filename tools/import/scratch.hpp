// SPDX-License-Identifier: Apache-2.0
// Sorted working space on the disk for what does not fit into memory: a Store that is deleted with the object.
#pragma once

#include "core/store/codec.hpp"
#include "core/store/store.hpp"

namespace palabre::tools::import {

/// One thread. What put() wrote is seen by reads after flush().
class Scratch {
public:
    /// `busy` or `invalid` when something is at `folder` already that is not a scratch of an import that died.
    [[nodiscard]] static Result<Scratch> open(const std::filesystem::path& folder);
    Scratch(Scratch&&) noexcept;
    ~Scratch();

    [[nodiscard]] Result<Family> family(std::string_view name) { return store_->family(name); }
    [[nodiscard]] Status put(Family family, std::string_view key, std::string_view value);
    [[nodiscard]] Status flush();

    /// The value there, or nothing. `corrupt`: it is of another type.
    template <class T>
    [[nodiscard]] Result<std::optional<T>> get(Family family, std::string_view key) const {
        PALABRE_TRY(bytes, store_->get(family, key));
        if (!bytes) return std::optional<T>();
        PALABRE_TRY(value, decode<T>(*bytes));
        return std::optional<T>(std::move(value));
    }
    template <class T>
    [[nodiscard]] static Result<T> decode(std::string_view bytes) {
        if (auto value = codec::decode<T>(bytes)) return std::move(*value);
        return error(ErrorCode::corrupt, "the import's working space does not hold what was written to it");
    }
    /// The whole family, ascending.
    [[nodiscard]] Scan scan(Family family) const;
    /// Keys that begin with `prefix`, ascending.
    [[nodiscard]] Scan scan(Family family, std::string_view prefix) const;

private:
    Scratch(std::filesystem::path folder, std::unique_ptr<Store> store);

    std::filesystem::path folder_;
    std::unique_ptr<Store> store_;
    Batch batch_;
};

} // namespace palabre::tools::import
