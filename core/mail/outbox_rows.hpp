// SPDX-License-Identifier: Apache-2.0
// The rows of an outbox in `log/` and those that several share (docs/formats.md). Only outbox.cpp and outbox_shared.cpp
// include this.
#pragma once

#include "core/mail/outbox.hpp"
#include "core/store/codec.hpp"
#include "core/store/key.hpp"

namespace palabre::mail::rows {

enum class Part : std::uint8_t {
    queue = 'q', // due, id → Queued
    known = 'k', // id → it waits or was sent: the recipient, or Standing where the outbox is shared
    sent = 's',  // when, id → nothing
    note = 'n',  // key → text
};

/// Where a mail is of a shared outbox.
struct Standing {
    bool gone = false;          ///< it left the queue
    std::uint32_t attempts = 0; ///< of one that waits
    Instant at;                 ///< when it is due, or when it left
    std::string recipient;
    friend bool operator==(const Standing&, const Standing&) = default;
};

enum class Shared : std::uint8_t {
    barrier = 'b',  // nothing: to be read back
    claim = 'c',    // whose: RecordId
    mail = 'm',     // id → SharedMail
    note = 'n',     // key → text
    position = 'p', // partition → offset up to which it was looked through
};
struct SharedMail {
    Standing standing;
    std::optional<Queued> mail; ///< of one that waits
};

inline Key part(Part part) {
    return Key().u8(number(part));
}
inline Key timed(Part of, Instant at) {
    return part(of).ascending(at);
}
inline std::string queue_key(Instant due, const MailId& id) {
    return timed(Part::queue, due).add(id).str();
}
inline std::string sent_key(Instant when, const MailId& id) {
    return timed(Part::sent, when).add(id).str();
}
inline std::string known_key(const MailId& id) {
    return part(Part::known).add(id).str();
}
inline std::string note_key(std::string_view key) {
    return part(Part::note).text(key).str();
}
inline Key shared(Shared kind) {
    return Key().u8(number(kind));
}
inline SharedRow shared_mail(const MailId& id, SharedMail mail) {
    return {shared(Shared::mail).add(id).str(), codec::encode(mail)};
}
inline SharedRow shared_position(Partition partition, Offset offset) {
    return {shared(Shared::position).u32(static_cast<std::uint32_t>(number(partition))).str(), codec::encode(offset)};
}

} // namespace palabre::mail::rows
