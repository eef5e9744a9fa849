// SPDX-License-Identifier: Apache-2.0
// Items of a Stack Exchange site → commands of one community, each with its original time and derived ids.
//
//   user      → members::Join, shown by name (the licence of the texts asks it), with fresh keys
//   question  → OpenThread in the one space, kind question; answer → PublishPost; comment → PublishPost on its post
//   edit      → EditPost by its editor
//   vote      → React by a voter of its own, as the dump names none
//   accepted  → AcceptAnswer by the asker
#pragma once

#include "commands/writer.hpp"
#include "tools/stackexchange/items.hpp"

namespace palabre::tools::import {

class Translator {
public:
    struct Place {
        CommunityId community;
        SpaceId space;
        events::Language language{};
        /// People whom the dump only names get ids under it: a name must not stand in clear behind an id.
        SecretKey naming_key;
    };
    /// `random` draws the members' keys and must outlive this.
    Translator(Place place, Random& random) : place_(std::move(place)), random_(random) {}

    [[nodiscard]] commands::Submission operator()(const stackexchange::Item& item);

private:
    [[nodiscard]] MemberId member(std::string_view row) const;
    [[nodiscard]] std::string person(std::string_view row) const;
    [[nodiscard]] commands::Submission submission(std::string_view kind, std::string_view row, MemberId actor,
                                                  Instant at, commands::Command command) const;
    [[nodiscard]] commands::Submission translate(const stackexchange::User& user);
    [[nodiscard]] commands::Submission translate(const stackexchange::Question& question);
    [[nodiscard]] commands::Submission translate(const stackexchange::Answer& answer);
    [[nodiscard]] commands::Submission translate(const stackexchange::Comment& comment);
    [[nodiscard]] commands::Submission translate(const stackexchange::Edit& edit);
    [[nodiscard]] commands::Submission translate(const stackexchange::Vote& vote);
    [[nodiscard]] commands::Submission translate(const stackexchange::Accept& accept);

    Place place_;
    Random& random_;
};

} // namespace palabre::tools::import
