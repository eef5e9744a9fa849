// SPDX-License-Identifier: Apache-2.0
// What deciders may know of ads.
#pragma once

#include "commands/checks.hpp"
#include "commands/entity.hpp"
#include "events/ads.hpp"

#include <vector>

namespace palabre::commands::ads {

enum class State : std::uint8_t { draft, awaiting, published, refused, filled, withdrawn, expired, removed };

/// How an ad stands. Who writes to its author reads it.
struct Ad {
    static constexpr std::string_view kind = "ad";
    using Key = AdId;
    MemberId author;
    events::ads::AdKind ad_kind{};
    std::optional<OrganisationId> organisation = {};
    State state{};
    bool hides_name = false;
    bool cleared = false; ///< what it says has been published as it is: it may be so again
    Instant expires = {}; ///< while it is published
    bool warned = false;  ///< of this end
    std::vector<FileId> attachments = {};
};

/// What it says; its version is the ETag of an edit.
struct AdWords {
    static constexpr std::string_view kind = "ad-words";
    using Key = AdId;
    std::uint32_t versions = 0;
};

struct Favourite {
    static constexpr std::string_view kind = "ad-favourite";
    using Key = std::tuple<MemberId, AdId>;
    bool kept = false;
};

struct Like {
    static constexpr std::string_view kind = "ad-like";
    using Key = std::tuple<MemberId, AdId>;
    bool given = false;
};

/// What somebody wrote below an ad: a post without a thread.
struct Comment {
    static constexpr std::string_view kind = "ad-comment";
    using Key = PostId;
    AdId ad;
    MemberId author;
    bool removed = false;
};

/// Up to which answer of a moderator's a member's report is answered.
struct Report {
    static constexpr std::string_view kind = "ad-report";
    using Key = std::tuple<MemberId, AdId>;
    std::uint32_t round = 0;
};

/// What is reported of an ad and not answered yet.
struct Reports {
    static constexpr std::string_view kind = "ad-reports";
    using Key = AdId;
    bool open = false;
    std::uint32_t round = 0; ///< answers so far
};

struct Rules {
    static constexpr std::string_view kind = "ad-rules";
    using Key = Single;
    bool moderated = false;
    bool open = true;
    /// Whom ads are shown to, as a space would say it.
    [[nodiscard]] rights::SpaceRule as_space() const {
        return {.visibility = open ? rights::Visibility::everyone : rights::Visibility::members};
    }
};

/// The last day on which a member looked at ads.
struct Visit {
    static constexpr std::string_view kind = "ad-visit";
    using Key = MemberId;
    std::string day;
};

} // namespace palabre::commands::ads
