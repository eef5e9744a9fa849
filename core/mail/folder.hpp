// SPDX-License-Identifier: Apache-2.0
// Mails as files: what a Palabre without a mail server does with them, for its operator to look at, or for another
// program to carry on. As in a maildir a file is whole when it stands in new/, under the name of the mail: the same
// mail again is the same file. Whom it concerns stands beside it, in about/, so that it goes when one of them does.
#pragma once

#include "core/mail/transport.hpp"

#include <filesystem>

namespace palabre::mail {

class Folder final : public Transport {
public:
    /// Makes `folder`, with tmp/, new/ and about/ in it, for the owner alone, when the first mail is written.
    explicit Folder(std::filesystem::path folder) : folder_(std::move(folder)) {}
    /// The mail is on the disk when it returns.
    [[nodiscard]] Sent send(const Message& message) override;
    [[nodiscard]] Result<bool> take_back(const MailId& id) override;

private:
    const std::filesystem::path folder_;
};

/// Removes every mail of such a folder that concerns one of these, what an attempt that was cut off has left, and what
/// is known of mails that somebody has carried off an hour ago or more. A mail of which that is not known, since power
/// was lost, goes with whoever goes next; files of others that lie there stay. Any thread; a mail that is being written
/// meanwhile may stay, and is for its sender to take back. `io`. Cost: a look at each file of new/ and about/.
[[nodiscard]] Status forget(const std::filesystem::path& folder, const std::vector<std::string>& ids);

} // namespace palabre::mail
