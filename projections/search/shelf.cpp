// SPDX-License-Identifier: Apache-2.0
#include "projections/search/shelf.hpp"

namespace palabre::projections::search {

Result<std::unique_ptr<Shelf>> Shelf::create(const std::filesystem::path& folder) {
    PALABRE_TRY(store, Store::open(folder, {.use = Store::Use::views}));
    std::unique_ptr<Shelf> shelf(new Shelf(std::move(store)));
    PALABRE_TRY(family, shelf->store_->family("search"));
    shelf->family_ = family;
    return shelf;
}

Status Shelf::put(std::span<const Entry> entries) {
    Stage stage(*store_, family_);
    for (const auto& [id, document] : entries) {
        Writer writer(stage, community_, analyzer_);
        PALABRE_CHECK(writer.put(id, document));
        PALABRE_CHECK(writer.finish());
        if (stage.failure()) return *stage.failure();
    }
    Batch batch;
    stage.drain(batch);
    return store_->write(batch, false);
}

Result<Reader> Shelf::read() {
    const auto keep = [this](std::string key, const ObjectCache::Stamp& stamp,
                             const Reader::Make& make) -> Result<std::shared_ptr<const void>> {
        if (auto known = kept_.get(key, stamp)) return known;
        PALABRE_TRY(made, make());
        kept_.put(std::move(key), stamp, made.first, made.second);
        return std::move(made.first);
    };
    return Reader::open(
        community_, [this](std::string_view key) { return store_->pin(family_, key); }, keep, analyzer_);
}

Result<Answer> Shelf::find(const Request& request) {
    PALABRE_TRY(reader, read());
    return search::find(reader, request, analyzer_);
}

std::vector<std::pair<std::string, std::string>> Shelf::rows() const {
    std::vector<std::pair<std::string, std::string>> out;
    for (Scan scan = store_->scan(family_, std::string_view(), std::string(64, '\xff')); scan.valid(); scan.next())
        out.emplace_back(scan.key(), scan.value());
    return out;
}

} // namespace palabre::projections::search
