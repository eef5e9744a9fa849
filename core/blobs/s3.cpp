// SPDX-License-Identifier: Apache-2.0
#include "core/blobs/s3.hpp"

#include "core/blobs/sealed_file.hpp"

#include <algorithm>
#include <array>
#include <curl/curl.h>
#include <fmt/format.h>
#include <mutex>
#include <sodium.h>
#include <stdexcept>
#include <thread>
#include <unistd.h>

namespace palabre {
namespace {

using blobs::File;
using blobs::s3::Request;

constexpr std::chrono::seconds object_wait{60}; ///< for all of one request
constexpr std::chrono::seconds connect_wait{5};
constexpr long silence_most = 10; ///< seconds without a byte
constexpr int tries = 3;
constexpr std::chrono::milliseconds try_again{200}; ///< then twice as long
constexpr std::size_t answer_most = 4 << 20;        ///< of a list of 1,000 keys: some 400 KB

std::string prefix_of(const Owner& owner) {
    return fmt::format("{}/{}/", owner.community.text(), owner.id);
}
std::string prefix_of(const BlobPlace& place) {
    return prefix_of(place.owner) + place.file.text() + "/";
}

/// Nothing: none of ours.
std::optional<BlobPlace> place_of(std::string_view key) {
    std::array<std::string_view, 3> parts;
    for (std::string_view& part : parts) {
        const auto slash = key.find('/');
        if (slash == std::string_view::npos) return std::nullopt;
        part = key.substr(0, slash);
        key.remove_prefix(slash + 1);
    }
    const auto community = CommunityId::parse(parts[0]);
    const auto file = FileId::parse(parts[2]);
    if (!community || !file) return std::nullopt;
    return BlobPlace{{*community, std::string(parts[1])}, *file};
}

/// "2026-11-26T17:05:09.250Z": a store tells no less than seconds.
Instant instant_of(std::string_view text) {
    return Instant::parse(std::string(text.substr(0, 19)) + ".000000Z").value_or(Instant{INT64_MAX});
}

Result<std::string> payload_of(File& file) {
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    PALABRE_CHECK(file.rewind());
    PALABRE_TRY(size, file.size());
    for (std::uint64_t left = size; left > 0;) {
        PALABRE_TRY(bytes, file.take(std::min<std::uint64_t>(left, blobs::box_bytes)));
        crypto_hash_sha256_update(&state, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
        left -= bytes.size();
    }
    std::string hash(crypto_hash_sha256_BYTES, '\0');
    crypto_hash_sha256_final(&state, reinterpret_cast<unsigned char*>(hash.data()));
    return blobs::s3::hexadecimals(hash);
}

void start_curl() {
    static std::once_flag started;
    std::call_once(started, [] {
        if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) throw std::runtime_error("libcurl does not start");
    });
}

using Handle = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;
using Lines = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;

} // namespace

/// What goes up with a request and where its answer goes.
struct S3Blobs::Transfer {
    File* up = nullptr;
    std::uint64_t left = 0;
    File* down = nullptr; ///< null: into `text`
    std::string text = {};
    long status = 0;
    Status failed = {};
    bool untrusted = false; ///< nobody vouches for whoever answers

