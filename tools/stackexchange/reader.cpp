// SPDX-License-Identifier: Apache-2.0
#include "tools/stackexchange/reader.hpp"

#include "core/limits.hpp"

#include <charconv>
#include <cstdio>
#include <expat.h>
#include <fmt/format.h>
#include <memory>

namespace palabre::tools::stackexchange {

std::string text(RowId row) {
    return std::to_string(static_cast<std::int64_t>(row));
}

namespace {

std::optional<RowId> parse_id(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (fault != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return RowId{value};
}

/// "2014-01-21T20:26:05.383", with up to six digits behind the point or none, with or without Z.
std::optional<Instant> parse_instant(std::string_view text) {
    constexpr std::size_t seconds = 19, whole = 26;
    if (text.ends_with('Z')) text.remove_suffix(1);
    std::string full(text);
    if (full.size() == seconds) full += '.';
    if (full.size() < seconds + 1 || full.size() > whole) return std::nullopt;
    full.append(whole - full.size(), '0');
    return Instant::parse(full + 'Z');
}

} // namespace

std::optional<std::string_view> Row::find(std::string_view name) const {
    for (const char* const* each = attributes_; *each != nullptr; each += 2)
        if (name == each[0]) return each[1];
    return std::nullopt;
}

Error Row::fault(std::string_view words) const {
    return error(ErrorCode::invalid, fmt::format("{}:{}: {}", file_, line_, words));
}

Result<std::string_view> Row::text(std::string_view name) const {
    if (auto value = find(name)) return *value;
    return fault(fmt::format("the row has no {}", name));
}

Result<std::optional<RowId>> Row::find_id(std::string_view name) const {
    const auto value = find(name);
    if (!value || value->empty()) return std::optional<RowId>();
    if (auto id = parse_id(*value)) return id;
    return fault(fmt::format("{}=\"{}\" is not a number", name, value->substr(0, 40)));
}

Result<RowId> Row::id(std::string_view name) const {
    PALABRE_TRY(value, find_id(name));
    if (value) return *value;
    return fault(fmt::format("the row has no {}", name));
}

Result<std::optional<Instant>> Row::find_instant(std::string_view name) const {
    const auto value = find(name);
    if (!value || value->empty()) return std::optional<Instant>();
    if (auto at = parse_instant(*value)) return at;
    return fault(fmt::format("{}=\"{}\" is not a date such as 2014-01-21T20:26:05.383", name, value->substr(0, 40)));
}

Result<Instant> Row::instant(std::string_view name) const {
    PALABRE_TRY(value, find_instant(name));
    if (value) return *value;
    return fault(fmt::format("the row has no {}", name));
}

namespace {

/// One file on its way through expat.
class Reading {
public:
    Reading(const std::filesystem::path& file, std::string_view root, const std::function<Status(const Row&)>& each)
        : name_(file.filename().string()), root_(root), each_(each), parser_(XML_ParserCreate(nullptr)) {
        XML_SetUserData(parser_.get(), this);
        XML_SetElementHandler(
            parser_.get(),
            [](void* self, const char* name, const char** attributes) {
                static_cast<Reading*>(self)->start(name, attributes);
            },
            [](void* self, const char*) { --static_cast<Reading*>(self)->depth_; });
        // A dump has no document type; refusing it refuses every entity trick.
        XML_SetStartDoctypeDeclHandler(parser_.get(), [](void* self, const char*, const char*, const char*, int) {
            static_cast<Reading*>(self)->stop("a document type is not expected here");
        });
    }

    Status run(std::FILE* in, const std::function<void(std::uint64_t)>& progress) {
        constexpr int chunk = 64 * 1024;
        std::uint64_t total = 0;
        for (bool last = false; !last;) {
            void* buffer = XML_GetBuffer(parser_.get(), chunk);
            if (buffer == nullptr) return error(ErrorCode::io, name_ + ": out of memory");
            const auto got = std::fread(buffer, 1, chunk, in);
            if (std::ferror(in) != 0) return error(ErrorCode::io, name_ + ": cannot be read");
            last = std::feof(in) != 0;
            total += got;
            const auto status = XML_ParseBuffer(parser_.get(), static_cast<int>(got), last ? 1 : 0);
            if (fault_) return *fault_;
            if (status != XML_STATUS_OK) return malformed();
            const auto done =
                static_cast<std::uint64_t>(std::max<XML_Index>(0, XML_GetCurrentByteIndex(parser_.get())));
            if (total - std::min(total, done) > limits::xml_row_bytes)
                return fault(fmt::format("a row longer than {} MiB", limits::xml_row_bytes >> 20));
            if (progress) progress(total);
        }
        return {};
    }

private:
    void start(const char* name, const char** attributes) {
        ++depth_;
        if (depth_ == 1 && name != root_)
            return stop(fmt::format("expected <{}>, found <{}>: is this file of a Stack Exchange dump?", root_, name));
        if (depth_ == 1) return;
        if (depth_ > 2 || std::string_view(name) != "row") return stop(fmt::format("unexpected element <{}>", name));
        const auto status = each_(Row(name_, line(), attributes));
        if (status.has_error()) {
            fault_ = status.error();
            XML_StopParser(parser_.get(), XML_FALSE);
        }
    }
    void stop(std::string_view words) {
        if (!fault_) fault_ = fault(words);
        XML_StopParser(parser_.get(), XML_FALSE);
    }
    [[nodiscard]] std::uint64_t line() const { return XML_GetCurrentLineNumber(parser_.get()); }
    [[nodiscard]] Error fault(std::string_view words) const {
        return error(ErrorCode::invalid, fmt::format("{}:{}: {}", name_, line(), words));
    }
    [[nodiscard]] Error malformed() const {
        const auto code = XML_GetErrorCode(parser_.get());
        const bool cut = code == XML_ERROR_NO_ELEMENTS || code == XML_ERROR_UNCLOSED_TOKEN ||
                         code == XML_ERROR_PARTIAL_CHAR || code == XML_ERROR_UNCLOSED_CDATA_SECTION;
        return fault(cut ? "the file ends too early: it is not whole" : XML_ErrorString(code));
    }

    struct Free {
        void operator()(XML_ParserStruct* parser) const { XML_ParserFree(parser); }
    };
    std::string name_;
    std::string_view root_;
    const std::function<Status(const Row&)>& each_;
    std::unique_ptr<XML_ParserStruct, Free> parser_;
    std::size_t depth_ = 0;
    std::optional<Error> fault_;
};

} // namespace

Status read_rows(const std::filesystem::path& file, std::string_view root,
                 const std::function<Status(const Row&)>& each, const std::function<void(std::uint64_t)>& progress) {
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored)) return error(ErrorCode::not_found, file.string() + ": no such file");
    if (std::filesystem::is_directory(file, ignored)) return error(ErrorCode::invalid, file.string() + ": is a folder");
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> in(std::fopen(file.c_str(), "rb"), &std::fclose);
    if (!in) return error(ErrorCode::io, file.string() + ": cannot be opened");
    return Reading(file, root, each).run(in.get(), progress);
}

} // namespace palabre::tools::stackexchange
