// SPDX-License-Identifier: Apache-2.0
// Whether it is this node that acts for all: of several over one topic only one may write mails.
#pragma once

namespace palabre::http::mails {

/// Any thread; asked again before each mail, so that a duty may pass to another node. An election by a consumer group
/// is to be another implementation (docs/decisions/0016); until then the operator names the node.
class Duty {
public:
    virtual ~Duty() = default;
    [[nodiscard]] virtual bool mine() const = 0;
};

/// As the operator has said for as long as the process lives.
class FixedDuty final : public Duty {
public:
    explicit FixedDuty(bool mine) : mine_(mine) {}
    [[nodiscard]] bool mine() const override { return mine_; }

private:
    const bool mine_;
};

} // namespace palabre::http::mails
