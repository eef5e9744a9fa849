// SPDX-License-Identifier: Apache-2.0
#include "core/mail/smtp.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <charconv>
#include <cstring>
#include <curl/curl.h>
#include <fmt/format.h>
#include <mutex>
#include <stdexcept>

namespace palabre::mail {
namespace {

constexpr std::string_view plain_scheme = "smtp://", tls_scheme = "smtps://";
constexpr std::uint16_t submission = 587, submissions = 465; // RFC 6409, RFC 8314

/// Once a process, before the first handle.
void start_curl() {
    static std::once_flag started;
    std::call_once(started, [] {
        if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) throw std::runtime_error("libcurl does not start");
    });
}

struct Strings {
    curl_slist* list = nullptr;
    explicit Strings(const std::string& only) : list(curl_slist_append(nullptr, only.c_str())) {}
    ~Strings() { curl_slist_free_all(list); }
    Strings(const Strings&) = delete;
    Strings& operator=(const Strings&) = delete;
};

/// Which step a command of the conversation belongs to; nothing: it changes none.
std::optional<Step> step_of(std::string_view command) {
    if (command.starts_with("AUTH")) return Step::login;
    if (command.starts_with("MAIL FROM")) return Step::sender;
    if (command.starts_with("RCPT TO")) return Step::recipient;
    if (command.starts_with("DATA")) return Step::content;
    if (command.starts_with("STARTTLS")) return Step::tls;
    return std::nullopt;
}

} // namespace

std::optional<Server> Server::parse(std::string_view text) {
    Server server;
    server.tls = text.starts_with(tls_scheme);
    if (!server.tls && !text.starts_with(plain_scheme)) return std::nullopt;
    text.remove_prefix(server.tls ? tls_scheme.size() : plain_scheme.size());
    server.port = server.tls ? submissions : submission;
    const bool v6 = text.starts_with('[');
    const auto host_end = v6 ? text.find(']') : std::min(text.find(':'), text.size());
    if (host_end == std::string_view::npos) return std::nullopt;
    const std::string_view host = v6 ? text.substr(1, host_end - 1) : text.substr(0, host_end);
    std::string_view rest = text.substr(v6 ? host_end + 1 : host_end);
    if (!rest.empty()) {
        if (rest.front() != ':') return std::nullopt;
        rest.remove_prefix(1);
        const auto [end, failed] = std::from_chars(rest.data(), rest.data() + rest.size(), server.port);
        if (failed != std::errc() || end != rest.data() + rest.size() || server.port == 0) return std::nullopt;
    }
    in6_addr address{};
    if (v6) {
        server.host = host;
        return ::inet_pton(AF_INET6, server.host.c_str(), &address) == 1 ? std::optional(server) : std::nullopt;
    }
    const auto name = host_name(host);
    if (!name) return std::nullopt;
    server.host = *name;
    return server;
}

bool Server::loopback() const {
    in_addr v4{};
    if (::inet_pton(AF_INET, host.c_str(), &v4) == 1) return ntohl(v4.s_addr) >> 24U == 127;
    in6_addr v6{};
    if (::inet_pton(AF_INET6, host.c_str(), &v6) == 1) return std::memcmp(&v6, &in6addr_loopback, sizeof v6) == 0;
    return host == "localhost";
}

std::string Server::text() const {
    const bool v6 = host.find(':') != std::string::npos;
    return fmt::format("{}{}{}{}:{}", tls ? tls_scheme : plain_scheme, v6 ? "[" : "", host, v6 ? "]" : "", port);
}

struct Smtp::Handle {
    CURL* curl;
};

/// One mail's way: what is still to be sent, and how far the two have come.
struct Smtp::Conversation {
    std::string bytes;
    std::size_t sent = 0;
    Step step = Step::connect;
    std::string answer; ///< the server's last line
    bool over = false;
    const std::atomic<bool>& stopping;

