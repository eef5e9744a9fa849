// SPDX-License-Identifier: Apache-2.0
// Whether it is this node that acts for all: of several over one topic only one looks through the log for mails.
#pragma once

#include <functional>

namespace palabre::http::mails {

/// Any thread; asked again at each look, since a duty may pass to another node: then two may act for a moment, which is
/// why a mail is known by its Message-ID wherever it is sent from.
class Duty {
public:
    virtual ~Duty() = default;
    [[nodiscard]] virtual bool mine() const = 0;
};

/// As somebody else says: the operator, or an election.
class ToldDuty final : public Duty {
public:
    explicit ToldDuty(std::function<bool()> mine) : mine_(std::move(mine)) {}
    [[nodiscard]] bool mine() const override { return mine_(); }

private:
    const std::function<bool()> mine_;
};

} // namespace palabre::http::mails
