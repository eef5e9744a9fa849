// SPDX-License-Identifier: Apache-2.0
#include "http/api/search/suggest.hpp"

#include "core/config/config.hpp"
#include "core/limits.hpp"
#include "core/places/places.hpp"
#include "core/text/unicode.hpp"
#include "core/text/words.hpp"
#include "http/api/act.hpp"
#include "http/api/parameters.hpp"
#include "http/api/search/hits.hpp"
#include "http/api/search/turn.hpp"
#include "http/api/search/visible.hpp"
#include "http/conditional.hpp"
#include "projections/json.hpp"
#include "projections/projector.hpp"
#include "projections/search/contents.hpp"
#include "projections/search/occupations.hpp"
#include "projections/search/query/vocabulary.hpp"

#include <mutex>
#include <nlohmann/json.hpp>

namespace palabre::http::search {

namespace engine = projections::search;
using json = nlohmann::ordered_json;

namespace {

constexpr std::size_t completions = 8;
constexpr std::size_t per_page = 50;      ///< of occupations and communes
constexpr std::size_t deepest_page = 100; ///< all titles that begin with one letter
constexpr Duration table_age{60'000'000};

enum class Of : std::uint8_t { words, ads, occupations, places };

/// The table as it is in the data folder, looked at again every minute: `palabre import occupations` may have put
/// another one there. One that cannot be read leaves the last one.
std::shared_ptr<const engine::Occupations> occupations(const Context& context) {
    static std::mutex mutex;
    static std::shared_ptr<const engine::Occupations> kept;
    static Instant looked{};
    const std::lock_guard lock(mutex);
    const Instant now = context.services.clock.now();
    if (kept && now.micros - looked.micros < table_age.count() && now >= looked) return kept;
    auto read = engine::Occupations::read(engine::occupations_file(context.services.settings.data));
    if (read) kept = std::make_shared<const engine::Occupations>(std::move(*read));
    if (!kept) kept = std::make_shared<const engine::Occupations>(std::vector<engine::Occupation>());
    looked = now;
    return kept;
}

/// Of all that the viewer may see, or of its ads alone.
Result<Response> words(const Context& context, std::string_view text, Of of) {
    PALABRE_TRY(view, context.services.projector->query("search"));
    PALABRE_TRY(scopes, visible_scopes(context, view));
    PALABRE_TRY(reader, engine::read(view, context.community->id, analyzer()));
    // The last word goes on; what stands before it stays as it was typed.
    std::size_t begin = text.size();
    std::string beginning;
    text::each_word(text, [&](const text::Word& word) {
        begin = word.begin;
        beginning = word.end == text.size() ? std::string(word.folded) : std::string();
    });
    const auto visible = of == Of::ads ? scopes.ads() : scopes.visible;
    PALABRE_TRY(found, engine::words_beginning(reader, visible, beginning, completions));
    json out = json::array();
    for (const auto& [word, count] : found)
        out.push_back({{"text", std::string(text.substr(0, begin)) + word}, {"count", count}});
    return json_with_etag(json{{"suggestions", std::move(out)}, {"next", nullptr}}.dump());
}

/// A page of a list that was asked for one longer.
Response page_of(json list, std::size_t page) {
    const bool more = list.size() > per_page && page < deepest_page;
    if (list.size() > per_page) list.erase(list.begin() + static_cast<std::ptrdiff_t>(per_page), list.end());
    return json_with_etag(
        json{{"suggestions", std::move(list)}, {"next", more ? json(page + 1) : json(nullptr)}}.dump());
}

Response occupations_page(const Context& context, std::string_view text, std::size_t page) {
    json out = json::array();
    for (const auto* one : occupations(context)->beginning(text, (page - 1) * per_page, per_page + 1))
        out.push_back({{"text", one->title}, {"code", one->code}});
    return page_of(std::move(out), page);
}

Response places_page(std::string_view text, std::size_t page) {
    const auto& all = places::Places::list();
    const auto found = all.beginning(text, page * per_page + 1);
    json out = json::array();
    for (std::size_t i = (page - 1) * per_page; i < found.size(); ++i) {
        const auto& one = *found[i];
        out.push_back({{"text", std::string(one.name) + " (" + std::string(one.department) + ")"},
                       {"code", one.code},
                       {"postcode", one.postcodes.empty() ? json(nullptr) : json(one.postcodes.front())}});
    }
    return page_of(std::move(out), page);
}

} // namespace

Answer suggest(const Context& context) {
    Parameters parameters(context.request, {"q", "of", "page"});
    const auto of = parameters.choice<Of>(
        "of", {{"words", Of::words}, {"ads", Of::ads}, {"occupations", Of::occupations}, {"places", Of::places}});
    const auto page = parameters.number("page", 1, deepest_page, 1);
    if (parameters.problem()) return context.refuse(*parameters.problem());
    const auto text = parameters.text("q").value_or("");
    if (text::length(text) > limits::search_text) return context.refuse(problem(Fault::wrong_value, "q"));
    if (auto limited = take_turn(context)) return *limited;
    if (of == Of::occupations) return occupations_page(context, text, page);
    if (of == Of::places) return places_page(text, page);
    auto made = words(context, text, of);
    return made ? std::move(*made) : context.fail(made.error());
}

} // namespace palabre::http::search