    static std::size_t read(char* to, std::size_t size, std::size_t count, void* self) {
        auto& mail = *static_cast<Conversation*>(self);
        const std::size_t taken = std::min(size * count, mail.bytes.size() - mail.sent);
        std::memcpy(to, mail.bytes.data() + mail.sent, taken);
        mail.sent += taken;
        return taken;
    }
    /// Told of every line both ways. What we send may hold the password: only its first word is looked at.
    static int hear(CURL*, curl_infotype type, char* data, std::size_t size, void* self) {
        auto& mail = *static_cast<Conversation*>(self);
        const std::string_view line(data, size);
        if (type == CURLINFO_HEADER_OUT) {
            if (const auto step = step_of(line)) mail.step = *step;
            mail.over = mail.over || line.starts_with("QUIT"); // said after a refusal, which is what counts
        } else if (type == CURLINFO_HEADER_IN && !mail.over) {
            mail.answer = line.substr(0, line.find_first_of("\r\n"));
        }
        return 0;
    }
    static int progress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
        return static_cast<const Conversation*>(self)->stopping ? 1 : 0;
    }

    [[nodiscard]] Failure failure(CURLcode code, std::string words) const {
        Failure failure{.step = step, .words = std::move(words)};
        switch (code) {
        case CURLE_COULDNT_RESOLVE_HOST:
            failure.step = Step::dns;
            return failure;
        case CURLE_COULDNT_CONNECT:
            failure.step = Step::connect;
            return failure;
        case CURLE_SSL_CONNECT_ERROR:
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_USE_SSL_FAILED:
        case CURLE_SSL_CACERT_BADFILE:
        case CURLE_SSL_CERTPROBLEM:
            failure.step = Step::tls;
            return failure;
        case CURLE_LOGIN_DENIED:
            failure.step = Step::login;
            break;
        default:
            break;
        }
        std::from_chars(answer.data(), answer.data() + answer.size(), failure.code);
        if (failure.code < 400 || failure.code > 599)
            failure.code = 0;
        else
            failure.words = answer;
        failure.permanent = failure.code >= 500;
        return failure;
    }
};

Smtp::Smtp(Options options) : options_(std::move(options)) {
    start_curl();
    handle_ = std::make_unique<Handle>(Handle{curl_easy_init()});
    if (handle_->curl == nullptr) throw std::runtime_error("libcurl gives no handle");
}

Smtp::~Smtp() {
    curl_easy_cleanup(handle_->curl);
}

void Smtp::prepare(Conversation& conversation) {
    CURL* curl = handle_->curl;
    curl_easy_reset(curl); // the connection stays
    const auto set = [curl](CURLoption option, auto value) {
        if (curl_easy_setopt(curl, option, value) != CURLE_OK) throw std::logic_error("libcurl refuses an option");
    };
    const std::string url = options_.server.text() + '/' + (options_.name.empty() ? "localhost" : options_.name);
    set(CURLOPT_URL, url.c_str());
    set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    set(CURLOPT_PROXY, ""); // whatever the environment says
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_CONNECTTIMEOUT, std::max(1L, static_cast<long>(options_.wait.count()) / 3));
    set(CURLOPT_TIMEOUT, static_cast<long>(options_.wait.count()));
    set(CURLOPT_USE_SSL, static_cast<long>(options_.server.loopback() ? CURLUSESSL_TRY : CURLUSESSL_ALL));
    if (!options_.certificates.empty()) {
        set(CURLOPT_CAINFO, options_.certificates.c_str());
        set(CURLOPT_CAPATH, static_cast<char*>(nullptr)); // these authorities alone
    }
    if (!options_.user.empty()) {
        set(CURLOPT_USERNAME, options_.user.c_str());
        set(CURLOPT_PASSWORD, options_.password.c_str());
    }
    set(CURLOPT_UPLOAD, 1L);
    set(CURLOPT_READFUNCTION, &Conversation::read);
    set(CURLOPT_READDATA, &conversation);
    set(CURLOPT_VERBOSE, 1L); // for hear(); nothing is written
    set(CURLOPT_DEBUGFUNCTION, &Conversation::hear);
    set(CURLOPT_DEBUGDATA, &conversation);
    set(CURLOPT_NOPROGRESS, 0L);
    set(CURLOPT_XFERINFOFUNCTION, &Conversation::progress);
    set(CURLOPT_XFERINFODATA, &conversation);
}

Sent Smtp::send(const Message& message) {
    auto text = bytes(message);
    if (text.has_error()) return Failure{.step = Step::content, .permanent = true, .words = text.error().message};
    Conversation conversation{.bytes = std::move(*text), .answer = {}, .over = false, .stopping = stopping_};
    prepare(conversation);
    char why[CURL_ERROR_SIZE] = {};
    const Strings to('<' + message.to.text() + '>');
    const std::string from = '<' + message.from.box.text() + '>';
    curl_easy_setopt(handle_->curl, CURLOPT_ERRORBUFFER, why);
    curl_easy_setopt(handle_->curl, CURLOPT_MAIL_FROM, from.c_str());
    curl_easy_setopt(handle_->curl, CURLOPT_MAIL_RCPT, to.list);
    const CURLcode code = curl_easy_perform(handle_->curl);
    curl_easy_setopt(handle_->curl, CURLOPT_MAIL_RCPT, nullptr);
    curl_easy_setopt(handle_->curl, CURLOPT_ERRORBUFFER, nullptr);
    if (code == CURLE_OK) return std::nullopt;
    return conversation.failure(code, why[0] != '\0' ? why : curl_easy_strerror(code));
}

} // namespace palabre::mail
