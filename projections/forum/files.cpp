// SPDX-License-Identifier: Apache-2.0
#include "projections/forum/files.hpp"

#include "projections/row.hpp"

namespace palabre::projections::forum::files {
namespace {

Key part(const CommunityId& community, Part part) {
    return Key().add(community).u8(number(part));
}
std::string file_key(const CommunityId& community, const FileId& file) {
    return part(community, Part::file).add(file).str();
}
Key author_prefix(const CommunityId& community, const MemberId& author) {
    return part(community, Part::author).add(author);
}

} // namespace

Status add(Stage& stage, const Applied& at, const events::forum::FileUploaded& e) {
    stage.put(author_prefix(at.community, e.author).add(e.file).str(), {});
    put(stage, file_key(at.community, e.file),
        FileRecord{.id = e.file,
                   .author = e.author,
                   .format = e.format,
                   .bytes = e.bytes,
                   .width = e.width,
                   .height = e.height,
                   .blobs = e.blobs,
                   .name = e.name,
                   .alternative = e.alternative,
                   .post = {},
                   .erased = false});
    return {};
}

Result<std::optional<PostId>> describe(Stage& stage, const Applied& at, const events::forum::FileDescribed& e) {
    PALABRE_TRY(record, find<FileRecord>(stage, file_key(at.community, e.file)));
    if (!record || record->erased) return std::optional<PostId>{};
    record->alternative = e.alternative;
    put(stage, file_key(at.community, e.file), *record);
    return record->post;
}

Status erase(Stage& stage, const Applied& at, const MemberId& author) {
    const Key prefix = author_prefix(at.community, author);
    return stage.walk(prefix, prefix.prefix_end(), [&](std::string_view key, std::string_view) -> Status {
        const auto id = KeyReader(key.substr(prefix.str().size())).take<FileId>();
        PALABRE_TRY(record, find<FileRecord>(stage, file_key(at.community, id)));
        if (!record) return {};
        record->name.reset();
        record->alternative.reset();
        record->erased = true;
        put(stage, file_key(at.community, id), *record);
        return {};
    });
}

Result<std::optional<FileRecord>> file(const View& view, const CommunityId& community, const FileId& file) {
    return find<FileRecord>(view, file_key(community, file));
}

} // namespace palabre::projections::forum::files
