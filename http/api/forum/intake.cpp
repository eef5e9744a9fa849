// SPDX-License-Identifier: Apache-2.0
#include "http/api/forum/intake.hpp"

#include "core/images/images.hpp"
#include "core/limits.hpp"
#include "core/text/unicode.hpp"
#include "core/vault/sealed.hpp"

namespace palabre::http::forum {
namespace {

using commands::Reason;
using events::forum::FileFormat;

constexpr std::string_view field = "/file";
constexpr std::size_t head_bytes = 16; ///< that tell the kind

using Refused = std::optional<Problem>;

Problem refused(Fault fault) {
    return problem(fault, std::string(field));
}

Problem problem_of(images::Fault fault) {
    switch (fault) {
    case images::Fault::damaged:
        return refused(Fault::damaged_file);
    case images::Fault::too_large:
        return refused(Fault::picture_too_large);
    case images::Fault::animated:
        break;
    }
    return refused(Fault::unsupported_file);
}

/// The first bytes; the rest is not read.
Result<std::string> head_of(Spool& spool) {
    std::string head;
    bool told = false;
    const Status read = spool.read([&](std::string_view piece) -> Status {
        told = true;
        head = piece.substr(0, head_bytes);
        return error(ErrorCode::invalid, "that is enough");
    });
    if (!told && !read) return read.error();
    return head;
}

Result<BlobId> store(Blobs& blobs, const BlobPlace& place, const SecretKey& key, std::string_view bytes) {
    PALABRE_TRY(writer, blobs.create(place, key));
    PALABRE_CHECK(writer->add(bytes));
    return writer->finish();
}

Result<Refused> take_document(Blobs& blobs, Spool& spool, const BlobPlace& place, const SecretKey& key,
                              commands::forum::UploadFile& c) {
    PALABRE_TRY(writer, blobs.create(place, key));
    PALABRE_CHECK(spool.read([&](std::string_view piece) { return writer->add(piece); }));
    PALABRE_TRY(id, writer->finish());
    c.format = FileFormat::pdf;
    c.bytes = spool.size();
    c.blobs = {id};
    return Refused();
}

Result<Refused> take_picture(Blobs& blobs, Spool& spool, const BlobPlace& place, const SecretKey& key,
                             images::Kind kind, commands::forum::UploadFile& c) {
    std::string bytes;
    bytes.reserve(spool.size());
    PALABRE_CHECK(spool.read([&](std::string_view piece) -> Status {
        bytes += piece;
        return {};
    }));
    const auto made = images::make_pictures(bytes, kind);
    if (const auto* fault = std::get_if<images::Fault>(&made)) return Refused(problem_of(*fault));
    const auto& pictures = std::get<images::Pictures>(made);
    c.format = pictures.webp ? FileFormat::webp : FileFormat::jpeg;
    c.width = pictures.size.width;
    c.height = pictures.size.height;
    for (const std::string& file : pictures.files) {
        PALABRE_TRY(id, store(blobs, place, key, file));
        c.blobs.push_back(id);
        c.bytes += file.size();
    }
    return Refused();
}

} // namespace

std::variant<std::optional<std::string>, Problem> file_name(std::string_view sent) {
    const std::string_view name = sent.substr(sent.find_last_of("/\\") + 1); // npos + 1: all of it
    if (text::is_blank(name)) return std::nullopt;
    if (!text::is_line(name)) return problem(Reason::ill_formed, std::string(field));
    if (text::length(name) > limits::file_name) return problem(Reason::too_long, std::string(field), limits::file_name);
    return std::optional<std::string>(name);
}

Problem too_large_file() {
    Problem problem = refused(Fault::too_large);
    problem.limit = limits::file_bytes;
    return problem;
}

Result<std::optional<Problem>> take_in(const Context& context, Spool& spool, const BlobPlace& place,
                                       commands::forum::UploadFile& c) {
    PALABRE_TRY(head, head_of(spool));
    const auto kind = images::kind_of(head);
    if (!kind)
        return Refused(spool.size() == 0 ? problem(Reason::missing, std::string(field))
                                         : refused(Fault::unsupported_file));
    const auto key = context.services.keys->key(place.owner.community, place.owner.id, PersonalClass::content);
    if (!key) return Refused(problem(Reason::gone));
    Blobs& blobs = *context.services.blobs;
    if (*kind == images::Kind::pdf) return take_document(blobs, spool, place, *key, c);
    return take_picture(blobs, spool, place, *key, *kind, c);
}

} // namespace palabre::http::forum
