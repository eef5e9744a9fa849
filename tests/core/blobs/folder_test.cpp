// SPDX-License-Identifier: Apache-2.0
#include "core/base/hash.hpp"
#include "core/blobs/chunks.hpp"
#include "core/blobs/folder.hpp"
#include "tests/core/temp_folder.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

using namespace palabre;
namespace fs = std::filesystem;

namespace {

const CommunityId soins = CommunityId::from_number(7);
const BlobPlace of_ann{{soins, MemberId(1).text()}, FileId(1)};
constexpr Instant long_ago{};
constexpr Instant far_off{INT64_MAX};

struct Fixture {
    test::TempFolder folder;
    SystemRandom random;
    SecretKey key = SecretKey::draw(random);
    std::unique_ptr<FolderBlobs> blobs = std::move(FolderBlobs::open(folder.path(), random).value());

    BlobId write(const BlobPlace& place, std::string_view plain, std::size_t piece = 1 << 20) {
        auto writer = std::move(blobs->create(place, key).value());
        for (; !plain.empty(); plain.remove_prefix(std::min(piece, plain.size())))
            REQUIRE(writer->add(plain.substr(0, piece)));
        return writer->finish().value();
    }
    Result<std::string> read(const BlobPlace& place, const BlobId& id, const SecretKey& with) const {
        PALABRE_TRY(reader, blobs->open(place, id, with));
        std::string all;
        for (;;) {
            PALABRE_TRY(piece, reader->next());
            if (piece.empty()) break;
            all += piece;
        }
        CHECK(all.size() == reader->size());
        return all;
    }
    [[nodiscard]] fs::path path(const BlobPlace& place, const BlobId& id) const {
        return folder.path() / place.owner.community.text() / place.owner.id / place.file.text() / id.text();
    }
    [[nodiscard]] std::vector<fs::path> files() const {
        std::vector<fs::path> found;
        for (const auto& entry : fs::recursive_directory_iterator(folder.path()))
            if (entry.is_regular_file()) found.push_back(entry.path());
        return found;
    }
};

std::string read_all(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void write_all(const fs::path& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

std::string text_of(std::size_t size) {
    std::string text;
    while (text.size() < size) text += "le genou de Zoé, vu de face; ";
    text.resize(size);
    return text;
}

} // namespace

TEST_CASE_FIXTURE(Fixture, "blobs: what was written is read, at every size around a chunk's") {
    for (const std::size_t size : {0UL, 1UL, blobs::chunk_bytes - 1, blobs::chunk_bytes, blobs::chunk_bytes + 1,
                                   3 * blobs::chunk_bytes, 3 * blobs::chunk_bytes + 7}) {
        CAPTURE(size);
        const std::string plain = text_of(size);
        for (const std::size_t piece : {1000UL, 1UL << 20}) {
            const BlobId id = write(of_ann, plain, piece);
            CHECK(read(of_ann, id, key).value() == plain);
            CHECK(fs::file_size(path(of_ann, id)) == blobs::sealed_size(size));
        }
    }
}

TEST_CASE_FIXTURE(Fixture,
                  "blobs: nothing of what was written stands in clear in the folder, nor is readable by others") {
    const std::string plain = text_of(200'000);
    (void)write(of_ann, plain);
    auto spool = std::move(blobs->spool().value());
    REQUIRE(spool->add(plain));
    for (const auto& file : files()) {
        CHECK(read_all(file).find("genou") == std::string::npos);
        CHECK((fs::status(file).permissions() & (fs::perms::group_all | fs::perms::others_all)) == fs::perms::none);
    }
    CHECK(files().size() == 1); // what is on its way in has no name
}

TEST_CASE_FIXTURE(Fixture, "blobs: another key, another place, another owner do not open it") {
    const BlobId id = write(of_ann, "un genou");
    CHECK(read(of_ann, id, SecretKey::draw(random)).error().code == ErrorCode::corrupt);
    for (const BlobPlace& other :
         {BlobPlace{of_ann.owner, FileId(2)}, BlobPlace{{soins, MemberId(2).text()}, FileId(1)},
          BlobPlace{{CommunityId::from_number(8), of_ann.owner.id}, FileId(1)}}) {
        CHECK(read(other, id, key).error().code == ErrorCode::not_found);
        fs::create_directories(path(other, id).parent_path());
        fs::copy_file(path(of_ann, id), path(other, id));
        CHECK(read(other, id, key).error().code == ErrorCode::corrupt);
    }
}

TEST_CASE_FIXTURE(Fixture,
                  "blobs: any byte changed, bytes cut off or added, chunks exchanged: corrupt, never other bytes") {
    const std::string plain = text_of(2 * blobs::chunk_bytes + 100);
    const BlobId id = write(of_ann, plain);
    const std::string good = read_all(path(of_ann, id));
    const auto reads = [&](std::string bytes) {
        write_all(path(of_ann, id), bytes);
        return read(of_ann, id, key);
    };
    for (const std::size_t at :
         {std::size_t{0}, std::size_t{30}, blobs::box_bytes - 1, blobs::box_bytes, good.size() - 1}) {
        std::string changed = good;
        changed[at] = static_cast<char>(changed[at] ^ 1);
        CHECK(reads(changed).error().code == ErrorCode::corrupt);
    }
    for (const std::size_t size :
         {std::size_t{0}, std::size_t{10}, blobs::box_bytes, 2 * blobs::box_bytes, good.size() - 1})
        CHECK(reads(good.substr(0, size)).error().code == ErrorCode::corrupt);
    CHECK(reads(good + "x").error().code == ErrorCode::corrupt);
    CHECK(reads(good.substr(blobs::box_bytes, blobs::box_bytes) + good.substr(0, blobs::box_bytes) +
                good.substr(2 * blobs::box_bytes))
              .error()
              .code == ErrorCode::corrupt);
    CHECK(reads(good).value() == plain);
}

TEST_CASE_FIXTURE(Fixture,
                  "blobs: the name is the digest of what is stored, and the same bytes have another name each time") {
    const BlobId first = write(of_ann, "un genou"), second = write(of_ann, "un genou");
    CHECK(first != second);
    CHECK(Hasher().add(read_all(path(of_ann, first))).finish_as<BlobId>() == first);
}

TEST_CASE_FIXTURE(Fixture, "blobs: one that is not finished leaves nothing") {
    {
        auto writer = std::move(blobs->create(of_ann, key).value());
        REQUIRE(writer->add(text_of(200'000)));
        CHECK(files().size() == 1);
    }
    CHECK(files().empty());
}

TEST_CASE_FIXTURE(Fixture, "blobs: a spool gives what came, as often as it is read") {
    for (const std::size_t size : {0UL, 1UL, blobs::chunk_bytes, blobs::chunk_bytes * 2 + 5}) {
        auto spool = std::move(blobs->spool().value());
        const std::string plain = text_of(size);
        for (std::size_t at = 0; at < size; at += 1000) REQUIRE(spool->add(std::string_view(plain).substr(at, 1000)));
        CHECK(spool->size() == size);
        for (int i = 0; i < 2; ++i) {
            std::string all;
            REQUIRE(spool->read([&](std::string_view piece) -> Status {
                all += piece;
                return {};
            }));
            CHECK(all == plain);
        }
        CHECK(spool->read([](std::string_view) -> Status { return error(ErrorCode::invalid, "enough"); }).has_error());
    }
}

TEST_CASE_FIXTURE(Fixture, "blobs: a file's, and an owner's, are gone when they are removed, the others are there") {
    const BlobPlace second{of_ann.owner, FileId(2)}, of_ben{{soins, MemberId(2).text()}, FileId(3)};
    const BlobId id = write(of_ann, "a"), other = write(second, "b"), bens = write(of_ben, "c");
    REQUIRE(blobs->remove(of_ann));
    REQUIRE(blobs->remove(of_ann));
    CHECK(read(of_ann, id, key).error().code == ErrorCode::not_found);
    CHECK(read(second, other, key).value() == "b");
    REQUIRE(blobs->remove(of_ann.owner));
    REQUIRE(blobs->remove(Owner{CommunityId::from_number(9), "nobody"}));
    CHECK(read(second, other, key).error().code == ErrorCode::not_found);
    CHECK(read(of_ben, bens, key).value() == "c");
}

TEST_CASE_FIXTURE(
    Fixture, "blobs: all places are told, what was never finished goes when it is old, strange names are passed over") {
    const BlobPlace second{of_ann.owner, FileId(2)};
    (void)write(of_ann, "a");
    (void)write(second, "b");
    const fs::path part = folder.path() / ".incoming" / "left.part";
    write_all(part, "x");
    write_all(folder.path() / "note", "x");
    fs::create_directories(folder.path() / soins.text() / MemberId(1).text() / "elsewhere");
    std::vector<BlobPlace> found;
    const auto look = [&](Instant before) {
        found.clear();
        REQUIRE(blobs->for_each(before, [&](const BlobPlace& place, Instant written) -> Status {
            CHECK(written > long_ago);
            found.push_back(place);
            return {};
        }));
        std::ranges::sort(found);
    };
    look(long_ago);
    CHECK(found == std::vector{of_ann, second});
    CHECK(fs::exists(part));
    look(far_off);
    CHECK(!fs::exists(part));
    CHECK(
        blobs->for_each(long_ago, [](const BlobPlace&, Instant) -> Status { return error(ErrorCode::busy, "enough"); })
            .error()
            .code == ErrorCode::busy);
}

TEST_CASE("blobs: a folder that cannot be is told") {
    SystemRandom random;
    test::TempFolder folder;
    write_all(folder.path() / "file", "x");
    CHECK(FolderBlobs::open(folder.path() / "file" / "blobs", random).error().code == ErrorCode::io);
}

TEST_CASE("blobs: sizes of rows of boxes, and those that are none") {
    using blobs::plain_size;
    using blobs::sealed_size;
    for (const std::uint64_t plain : {0UL, 1UL, 65'535UL, 65'536UL, 65'537UL, 131'072UL})
        CHECK(plain_size(sealed_size(plain)) == plain);
    CHECK(!plain_size(0));
    CHECK(!plain_size(39));
    CHECK(!plain_size(blobs::box_bytes + 1));
    CHECK(!plain_size(blobs::box_bytes + 40)); // a whole chunk is the last: no empty one follows it
}
