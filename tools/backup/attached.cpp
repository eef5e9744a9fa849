// SPDX-License-Identifier: Apache-2.0
#include "tools/backup/attached.hpp"

#include "commands/forum/entities.hpp"
#include "commands/members/entities.hpp"
#include "events/all.hpp"

namespace palabre::tools::backup {

Result<Places> attached(const log::LocalLog& log, commands::Model& model) {
    using Uploaded = events::forum::FileUploaded;
    Places all;
    auto cursor = log.cursor(Position{});
    for (;;) {
        PALABRE_TRY(event, cursor.next([](std::string_view type) { return type == Uploaded::type; }));
        if (!event) return all;
        const CommunityId& community = event->proposal.community;
        PALABRE_TRY(decoded, events::decode(event->proposal.type, event->proposal.value));
        const auto& uploaded = std::get<Uploaded>(decoded);
        const auto file = model.get<commands::forum::File>(community, uploaded.file);
        const auto member = model.get<commands::members::Member>(community, uploaded.author);
        if (file && file->attached && !(member && member->membership == rights::Membership::erased))
            all.insert({{community, uploaded.author.text()}, uploaded.file});
    }
}

Result<Places> missing(Places wanted, Blobs& blobs) {
    PALABRE_CHECK(blobs.for_each(Instant{}, [&](const BlobPlace& place, Instant) -> Status {
        wanted.erase(place);
        return {};
    }));
    return wanted;
}

} // namespace palabre::tools::backup
