// SPDX-License-Identifier: Apache-2.0
#include "http/pages/showcase/xml.hpp"

#include "core/text/unicode.hpp"
#include "http/pages/compile.hpp"

namespace palabre::http::pages::showcase {

Xml& Xml::open(std::string_view tag) {
    out_.append("<").append(tag).append(">");
    return *this;
}

Xml& Xml::close(std::string_view name) {
    out_.append("</").append(name).append(">\n");
    return *this;
}

Xml& Xml::element(std::string_view name, std::string_view text) {
    out_.append("<").append(name).append(">").append(escaped(palabre::text::clean_line(text)));
    return close(name);
}

Xml& Xml::link(std::string_view rel, std::string_view href) {
    out_.append("<link rel=\"").append(escaped(rel)).append("\" href=\"").append(escaped(href)).append("\"/>\n");
    return *this;
}

} // namespace palabre::http::pages::showcase
