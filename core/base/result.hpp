// SPDX-License-Identifier: Apache-2.0
// Errors are values. Result<T> carries either a T or an Error; exceptions are for bugs and start-up only.
#pragma once

#include <boost/system/result.hpp>
#include <stdexcept>
#include <string>
#include <utility>

namespace palabre {

/// What went wrong, as far as a caller may want to act on it. A closed set.
enum class ErrorCode {
    not_found,   ///< the thing asked for is not there
    invalid,     ///< input that cannot be read as what it should be
    corrupt,     ///< stored bytes that cannot have been written so: never go on over them
    io,          ///< the file system or the engine refused
    busy,        ///< held by another process, or a bound is reached: later may work
    no_space,    ///< the disk is full or below its reserve
    unsupported, ///< written by a newer version, or not possible in this mode
};

/// An error with the words a person needs: what, where (file, field, key) and, if known, the way out.
struct Error {
    ErrorCode code;
    std::string message;
};

template <class T>
using Result = boost::system::result<T, Error>;
using Status = Result<void>;

[[nodiscard]] inline Error error(ErrorCode code, std::string message) {
    return Error{code, std::move(message)};
}

/// Only reached by calling value() on a failed Result: a bug.
BOOST_NORETURN inline void throw_exception_from_error(const Error& e, const boost::source_location&) {
    throw std::logic_error("unchecked error: " + e.message);
}

} // namespace palabre

/// Evaluates a Result; on failure returns its error from the enclosing function, else yields the value.
#define PALABRE_TRY_CONCAT_(a, b) a##b
#define PALABRE_TRY_NAME_(a, b) PALABRE_TRY_CONCAT_(a, b)
#define PALABRE_TRY(name, expression)                                                                                  \
    auto&& PALABRE_TRY_NAME_(result_, __LINE__) = (expression);                                                        \
    if (PALABRE_TRY_NAME_(result_, __LINE__).has_error())                                                              \
        return std::move(PALABRE_TRY_NAME_(result_, __LINE__)).error();                                                \
    auto name = std::move(*PALABRE_TRY_NAME_(result_, __LINE__))
#define PALABRE_CHECK(expression)                                                                                      \
    if (auto status_ = (expression); status_.has_error()) return std::move(status_).error()
