// SPDX-License-Identifier: Apache-2.0
// What the process tells its operator: one JSON object a line, of time, level, the event's name and its fields.
//
//   {"time":"2024-03-01T09:00:00.000000Z","level":"info","event":"listening","port":8080,"data":"./data"}
//
// A log outlives erasure and leaves the machine, so nothing that a person wrote may reach it. The types see to that:
// names and words must be literals, and a value is a number, an id, an instant, a closed enum's word, a path, or an
// Error.
#pragma once

#include "core/base/effects.hpp"
#include "core/base/ids.hpp"
#include "core/base/instant.hpp"
#include "core/base/result.hpp"

#include <concepts>
#include <filesystem>
#include <initializer_list>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace palabre::logging {

enum class Level : std::uint8_t { debug, info, warn, error };
std::string_view text(Level level);

/// Text that stands in the source: a runtime string does not convert.
class Word {
public:
    template <std::size_t N>
    consteval Word(const char (&literal)[N]) : text_(literal, N - 1) {} // NOLINT(google-explicit-constructor)
    [[nodiscard]] constexpr std::string_view view() const { return text_; }

private:
    std::string_view text_;
};

/// An enum whose words are given by a function text(E) beside it.
template <class E>
concept Worded = std::is_enum_v<E> && requires(E value) {
    { text(value) } -> std::convertible_to<std::string_view>;
};

std::string_view text(ErrorCode code);

/// A name with its value, already as JSON. Made where it is logged, gone after the call.
class Field {
public:
    Field(Word name, Word word);
    Field(Word name, double value); ///< not finite: null
    template <std::integral T>
    requires(!std::same_as<T, bool>) Field(Word name, T value) : Field(name, Bare{std::to_string(value)}) {}
    template <std::same_as<bool> T> // by type, or every pointer would be one
    Field(Word name, T value) : Field(name, Bare{value ? "true" : "false"}) {}
    template <Worded E>
    Field(Word name, E value) : Field(name, Quoted{text(value)}) {}
    template <class E>
    requires(std::is_enum_v<E> && !Worded<E>) Field(Word name, E value)
        : Field(name, Bare{std::to_string(number(value))}) {} ///< positions, sequences, offsets
    template <class Tag, std::size_t N>
    Field(Word name, const FixedBytes<Tag, N>& id) : Field(name, Quoted{id.text()}) {}
    Field(Word name, const CommunityId& community);
    Field(Word name, Instant at);
    Field(Word name, Duration duration);             ///< milliseconds
    template <std::same_as<std::filesystem::path> T> // by type, or every string would be one
    Field(Word name, const T& path) : Field(name, Quoted{path.native()}) {}
    /// Its code and message: errors of core name files, keys and positions, never what stands in them.
    Field(Word name, const Error& error);

    [[nodiscard]] std::string_view name() const { return name_; }
    [[nodiscard]] std::string_view json() const { return json_; }

private:
    struct Bare {
        std::string json;
    };
    struct Quoted {
        std::string_view text;
    };
    Field(Word name, Bare bare) : name_(name.view()), json_(std::move(bare.json)) {}
    Field(Word name, Quoted quoted);

    std::string_view name_;
    std::string json_;
};

/// Where lines go. Implementations are safe from any thread and never throw.
class Sink {
public:
    virtual ~Sink() = default;
    /// `line` is whole and ends with \n.
    virtual void write(std::string_view line) = 0;
};

/// One write(2) a line, so lines of several threads and processes do not mix. A line that cannot be written is lost:
/// logging never stops the service.
class StandardError final : public Sink {
public:
    void write(std::string_view line) override;

private:
    std::mutex mutex_;
};

/// Keeps the lines, for tests.
class Captured final : public Sink {
public:
    void write(std::string_view line) override;
    [[nodiscard]] std::vector<std::string> lines() const; ///< without \n

private:
    mutable std::mutex mutex_;
    std::vector<std::string> lines_;
};

/// Passed to whoever logs; clock and sink outlive it. Safe from any thread. Below `least` nothing is even formatted.
class Logger {
public:
    Logger(Clock& clock, Sink& sink, Level least) : clock_(clock), sink_(sink), least_(least) {}

    void log(Level level, Word event, std::initializer_list<Field> fields = {}) const;
    void debug(Word event, std::initializer_list<Field> fields = {}) const { log(Level::debug, event, fields); }
    void info(Word event, std::initializer_list<Field> fields = {}) const { log(Level::info, event, fields); }
    void warn(Word event, std::initializer_list<Field> fields = {}) const { log(Level::warn, event, fields); }
    void error(Word event, std::initializer_list<Field> fields = {}) const { log(Level::error, event, fields); }
    [[nodiscard]] bool logs(Level level) const { return level >= least_; }

private:
    Clock& clock_;
    Sink& sink_;
    Level least_;
};

} // namespace palabre::logging
