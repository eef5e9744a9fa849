// SPDX-License-Identifier: Apache-2.0
#include "tests/core/temp_folder.hpp"
#include "tools/demo/library.hpp"
#include "tools/demo/phrase.hpp"
#include "tools/demo/spaces.hpp"

#include <set>

using namespace palabre;
using namespace palabre::tools::demo;

namespace {

std::string slot(std::string_view name) {
    return name == "ville" ? "Le Mans" : "e";
}

/// A subject that is whole, with one line changed or added.
std::string subject(const std::string& more = {}, const std::string& kind = "kind: question") {
    std::string text = "@ one\nspaces: reseau\n" + kind + "\ntrades: infirmier\ntags: a, b c\n" + more;
    for (const auto& [letter, count] : {std::pair{'T', 2}, {'O', 2}, {'A', 6}, {'C', 6}})
        for (int i = 0; i < count; ++i) text += std::string(1, letter) + " text " + std::to_string(i) + "\n";
    return text;
}
std::string common() {
    std::string text = "@ commun\n";
    for (const char letter : std::string("GLNFCDSQMREB"))
        for (int i = 0; i < 20; ++i) text += std::string(1, letter) + " text\n";
    return text;
}
std::string fault_of(const std::string& text) {
    const std::string shared = common();
    const TextFile files[] = {{"common.txt", shared}, {"a.txt", text}};
    const auto library = parse_library(files);
    return library.has_value() ? "" : library.error().message;
}

} // namespace

TEST_CASE("demo phrases: choices, slots, paragraphs and French spacing") {
    Chance chance(1);
    CHECK(expand("plain // text", chance, slot) == "Plain\n\ntext");
    CHECK(expand("où ? oui ! a : b ; « c »", chance, slot) == "Où\u00a0? oui\u00a0! a\u00a0: b\u00a0; «\u00a0c\u00a0»");
    std::set<std::string> seen;
    for (int i = 0; i < 100; ++i) seen.insert(expand("{a|b{c|d}}", chance, slot));
    CHECK(seen == std::set<std::string>{"A", "Bc", "Bd"});
    CHECK(expand("seul{e} à {ville}, près de {ville}, vers {ville}", chance, slot) ==
          "Seule au Mans, près du Mans, vers Le Mans");
    CHECK(expand("près de {ville}", chance, [](auto) { return std::string("Auray"); }) == "Près d’Auray");
    CHECK(expand("à {ville}", chance, [](auto) { return std::string("Les Herbiers"); }) == "Aux Herbiers");
}

TEST_CASE("demo phrases: what is no template is told") {
    CHECK(check_phrase("{a|b{ville}} and {e}").has_value());
    for (const char* bad : {"{a|b", "a}", "{nobody}", "{a||b}", "{a|{x}}", "", "  "}) {
        INFO(bad);
        CHECK(check_phrase(bad).has_error());
    }
}

TEST_CASE("demo texts: the form of the files, and faults with file and line") {
    CHECK(fault_of(subject()).empty());
    CHECK(fault_of("# comment\n\n" + subject()).empty());
    CHECK(fault_of("T before any subject\n") == "a.txt:1: a line before the first subject");
    CHECK(fault_of(subject("colour: red\n")).find("a.txt:6: unknown word \"colour\"") == 0);
    CHECK(fault_of(subject("A[magician] text\n")).find("unknown trade \"magician\"") != std::string::npos);
    CHECK(fault_of(subject("A[infirmier text\n")).find("bracket") != std::string::npos);
    CHECK(fault_of(subject("Atext\n")).find("neither a setting nor a text") != std::string::npos);
    CHECK(fault_of(subject("A {open\n")).find("not closed") != std::string::npos);
    CHECK(fault_of(subject("X text\n")).find("unknown letter X") != std::string::npos);
    CHECK(fault_of(subject("", "kind: gossip")).find("unknown kind \"gossip\"") != std::string::npos);
    CHECK(fault_of("@ short\nspaces: reseau\nT a\nT b\n").find("fewer than 2 of O") != std::string::npos);
    const std::string one = subject();
    const TextFile files[] = {{"a.txt", one}};
    CHECK(parse_library(files).error().message == "no subject \"commun\" in the texts of the demo");
}

TEST_CASE("demo texts: those that are built in are whole, of known spaces, and give no doses") {
    const auto library = parse_library(built_in_texts());
    REQUIRE_MESSAGE(library.has_value(), library.error().message);
    CHECK(library->subjects.size() >= 60);
    std::set<std::string_view> slugs, names;
    for (const auto& space : spaces()) slugs.insert(space.slug);
    for (const auto& subject : library->subjects) {
        INFO(subject.name);
        CHECK(names.insert(subject.name).second);
        CHECK(subject.spaces.size() <= 5);
        for (const auto& space : subject.spaces) CHECK(slugs.contains(space));
        for (const auto& [letter, fragments] : subject.parts)
            for (const auto& fragment : fragments) {
                INFO(fragment.text);
                for (const char* dose : {" mg", " ml", " µg", " grammes", "comprimés par", "gélules"})
                    CHECK(fragment.text.find(dose) == std::string::npos);
                CHECK(fragment.text.find("  ") == std::string::npos);
                CHECK(fragment.text.find('\'') == std::string::npos); // ’
            }
    }
    for (const auto& space : spaces()) {
        const bool used = std::any_of(library->subjects.begin(), library->subjects.end(), [&](const Subject& subject) {
            return std::find(subject.spaces.begin(), subject.spaces.end(), space.slug) != subject.spaces.end();
        });
        CHECK_MESSAGE(used, space.slug);
        for (const auto text : {space.name, space.description}) CHECK(text.find('\'') == text.npos);
    }
}
