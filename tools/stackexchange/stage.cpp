// SPDX-License-Identifier: Apache-2.0
#include "tools/stackexchange/stage.hpp"

#include <charconv>

namespace palabre::tools::stackexchange {

using import::Scratch;

Result<Stage> Stage::open(const std::filesystem::path& folder) {
    PALABRE_TRY(scratch, Scratch::open(folder));
    Stage stage{.scratch = std::move(scratch)};
    const std::pair<Family*, std::string_view> families[] = {
        {&stage.people, "people"},     {&stage.questions, "questions"}, {&stage.answers, "answers"},
        {&stage.history, "history"},   {&stage.placed, "placed"},       {&stage.acceptance, "acceptance"},
        {&stage.accepted, "accepted"}, {&stage.acts, "acts"},           {&stage.items, "items"}};
    for (const auto& [family, name] : families) {
        PALABRE_TRY(opened, stage.scratch.family(name));
        *family = opened;
    }
    return stage;
}

namespace {

/// "123" and "123@…" sort as 123, names behind each other as 0.
std::int64_t number_of(std::string_view row) {
    std::int64_t value = 0;
    std::from_chars(row.data(), row.data() + row.size(), value);
    return value;
}

template <std::size_t I = 0>
Result<Item> decode_item(std::size_t kind, std::string_view value) {
    if constexpr (I < std::variant_size_v<Item>) {
        if (kind != I) return decode_item<I + 1>(kind, value);
        PALABRE_TRY(item, (Scratch::decode<std::variant_alternative_t<I, Item>>(value)));
        return Item(std::move(item));
    } else {
        return error(ErrorCode::corrupt, "the import's working space holds an unknown kind of item");
    }
}

} // namespace

Status Stage::put(const Item& item) {
    ++items_put[item.index()];
    return std::visit(
        [&](const auto& each) {
            const auto place = Key()
                                   .ascending(each.at)
                                   .u8(static_cast<std::uint8_t>(item.index()))
                                   .i64(number_of(each.row))
                                   .text(each.row);
            return scratch.put(items, place, codec::encode(each));
        },
        item);
}

Status Stage::act(const std::string& row, const std::string& name, Instant at) {
    return scratch.put(acts, Key().text(row).ascending(at), name);
}

Result<Item> read_item(std::string_view key, std::string_view value) {
    KeyReader reader(key);
    (void)reader.ascending();
    return decode_item(reader.u8(), value);
}

} // namespace palabre::tools::stackexchange
