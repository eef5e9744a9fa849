// SPDX-License-Identifier: Apache-2.0
#include "http/api/stream/stream.hpp"

#include "core/log/local_log.hpp"
#include "http/api/forum/visible.hpp"
#include "http/api/parameters.hpp"
#include "projections/forum/threads.hpp"
#include "projections/projector.hpp"

#include <charconv>
#include <fmt/format.h>

namespace palabre::http::stream {
namespace {

constexpr std::size_t events_at_once = 100; ///< keeps an I/O thread free; the rest follows as soon as these are sent

/// Where in the forum an event changed something; nothing: not in the forum.
struct Place {
    ThreadId thread;
    std::optional<PostId> post;
};
std::optional<Place> place(const events::Event& event) {
    return std::visit(
        [](const auto& e) -> std::optional<Place> {
            if constexpr (requires {
                              ThreadId(e.thread);
                              PostId(e.post);
                          })
                return Place{e.thread, e.post};
            else if constexpr (requires { ThreadId(e.thread); })
                return Place{e.thread, std::nullopt};
            else
                return std::nullopt;
        },
        event);
}

/// One reader's way through the log.
class Reader {
public:
    Reader(const Context& context, Sequence after)
        : context_(context), cursor_(context.services.log->cursor(context.community->id, after)) {}

    /// The next events that she may know of, as text; empty: none now; nothing: the stream cannot go on.
    std::optional<std::string> next() {
        if (!same_rights()) return std::nullopt;
        std::string out;
        for (std::size_t i = 0; i < events_at_once; ++i) {
            // An event is told when it can be read: not before the projections have applied it.
            if (!held_) {
                auto event = cursor_.next();
                if (event.has_error()) return std::nullopt;
                if (!*event) return out;
                held_ = std::move(**event);
            }
            if (held_->position > context_.services.projector->applied()) return out;
            if (!append(out, *held_)) return std::nullopt;
            held_.reset();
        }
        // There is more, it may be. Whoever has told nothing is not asked again before something happens.
        return out.empty() ? std::string(":\n\n") : out;
    }

private:
    /// A stream lives long: who signed out everywhere, left, or has other roles now begins anew with the rights of now.
    [[nodiscard]] bool same_rights() const {
        if (!context_.viewer) return true;
        auto& directory = context_.services.directory;
        const auto account = directory.account(context_.viewer->account);
        if (account.has_error() || !*account || (*account)->epoch != context_.viewer->session.epoch) return false;
        const auto member = directory.member(context_.community->id, context_.viewer->account);
        if (member.has_error()) return false;
        const rights::Standing now = *member ? (*member)->standing : rights::Standing{};
        return now.membership == context_.standing.membership && now.roles == context_.standing.roles &&
               now.verified == context_.standing.verified;
    }

    bool append(std::string& out, const log::Event& event) {
        const auto decoded = events::decode(event.proposal.type, event.proposal.value);
        if (decoded.has_error()) return false;
        const auto where = place(*decoded);
        if (!where) return true;
        const auto view = context_.services.projector->query("threads");
        if (view.has_error()) return false;
        const auto row = projections::forum::threads::thread(*view, context_.community->id, where->thread);
        if (row.has_error()) return false;
        if (!*row) return true;
        const auto verdict = forum::may_see(context_, (*row)->record);
        if (verdict.has_error()) return false;
        if (!rights::allowed(*verdict)) return true;
        fmt::format_to(std::back_inserter(out), "id: {}\nevent: {}\ndata: {{\"thread\":\"{}\",\"post\":{}}}\n\n",
                       number(event.sequence), event.proposal.type, where->thread.text(),
                       where->post ? '"' + where->post->text() + '"' : "null");
        return true;
    }

    Context context_;
    log::LocalLog::Cursor cursor_;
    std::optional<log::Event> held_;
};

/// Behind which sequence to begin; nothing: the header is no number.
std::optional<Sequence> begin_after(const Context& context) {
    const auto header = context.request.header("last-event-id");
    if (!header) return context.services.log->head(context.community->id)->sequence;
    std::uint64_t number = 0;
    const auto [end, failed] = std::from_chars(header->data(), header->data() + header->size(), number);
    if (failed != std::errc{} || end != header->data() + header->size()) return std::nullopt;
    return Sequence{number};
}

Answer get_stream(const Context& context) {
    if (const auto bad = unexpected_parameter(context.request)) return context.refuse(*bad);
    const auto after = begin_after(context);
    if (!after) return context.refuse(problem(Fault::wrong_value, "Last-Event-ID"));
    auto reader = std::make_shared<Reader>(context, *after);
    return Stream{.headers = {}, .next = [reader] { return reader->next(); }};
}

} // namespace

std::span<const Route> routes() {
    static const Route table[] = {
        {Method::get, "/api/v1/communities/{c}/stream", Access::anybody, rights::Action::see_community, get_stream},
    };
    return table;
}

} // namespace palabre::http::stream
