// SPDX-License-Identifier: Apache-2.0
#include "projections/search/contents.hpp"

#include "projections/search/ads.hpp"
#include "projections/search/members.hpp"
#include "projections/search/posts.hpp"

namespace palabre::projections::search {

Analyzer& applying_analyzer() {
    static thread_local Analyzer kept;
    return kept;
}

Status apply(Stage& stage, const Applied& at, const events::Event& event) {
    PALABRE_CHECK(posts::apply(stage, at, event));
    PALABRE_CHECK(ads::apply(stage, at, event));
    return members::apply(stage, at, event);
}

Result<Reader> read(const View& view, const CommunityId& community, Analyzer& analyzer) {
    return Reader::open(
        community, [&view](std::string_view key) { return view.pin(key); },
        [&view](std::string key, const ObjectCache::Stamp& stamp, const Reader::Make& make) {
            return view.cached<void>(std::move(key), stamp, make);
        },
        analyzer);
}

} // namespace palabre::projections::search
