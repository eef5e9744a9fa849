// SPDX-License-Identifier: Apache-2.0
// What a letter is: to whom because of which event, and what it says. The table of all of them is in letters.cpp.
#pragma once

#include "core/mail/outbox.hpp"
#include "events/all.hpp"
#include "http/messages.hpp"

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace palabre::http::mails {

class Desk;

/// An event of origin live or process, that the projections have applied, with its personal fields in place.
struct Heard {
    const log::Event& stored;
    const events::Event& event;
};

/// A letter as it is at the moment of sending.
struct Draft {
    std::string to; ///< an address as somebody gave it
    events::Language language{};
    std::string time_zone = "UTC";
    nlohmann::json document = nlohmann::json::object(); ///< for the template
    std::string unsubscribe = {}; ///< the link that ends such mails (links.hpp); empty: one cannot do without them
    /// Whose address it is, to be marked when it takes no mail; nothing: nobody's yet.
    std::optional<std::pair<AccountId, NameHash>> holder = {};
    std::optional<mail::Mailbox> reply_to = {}; ///< where an answer by mail goes; nothing: nowhere
    std::vector<std::string> concerns = {};     ///< whose name or words it holds, beside the reader's: ids
};

/// A row of the table.
struct Letter {
    std::string_view name; ///< also of its template, http/mails/<name>.tpl; at most one mail of it an event and reader
    std::string_view subject;                   ///< a template's text: "{{t:mails.reply.subject thread=thread.title}}"
    bool (*about)(std::string_view event_type); ///< null: no event, it is put into the outbox by its name
    /// Adds who is to have it: accounts' or members' ids. Once an event; who cannot be written to may be among them.
    Status (*whom)(const Desk& desk, const Heard& heard, std::vector<std::string>& readers);
    /// At each attempt anew, so that it says nothing that has gone meanwhile. Nothing: no longer to be sent (the reader
    /// has left, may not see it any more, wants no mails). An error: not now.
    Result<std::optional<Draft>> (*draft)(const Desk& desk, const mail::Queued& mail);
};

/// To know what mails there are, read this.
[[nodiscard]] std::span<const Letter> letters();
/// Null: an earlier version had it.
[[nodiscard]] const Letter* find_letter(std::string_view name);

} // namespace palabre::http::mails
