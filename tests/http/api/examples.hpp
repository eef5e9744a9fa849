// SPDX-License-Identifier: Apache-2.0
// For walks over the whole route table: an address and a body for each route of the API.
#pragma once

#include "http/route.hpp"
#include "tests/http/api/village.hpp"

namespace palabre::test {

/// What the path parameters of a walk stand for.
struct Targets {
    Opened thread = {};
    std::string answer = {}; ///< a post of the thread
    std::string member = {}, space = {};
    std::string another_space = {};             ///< to move to
    std::string file = "mzxw6ytboi2dg";         ///< none, unless it is said
    std::string conversation = "mzxw6ytboi2dg"; ///< likewise
    std::string message = "mzxw6ytboi2dg";      ///< likewise
    std::string organisation = "mzxw6ytboi2dg"; ///< likewise
    std::string ad = "mzxw6ytboi2dg";           ///< likewise
};

/// The pattern with the targets in it.
std::string address_of(std::string_view pattern, const Targets& targets);

/// The document's example of the route's body, about the targets; null: it takes none.
Json example_body(const http::Route& route, const Targets& targets);

} // namespace palabre::test
