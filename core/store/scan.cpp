// SPDX-License-Identifier: Apache-2.0
#include "core/store/options.hpp"
#include "core/store/store_impl.hpp"

#include <algorithm>

namespace palabre {

using detail::view;

/// The engine's rows with the gathered ones over them, which were copied when it began.
struct Scan::Impl {
    std::string lower;
    std::string upper;
    rocksdb::Slice lower_bound; // the iterator keeps pointers to these two
    rocksdb::Slice upper_bound;
    const Store::Impl* store = nullptr;
    rocksdb::ColumnFamilyHandle* family = nullptr;
    bool reverse = false;
    std::unique_ptr<rocksdb::Iterator> iterator;
    std::vector<detail::Gathered::Row> changed; ///< in the order of the walk
    std::size_t next_changed = 0;
    bool on_changed = false; ///< it stands on changed[next_changed], not where the iterator stands

    void step() {
        if (reverse)
            iterator->Prev();
        else
            iterator->Next();
    }
    /// Finds the next row: what was removed is passed over, and what was changed hides what is stored.
    void settle() {
        for (; next_changed < changed.size(); ++next_changed) {
            const auto& [key, value] = changed[next_changed];
            const int order = iterator->Valid() ? key.compare(view(iterator->key())) : -1;
            if (iterator->Valid() && (reverse ? order < 0 : order > 0)) break;
            if (order == 0) step();
            if (value) {
                on_changed = true;
                return;
            }
        }
        on_changed = false;
    }
};

Scan::Scan(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Scan::~Scan() = default;
Scan::Scan(Scan&&) noexcept = default;

bool Scan::valid() const {
    return impl_->on_changed || impl_->iterator->Valid();
}
void Scan::next() {
    if (impl_->on_changed)
        ++impl_->next_changed;
    else
        impl_->step();
    if (!impl_->changed.empty()) impl_->settle();
}
std::string_view Scan::key() const {
    return impl_->on_changed ? std::string_view(impl_->changed[impl_->next_changed].first)
                             : view(impl_->iterator->key());
}
std::string_view Scan::value() const {
    return impl_->on_changed ? std::string_view(*impl_->changed[impl_->next_changed].second)
                             : view(impl_->iterator->value());
}
Status Scan::status() const {
    const auto status = impl_->iterator->status();
    return status.ok() ? Status{} : impl_->store->fail(status, impl_->family);
}

Scan Store::scan(Family family, std::string_view lower, std::string_view upper, bool reverse) const {
    const auto* from = detail::open_family(family.handle_);
    auto impl = std::make_unique<Scan::Impl>();
    impl->lower = lower;
    impl->upper = upper;
    impl->lower_bound = impl->lower;
    impl->upper_bound = impl->upper;
    impl->store = impl_.get();
    impl->family = from->handle;
    impl->reverse = reverse;
    rocksdb::ReadOptions read = detail::read_options();
    if (!reverse && detail::has_row_prefixes(impl_->options, impl->family->GetName())) {
        const std::string_view prefix = detail::row_prefix(lower);
        // Rows of one thing: files that hold nothing of it are passed over.
        if (!prefix.empty() && prefix == detail::row_prefix(upper)) {
            read.total_order_seek = false;
            read.prefix_same_as_start = true;
        }
    }
    read.iterate_lower_bound = &impl->lower_bound;
    read.iterate_upper_bound = &impl->upper_bound;
    const auto open = [&] { impl->iterator.reset(impl_->db->NewIterator(read, impl->family)); };
    if (from->gathered.bytes() == 0)
        open();
    else
        impl->changed = from->gathered.range(lower, upper, open);
    if (reverse) {
        std::ranges::reverse(impl->changed);
        impl->iterator->SeekToLast();
    } else {
        impl->iterator->SeekToFirst();
    }
    if (!impl->changed.empty()) impl->settle();
    return Scan(std::move(impl));
}

} // namespace palabre
