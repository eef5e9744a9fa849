// SPDX-License-Identifier: Apache-2.0
#include "tools/demo/composer.hpp"

#include "tools/demo/phrase.hpp"

namespace palabre::tools::demo {

std::string Composer::text(std::string_view phrase, const Person& author) {
    return expand(phrase, chance_, [&](std::string_view slot) {
        if (slot == "ville") return author.town;
        return std::string(author.feminine ? "e" : "");
    });
}

template <class Draw>
std::string Composer::fresh(Draw draw) {
    constexpr int tries = 30;
    std::string text = draw();
    for (int i = 1; i < tries && written_.contains(text); ++i) text = draw();
    written_.insert(text);
    return text;
}

std::string Composer::title(const Subject& subject, const Person& author) {
    bool told = false; // the town as well, where the template alone has been used up
    int tries = 0;
    return fresh([&] {
        auto title = text(chance_.pick(subject.part('T')).text, author);
        told = told || ++tries > 12;
        return told && title.find(author.town) == std::string::npos ? title + " (" + author.town + ")" : title;
    });
}

std::string Composer::opening(const Subject& subject, const Person& author) {
    return fresh([&] {
        auto body = text(chance_.pick(subject.part('O')).text, author);
        const bool greeted = body.starts_with("Bonjour") || subject.kind == events::forum::ThreadKind::news;
        return greeted || chance_.percent(20) ? body : common('G', author) + "\n\n" + body;
    });
}

std::string Composer::answer(const Fragment& fragment, const Person& author, bool first) {
    return fresh([&] {
        std::string body;
        if (chance_.percent(65)) {
            body = common(!first && chance_.percent(22) ? 'N' : 'L', author);
            body += body.ends_with(':') || body.ends_with(',') || chance_.percent(50) ? "\n\n" : " ";
        }
        body += text(fragment.text, author);
        if (chance_.percent(50)) body += (chance_.percent(60) ? "\n\n" : " ") + common('F', author);
        return body;
    });
}

std::string Composer::comment(const Fragment& fragment, const Person& author) {
    std::size_t tries = 0; // the more it was drawn in vain, the more is added
    return fresh([&] {
        std::string body = text(fragment.text, author);
        const std::size_t worn = 8 * tries++;
        if (chance_.percent(25 + worn)) body = common('S', author) + ' ' + body;
        if (chance_.percent(35 + worn)) body += ' ' + common('Q', author);
        return body;
    });
}

std::string Composer::plain(const Fragment& fragment, const Person& author) {
    return fresh([&] { return text(fragment.text, author); });
}

std::string Composer::thanks(const Person& author) {
    std::size_t tries = 0;
    return fresh([&] {
        const auto body = common('M', author);
        return chance_.percent(30 + 8 * tries++) ? body + ' ' + common('R', author) : body;
    });
}

std::string Composer::common(char letter, const Person& author) {
    return text(chance_.pick(library_.common.part(letter)).text, author);
}

} // namespace palabre::tools::demo
