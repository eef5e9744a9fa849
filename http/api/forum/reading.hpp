// SPDX-License-Identifier: Apache-2.0
// What is new to the viewer of an answer. To a visitor nothing is.
#pragma once

#include "http/context.hpp"
#include "projections/forum/reads.hpp"

#include <string>
#include <vector>

namespace palabre::http::forum {

class Reading {
public:
    /// A get and a short scan for a member, nothing for anybody else.
    [[nodiscard]] static Result<Reading> of(const Context& context);

    /// Of each thread what is new in it. One read of many keys.
    [[nodiscard]] Result<std::vector<std::optional<projections::forum::reads::Unread>>>
    unread(const std::vector<projections::forum::ThreadRow>& rows) const;

private:
    explicit Reading(const Context& context) : context_(context) {}
    const Context& context_;
    projections::forum::reads::Since since_;
};

/// Appends a member of an object of what is unread, by thread: `"ID":{"first":3,"count":2}`.
void append_unread(std::string& out, const ThreadId& thread, const projections::forum::reads::Unread& unread);

} // namespace palabre::http::forum
