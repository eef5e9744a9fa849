// SPDX-License-Identifier: Apache-2.0
#include "projections/live.hpp"

namespace palabre::projections {

View::View(std::shared_ptr<const Live> live) : live_(std::move(live)) {}

Result<std::optional<std::string>> View::get(std::string_view key) const {
    return live_->store.get(live_->family, key);
}
Result<std::vector<std::optional<std::string>>> View::get(const std::vector<std::string>& keys) const {
    return live_->store.get(live_->family, keys);
}
Result<Pinned> View::pin(std::string_view key) const {
    return live_->store.pin(live_->family, key);
}
Scan View::scan(std::string_view lower, std::string_view upper, bool reverse) const {
    return live_->store.scan(live_->family, lower, upper, reverse);
}
std::shared_ptr<const void> View::kept_object(std::string_view key, const ObjectCache::Stamp& stamp) const {
    return live_->objects.get(key, stamp);
}
void View::keep_object(std::string key, const ObjectCache::Stamp& stamp, std::shared_ptr<const void> object,
                       std::size_t cost) const {
    live_->objects.put(std::move(key), stamp, std::move(object), cost);
}
unsigned View::version() const {
    return live_->version;
}

} // namespace palabre::projections
