// SPDX-License-Identifier: Apache-2.0
// Small XML documents, element by element.
#pragma once

#include <string>
#include <string_view>

namespace palabre::http::pages::showcase {

/// Well-formed whatever comes in: bytes that XML has no form for are left out.
class Xml {
public:
    Xml() : out_("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n") {}

    /// `tag`: the name, with attributes that are ours.
    Xml& open(std::string_view tag);
    Xml& close(std::string_view name);
    /// <name>text</name>
    Xml& element(std::string_view name, std::string_view text);
    /// <link rel="…" href="…"/>
    Xml& link(std::string_view rel, std::string_view href);
    [[nodiscard]] std::string take() && { return std::move(out_); }

private:
    std::string out_;
};

} // namespace palabre::http::pages::showcase
