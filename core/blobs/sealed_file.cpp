// SPDX-License-Identifier: Apache-2.0
#include "core/blobs/sealed_file.hpp"

#include <algorithm>
#include <unistd.h>

namespace palabre::blobs {
namespace {

constexpr std::string_view context = "palabre/1/blob";
constexpr std::string_view unfinished = ".part";

/// What binds a blob to its place, in one way only.
std::string bound_to(const BlobPlace& place) {
    std::string bound(context);
    bound.push_back('\0');
    aead::append_prefixed(bound, place.owner.community.text());
    aead::append_prefixed(bound, place.owner.id);
    aead::append_prefixed(bound, place.file.text());
    return bound;
}

/// A key for this file alone: the member's own seals what stands in events.
SecretKey key_of(const SecretKey& content, const std::string& bound) {
    return SecretKey::from(Hasher(content.view()).add(bound).finish().view());
}

/// Reads boxes of a file whose size is that of a row of them.
class Boxes {
public:
    Boxes(File& file, Chunks chunks, std::uint64_t sealed) : file_(file), chunks_(std::move(chunks)), left_(sealed) {}
    [[nodiscard]] bool end() const { return left_ == 0; }
    Result<std::string> next() {
        const auto size = std::min<std::uint64_t>(left_, box_bytes);
        PALABRE_TRY(box, file_.take(size));
        left_ -= size;
        auto plain = chunks_.open(box, left_ == 0);
        if (!plain) return error(ErrorCode::corrupt, file_.path().string() + " is damaged");
        return std::move(*plain);
    }

private:
    File& file_;
    Chunks chunks_;
    std::uint64_t left_;
};

class SealedReader final : public BlobReader {
public:
    SealedReader(File file, Chunks chunks, std::uint64_t sealed, std::uint64_t plain)
        : file_(std::move(file)), boxes_(file_, std::move(chunks), sealed), size_(plain) {}
    std::uint64_t size() const override { return size_; }
    Result<std::string> next() override { return boxes_.end() ? Result<std::string>(std::string()) : boxes_.next(); }

private:
    File file_;
    Boxes boxes_;
    std::uint64_t size_;
};

class SealedSpool final : public Spool {
public:
    SealedSpool(File file, Random& random) : file_(std::move(file)), key_(SecretKey::draw(random)), random_(random) {}

    Status add(std::string_view plain) override {
        size_ += plain.size();
        return filler_.add(plain, [this](const std::string& chunk) { return put(chunk, false); });
    }
    std::uint64_t size() const override { return size_; }
    Status read(const std::function<Status(std::string_view)>& piece) override {
        if (!complete_) {
            PALABRE_CHECK(put(filler_.last(), true));
            complete_ = true;
        }
        PALABRE_CHECK(file_.rewind());
        Boxes boxes(file_, Chunks(key_, std::string(context)), sealed_size(size_));
        while (!boxes.end()) {
            PALABRE_TRY(plain, boxes.next());
            PALABRE_CHECK(piece(plain));
        }
        return {};
    }

private:
    Status put(const std::string& chunk, bool last) { return file_.write(chunks_.seal(chunk, last, random_)); }

    File file_;
    SecretKey key_;
    Random& random_;
    Chunks chunks_{key_, std::string(context)};
    Filler filler_;
    std::uint64_t size_ = 0;
    bool complete_ = false;
};

} // namespace

SealedFile::SealedFile(File file, const BlobPlace& place, const SecretKey& key, Random& random)
    : file_(std::move(file)), chunks_(key_of(key, bound_to(place)), bound_to(place)), random_(random) {}

Status SealedFile::add(std::string_view plain) {
    return filler_.add(plain, [this](const std::string& chunk) { return put(chunk, false); });
}

Result<BlobId> SealedFile::close() {
    PALABRE_CHECK(put(filler_.last(), true));
    PALABRE_CHECK(file_.sync());
    return digest_.finish_as<BlobId>();
}

Status SealedFile::put(const std::string& chunk, bool last) {
    const std::string box = chunks_.seal(chunk, last, random_);
    digest_.add(box);
    return file_.write(box);
}

Result<std::unique_ptr<BlobReader>> open_sealed(File file, const BlobPlace& place, const SecretKey& key) {
    PALABRE_TRY(sealed, file.size());
    const auto plain = plain_size(sealed);
    if (!plain) return error(ErrorCode::corrupt, file.path().string() + " is damaged: it has not the size of a blob");
    const std::string bound = bound_to(place);
    return std::unique_ptr<BlobReader>(
        std::make_unique<SealedReader>(std::move(file), Chunks(key_of(key, bound), bound), sealed, *plain));
}

Result<File> unfinished_in(const std::filesystem::path& folder, Random& random) {
    return File::create(folder / (random.draw<RecordId>().text() + std::string(unfinished)));
}

Result<File> nameless_in(const std::filesystem::path& folder, Random& random) {
    auto file = unfinished_in(folder, random);
    if (file && ::unlink(file->path().c_str()) != 0) return failed("take away the name of", file->path());
    return file;
}

Result<std::unique_ptr<Spool>> spool_in(const std::filesystem::path& folder, Random& random) {
    PALABRE_TRY(file, nameless_in(folder, random));
    return std::unique_ptr<Spool>(std::make_unique<SealedSpool>(std::move(file), random));
}

} // namespace palabre::blobs
