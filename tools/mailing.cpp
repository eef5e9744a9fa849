// SPDX-License-Identifier: Apache-2.0
#include "tools/mailing.hpp"

#include "core/limits.hpp"
#include "core/mail/folder.hpp"
#include "core/mail/smtp.hpp"

#include <fmt/format.h>
#include <fstream>
#include <sys/stat.h>

namespace palabre::tools {
namespace {

Result<std::string> read_secret(const std::filesystem::path& file) {
    struct stat about {};
    std::ifstream in(file);
    std::string line;
    if (::stat(file.c_str(), &about) != 0 || !in || !std::getline(in, line))
        return error(ErrorCode::io, fmt::format("{}: cannot be read, or is empty", file.string()));
    if ((about.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return error(ErrorCode::invalid,
                     fmt::format("{}: others may read it: chmod 600 {}", file.string(), file.string()));
    if (line.ends_with('\r')) line.pop_back();
    return line;
}

/// The host of the public address, as a mail's domain.
std::string public_host(const config::Settings& settings) {
    if (!settings.public_url) return "localhost";
    std::string host = settings.public_url->substr(settings.public_url->find("://") + 3);
    host.resize(std::min(host.find(':'), host.size()));
    return mail::host_name(host).value_or("localhost");
}

} // namespace

Result<std::unique_ptr<mail::Transport>> mail_transport(const config::Settings& settings) {
    if (!settings.mail_server)
        return std::unique_ptr<mail::Transport>(std::make_unique<mail::Folder>(settings.data / "mail"));
    mail::Smtp::Options options{.server = *settings.mail_server,
                                .user = settings.mail_user,
                                .certificates = settings.mail_authorities,
                                .name = public_host(settings),
                                .wait = limits::mail_wait};
    if (settings.mail_user.empty() != settings.mail_password_file.empty())
        return error(ErrorCode::invalid, "mail_user and mail_password_file: one needs the other");
    if (!settings.mail_password_file.empty()) {
        PALABRE_TRY(password, read_secret(settings.mail_password_file));
        options.password = std::move(password);
    }
    return std::unique_ptr<mail::Transport>(std::make_unique<mail::Smtp>(std::move(options)));
}

mail::Mailbox mail_sender(const config::Settings& settings) {
    if (settings.mail_from) return *settings.mail_from;
    return mail::Mailbox::parse("palabre@" + public_host(settings)).value();
}

std::string site_address(const config::Settings& settings, std::uint16_t port) {
    if (settings.public_url) return *settings.public_url;
    return "http://" + config::Endpoint{settings.listen.host, port}.text();
}

} // namespace palabre::tools
