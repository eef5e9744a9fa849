// SPDX-License-Identifier: Apache-2.0
// The lines of `palabre replay`: an accepted event as CloudEvents 1.0 JSON. docs/reference_reader.py prints the same
// bytes from an export.
#pragma once

#include "core/log/local_log.hpp"

#include <string>
#include <string_view>

namespace palabre::log {

/// One line without its break. Members in this order, optional ones left out: specversion, id, source, type, subject,
/// time (accepted), datacontenttype, sequence (20 digits), actor, correlationid, originaltime, origin, data.
/// No spaces; `data` is public_value() of the value.
[[nodiscard]] std::string cloudevent_line(const Event& event);

/// The same, with `data` given: for a reader that has opened the personal fields.
[[nodiscard]] std::string cloudevent_line(const Event& event, std::string_view data);

/// The value as written without its last member where that is "sealed", and each line break (which in JSON can only be
/// white space) as a space.
[[nodiscard]] std::string public_value(std::string_view value);

} // namespace palabre::log
