// SPDX-License-Identifier: Apache-2.0
// Feeds a target where libFuzzer is not at hand: `fuzz_NAME FOLDER MUTATIONS KEPT` gives it every file of the folder
// and then so many mutations of them, always the same ones; `fuzz_NAME FILE` that file. The input that a target aborts
// or crashes at is left in the file KEPT. It does not see what code an input reaches; script/fuzz does.
#include "tests/fuzz/fuzz.hpp"

#include <algorithm>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <unistd.h>
#include <vector>

namespace {

namespace fs = std::filesystem;

/// What libFuzzer takes by itself too.
constexpr std::size_t longest = 4096;

const char* kept_path = nullptr;
std::string current;

/// Only calls that a signal handler may make.
void keep_input(int signal) {
    const int file = kept_path == nullptr ? -1 : ::open(kept_path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    if (file >= 0) {
        if (::write(file, current.data(), current.size()) >= 0) ::close(file);
    }
    std::signal(signal, SIG_DFL);
    std::raise(signal);
}

void give(std::string input) {
    current = std::move(input);
    palabre::fuzz::check(current);
}

std::string content(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) {
        std::fprintf(stderr, "cannot read %s\n", file.c_str());
        std::exit(2);
    }
    return {std::istreambuf_iterator<char>(in), {}};
}

class Mutator {
public:
    explicit Mutator(std::vector<std::string> seeds) : seeds_(std::move(seeds)) {}

    std::string next() {
        std::string text = any_seed();
        for (std::size_t steps = 1 + below(5); steps > 0; --steps) change(text);
        text.resize(std::min(text.size(), longest));
        return text;
    }

private:
    /// Of plain modulo: distributions differ from one library to the next.
    std::size_t below(std::size_t bound) { return bound == 0 ? 0 : chance_() % bound; }
    const std::string& any_seed() { return seeds_[below(seeds_.size())]; }
    /// A piece of a text, mostly a short one.
    std::string piece(const std::string& of) {
        const std::size_t begin = below(of.size());
        return of.substr(begin, 1 + below(below(4) == 0 ? of.size() : 16));
    }

    void change(std::string& text) {
        static constexpr char telling[] = {'\0', '\t', '\n', '\r', ' ', '"',  '%',    '&',    '<',    '[',
                                           ']',  '{',  '}',  ':',  ',', '\\', '\x7f', '\xc3', '\xed', '\xff'};
        const std::size_t at = below(text.size() + 1);
        switch (below(7)) {
        case 0:
            if (at < text.size()) text[at] = static_cast<char>(text[at] ^ (1 << below(8)));
            break;
        case 1:
            text.insert(at, 1, telling[below(std::size(telling))]);
            break;
        case 2:
            text.erase(at, 1 + below(below(4) == 0 ? text.size() : 8));
            break;
        case 3:
            text.insert(at, piece(text));
            break;
        case 4:
            text.insert(at, piece(any_seed()));
            break;
        case 5:
            text.replace(at, 1 + below(8), piece(any_seed()));
            break;
        default:
            if (const std::string again = piece(text); !again.empty())
                for (std::size_t times = below(64); times > 0 && text.size() < longest; --times) text.insert(at, again);
        }
    }

    std::vector<std::string> seeds_;
    std::mt19937_64 chance_{20'260'101};
};

} // namespace

int main(int count, char** words) {
    if (count == 2) {
        give(content(words[1]));
        return 0;
    }
    if (count != 4) {
        std::fprintf(stderr, "usage: %s FOLDER MUTATIONS KEPT | FILE\n", words[0]);
        return 2;
    }
    kept_path = words[3];
    for (const int signal : {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL}) std::signal(signal, keep_input);
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(words[1])) files.push_back(entry.path());
    std::ranges::sort(files);
    std::vector<std::string> seeds;
    for (const auto& file : files) seeds.push_back(content(file));
    if (seeds.empty()) {
        std::fprintf(stderr, "no seeds in %s\n", words[1]);
        return 2;
    }
    for (const auto& seed : seeds) give(seed);
    const unsigned long mutations = std::strtoul(words[2], nullptr, 10);
    Mutator mutator(seeds);
    for (unsigned long done = 0; done < mutations; ++done) give(mutator.next());
    std::printf("%zu seeds and %lu mutations hold\n", seeds.size(), mutations);
    return 0;
}
