// SPDX-License-Identifier: Apache-2.0
#include "http/pages/forum/attach.hpp"

#include "core/images/images.hpp"
#include "core/limits.hpp"
#include "core/text/unicode.hpp"
#include "http/pages/ask.hpp"
#include "http/pages/frame.hpp"

#include <algorithm>
#include <array>
#include <memory>

namespace palabre::http::pages::forum {
namespace {

using nlohmann::json;

constexpr std::string_view of_files = "/api/v1/communities/{c}/files";
constexpr std::string_view of_file = "/api/v1/communities/{c}/files/{id}";
constexpr std::string_view file_field = "file-";
constexpr std::array<const char*, 3> sizes = {"small", "medium", "large"};

std::string alternative_field(std::string_view of) {
    return "alternative-" + std::string(of);
}

/// One form on its way: its files first, then what is said anew of those that it had.
struct Attaching {
    json form;
    Taken taken;
    Again again;
    std::vector<SentFile> files;
    std::vector<std::string> described; ///< ids
    std::size_t next = 0;
};

Answer go_on(const Context& page, const std::shared_ptr<Attaching>& all);

/// The form again: the fault stands at the files, whatever the API calls it.
Answer refuse(const Context& page, const Attaching& all, Document refused, const std::string& file) {
    if (refused.body.contains("field")) refused.body["field"] = "/files";
    json form = all.form;
    form["file_at_fault"] = text::clean_line(file); // may be at fault for being no text
    return all.again(page, form, refused);
}

Answer take_file(const Context& page, const std::shared_ptr<Attaching>& all) {
    const SentFile& file = all->files[all->next++];
    const std::string number = file.field.substr(std::min(file_field.size(), file.field.size()));
    json body = json::object();
    if (const std::string said = text_of(all->form, alternative_field(number)); !said.empty())
        body["alternative"] = said;
    // Sent again after a lost answer, the form names the same files.
    Fields headers = headers_of(all->form);
    for (auto& [name, value] : headers) value += '-' + file.field;
    return order(
        page, {.pattern = of_files, .body = std::move(body), .headers = std::move(headers), .file = &file},
        [all, number, name = file.name](const Context& at, const Response& done, const Document& document) -> Answer {
            if (done.status != 201) return refuse(at, *all, document, name);
            json ids = all_of(all->form, "attachments");
            ids.push_back(document.body["id"]);
            all->form["attachments"] = std::move(ids);
            all->form.erase(alternative_field(number));
            return go_on(at, all);
        });
}

Answer describe(const Context& page, const std::shared_ptr<Attaching>& all) {
    const std::string id = all->described.back();
    all->described.pop_back();
    const std::string said = text_of(all->form, alternative_field(id));
    const auto stands = ask(page, of_file, {}, {{"id", id}});
    if (!stands.ok() || text_of(stands.body, "alternative") == said) return go_on(page, all);
    return order(
        page, {.method = Method::put, .pattern = of_file, .body = {{"alternative", said}}, .parameters = {{"id", id}}},
        [all, name = text_of(stands.body, "name")](const Context& at, const Response& done, const Document& document)
            -> Answer { return done.status == 204 ? go_on(at, all) : refuse(at, *all, document, name); });
}

Answer go_on(const Context& page, const std::shared_ptr<Attaching>& all) {
    if (all->next < all->files.size()) return take_file(page, all);
    if (!all->described.empty()) return describe(page, all);
    return all->taken(page, std::move(all->form));
}

/// Addresses below the API: the same bytes, the same rights.
std::string address_of(const std::string& community, const json& file, std::string_view size) {
    return "/api/v1/communities/" + community + "/files/" + file["id"].get<std::string>() + '/' + std::string(size);
}

json picture_of(const json& file, const std::string& community) {
    json picture = file;
    const images::Size whole{file["width"].get<std::uint32_t>(), file["height"].get<std::uint32_t>()};
    std::string set;
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        const std::string address = address_of(community, file, sizes[i]);
        const std::uint32_t width = images::fit(whole, images::sides[i]).width;
        picture[sizes[i]] = address;
        // Two sizes of one width are one.
        if (i + 1 < sizes.size() && width == images::fit(whole, images::sides[i + 1]).width) continue;
        set += (set.empty() ? "" : ", ") + address + ' ' + std::to_string(width) + 'w';
    }
    picture["set"] = std::move(set);
    return picture;
}

} // namespace

Answer with_files(const Context& context, json form, Taken taken, Again again) {
    auto all = std::make_shared<Attaching>(
        Attaching{std::move(form), std::move(taken), std::move(again), context.request.files, {}});
    for (const json& id : all_of(all->form, "attachments"))
        if (id.is_string() && FileId::parse(id.get<std::string>()) &&
            all->form.contains(alternative_field(id.get<std::string>())))
            all->described.push_back(id.get<std::string>());
    if (all->described.size() > limits::attachments) all->described.resize(limits::attachments);
    if (all_of(all->form, "attachments").size() + all->files.size() > limits::attachments) {
        Problem many = problem(commands::Reason::too_many, "/files", limits::attachments);
        const Response told = problem_json(many, context.services.messages, context.language);
        return all->again(context, all->form, Document{told.status, json::parse(told.body), {}});
    }
    return go_on(context, all);
}

void present_attached(const Context& context, json& document, const json& form) {
    json attached = json::array();
    for (const json& id : all_of(form, "attachments")) {
        if (!id.is_string() || !FileId::parse(id.get<std::string>()) || attached.size() == limits::attachments)
            continue;
        auto file = ask(context, of_file, {}, {{"id", id.get<std::string>()}});
        if (!file.ok()) continue; // gone meanwhile, or never hers
        file.body["picture"] = file.body["format"] != "pdf";
        if (const auto said = form.find(alternative_field(id.get<std::string>())); said != form.end())
            file.body["alternative"] = *said;
        attached.push_back(std::move(file.body));
    }
    json others = json::array();
    for (std::size_t row = attached.size() + 2; row <= limits::attachments; ++row)
        others.push_back({{"row", row - attached.size()}});
    json first = json::array();
    if (attached.size() < limits::attachments) first.push_back({{"row", 1}});
    for (json* rows : {&first, &others})
        for (json& row : *rows)
            row["said"] = text_of(form, alternative_field(std::to_string(row["row"].get<std::size_t>())));
    document["attached"] = std::move(attached);
    document["has_others"] = !others.empty();
    document["file_rows"] = {{"first", std::move(first)}, {"others", std::move(others)}};
}

void present_files(json& post, const std::string& community) {
    const auto found = post.find("attachments");
    if (found == post.end()) return;
    json pictures = json::array(), documents = json::array();
    for (const json& file : *found) {
        if (file["format"] != "pdf") {
            pictures.push_back(picture_of(file, community));
            continue;
        }
        documents.push_back(file);
        documents.back()["address"] = address_of(community, file, "original");
        documents.back()["kilobytes"] = (file["bytes"].get<std::uint64_t>() + 1023) / 1024;
    }
    post["pictures"] = std::move(pictures);
    post["has_documents"] = !documents.empty();
    post["documents"] = std::move(documents);
}

} // namespace palabre::http::pages::forum
