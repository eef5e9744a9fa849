// SPDX-License-Identifier: Apache-2.0
// A strict reader of the little HTML that markdown_to_html may write; anything else is a fault. It knows nothing of the
// writer, only what is harmless.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace palabre::test {

/// What post_to_html() wrote, without the markers of references, each of which must be whole.
inline std::string without_markers(std::string html) {
    for (auto at = html.find("<x-"); at != std::string::npos; at = html.find("<x-", at)) {
        const auto end = html.find('>', at);
        if (end == std::string::npos) break; // SafeHtml finds it
        html.erase(at, end - at + 1);
    }
    return html;
}

/// Reads one page; fault() says the first thing that has no business in it.
class SafeHtml {
public:
    explicit SafeHtml(std::string_view html) : rest_(html) {
        while (!rest_.empty() && fault_.empty()) {
            if (rest_.front() == '<')
                tag();
            else
                text();
        }
        if (fault_.empty() && !open_.empty()) fail("never closed: " + open_.back());
    }

    [[nodiscard]] const std::string& fault() const { return fault_; }
    [[nodiscard]] std::size_t depth() const { return depth_; }

private:
    void fail(std::string what) {
        if (fault_.empty()) fault_ = std::move(what) + " at: " + std::string(rest_.substr(0, 60));
    }

    bool take(std::string_view expected) {
        if (!rest_.starts_with(expected)) return false;
        rest_.remove_prefix(expected.size());
        return true;
    }

    std::string word() {
        std::string out;
        while (!rest_.empty() &&
               ((rest_.front() >= 'a' && rest_.front() <= 'z') || (rest_.front() >= '0' && rest_.front() <= '9'))) {
            out += rest_.front();
            rest_.remove_prefix(1);
        }
        return out;
    }

    void text() {
        const char c = rest_.front();
        if (c == '>' || c == '"') return fail("a bare sign");
        if (c == '&') {
            const auto end = rest_.find(';');
            const auto name = rest_.substr(1, end == std::string_view::npos ? 0 : end - 1);
            const auto alphanumeric = [](char l) {
                return (l >= 'a' && l <= 'z') || (l >= 'A' && l <= 'Z') || (l >= '0' && l <= '9');
            };
            if (name.empty() || !std::ranges::all_of(name, alphanumeric)) return fail("a bare &");
        }
        rest_.remove_prefix(1);
    }

    void tag() {
        static const std::set<std::string> elements = {"a",  "p",  "br",  "hr",  "h3",   "h4",     "h5",        "h6",
                                                       "ul", "ol", "li",  "em",  "td",   "table",  "thead",     "tbody",
                                                       "tr", "th", "del", "pre", "code", "strong", "blockquote"};
        take("<");
        const bool closing = take("/");
        const std::string name = word();
        if (!elements.contains(name)) return fail("element " + name);
        if (closing) {
            if (!take(">")) return fail("closing tag");
            if (open_.empty() || open_.back() != name) return fail("closes out of order: " + name);
            open_.pop_back();
            return;
        }
        std::set<std::string> seen;
        while (take(" ")) attribute(name, seen);
        if (!take(">")) return fail("tag " + name);
        if (name == "a" && (!seen.contains("href") || !seen.contains("rel"))) fail("a link without target or rel");
        if (name == "a" && std::ranges::count(open_, "a") > 0) fail("a link in a link");
        if (name != "br" && name != "hr") open_.push_back(name);
        depth_ = std::max(depth_, open_.size());
    }

    void attribute(const std::string& element, std::set<std::string>& seen) {
        const std::string name = word();
        if (!take("=\"")) return fail("attribute " + name);
        std::string value;
        while (!rest_.empty() && rest_.front() != '"') {
            value += rest_.front();
            text();
            if (!fault_.empty()) return;
        }
        if (!take("\"")) return fail("attribute without end");
        if (!seen.insert(name).second) return fail("attribute twice: " + name);
        if (!allowed(element, name, value)) fail("attribute " + element + " " + name + "=" + value);
    }

    static bool allowed(const std::string& element, const std::string& name, const std::string& value) {
        if (element == "a" && name == "href")
            return value.starts_with("http://") || value.starts_with("https://") || value.starts_with("mailto:");
        if (element == "a" && name == "rel") return value == "nofollow noopener ugc";
        if (element == "a" && name == "title") return true;
        if (element == "ol" && name == "start")
            return !value.empty() && value.size() <= 9 &&
                   std::ranges::all_of(value, [](char c) { return c >= '0' && c <= '9'; });
        if ((element == "td" || element == "th") && name == "class")
            return value == "align-left" || value == "align-center" || value == "align-right";
        return false;
    }

    std::string_view rest_;
    std::vector<std::string> open_;
    std::size_t depth_ = 0;
    std::string fault_;
};

} // namespace palabre::test
