// SPDX-License-Identifier: Apache-2.0
#include "http/static_files.hpp"

#include "http/assets.hpp"
#include "http/style_sheet.hpp"

#include <stdexcept>

namespace palabre::http {
namespace {

constexpr std::string_view folder = "web/";

struct Type {
    std::string_view ending;
    std::string_view type;
    bool compressible;
};
constexpr Type types[] = {
    {".css", "text/css; charset=utf-8", true}, {".js", "text/javascript; charset=utf-8", true},
    {".svg", "image/svg+xml", true},           {".webmanifest", "application/manifest+json", true},
    {".woff2", "font/woff2", false},           {".png", "image/png", false},
    {".ico", "image/x-icon", false},
};

Type type_of(std::string_view name) {
    for (const Type& type : types)
        if (name.ends_with(type.ending)) return type;
    return {"", "application/octet-stream", false};
}

} // namespace

StaticFiles::StaticFiles() {
    for (const Asset& asset : assets())
        if (asset.path.starts_with(folder) && !asset.path.starts_with(style_folder))
            add(std::string(asset.path.substr(folder.size())), std::string(asset.bytes));
    // Last: it names others by their addresses.
    add("style.css", style_sheet([this](std::string_view name) { return address(name); }));
}

void StaticFiles::add(const std::string& name, std::string bytes) {
    const Type type = type_of(name);
    const std::string hash = content_hash(bytes);
    files_.emplace(name, File{hash, "/assets/" + hash + "/" + name, type.type, type.compressible,
                              std::make_shared<const std::string>(std::move(bytes))});
}

const StaticFiles::File& StaticFiles::file(std::string_view name) const {
    const auto found = files_.find(name);
    if (found == files_.end()) throw std::logic_error("no static file " + std::string(name));
    return found->second;
}

std::string_view StaticFiles::address(std::string_view name) const {
    return file(name).address;
}

std::shared_ptr<const std::string> StaticFiles::body(std::string_view name) const {
    return file(name).body;
}

Answer StaticFiles::answer(const Context& context) const {
    const auto found = files_.find(context.parameter("name"));
    if (found == files_.end() || found->second.hash != context.parameter("hash"))
        return context.refuse(commands::Reason::not_found);
    const File& file = found->second;
    Response response;
    response.set("Content-Type", std::string(file.type));
    response.set("Cache-Control", "public, max-age=31536000, immutable");
    response.compressible = file.compressible;
    response.shared_body = file.body;
    return response;
}

Answer static_file(const Context& context) {
    if (context.services.files == nullptr) return context.refuse(commands::Reason::not_found);
    return context.services.files->answer(context);
}

} // namespace palabre::http
