// SPDX-License-Identifier: Apache-2.0
#include "http/pages/offline.hpp"

#include "http/pages/frame.hpp"

namespace palabre::http::pages {

Answer offline(const Context& context) {
    nlohmann::json document = bare_frame(context);
    return show(context, "offline", document);
}

} // namespace palabre::http::pages
