// SPDX-License-Identifier: Apache-2.0
#include "http/server/shared.hpp"

#include "http/server/network.hpp"

namespace palabre::http {

bool StreamTable::enter(const std::string& address) {
    const std::lock_guard lock(mutex_);
    const std::string network = network_of(address);
    std::size_t& open = open_[network];
    if (open >= most_) {
        if (open == 0) open_.erase(network);
        return false;
    }
    ++open;
    return true;
}

void StreamTable::leave(const std::string& address) {
    const std::lock_guard lock(mutex_);
    const auto found = open_.find(network_of(address));
    if (--found->second == 0) open_.erase(found);
}

WorkPool& Shared::pool(Work::Kind kind) {
    switch (kind) {
    case Work::Kind::picture:
        return pictures;
    case Work::Kind::search:
        return searches;
    default:
        return passwords;
    }
}

} // namespace palabre::http
