// SPDX-License-Identifier: Apache-2.0
// How the vaults of several nodes become one (docs/decisions/0013-one-vault-of-many.md): each change of a vault is a
// row that is appended to one shared, ordered place (a compacted Kafka topic), and every vault takes the rows from
// there in the same order.
//
// A compaction keeps the last row of a key and any number of those before it, so what stands must not depend on which
// ones it has kept. `destroyed` beats any secret, wherever it comes. Of a key that two nodes have drawn at once the
// first one stands; it is then appended again with a higher rank, which beats lower ones wherever it comes.
#pragma once

#include "core/base/result.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace palabre {

/// A row of the vault as it is stored: the secret in it is wrapped by the master key, which all nodes share.
struct VaultRow {
    enum class Family : std::uint8_t { records = 1, owners = 2, keys = 3 };
    Family family;
    std::string key;
    std::string value;
    std::uint8_t rank = 0; ///< of family keys: the highest one stands, of equal ones the first
    friend bool operator==(const VaultRow&, const VaultRow&) = default;
};

class VaultShare {
public:
    virtual ~VaultShare() = default;
    /// Appends the rows in this order and returns when this node's vault has taken them. Any thread. An error: they may
    /// be taken later, by all or by nobody.
    [[nodiscard]] virtual Status append(const std::vector<VaultRow>& rows) = 0;
};

} // namespace palabre
