// SPDX-License-Identifier: Apache-2.0
#include "projections/forum/files.hpp"

#include "projections/json.hpp"
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

std::string json_of(const FileRecord& file) {
    JsonObject json;
    json.add("id", file.id).add("format", events::forum::text(file.format)).add("bytes", file.bytes);
    json.add("width", file.width).add("height", file.height);
    json.add("name", file.name).add("alternative", file.alternative);
    return std::move(json).finish();
}

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

Result<std::string> attach(Stage& stage, const Applied& at, const PostId& post, const std::vector<FileId>& files) {
    for (const FileId& id : files) {
        PALABRE_TRY(record, find<FileRecord>(stage, file_key(at.community, id)));
        if (!record) continue;
        record->post = post;
        put(stage, file_key(at.community, id), *record);
    }
    return shown(stage, at.community, files);
}

Result<std::string> shown(const Stage& stage, const CommunityId& community, const std::vector<FileId>& files) {
    std::string list;
    for (const FileId& id : files) {
        PALABRE_TRY(record, find<FileRecord>(stage, file_key(community, id)));
        if (record) list.append(list.empty() ? "[" : ",").append(json_of(*record));
    }
    return list.empty() ? list : list + ']';
}

Status detach(Stage& stage, const Applied& at, const std::vector<FileId>& files) {
    for (const FileId& id : files) {
        PALABRE_TRY(record, find<FileRecord>(stage, file_key(at.community, id)));
        if (!record) continue;
        record->post.reset();
        put(stage, file_key(at.community, id), *record);
    }
    return {};
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
