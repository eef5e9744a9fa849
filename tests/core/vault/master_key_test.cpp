// SPDX-License-Identifier: Apache-2.0
#include "core/vault/master_key.hpp"

#include "tests/core/temp_folder.hpp"

#include <doctest/doctest.h>
#include <fstream>
#include <sys/stat.h>

using namespace palabre;
namespace fs = std::filesystem;

namespace {

struct Fixture {
    test::TempFolder folder;
    fs::path file = folder / "data.key";
    SystemRandom random;

    void write(const std::string& text, fs::perms perms = fs::perms::owner_read | fs::perms::owner_write) {
        std::ofstream(file, std::ios::binary) << text;
        fs::permissions(file, perms);
    }
    ErrorCode refused() {
        const auto key = read_master_key(file);
        REQUIRE(key.has_error());
        CHECK(key.error().message.find(file.string()) != std::string::npos);
        return key.error().code;
    }
};

const std::string zeros_hex(64, '0');

struct Repeated {
    std::size_t count;
    char what;
    const char* then;
    [[nodiscard]] std::string text() const { return std::string(count, what).append(then); }
};

} // namespace

TEST_CASE_FIXTURE(Fixture, "master key: what is made is read back, and only its owner may read it") {
    const auto made = make_master_key(file, random);
    REQUIRE(made);
    struct stat about {};
    REQUIRE(::stat(file.c_str(), &about) == 0);
    CHECK((about.st_mode & 0777) == 0600);
    CHECK(fs::file_size(file) == 53);
    const auto read = read_master_key(file);
    REQUIRE(read);
    CHECK(read->view() == made->view());
}

TEST_CASE_FIXTURE(Fixture, "master key: a file that is there is never written over") {
    write("mine");
    const auto made = make_master_key(file, random);
    REQUIRE(made.has_error());
    CHECK(made.error().code == ErrorCode::invalid);
    CHECK(fs::file_size(file) == 4);
}

TEST_CASE_FIXTURE(Fixture, "master key: base32 and hexadecimal are read, with or without a line end") {
    const Repeated texts[] = {{52, 'a', ""},     {52, 'a', "\n"}, {64, '0', ""},
                              {64, '0', "\r\n"}, {64, 'F', ""},   {64, 'f', "\n"}};
    for (const Repeated& text : texts) {
        write(text.text());
        CHECK(read_master_key(file));
    }
    write(std::string(64, 'F'));
    CHECK(read_master_key(file)->view() == std::string(32, '\xff'));
}

TEST_CASE_FIXTURE(Fixture, "master key: anything else is refused") {
    const Repeated texts[] = {{0, ' ', ""},   {0, ' ', "\n"},   {51, 'a', ""},     {53, 'a', ""}, {63, '0', ""},
                              {65, '0', ""},  {52, 'A', ""},    {51, 'a', "b"},    {64, 'g', ""}, {32, '\xff', ""},
                              {64, '\0', ""}, {64, '0', "\n0"}, {100'000, '0', ""}};
    for (const Repeated& text : texts) {
        write(text.text());
        CHECK(refused() == ErrorCode::invalid);
    }
}

TEST_CASE_FIXTURE(Fixture, "master key: a file that others may use is refused with the way out") {
    using enum fs::perms;
    for (const fs::perms extra : {group_read, others_read, group_write, others_write, group_exec}) {
        write(zeros_hex, owner_read | owner_write | extra);
        CHECK(refused() == ErrorCode::invalid);
        CHECK(read_master_key(file).error().message.find("chmod 600") != std::string::npos);
    }
    write(zeros_hex, owner_read);
    CHECK(read_master_key(file));
}

TEST_CASE_FIXTURE(Fixture, "master key: missing, a folder, a pipe, an impossible place") {
    CHECK(refused() == ErrorCode::not_found);
    fs::create_directory(file);
    fs::permissions(file, fs::perms::owner_all);
    CHECK(refused() == ErrorCode::invalid);
    fs::remove(file);
    REQUIRE(::mkfifo(file.c_str(), 0600) == 0);
    CHECK(refused() == ErrorCode::invalid);
    const auto made = make_master_key(folder / "no/such/folder/key", random);
    REQUIRE(made.has_error());
    CHECK(made.error().code == ErrorCode::io);
}
