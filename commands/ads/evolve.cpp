// SPDX-License-Identifier: Apache-2.0
// What is so after an event about ads happened.
#include "commands/ads/ads.hpp"
#include "commands/ads/entities.hpp"
#include "commands/forum/files.hpp"

namespace palabre::commands {

using ads::Ad;
using ads::AdWords;
using ads::Comment;
using ads::Favourite;
using ads::Like;
using ads::Report;
using ads::Reports;
using ads::Rules;
using ads::State;

namespace {

State state_of(events::ads::AdStanding standing) {
    switch (standing) {
    case events::ads::AdStanding::draft:
        return State::draft;
    case events::ads::AdStanding::awaiting:
        return State::awaiting;
    case events::ads::AdStanding::published:
        return State::published;
    }
    return State::draft;
}

State state_of(events::ads::AdOutcome outcome) {
    switch (outcome) {
    case events::ads::AdOutcome::filled:
        return State::filled;
    case events::ads::AdOutcome::withdrawn:
        return State::withdrawn;
    case events::ads::AdOutcome::removed:
        return State::removed;
    }
    return State::removed;
}

void publish(Ad& ad, Instant expires) {
    ad.state = State::published;
    ad.cleared = true;
    ad.warned = ad.warned && ad.expires == expires;
    ad.expires = expires;
}

} // namespace

void evolve(Evolution& model, const events::ads::AdWritten& e) {
    model.update<Ad>(e.ad, [&](Ad& ad) {
        forum::attach(model, e.author, ad.attachments, e.attachments);
        ad.author = e.author;
        ad.ad_kind = e.kind;
        ad.organisation = e.organisation;
        ad.hides_name = e.hides_name;
        ad.attachments = e.attachments;
        ad.state = state_of(e.standing);
        ad.cleared = false;
        if (e.expires) publish(ad, *e.expires);
    });
    model.update<AdWords>(e.ad, [](AdWords& words) { ++words.versions; });
}

void evolve(Evolution& model, const events::ads::AdApproved& e) {
    model.update<Ad>(e.ad, [&](Ad& ad) { publish(ad, e.expires); });
}

void evolve(Evolution& model, const events::ads::AdRefused& e) {
    model.update<Ad>(e.ad, [](Ad& ad) { ad.state = State::refused; });
}

void evolve(Evolution& model, const events::ads::AdRenewed& e) {
    model.update<Ad>(e.ad, [&](Ad& ad) { publish(ad, e.expires); });
}

void evolve(Evolution& model, const events::ads::AdClosed& e) {
    model.update<Ad>(e.ad, [&](Ad& ad) {
        ad.state = state_of(e.outcome);
        if (ad.state != State::removed) return;
        forum::attach(model, e.author, ad.attachments, {});
        ad.attachments.clear();
    });
}

void evolve(Evolution& model, const events::ads::AdExpiring& e) {
    model.update<Ad>(e.ad, [](Ad& ad) { ad.warned = true; });
}

void evolve(Evolution& model, const events::ads::AdExpired& e) {
    model.update<Ad>(e.ad, [](Ad& ad) { ad.state = State::expired; });
}

void evolve(Evolution& model, const events::ads::FavouriteMarked& e) {
    model.put<Favourite>({e.member, e.ad}, {e.kept});
}

void evolve(Evolution& model, const events::ads::LikeMarked& e) {
    model.put<Like>({e.member, e.ad}, {e.liked});
}

void evolve(Evolution& model, const events::ads::CommentPublished& e) {
    model.put<Comment>(e.comment, {.ad = e.ad, .author = e.author});
}

void evolve(Evolution& model, const events::ads::CommentRemoved& e) {
    model.update<Comment>(e.comment, [](Comment& comment) { comment.removed = true; });
}

void evolve(Evolution& model, const events::ads::AdReported& e) {
    const auto round = model.get<Reports>(e.ad).value_or(Reports{}).round;
    model.put<Report>({e.member, e.ad}, {round});
    model.put<Reports>(e.ad, {true, round});
}

void evolve(Evolution& model, const events::ads::ReportsAnswered& e) {
    model.update<Reports>(e.ad, [](Reports& reports) { reports = {false, reports.round + 1}; });
}

void evolve(Evolution& model, const events::ads::RulesSet& e) {
    model.put<Rules>({}, {e.moderated, e.open});
}

void evolve(Evolution& model, const events::ads::Visited& e) {
    model.put<ads::Visit>(e.member, {e.day});
}

} // namespace palabre::commands
