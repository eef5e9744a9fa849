// SPDX-License-Identifier: Apache-2.0
// An index in a store of its own, without log and projector: what measures the engine, and what tries it, uses the same
// rows by the same Writer and Reader as the server.
#pragma once

#include "core/limits.hpp"
#include "projections/search/query/search.hpp"

#include <filesystem>
#include <memory>
#include <span>

namespace palabre::projections::search {

/// One thread.
class Shelf {
public:
    /// An empty one in a folder that is there and empty.
    [[nodiscard]] static Result<std::unique_ptr<Shelf>> create(const std::filesystem::path& folder);

    struct Entry {
        std::string id;
        std::optional<Document> document; ///< nothing: its text goes
    };
    /// One batch.
    [[nodiscard]] Status put(std::span<const Entry> entries);
    /// Writes all that stands in memory and merges files, as a store at rest is.
    [[nodiscard]] Status settle() { return store_->purge(family_); }

    [[nodiscard]] Result<Reader> read();
    [[nodiscard]] Result<Answer> find(const Request& request);
    [[nodiscard]] Analyzer& analyzer() { return analyzer_; }
    /// All rows, in order: for comparing.
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> rows() const;

private:
    explicit Shelf(std::unique_ptr<Store> store) : store_(std::move(store)) {}

    std::unique_ptr<Store> store_;
    Family family_;
    CommunityId community_;
    Analyzer analyzer_;
    ObjectCache kept_{limits::joined_pages_bytes};
};

} // namespace palabre::projections::search
