// SPDX-License-Identifier: Apache-2.0
// The one route table. To know what Palabre answers, read routes.cpp and the tables of the contexts that it names.
#pragma once

#include "http/route.hpp"

#include <vector>

namespace palabre::http {

[[nodiscard]] std::vector<Route> route_table();

} // namespace palabre::http
