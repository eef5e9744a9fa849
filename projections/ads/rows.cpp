// SPDX-License-Identifier: Apache-2.0
#include "projections/ads/rows.hpp"

#include "projections/json.hpp"

namespace palabre::projections::ads {

std::string_view text(State state) {
    switch (state) {
    case State::draft:
        return "draft";
    case State::awaiting:
        return "awaiting";
    case State::published:
        return "published";
    case State::refused:
        return "refused";
    case State::filled:
        return "filled";
    case State::withdrawn:
        return "withdrawn";
    case State::expired:
        return "expired";
    case State::removed:
        return "removed";
    case State::erased:
        return "erased";
    }
    return {};
}

std::string ad_json(const AdRecord& ad, std::string_view attachments) {
    JsonObject json;
    json.add("id", ad.id).add("author", ad.author).add("organisation", ad.organisation);
    json.add("kind", events::ads::text(ad.kind)).add("party", events::ads::text(ad.party));
    json.add("hides_name", ad.hides_name).add("state", ads::text(ad.state()));
    json.add("language", events::text(ad.language)).add("title", ad.title).add("slug", ad.slug);
    json.add("place", ad.place).add("commune", ad.commune).add("departement", ad.departement);
    json.add("region", ad.region).add("latitude", ad.latitude).add("longitude", ad.longitude);
    json.add("radius", ad.radius).add("trade", ad.trade).add("surface", ad.surface).add("rent", ad.rent);
    json.add("charges", ad.charges).add("price", ad.price).add("starts_on", ad.starts_on);
    json.add("contract", ad.contract).add("weekly_minutes", ad.weekly_minutes);
    json.add("salary_least", ad.salary_least).add("salary_most", ad.salary_most);
    if (ad.salary_period)
        json.add("salary_period", events::ads::text(*ad.salary_period));
    else
        json.null("salary_period");
    json.add("rome", ad.rome).add("structure", ad.structure).add("created", ad.created);
    json.add("published", ad.published).add("edited", ad.edited).add("expires", ad.expires);
    json.add("version", ad.version).add("likes", ad.likes).add("comments", ad.comments);
    if (!attachments.empty()) json.raw("attachments", attachments);
    if (ad.source_id) json.add("source_id", *ad.source_id);
    return std::move(json).finish();
}

std::string comment_json(const CommentRecord& comment, std::string_view body_html) {
    JsonObject json;
    json.add("id", comment.id).add("author", comment.author).add("created", comment.created);
    json.add("state", std::string_view(comment.erased ? "erased" : "shown")).add("body_html", body_html);
    return std::move(json).finish();
}

} // namespace palabre::projections::ads
