// SPDX-License-Identifier: Apache-2.0
#include "projections/accounts/legal.hpp"

#include "projections/row.hpp"

namespace palabre::projections::accounts::legal {

namespace {

using events::Language;
using events::accounts::LegalPage;

enum class Part : std::uint8_t {
    text = 't',    // platform, page, language → Text
    version = 'v', // platform, page, language → TextVersion
};

std::string key(Part part, LegalPage page, Language language) {
    return Key()
        .add(CommunityId::platform())
        .u8(number(part))
        .text(events::accounts::text(page))
        .text(events::text(language))
        .str();
}

} // namespace

Status apply(Stage& stage, const Applied& at, const events::Event& event) {
    const auto* edited = std::get_if<events::accounts::LegalPageEdited>(&event);
    if (edited == nullptr) return {};
    put(stage, key(Part::text, edited->page, edited->language), Text{edited->version, happened(at), edited->text});
    put(stage, key(Part::version, edited->page, edited->language), edited->version);
    return {};
}

Result<std::optional<Text>> text(const View& view, LegalPage page, Language language) {
    return find<Text>(view, key(Part::text, page, language));
}

Result<std::optional<TextVersion>> version(const View& view, LegalPage page, Language language) {
    return find<TextVersion>(view, key(Part::version, page, language));
}

} // namespace palabre::projections::accounts::legal
