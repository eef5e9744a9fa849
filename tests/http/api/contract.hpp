// SPDX-License-Identifier: Apache-2.0
// The OpenAPI document as a judge: is an answer one that it declares? Status, headers, type and every member of the
// body must be there; what the document does not name is a fault.
#pragma once

#include "http/server/response.hpp"

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

namespace palabre::test {

class Contract {
public:
    /// Of the embedded document; read once a process.
    [[nodiscard]] static const Contract& of_document();

    /// Fails the test that runs where the answer is none of the operation's.
    void check(const http::Request& request, const http::Response& response) const;

    /// The operation of a method and a path (of a request, or a pattern); nothing: none.
    [[nodiscard]] const nlohmann::json* operation(http::Method method, std::string_view path) const;
    /// The first fault of a value, or nothing. Objects are closed unless the schema says otherwise.
    [[nodiscard]] std::optional<std::string> fault(const nlohmann::json& schema, const nlohmann::json& value,
                                                   const std::string& where = "") const;
    /// A schema, its reference followed.
    [[nodiscard]] const nlohmann::json& schema(const nlohmann::json& schema) const;
    [[nodiscard]] const nlohmann::json& document() const { return document_; }

private:
    explicit Contract(nlohmann::json document) : document_(std::move(document)) {}
    [[nodiscard]] std::optional<std::string> object_fault(const nlohmann::json& schema, const nlohmann::json& value,
                                                          const std::string& where) const;

    nlohmann::json document_;
};

} // namespace palabre::test
