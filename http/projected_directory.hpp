// SPDX-License-Identifier: Apache-2.0
// The directory as the projections know it.
#pragma once

#include "http/directory.hpp"
#include "projections/projector.hpp"

namespace palabre::http {

/// Safe from any thread.
class ProjectedDirectory final : public Directory {
public:
    explicit ProjectedDirectory(const projections::Projector& projector) : projector_(projector) {}

    Result<std::optional<Account>> account(const AccountId& account) override;
    Result<std::optional<Community>> community(std::string_view slug_or_id) override;
    Result<std::optional<Member>> member(const CommunityId& community, const AccountId& account) override;
    Result<bool> current_terms(const TextVersion& terms) override;
    Result<bool> only_demos() override;

private:
    const projections::Projector& projector_;
};

} // namespace palabre::http
