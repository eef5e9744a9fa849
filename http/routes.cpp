// SPDX-License-Identifier: Apache-2.0
#include "http/routes.hpp"

#include "http/api/accounts/accounts.hpp"
#include "http/api/ads/ads.hpp"
#include "http/api/alerts/alerts.hpp"
#include "http/api/forum/forum.hpp"
#include "http/api/invitations/invitations.hpp"
#include "http/api/members/members.hpp"
#include "http/api/messages/messages.hpp"
#include "http/api/node/node.hpp"
#include "http/api/notices/notices.hpp"
#include "http/api/organisations/organisations.hpp"
#include "http/api/search/search.hpp"
#include "http/api/spaces/spaces.hpp"
#include "http/api/stream/stream.hpp"
#include "http/openapi/document.hpp"
#include "http/pages/pages.hpp"
#include "http/shell.hpp"
#include "http/static_files.hpp"

namespace palabre::http {
namespace {

constexpr Route of_the_service[] = {
    {Method::get, "/api/v1/openapi.yaml", Access::anybody, {}, &openapi},
    {Method::get, "/assets/{hash}/{name*}", Access::anybody, {}, &static_file},
    {Method::get, "/service-worker.js", Access::anybody, {}, &service_worker},
    {Method::get, "/manifest.webmanifest", Access::anybody, {}, &manifest},
};

} // namespace

std::vector<Route> route_table() {
    std::vector<Route> all(std::begin(of_the_service), std::end(of_the_service));
    for (const auto rows : {node::routes(), accounts::routes(), members::routes(), spaces::routes(), forum::routes(),
                            ads::routes(), invitations::routes(), notices::routes(), messages::routes(),
                            alerts::routes(), organisations::routes(), search::routes(), stream::routes()})
        all.insert(all.end(), rows.begin(), rows.end());
    const auto pages = pages::page_routes(all);
    all.insert(all.end(), pages.begin(), pages.end());
    return all;
}

} // namespace palabre::http
