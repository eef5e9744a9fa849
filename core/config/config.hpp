// SPDX-License-Identifier: Apache-2.0
// What an operator may set: one table of settings, read from defaults, then a file, then the environment, then flags;
// the later wins. The table is the truth for `palabre serve --help` and the documentation too.
//
//   file         `key = value` lines of UTF-8; `#` at a line's start or behind white space begins a comment
//   environment  PALABRE_ and the name in capitals: PALABRE_IO_THREADS=4
//   flags        the name with hyphens: --io-threads 4
// An empty value stands for "none" where a setting may be absent. Relative paths count from the working folder.
#pragma once

#include "core/base/result.hpp"
#include "core/log/kafka/address.hpp"
#include "core/logging/logging.hpp"
#include "core/mail/reply_address.hpp"
#include "core/mail/smtp.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace palabre::config {

/// Where to listen; port 0: a free one.
struct Endpoint {
    std::string host; ///< a name or an address, IPv6 without brackets
    std::uint16_t port = 0;
    [[nodiscard]] std::string text() const;
    friend bool operator==(const Endpoint&, const Endpoint&) = default;
};

/// Whether cookies carry `Secure`. `automatic` ("auto"): when the request came by https, or public_url does.
enum class SecureCookies : std::uint8_t { automatic, always, never };

/// When a new account may write. `confirm`: once its address is confirmed by mail and the terms are accepted.
enum class Registration : std::uint8_t { confirm, open };

/// Whether this node writes mails. `automatic` ("auto"): where it is the only one, or, over Kafka, elected.
enum class WriteMails : std::uint8_t { automatic, always, never };

struct Settings {
    std::filesystem::path data;
    std::filesystem::path master_key;        ///< never inside `data`
    std::filesystem::path blobs;             ///< of attachments; several nodes share one
    std::filesystem::path blobs_authorities; ///< empty: the system's
    Endpoint listen;
    std::optional<Endpoint> metrics_listen; ///< nothing: no metrics
    std::optional<log::kafka::Address> log; ///< nothing: embedded
    unsigned io_threads = 0;
    std::optional<std::string> public_url; ///< scheme and host, without a slash at the end
    std::vector<std::string> trusted_proxies;
    std::string operated_by; ///< who answers for this server, as legal pages name them; empty: not said
    std::string contact;     ///< a mail address for questions about it; empty: not said
    logging::Level log_level = logging::Level::info;
    SecureCookies secure_cookies = SecureCookies::automatic;
    Registration registration = Registration::confirm;
    unsigned sign_in_per_minute = 0;
    unsigned register_per_hour = 0;
    unsigned searches_per_minute = 0;
    unsigned writes_per_minute = 0;
    std::optional<mail::Server> mail_server; ///< nothing: mails become files
    std::string mail_user;                   ///< empty: no login
    std::filesystem::path mail_password_file;
    std::filesystem::path mail_authorities;          ///< empty: the system's
    std::optional<mail::Mailbox> mail_from;          ///< nothing: palabre@ the public address
    std::optional<mail::ReplyAddress> reply_address; ///< nothing: messages are answered on the pages alone
    WriteMails write_mails = WriteMails::automatic;
    bool developer_pages = false;
};

/// A row of the table.
struct Setting {
    std::string_view name;     ///< as in the file
    std::string_view allowed;  ///< what a value may be, in words
    std::string_view standard; ///< the default, as it would be written in the file
    std::string_view help;     ///< one sentence
    /// Takes the value over, or says no; what is allowed stands in `allowed`.
    bool (*take)(Settings&, std::string_view value);
};
/// Every setting, in the order of the help.
[[nodiscard]] std::span<const Setting> table();

struct Sources {
    std::optional<std::filesystem::path> file;
    std::map<std::string, std::string> environment;         ///< other variables than PALABRE_… are passed over
    std::vector<std::pair<std::string, std::string>> flags; ///< name, with or without leading hyphens, and value
};

/// The settings, or the first fault: it names the file and line, the variable or the flag, and what is allowed. Blocks
/// for one read of a small file. `not_found`, `io`: the file; `invalid`: what stands somewhere.
[[nodiscard]] Result<Settings> load(const Sources& sources);

/// Refuses to talk to more than this machine in clear: beyond loopback `listen` wants a public_url of https, whose
/// proxy speaks TLS. `invalid`: in one line, with the way out.
[[nodiscard]] Status check_exposure(const Settings& settings);

/// This process's environment, as far as it begins with PALABRE_.
[[nodiscard]] std::map<std::string, std::string> environment();

} // namespace palabre::config
