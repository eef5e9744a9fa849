// SPDX-License-Identifier: Apache-2.0
// Foreign text made fit for the schemas: clean UTF-8, within the limits, never empty where something must stand.
#pragma once

#include "tools/import/report.hpp"

namespace palabre::tools::import {

/// One clean line; bytes that are no UTF-8 become U+FFFD. May be empty.
std::string line(std::string_view text);
/// Clean text of several lines, without white space at the end. May be empty.
std::string lines(std::string_view text);

/// The first `most` code points, the last of them "…" when something was cut, which is noted.
std::string cut(std::string text, std::size_t most, std::string_view what, Report& report, Kind kind,
                std::string_view row);

std::string title(std::string_view text, Report& report, std::string_view row);
std::string body(std::string_view markdown, Report& report, Kind kind, std::string_view row);
std::string name(std::string_view text, Report& report, Kind kind, std::string_view row);
/// At most so many of at most such a length, without repeats.
std::vector<std::string> tags(const std::vector<std::string>& tags, Report& report, std::string_view row);

} // namespace palabre::tools::import
