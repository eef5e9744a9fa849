// SPDX-License-Identifier: Apache-2.0
#include "core/logging/logging.hpp"

#include <cerrno>
#include <cmath>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

namespace palabre::logging {
namespace {

/// A JSON string; bytes that are no UTF-8 (a path may hold any) become U+FFFD.
std::string json_string(std::string_view text) {
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

} // namespace

std::string_view text(Level level) {
    switch (level) {
    case Level::debug:
        return "debug";
    case Level::info:
        return "info";
    case Level::warn:
        return "warn";
    case Level::error:
        return "error";
    }
    return "error";
}

std::string_view text(ErrorCode code) {
    switch (code) {
    case ErrorCode::not_found:
        return "not_found";
    case ErrorCode::invalid:
        return "invalid";
    case ErrorCode::corrupt:
        return "corrupt";
    case ErrorCode::io:
        return "io";
    case ErrorCode::busy:
        return "busy";
    case ErrorCode::no_space:
        return "no_space";
    case ErrorCode::unsupported:
        return "unsupported";
    }
    return "unknown";
}

Field::Field(Word name, Quoted value) : name_(name.view()), json_(json_string(value.text)) {}
Field::Field(Word name, Word word) : Field(name, Quoted{word.view()}) {}
Field::Field(Word name, double value)
    : name_(name.view()), json_(std::isfinite(value) ? fmt::format("{}", value) : "null") {}
Field::Field(Word name, const CommunityId& community) : Field(name, Quoted{community.text()}) {}
Field::Field(Word name, Instant at) : Field(name, Quoted{at.text()}) {}
Field::Field(Word name, Duration duration)
    : name_(name.view()), json_(fmt::format("{}", static_cast<double>(duration.count()) / 1000)) {}
Field::Field(Word name, const Error& error)
    : name_(name.view()),
      json_(fmt::format(R"({{"code":{},"message":{}}})", json_string(text(error.code)), json_string(error.message))) {}

void StandardError::write(std::string_view line) {
    const std::lock_guard lock(mutex_);
    while (!line.empty()) {
        const ssize_t written = ::write(STDERR_FILENO, line.data(), line.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return;
        line.remove_prefix(static_cast<std::size_t>(written));
    }
}

void Captured::write(std::string_view line) {
    const std::lock_guard lock(mutex_);
    lines_.emplace_back(line.substr(0, line.size() - 1));
}

std::vector<std::string> Captured::lines() const {
    const std::lock_guard lock(mutex_);
    return lines_;
}

void Logger::log(Level level, Word event, std::initializer_list<Field> fields) const {
    if (!logs(level)) return;
    std::string line = fmt::format(R"({{"time":"{}","level":"{}","event":{})", clock_.now().text(), text(level),
                                   json_string(event.view()));
    for (const Field& field : fields) {
        line += ',';
        line += json_string(field.name());
        line += ':';
        line += field.json();
    }
    line += "}\n";
    sink_.write(line);
}

} // namespace palabre::logging
