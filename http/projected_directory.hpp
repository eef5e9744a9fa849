// SPDX-License-Identifier: Apache-2.0
// The directory as the projections know it.
#pragma once

#include "core/logging/logging.hpp"
#include "http/directory.hpp"
#include "projections/projector.hpp"

namespace palabre::http {

/// Safe from any thread. A failed read is logged and answered as "not there": deny rather than guess.
class ProjectedDirectory final : public Directory {
public:
    ProjectedDirectory(const projections::Projector& projector, const logging::Logger& logger)
        : projector_(projector), logger_(logger) {}

    std::optional<Account> account(const AccountId& account) override;
    std::optional<Community> community(std::string_view slug_or_id) override;
    std::optional<Member> member(const CommunityId& community, const AccountId& account) override;
    bool only_demos() override;

private:
    template <class T>
    std::optional<T> or_nothing(Result<std::optional<T>> result) const;

    const projections::Projector& projector_;
    const logging::Logger& logger_;
};

} // namespace palabre::http
