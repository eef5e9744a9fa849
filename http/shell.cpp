// SPDX-License-Identifier: Apache-2.0
#include "http/shell.hpp"

#include "http/static_files.hpp"

#include <nlohmann/json.hpp>

namespace palabre::http {
namespace {

using Json = nlohmann::json; // json() is the answer

Json icon(const StaticFiles& files, std::string_view name, std::string_view sizes, std::string_view type,
          std::string_view purpose) {
    return {{"src", files.address(name)}, {"sizes", sizes}, {"type", type}, {"purpose", purpose}};
}

} // namespace

Answer service_worker(const Context& context) {
    if (context.services.files == nullptr) return context.refuse(commands::Reason::not_found);
    Response response;
    response.set("Content-Type", "text/javascript; charset=utf-8");
    response.set("Cache-Control", "no-cache");
    response.shared_body = context.services.files->body("service_worker.js");
    return response;
}

Answer manifest(const Context& context) {
    if (context.services.files == nullptr) return context.refuse(commands::Reason::not_found);
    const StaticFiles& files = *context.services.files;
    // Colours as in the style sheet: paper, and the accent of who has none of one's own.
    const Json document = {{"name", "Palabre"},
                           {"short_name", "Palabre"},
                           {"id", "/"},
                           {"start_url", "/"},
                           {"scope", "/"},
                           {"display", "standalone"},
                           {"background_color", "#fdfcf9"},
                           {"theme_color", "#0b5a69"},
                           {"icons",
                            {icon(files, "icon.svg", "any", "image/svg+xml", "any"),
                             icon(files, "icon-192.png", "192x192", "image/png", "any"),
                             icon(files, "icon-512.png", "512x512", "image/png", "any"),
                             icon(files, "icon-512.png", "512x512", "image/png", "maskable")}}};
    Response response;
    response.set("Content-Type", "application/manifest+json");
    response.set("Cache-Control", "public, max-age=3600");
    response.body = document.dump();
    return response;
}

} // namespace palabre::http
