// SPDX-License-Identifier: Apache-2.0
// The OpenAPI 3.1 document of the API: openapi/base.yaml and the parts of the contexts, api/<context>/*.yaml, put
// together line by line. No YAML library: our files keep to a layout that lines suffice for, and a test reads the
// result with one.
//
//     paths:                      top-level keys at column 0; a part has only these two
//       /api/v1/communities:      a path at 2 spaces
//         get:                    a method at 4 spaces
//     components:
//       schemas:                  a section at 2 spaces, joined over all parts
//         Thread:                 …
#pragma once

#include "http/context.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace palabre::http {

/// Joins a base with its parts. Pure.
[[nodiscard]] std::string assemble_openapi(std::string_view base, std::span<const std::string_view> parts);

/// The document of the embedded files.
[[nodiscard]] const std::string& openapi_document();

struct Operation {
    Method method;
    std::string path; ///< "/api/v1/communities/{c}"
    friend auto operator<=>(const Operation&, const Operation&) = default;
};
/// Every operation of a document in the layout above, ascending.
[[nodiscard]] std::vector<Operation> operations(std::string_view document);

/// The handler of GET /api/v1/openapi.yaml.
[[nodiscard]] Answer openapi(const Context& context);

} // namespace palabre::http
