// SPDX-License-Identifier: Apache-2.0
#include "http/api/forum/files.hpp"

#include "commands/forum/files.hpp"
#include "commands/model.hpp"
#include "core/blobs/blobs.hpp"
#include "core/vault/sealed.hpp"
#include "http/api/act.hpp"
#include "http/api/ads/visible.hpp"
#include "http/api/forum/intake.hpp"
#include "http/api/forum/visible.hpp"
#include "http/api/parameters.hpp"
#include "http/body.hpp"
#include "http/command_key.hpp"
#include "http/conditional.hpp"
#include "http/server/target.hpp"
#include "projections/forum/files.hpp"
#include "projections/forum/posts.hpp"

#include <array>
#include <fmt/format.h>

namespace palabre::http::forum {

namespace command = commands::forum;
namespace files = projections::forum::files;
namespace posts = projections::forum::posts;
using commands::Accepted;
using commands::Reason;
using events::forum::FileFormat;

namespace {

/// The words of {size}, as blobs stand in the event; a document has its one.
constexpr std::array<std::string_view, limits::blobs_a_file> picture_sizes = {"small", "medium", "large"};
constexpr std::string_view document_size = "original";

std::optional<std::size_t> blob_of(FileFormat format, std::string_view size) {
    if (format == FileFormat::pdf) return size == document_size ? std::optional<std::size_t>(0) : std::nullopt;
    const auto found = std::ranges::find(picture_sizes, size);
    if (found == picture_sizes.end()) return std::nullopt;
    return static_cast<std::size_t>(found - picture_sizes.begin());
}

std::string_view media_type(FileFormat format) {
    switch (format) {
    case FileFormat::jpeg:
        return "image/jpeg";
    case FileFormat::webp:
        return "image/webp";
    case FileFormat::pdf:
        return "application/pdf";
    }
    return "application/octet-stream";
}

BlobPlace place_of(const Context& context, const FileId& file, const MemberId& author) {
    return {{context.community->id, author.text()}, file};
}

std::string number_or_null(const std::optional<std::uint32_t>& value) {
    return value ? std::to_string(*value) : "null";
}

Response file_created(const Context& context, const Accepted& accepted) {
    const auto& e = std::get<events::forum::FileUploaded>(accepted.event);
    const auto size = e.format == FileFormat::pdf ? document_size : picture_sizes.back();
    return created(fmt::format("/api/v1/communities/{}/files/{}/{}", context.community->slug, e.file.text(), size),
                   fmt::format(R"({{"id":"{}","format":"{}","bytes":{},"width":{},"height":{}}})", e.file.text(),
                               text(e.format), e.bytes, number_or_null(e.width), number_or_null(e.height)),
                   accepted);
}

/// Whether the member's share is full: told before anything is made of the bytes, though the decider has the last word.
/// What was taken before is so when it is sent again.
std::optional<Problem> no_room(const Context& context) {
    commands::Model& model = *context.services.model;
    const CommunityId& community = context.community->id;
    auto mine = model.get<command::MemberFiles>(community, context.member);
    const auto refused =
        command::check_room(std::move(mine).value_or(command::MemberFiles{}), context.services.clock.now(), 1);
    if (!refused) return std::nullopt;
    const auto key = command_key(context, community, context.caller().actor);
    if (const auto* bad = std::get_if<Problem>(&key)) return *bad;
    if (model.get<commands::CommandOutcome>(community, std::get<CommandKey>(key).id.text())) return std::nullopt;
    return problem(*refused);
}

/// What was stored and is nobody's, since its event was refused or an earlier sending of the same request stands.
Answer without_blobs(const Context& context, BlobPlace place, Answer answer) {
    return Work{[context, place = std::move(place), answer = std::move(answer)]() -> Answer {
        if (const auto removed = context.services.blobs->remove(place); !removed) return context.fail(removed.error());
        return answer;
    }};
}

/// The command, which takes its blobs along where it comes to nothing.
Answer record(const Context& context, command::UploadFile c) {
    BlobPlace place = place_of(context, c.file, context.member);
    Answer made = act(context, std::move(c), file_created);
    auto* const act = std::get_if<Act>(&made);
    if (act == nullptr) return without_blobs(context, std::move(place), std::move(made));
    act->then = [context, place = std::move(place), then = std::move(act->then)](const commands::Outcome& outcome) {
        Answer answer = then(outcome);
        const auto* accepted = std::get_if<Accepted>(&outcome);
        const auto* e = accepted == nullptr ? nullptr : std::get_if<events::forum::FileUploaded>(&accepted->event);
        if (e != nullptr && e->file == place.file) return answer;
        return without_blobs(context, place, std::move(answer));
    };
    return made;
}

/// The same of a file that is in no post: what else shows it says who may know, and nothing else does.
Result<std::optional<Problem>> hidden_elsewhere(const Context& context, const files::FileRecord& file) {
    using Found = std::optional<Problem>;
    // The route has asked whether the community may be seen.
    if (file.id == context.community->logo) return file.erased ? Found(problem(Reason::gone)) : Found();
    PALABRE_TRY(view, context.services.projector->query("ads"));
    PALABRE_TRY(holder, projections::ads::holder(view, context.community->id, file.id));
    if (holder) {
        PALABRE_TRY(ad, ads::visible_ad(context, *holder));
        if (!ad.row) return Found(ad.problem);
        return file.erased ? Found(problem(Reason::gone)) : Found();
    }
    return file.author == context.member && !context.member.none() ? Found() : Found(problem(Reason::not_found));
}

/// The file may be known to this viewer; else the problem that says it is not there.
Result<std::optional<Problem>> hidden(const Context& context, const files::FileRecord& file) {
    using Found = std::optional<Problem>;
    if (!file.post) return hidden_elsewhere(context, file);
    PALABRE_TRY(view, context.services.projector->query("posts"));
    PALABRE_TRY(found, posts::post(view, context.community->id, *file.post));
    if (!found) return Found(problem(Reason::not_found));
    PALABRE_TRY(thread, visible_thread(context, found->thread));
    if (!thread.row) return Found(thread.problem);
    if (found->post.record.removed || file.erased) return Found(problem(Reason::gone));
    return Found();
}

/// The bytes as they are opened, piece by piece.
Result<std::shared_ptr<const BodySource>> source_of(const Context& context, const files::FileRecord& file,
                                                    std::size_t blob) {
    const std::string author = file.author.text();
    const auto key = context.services.keys->key(context.community->id, author, PersonalClass::content);
    if (!key) return error(ErrorCode::not_found, "the key is gone");
    PALABRE_TRY(opened, context.services.blobs->open(place_of(context, file.id, file.author), file.blobs[blob], *key));
    const std::shared_ptr<BlobReader> reader(std::move(opened));
    return std::make_shared<const BodySource>(BodySource{reader->size(), [reader] {
                                                             auto piece = reader->next();
                                                             return piece ? std::move(*piece) : std::string();
                                                         }});
}

Response file_response(const files::FileRecord& file, std::size_t blob, std::shared_ptr<const BodySource> source) {
    Response response;
    response.compressible = false;
    response.source = std::move(source);
    response.set("Content-Type", std::string(media_type(file.format)));
    response.set("ETag", '"' + file.blobs[blob].text() + '"');
    // Its bytes never change under this address; a browser keeps them for who was allowed, nobody else does.
    response.set("Cache-Control", "private, max-age=31536000, immutable");
    if (file.format == FileFormat::pdf) {
        // Never a page of ours, whatever stands in it.
        response.set("Content-Disposition",
                     "attachment; filename*=UTF-8''" + percent_encoded(file.name.value_or("document.pdf")));
        response.set("Content-Security-Policy", "sandbox");
    }
    return response;
}

/// The file of path parameter {id}, if this viewer may know of it; else the problem to answer.
struct VisibleFile {
    std::optional<files::FileRecord> file;
    Problem problem;
};
Result<VisibleFile> visible_file(const Context& context) {
    const auto id = context.id<FileId>("id");
    if (!id) return VisibleFile{{}, problem(Reason::not_found)};
    PALABRE_TRY(view, context.services.projector->query("posts"));
    PALABRE_TRY(file, files::file(view, context.community->id, *id));
    if (!file) return VisibleFile{{}, problem(Reason::not_found)};
    PALABRE_TRY(refused, hidden(context, *file));
    if (refused) return VisibleFile{{}, std::move(*refused)};
    return VisibleFile{std::move(file), {}};
}

Result<Response> bytes_answer(const Context& context) {
    PALABRE_TRY(found, visible_file(context));
    if (!found.file) return context.refuse(found.problem);
    const auto blob = blob_of(found.file->format, context.parameter("size"));
    if (!blob || *blob >= found.file->blobs.size()) return context.refuse(Reason::not_found);
    auto source = source_of(context, *found.file, *blob);
    // Erased, or waited for too long, since the row was written.
    if (!source && source.error().code == ErrorCode::not_found) return context.refuse(Reason::gone);
    if (!source) return source.error();
    return file_response(*found.file, *blob, std::move(*source));
}

} // namespace

Answer upload_file(const Context& context) {
    if (const auto bad = unexpected_parameter(context.request)) return context.refuse(*bad);
    Body body(context.request);
    auto alternative = body.optional_text("alternative", limits::alternative);
    const SentFile* sent = nullptr;
    for (const SentFile& file : context.request.files) {
        if (file.field != "file") return context.refuse(problem(Fault::unknown_field, pointer(file.field)));
        if (sent != nullptr) return context.refuse(problem(Fault::repeated_field, "/file"));
        sent = &file;
    }
    if (sent == nullptr) body.fault(Reason::missing, "file");
    if (auto bad = body.problem()) return context.refuse(*bad);
    if (!sent->spool) return context.refuse(too_large_file());
    auto name = file_name(sent->name);
    if (const auto* bad = std::get_if<Problem>(&name)) return context.refuse(*bad);

    if (const auto full = no_room(context)) return context.refuse(*full);

    command::UploadFile c{.file = context.services.random.draw<FileId>()};
    c.name = std::get<std::optional<std::string>>(std::move(name));
    c.alternative = std::move(alternative);
    return Work{.run = [context, spool = sent->spool, c = std::move(c)]() mutable -> Answer {
                    const BlobPlace place = place_of(context, c.file, context.member);
                    const auto refused = take_in(context, *spool, place, c);
                    if (!refused) return without_blobs(context, place, context.fail(refused.error()));
                    if (*refused) return without_blobs(context, place, context.refuse(**refused));
                    return record(context, std::move(c));
                },
                .kind = Work::Kind::picture};
}

Answer describe_file(const Context& context) {
    const auto file = context.id<FileId>("id");
    if (!file) return context.refuse(Reason::not_found);
    Body body(context.request);
    command::DescribeFile c{.file = *file, .alternative = body.optional_text("alternative", limits::alternative)};
    if (auto bad = body.problem()) return context.refuse(*bad);
    return act(context, std::move(c), done);
}

Answer get_file(const Context& context) {
    if (const auto bad = unexpected_parameter(context.request)) return context.refuse(*bad);
    const auto found = visible_file(context);
    if (!found) return context.fail(found.error());
    if (!found->file) return context.refuse(found->problem);
    return json_with_etag(files::json_of(*found->file));
}

Answer get_file_bytes(const Context& context) {
    if (const auto bad = unexpected_parameter(context.request)) return context.refuse(*bad);
    auto answer = bytes_answer(context);
    return answer ? Answer(std::move(*answer)) : Answer(context.fail(answer.error()));
}

} // namespace palabre::http::forum
