// SPDX-License-Identifier: Apache-2.0
#include "http/uploads.hpp"

#include "core/limits.hpp"
#include "http/multipart.hpp"
#include "http/server/header_text.hpp"
#include "http/server/target.hpp"

#include <algorithm>
#include <optional>

namespace palabre::http {
namespace {

constexpr std::string_view form_type = "application/x-www-form-urlencoded";
constexpr int bad_request = 400, too_large = 413, unavailable = 503;

/// The type's words, without parameters, as far as they matter.
bool is_type(std::string_view header, std::string_view type) {
    return equal_ignoring_case(trimmed(header.substr(0, header.find(';'))), type);
}

/// One file being received. What does not fit is dropped: the rest of the form is still wanted.
class Incoming {
public:
    Incoming(Uploads& uploads, const AccountId& account) : uploads_(uploads), account_(account) {}

    /// 0, or the status to refuse with.
    int begin(SentFile file) {
        file_ = std::move(file);
        auto spool = uploads_.spool(account_);
        if (!spool) return unavailable;
        file_.spool = std::move(*spool);
        return 0;
    }
    int add(std::string_view bytes) {
        if (!file_.spool) return 0;
        if (bytes.size() > limits::file_bytes - file_.spool->size()) {
            file_.spool.reset();
            return 0;
        }
        return file_.spool->add(bytes) ? 0 : unavailable;
    }
    [[nodiscard]] SentFile take() { return std::move(file_); }
    /// A form whose file field was left empty sends a part without name and bytes.
    [[nodiscard]] bool is_nothing() const { return file_.name.empty() && file_.spool && file_.spool->size() == 0; }

private:
    Uploads& uploads_;
    AccountId account_;
    SentFile file_;
};

/// A body that is the file.
class FileSink final : public BodySink {
public:
    FileSink(Uploads& uploads, const AccountId& account, std::string name) : incoming_(uploads, account) {
        status_ = incoming_.begin({.field = "file", .name = std::move(name), .spool = {}});
    }
    int take(std::string_view bytes) override {
        if (status_ == 0) status_ = incoming_.add(bytes);
        return status_;
    }
    int finish(Request& request) override {
        if (status_ == 0) request.files.push_back(incoming_.take());
        request.counted = true;
        return status_;
    }
    std::size_t held() const override { return 0; }

private:
    Incoming incoming_;
    int status_ = 0;
};

class FormSink final : public BodySink {
public:
    FormSink(Uploads& uploads, const AccountId& account, std::string boundary, std::size_t most_files,
             Uploads::Files files)
        : incoming_(uploads, account), most_files_(most_files), keeps_(files == Uploads::Files::kept),
          parts_(std::move(boundary), {.begin = [this](const PartHead& head) { return begin(head); },
                                       .data = [this](std::string_view bytes) { return add(bytes); },
                                       .end = [this] { return end(); }}) {}

    int take(std::string_view bytes) override { return parts_.read(bytes) ? 0 : status_; }

    int finish(Request& request) override {
        if (!parts_.complete()) return bad_request;
        request.body = std::move(body_);
        request.files = std::move(files_);
        request.counted = keeps_;
        for (auto& [name, value] : request.headers)
            if (name == "content-type") value = form_type;
        return 0;
    }
    std::size_t held() const override { return body_.size(); }

private:
    bool refuse(int status) {
        status_ = status;
        return false;
    }

    bool begin(const PartHead& head) {
        if (++parts_seen_ > limits::form_fields) return refuse(bad_request);
        in_file_ = head.file_name.has_value();
        if (!in_file_) {
            if (!body_.empty()) body_ += '&';
            body_ += percent_encoded(head.name) + '=';
            return true;
        }
        dropped_ = !keeps_ || files_.size() > most_files_;
        if (dropped_) return true;
        const int status = incoming_.begin({.field = head.name, .name = *head.file_name, .spool = {}});
        return status == 0 || refuse(status);
    }
    bool add(std::string_view bytes) {
        if (!in_file_) {
            body_ += percent_encoded(bytes);
            return body_.size() <= text_most || refuse(too_large);
        }
        const int status = dropped_ ? 0 : incoming_.add(bytes);
        return status == 0 || refuse(status);
    }
    bool end() {
        if (in_file_ && !dropped_ && !incoming_.is_nothing()) files_.push_back(incoming_.take());
        return true;
    }

    static constexpr std::size_t text_most = 3 * limits::body_bytes; ///< in percent escapes

    Incoming incoming_;
    std::size_t most_files_;
    bool keeps_;
    std::string body_;
    std::vector<SentFile> files_;
    std::size_t parts_seen_ = 0;
    bool in_file_ = false, dropped_ = false;
    int status_ = bad_request; ///< of what the parts themselves are refused for
    Multipart parts_;
};

} // namespace

bool brings_files(const Request& request) {
    const auto type = request.header("content-type");
    return type && !is_type(*type, "application/json") && !is_type(*type, form_type);
}

std::shared_ptr<BodySink> Uploads::sink(const Request& request, const AccountId& account, std::size_t most_files,
                                        Files files) {
    const std::string_view type = request.header("content-type").value_or("");
    if (auto boundary = boundary_of(type))
        return std::make_shared<FormSink>(*this, account, std::move(*boundary), most_files, files);
    if (files == Files::dropped) return nullptr;
    const auto disposition = read_disposition(request.header("content-disposition").value_or(""));
    return std::make_shared<FileSink>(*this, account, disposition ? disposition->file_name.value_or("") : "");
}

Result<std::shared_ptr<Spool>> Uploads::spool(const AccountId& account) {
    {
        const std::lock_guard lock(mutex_);
        const auto of = open_of_.find(account);
        if (open_ >= limits::uploads || (of != open_of_.end() && of->second >= limits::uploads_of_account))
            return error(ErrorCode::busy, "too many files are on their way");
        ++open_;
        ++open_of_[account];
    }
    auto made = blobs_.spool();
    if (!made) {
        leave(account);
        return made.error();
    }
    return std::shared_ptr<Spool>(made->release(), [this, account](Spool* spool) {
        delete spool;
        leave(account);
    });
}

void Uploads::leave(const AccountId& account) {
    const std::lock_guard lock(mutex_);
    --open_;
    const auto of = open_of_.find(account);
    if (--of->second == 0) open_of_.erase(of);
}

} // namespace palabre::http