    /// What another try does not change: a wrong key, region, name or certificate.
    [[nodiscard]] bool refuses() const { return untrusted || (status >= 300 && status < 500 && status != 429); }
    /// One attempt. An error is one of a file here.
    [[nodiscard]] Result<CURLcode> perform(const std::string& url, const std::string& method, curl_slist* lines,
                                           const std::filesystem::path& certificates);
    static std::size_t give(char* to, std::size_t size, std::size_t count, void* self) {
        auto& transfer = *static_cast<Transfer*>(self);
        auto bytes = transfer.up->take(std::min<std::uint64_t>(size * count, transfer.left));
        if (bytes.has_error()) {
            transfer.failed = bytes.error();
            return CURL_READFUNC_ABORT;
        }
        std::ranges::copy(*bytes, to);
        transfer.left -= bytes->size();
        return bytes->size();
    }
    static std::size_t take(char* from, std::size_t size, std::size_t count, void* self) {
        auto& transfer = *static_cast<Transfer*>(self);
        const std::string_view bytes(from, size * count);
        if (transfer.down != nullptr && transfer.status == 200) {
            transfer.failed = transfer.down->write(bytes);
            return transfer.failed ? bytes.size() : 0;
        }
        if (transfer.text.size() + bytes.size() > answer_most) return 0;
        transfer.text += bytes;
        return bytes.size();
    }
    static std::size_t head(char* from, std::size_t size, std::size_t count, void* self) {
        const std::string_view line(from, size * count);
        // "HTTP/1.1 200 OK", before the body
        if (line.starts_with("HTTP/") && line.find(' ') != std::string_view::npos)
            static_cast<Transfer*>(self)->status = std::atol(line.data() + line.find(' '));
        return line.size();
    }
};

Result<CURLcode> S3Blobs::Transfer::perform(const std::string& url, const std::string& method, curl_slist* lines,
                                            const std::filesystem::path& certificates) {
    text.clear();
    status = 0;
    const Handle curl(curl_easy_init(), curl_easy_cleanup);
    if (!curl) throw std::bad_alloc();
    curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_PROTOCOLS_STR, "http,https");
    if (!certificates.empty()) {
        curl_easy_setopt(curl.get(), CURLOPT_CAINFO, certificates.c_str());
        curl_easy_setopt(curl.get(), CURLOPT_CAPATH, static_cast<char*>(nullptr)); // these authorities alone
    }
    curl_easy_setopt(curl.get(), CURLOPT_NOPROXY, "127.0.0.1,localhost");
    curl_easy_setopt(curl.get(), CURLOPT_CUSTOMREQUEST, method.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, lines);
    curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT_MS, std::chrono::milliseconds(object_wait).count());
    curl_easy_setopt(curl.get(), CURLOPT_CONNECTTIMEOUT_MS, std::chrono::milliseconds(connect_wait).count());
    curl_easy_setopt(curl.get(), CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(curl.get(), CURLOPT_LOW_SPEED_TIME, silence_most);
    curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, this);
    curl_easy_setopt(curl.get(), CURLOPT_HEADERFUNCTION, head);
    curl_easy_setopt(curl.get(), CURLOPT_HEADERDATA, this);
    if (up != nullptr) {
        PALABRE_CHECK(up->rewind());
        PALABRE_TRY(size, up->size());
        left = size;
        curl_easy_setopt(curl.get(), CURLOPT_UPLOAD, 1L);
        curl_easy_setopt(curl.get(), CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(size));
        curl_easy_setopt(curl.get(), CURLOPT_READFUNCTION, give);
        curl_easy_setopt(curl.get(), CURLOPT_READDATA, this);
    }
    const CURLcode done = curl_easy_perform(curl.get());
    untrusted = done == CURLE_PEER_FAILED_VERIFICATION || done == CURLE_SSL_CACERT_BADFILE;
    PALABRE_CHECK(failed);
    return done;
}

/// A blob as a file until it is whole: its name is known only then.
class S3Blobs::Writer final : public BlobWriter {
public:
    Writer(const S3Blobs& store, File file, const BlobPlace& place, const SecretKey& key)
        : store_(store), sealed_(std::move(file), place, key, store.random_), place_(place) {}
    Status add(std::string_view plain) override { return sealed_.add(plain); }
    Result<BlobId> finish() override {
        PALABRE_TRY(id, sealed_.close());
        PALABRE_TRY(payload, payload_of(sealed_.file()));
        Transfer transfer{.up = &sealed_.file()};
        PALABRE_CHECK(store_.ask({"PUT", store_.path_of(prefix_of(place_) + id.text()), {}, {}, payload}, transfer));
        return id;
    }

private:
    const S3Blobs& store_;
    blobs::SealedFile sealed_;
    BlobPlace place_;
};

Result<std::unique_ptr<S3Blobs>> S3Blobs::open(Options options, Random& random, Clock& clock) {
    start_curl();
    std::error_code failed;
    std::filesystem::create_directories(options.scratch, failed);
    if (failed)
        return error(ErrorCode::io, "cannot make the folder " + options.scratch.string() + ": " + failed.message());
    std::unique_ptr<S3Blobs> store(new S3Blobs(std::move(options), random, clock));
    Transfer transfer;
    const auto there = store->ask({"GET",
                                   "/" + store->options_.bucket.name,
                                   {{"list-type", "2"}, {"max-keys", "1"}},
                                   {},
                                   std::string(blobs::s3::empty_payload)},
                                  transfer);
    if (there) return store;
    if (transfer.refuses()) return error(ErrorCode::invalid, there.error().message);
    if (store->options_.away) store->options_.away(there.error());
    return store;
}

std::string S3Blobs::path_of(const std::string& key) const {
    return "/" + options_.bucket.name + "/" + key;
}

Result<std::string> S3Blobs::ask(Request request) const {
    Transfer transfer;
    return ask(std::move(request), transfer);
}

