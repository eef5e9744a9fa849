// SPDX-License-Identifier: Apache-2.0
// The routes' patterns as a tree of segments, made once at start.
#pragma once

#include "http/context.hpp"

#include <array>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace palabre::http {

class RouteTree {
public:
    class Node {
    public:
        /// The route of this method (HEAD: that of GET), or null.
        [[nodiscard]] const Route* route(Method method) const;
        /// "GET, HEAD, PUT, OPTIONS"
        [[nodiscard]] std::string allow() const;

    private:
        friend class RouteTree;
        /// Where this word leads, or null.
        [[nodiscard]] const Node* word(std::string_view segment) const;
        std::vector<std::pair<std::string_view, std::unique_ptr<Node>>> words_; ///< ascending
        std::unique_ptr<Node> parameter_;                                       ///< "{name}": any one segment
        std::unique_ptr<Node> tail_;                                            ///< "{name*}": the rest
        std::array<const Route*, 6> routes_{};
        bool has_routes_ = false;
        bool is_community_ = false; ///< the parameter that leads here is {c}
    };

    /// std::invalid_argument names a row that is ill-formed or stands twice. The rows must outlive the tree.
    explicit RouteTree(std::span<const Route> routes);

    /// The node with routes at this path, or null. Words are preferred to parameters, parameters to tails. Fills the
    /// parameters' values; allocates nothing.
    [[nodiscard]] const Node* find(std::string_view path, PathParameters& parameters) const;
    /// The segment that names a community at the front of this path, wherever the rest leads; empty: no row has one
    /// there. Allocates nothing.
    [[nodiscard]] std::string_view community(std::string_view path) const;
    /// Gives the values the names that they have in the pattern of the route.
    static void name(const Route& route, PathParameters& parameters);

private:
    void add(const Route& route);
    static const Node* find(const Node& node, std::string_view rest, PathParameters& values);

    Node root_;
};

} // namespace palabre::http
