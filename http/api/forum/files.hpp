// SPDX-License-Identifier: Apache-2.0
// Attached files: taking them in, describing and serving them.
#pragma once

#include "http/context.hpp"

namespace palabre::http::forum {

/// A picture or document, in the field `file` of a form or as the body itself.
[[nodiscard]] Answer upload_file(const Context& context);
[[nodiscard]] Answer describe_file(const Context& context);
/// What is said of it. Under the rights of the thread or ad in which it is, or of the community whose logo it is; else
/// for its author alone. So are its bytes.
[[nodiscard]] Answer get_file(const Context& context);
[[nodiscard]] Answer get_file_bytes(const Context& context);

} // namespace palabre::http::forum