Result<std::string> S3Blobs::ask(Request request, Transfer& transfer) const {
    const auto& [tls, host, bucket, region] = options_.bucket;
    const std::string url = fmt::format("{}://{}{}", tls ? "https" : "http", host, blobs::s3::target(request));
    std::string why;
    for (int attempt = 0; attempt < tries; ++attempt) {
        if (attempt > 0) std::this_thread::sleep_for(try_again * (1 << (attempt - 1)));
        Lines lines(nullptr, curl_slist_free_all);
        for (const auto& [name, value] : blobs::s3::sign(request, host, region, options_.as, clock_.now()))
            lines.reset(curl_slist_append(lines.release(), fmt::format("{}: {}", name, value).c_str()));
        lines.reset(curl_slist_append(lines.release(), "Expect:")); // no pause before a body
        PALABRE_TRY(done, transfer.perform(url, request.method, lines.get(), options_.certificates));
        if (done == CURLE_OK && transfer.status / 100 == 2) return std::move(transfer.text);
        if (done == CURLE_OK && transfer.status == 404 && transfer.text.find("NoSuchBucket") == std::string::npos)
            return error(ErrorCode::not_found, "the store holds no such object");
        const auto code = blobs::s3::elements(transfer.text, "Code");
        why = done != CURLE_OK ? curl_easy_strerror(done)
                               : fmt::format("{} {}", transfer.status, code.empty() ? "" : code.front());
        if (transfer.refuses()) break;
        if (transfer.down != nullptr) break; // a part of it may have come
    }
    return error(ErrorCode::busy, fmt::format("blobs: the bucket {} at {}: {} {}", bucket, host, request.method, why));
}

Status S3Blobs::list(const std::string& prefix, const std::function<Status(const Object&)>& found) const {
    std::string token;
    do {
        Request request{"GET",
                        "/" + options_.bucket.name,
                        {{"list-type", "2"}, {"prefix", prefix}},
                        {},
                        std::string(blobs::s3::empty_payload)};
        if (!token.empty()) request.query.emplace("continuation-token", token);
        PALABRE_TRY(xml, ask(std::move(request)));
        const auto keys = blobs::s3::elements(xml, "Key"), written = blobs::s3::elements(xml, "LastModified");
        if (keys.size() != written.size())
            return error(ErrorCode::busy,
                         "blobs: the bucket " + options_.bucket.name + " gives a list that cannot be read");
        for (std::size_t i = 0; i < keys.size(); ++i) PALABRE_CHECK(found({keys[i], instant_of(written[i])}));
        const auto more = blobs::s3::elements(xml, "NextContinuationToken");
        token = more.empty() ? "" : more.front();
    } while (!token.empty());
    return {};
}

Result<std::unique_ptr<Spool>> S3Blobs::spool() {
    return blobs::spool_in(options_.scratch, random_);
}

Result<std::unique_ptr<BlobWriter>> S3Blobs::create(const BlobPlace& place, const SecretKey& key) {
    PALABRE_TRY(file, blobs::nameless_in(options_.scratch, random_));
    return std::unique_ptr<BlobWriter>(std::make_unique<Writer>(*this, std::move(file), place, key));
}

Result<std::unique_ptr<BlobReader>> S3Blobs::open(const BlobPlace& place, const BlobId& id,
                                                  const SecretKey& key) const {
    PALABRE_TRY(file, blobs::nameless_in(options_.scratch, random_));
    Transfer transfer{.down = &file};
    PALABRE_CHECK(
        ask({"GET", path_of(prefix_of(place) + id.text()), {}, {}, std::string(blobs::s3::empty_payload)}, transfer));
    PALABRE_CHECK(file.rewind());
    return blobs::open_sealed(std::move(file), place, key);
}

Status S3Blobs::remove_all(const std::string& prefix) {
    std::vector<std::string> keys;
    PALABRE_CHECK(list(prefix, [&](const Object& object) -> Status {
        keys.push_back(object.key);
        return {};
    }));
    for (const std::string& key : keys) {
        const auto gone = ask({"DELETE", path_of(key), {}, {}, std::string(blobs::s3::empty_payload)});
        if (gone.has_error() && gone.error().code != ErrorCode::not_found) return gone.error();
    }
    return {};
}

Status S3Blobs::remove(const BlobPlace& place) {
    return remove_all(prefix_of(place));
}

Status S3Blobs::remove(const Owner& owner) {
    return remove_all(prefix_of(owner));
}

Status S3Blobs::for_each(Instant, const Found& found) {
    // All of a place at once: what is removed while it is told of is not listed any more.
    std::optional<BlobPlace> place;
    Instant written;
    const auto tell = [&] { return place ? found(*place, written) : Status{}; };
    const auto take = [&](const Object& object) -> Status {
        const auto next = place_of(object.key);
        if (!next) return {};
        if (place == next) {
            written = std::max(written, object.written);
            return {};
        }
        PALABRE_CHECK(tell());
        place = next;
        written = object.written;
        return {};
    };
    PALABRE_CHECK(list("", take));
    return tell();
}

} // namespace palabre
