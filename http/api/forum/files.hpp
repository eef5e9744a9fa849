// SPDX-License-Identifier: Apache-2.0
// Attached files: taking them in, describing and serving them.
#pragma once

#include "http/context.hpp"

namespace palabre::http::forum {

/// A picture or document, in the field `file` of a form or as the body itself.
[[nodiscard]] Answer upload_file(const Context& context);
[[nodiscard]] Answer describe_file(const Context& context);
/// One size of it, under the rights of the thread in which it is; in none, for its author alone.
[[nodiscard]] Answer get_file(const Context& context);

} // namespace palabre::http::forum
