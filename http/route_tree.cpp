// SPDX-License-Identifier: Apache-2.0
#include "http/route_tree.hpp"

#include <algorithm>
#include <stdexcept>

namespace palabre::http {
namespace {

/// Takes the first segment off "/a/b", which must not be empty.
std::string_view take_segment(std::string_view& rest) {
    const std::size_t end = std::min(rest.find('/', 1), rest.size());
    const std::string_view segment = rest.substr(1, end - 1);
    rest.remove_prefix(end);
    return segment;
}

bool is_parameter(std::string_view segment) {
    return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

std::string_view parameter_name(std::string_view segment) {
    segment = segment.substr(1, segment.size() - 2);
    return segment.ends_with('*') ? segment.substr(0, segment.size() - 1) : segment;
}

bool is_word(std::string_view segment) {
    return !segment.empty() && segment.find_first_of("{}*") == std::string_view::npos;
}

[[noreturn]] void wrong(const Route& route, const char* why) {
    throw std::invalid_argument("route " + std::string(text(route.method)) + " " + std::string(route.pattern) + ": " +
                                why);
}

std::size_t index(Method method) {
    return static_cast<std::size_t>(method == Method::head ? Method::get : method);
}

} // namespace

const Route* RouteTree::Node::route(Method method) const {
    return routes_[index(method)];
}

std::string RouteTree::Node::allow() const {
    std::string all;
    for (const Route* route : routes_) {
        if (route == nullptr) continue;
        all += std::string(text(route->method)) + ", ";
        if (route->method == Method::get) all += "HEAD, ";
    }
    return all + "OPTIONS";
}

const RouteTree::Node* RouteTree::Node::word(std::string_view segment) const {
    const auto at = std::lower_bound(words_.begin(), words_.end(), segment,
                                     [](const auto& entry, std::string_view wanted) { return entry.first < wanted; });
    return at != words_.end() && at->first == segment ? at->second.get() : nullptr;
}

RouteTree::RouteTree(std::span<const Route> routes) {
    for (const Route& route : routes) add(route);
}

void RouteTree::add(const Route& route) {
    if (!route.pattern.starts_with('/')) wrong(route, "does not begin with /");
    if (route.handler == nullptr) wrong(route, "has no handler");
    if (route.method == Method::head) wrong(route, "HEAD is answered by GET");
    Node* node = &root_;
    std::size_t parameters = 0;
    bool community = false;
    std::string_view rest = route.pattern == "/" ? std::string_view() : route.pattern;
    while (!rest.empty()) {
        const std::string_view segment = take_segment(rest);
        if (is_parameter(segment)) {
            if (++parameters > PathParameters::most) wrong(route, "has too many parameters");
            const bool names_community = parameter_name(segment) == "c";
            community = community || names_community;
            const bool tail = segment[segment.size() - 2] == '*';
            if (tail && !rest.empty()) wrong(route, "goes on behind its tail");
            auto& child = tail ? node->tail_ : node->parameter_;
            if (!child) child = std::make_unique<Node>();
            node = child.get();
            node->is_community_ = node->is_community_ || names_community;
        } else {
            if (!is_word(segment)) wrong(route, "has an ill-formed segment");
            auto at = std::lower_bound(node->words_.begin(), node->words_.end(), segment,
                                       [](const auto& word, std::string_view wanted) { return word.first < wanted; });
            if (at == node->words_.end() || at->first != segment)
                at = node->words_.emplace(at, segment, std::make_unique<Node>());
            node = at->second.get();
        }
    }
    if (community && !route.action) wrong(route, "is about a community and has no action");
    const Route*& place = node->routes_[index(route.method)];
    if (place != nullptr) wrong(route, "stands twice");
    place = &route;
    node->has_routes_ = true;
}

const RouteTree::Node* RouteTree::find(std::string_view path, PathParameters& parameters) const {
    parameters.count = 0;
    if (!path.starts_with('/')) return nullptr;
    return find(root_, path == "/" ? std::string_view() : path, parameters);
}

std::string_view RouteTree::community(std::string_view path) const {
    const Node* node = &root_;
    while (path.starts_with('/')) {
        const std::string_view segment = take_segment(path);
        const Node* const word = node->word(segment);
        node = word != nullptr ? word : segment.empty() ? nullptr : node->parameter_.get();
        if (node == nullptr) return {};
        if (node->is_community_) return segment;
    }
    return {};
}

void RouteTree::name(const Route& route, PathParameters& parameters) {
    std::string_view rest = route.pattern == "/" ? std::string_view() : route.pattern;
    for (std::size_t i = 0; !rest.empty();) {
        const std::string_view segment = take_segment(rest);
        if (is_parameter(segment)) parameters.values[i++].first = parameter_name(segment);
    }
}

const RouteTree::Node* RouteTree::find(const Node& node, std::string_view rest, PathParameters& values) {
    if (rest.empty()) return node.has_routes_ ? &node : nullptr;
    const std::string_view whole = rest;
    const std::string_view segment = take_segment(rest);
    if (const Node* const word = node.word(segment))
        if (const Node* found = find(*word, rest, values)) return found;
    const std::size_t before = values.count;
    if (node.parameter_ && !segment.empty() && before < PathParameters::most) {
        values.values[values.count++].second = segment;
        if (const Node* found = find(*node.parameter_, rest, values)) return found;
        values.count = before;
    }
    if (node.tail_ && whole.size() > 1 && before < PathParameters::most) {
        values.values[values.count++].second = whole.substr(1);
        return node.tail_.get();
    }
    return nullptr;
}

} // namespace palabre::http
