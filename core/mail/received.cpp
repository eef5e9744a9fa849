// SPDX-License-Identifier: Apache-2.0
#include "core/mail/received.hpp"

#include "core/limits.hpp"
#include "core/mail/html_text.hpp"
#include "core/text/unicode.hpp"

#include <algorithm>
#include <gmime/gmime.h>
#include <memory>

namespace palabre::mail {
namespace {

constexpr std::size_t parts_most = 200;     ///< looked at, however they are nested
constexpr std::size_t recipients_most = 20; ///< of which one is ours
constexpr std::size_t header_most = 1'000;  ///< bytes of an address or an id: longer ones are none

struct Unref {
    void operator()(gpointer object) const { g_object_unref(object); }
};
template <class T>
using Held = std::unique_ptr<T, Unref>;
struct Free {
    void operator()(char* text) const { g_free(text); }
};

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return out;
}

std::string header(GMimeMessage* message, const char* name) {
    const char* value = g_mime_object_get_header(GMIME_OBJECT(message), name);
    std::string text = value == nullptr ? std::string() : std::string(value);
    if (text.size() > header_most) return {};
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

void add_addresses(std::vector<std::string>& out, InternetAddressList* list) {
    const int count = list == nullptr ? 0 : internet_address_list_length(list);
    for (int i = 0; i < count && out.size() < recipients_most; ++i) {
        InternetAddress* each = internet_address_list_get_address(list, i);
        if (!INTERNET_ADDRESS_IS_MAILBOX(each)) continue;
        const char* address = internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(each));
        if (address != nullptr && std::string_view(address).size() <= header_most) out.emplace_back(address);
    }
}

bool is_automatic(GMimeMessage* message) {
    const std::string submitted = lower(header(message, "Auto-Submitted"));
    if (!submitted.empty() && submitted.substr(0, submitted.find_first_of("; \t")) != "no") return true;
    const std::string precedence = lower(header(message, "Precedence"));
    if (precedence == "bulk" || precedence == "junk" || precedence == "auto_reply" || precedence == "list") return true;
    for (const char* name : {"X-Autoreply", "X-Autorespond", "X-Autoresponder", "List-Id", "X-Failed-Recipients"})
        if (g_mime_object_get_header(GMIME_OBJECT(message), name) != nullptr) return true;
    const std::string suppress = lower(header(message, "X-Auto-Response-Suppress"));
    if (suppress.find("all") != std::string::npos || suppress.find("autoreply") != std::string::npos) return true;
    if (g_mime_object_get_header(GMIME_OBJECT(message), "Return-Path") != nullptr) {
        const std::string path = header(message, "Return-Path");
        if (path.empty() || path == "<>") return true;
    }
    GMimeContentType* type = g_mime_object_get_content_type(GMIME_OBJECT(message));
    GMimeObject* root = g_mime_message_get_mime_part(message);
    if (root != nullptr) type = g_mime_object_get_content_type(root);
    return type != nullptr && g_mime_content_type_is_type(type, "multipart", "report") != 0;
}

/// RFC 3676: lines that were broken to travel, whole again.
std::string unflowed(std::string_view text, bool delete_space) {
    std::string out;
    bool goes_on = false;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (goes_on && line.starts_with('>')) out += '\n';
        const bool quoted = line.starts_with('>');
        if (!quoted && line.starts_with(' ')) line.remove_prefix(1);
        goes_on = !quoted && line != "-- " && line.ends_with(' ') && !text.empty();
        if (goes_on && delete_space) line.remove_suffix(1);
        out += line;
        if (!goes_on) out += '\n';
    }
    return out;
}

std::string text_of(GMimeTextPart* part) {
    const std::unique_ptr<char, Free> raw(g_mime_text_part_get_text(part));
    if (!raw) return {};
    std::string text = text::clean(text::repaired(raw.get()));
    GMimeContentType* type = g_mime_object_get_content_type(GMIME_OBJECT(part));
    const char* format = g_mime_content_type_get_parameter(type, "format");
    if (format == nullptr || lower(format) != "flowed") return text;
    const char* space = g_mime_content_type_get_parameter(type, "delsp");
    return unflowed(text, space != nullptr && lower(space) == "yes");
}

bool is_attachment(GMimeObject* part) {
    GMimeContentDisposition* disposition = g_mime_object_get_content_disposition(part);
    return disposition != nullptr && g_mime_content_disposition_is_attachment(disposition) != 0;
}

/// Parts of text below `root`, in their order; mails that are attached are left alone.
struct Texts {
    std::string plain, html;
};
Texts texts_below(GMimeObject* root) {
    Texts texts;
    std::vector<GMimeObject*> waiting;
    if (root != nullptr) waiting.push_back(root);
    for (std::size_t looked = 0; !waiting.empty() && looked < parts_most; ++looked) {
        GMimeObject* part = waiting.back();
        waiting.pop_back();
        if (GMIME_IS_MULTIPART(part)) {
            const int count = std::min(g_mime_multipart_get_count(GMIME_MULTIPART(part)), static_cast<int>(parts_most));
            for (int i = count; i-- > 0;) waiting.push_back(g_mime_multipart_get_part(GMIME_MULTIPART(part), i));
        } else if (GMIME_IS_TEXT_PART(part) && !is_attachment(part)) {
            GMimeContentType* type = g_mime_object_get_content_type(part);
            if (g_mime_content_type_is_type(type, "text", "plain") != 0)
                texts.plain.append(text_of(GMIME_TEXT_PART(part))).append("\n");
            else if (g_mime_content_type_is_type(type, "text", "html") != 0)
                texts.html.append(text_of(GMIME_TEXT_PART(part))).append("\n");
        }
    }
    return texts;
}

Held<GMimeMessage> parsed(std::string_view bytes) {
    static const bool ready = (g_mime_init(), true);
    static_cast<void>(ready);
    const Held<GMimeStream> stream(g_mime_stream_mem_new_with_buffer(bytes.data(), bytes.size()));
    const Held<GMimeParser> parser(g_mime_parser_new_with_stream(stream.get()));
    return Held<GMimeMessage>(g_mime_parser_construct_message(parser.get(), nullptr));
}

} // namespace

Received read_mail(std::string_view bytes) {
    bytes = bytes.substr(0, limits::received_bytes);
    Received mail;
    // "From ada@example.org Thu Nov 26 …": what some mail servers write before it.
    if (bytes.starts_with("From ")) bytes.remove_prefix(std::min(bytes.find('\n'), bytes.size() - 1) + 1);
    const Held<GMimeMessage> message = parsed(bytes);
    if (!message) return mail;
    if (const char* id = g_mime_message_get_message_id(message.get()); id != nullptr) mail.id = id;
    if (mail.id.size() > header_most) mail.id.clear();
    std::vector<std::string> from;
    add_addresses(from, g_mime_message_get_from(message.get()));
    if (!from.empty()) mail.sender = std::move(from.front());
    for (const char* name : {"Delivered-To", "X-Original-To", "Envelope-To"})
        if (std::string address = header(message.get(), name); !address.empty())
            mail.recipients.push_back(std::move(address));
    add_addresses(mail.recipients, g_mime_message_get_to(message.get()));
    add_addresses(mail.recipients, g_mime_message_get_cc(message.get()));
    mail.automatic = is_automatic(message.get());
    const Texts texts = texts_below(g_mime_message_get_mime_part(message.get()));
    mail.text = text::is_blank(texts.plain) ? text::clean(html_text(texts.html)) : texts.plain;
    return mail;
}

} // namespace palabre::mail
