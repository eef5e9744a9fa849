// SPDX-License-Identifier: Apache-2.0
#include "http/api/node/node.hpp"

#include "commands/writer.hpp"
#include "core/metrics/metrics.hpp"
#include "http/api/node/readiness.hpp"
#include "http/context.hpp"
#include "http/mails/counts.hpp"
#include "projections/projector.hpp"

#include <nlohmann/json.hpp>

namespace palabre::http::node {
namespace {

/// The process answers: nothing else is asked.
Answer live(const Context&) {
    return json(200, R"({"status":"live"})");
}

Answer ready(const Context& context) {
    const auto report = context.services.readiness->look();
    nlohmann::json body{{"status", report.reasons.empty() ? "ready" : "not ready"},
                        {"reasons", report.reasons},
                        {"applied", number(report.applied)},
                        {"end", number(report.end)}};
    if (context.services.order != nullptr && context.services.order->shared()) {
        body["lag"] = report.order.lag;
        body["under_way"] = report.order.under_way;
    }
    Response response = json(report.reasons.empty() ? 200 : 503, body.dump());
    response.set("Cache-Control", "no-store");
    if (!report.reasons.empty()) response.set("Retry-After", "2");
    return response;
}

void take_traffic(metrics::Registry& registry, const Server::Counts& traffic) {
    registry.counter("palabre_http_connections_total", "Connections taken since the start.")
        .raise_to(static_cast<double>(traffic.connections));
    registry.counter("palabre_http_requests_total", "Requests read whole since the start.")
        .raise_to(static_cast<double>(traffic.requests));
    registry.counter("palabre_http_refused_total", "Connections too many and requests that could not be read.")
        .raise_to(static_cast<double>(traffic.refused));
    static constexpr std::string_view classes[] = {"", "1xx", "2xx", "3xx", "4xx", "5xx"};
    for (std::size_t i = 1; i < std::size(classes); ++i)
        registry.counter("palabre_http_answers_total", "Answers since the start.", {{"class", classes[i]}})
            .raise_to(static_cast<double>(traffic.by_class[i]));
    for (std::size_t i = 2; i < std::size(classes); ++i)
        registry
            .histogram("palabre_http_request_seconds", "From a request that was read whole to its answer.",
                       AnswerTimes::bounds, {{"class", classes[i]}})
            .raise_to(traffic.times[i].buckets, traffic.times[i].seconds);
    registry.gauge("palabre_http_connections_open", "Connections that are open.")
        .set(static_cast<double>(traffic.open));
    registry.gauge("palabre_http_streams_open", "Of them, live streams.").set(static_cast<double>(traffic.streams));
    registry.gauge("palabre_http_body_bytes", "In memory of long request bodies; they share a bound.")
        .set(static_cast<double>(traffic.body_bytes));
    registry.gauge("palabre_http_answer_bytes", "In memory of answers that wait for their readers; they share a bound.")
        .set(static_cast<double>(traffic.answer_bytes));
}

/// What the rule has made of the records, whoever appended them.
void take_log_figures(Services& services) {
    if (services.log == nullptr) return;
    const auto counts = services.log->counts();
    auto& registry = *services.metrics;
    registry.counter("palabre_log_accepted_total", "Records that became events since the start.")
        .raise_to(static_cast<double>(counts.accepted));
    static constexpr std::string_view reasons[] = {"malformed", "no_genesis", "ahead_of_time", "duplicate", "conflict"};
    static_assert(std::size(reasons) == std::size(decltype(counts.ignored){}));
    for (std::size_t i = 0; i < std::size(reasons); ++i)
        registry
            .counter("palabre_log_ignored_total", "Records that were passed over since the start.",
                     {{"reason", reasons[i]}})
            .raise_to(static_cast<double>(counts.ignored[i]));
}

void take_mail_figures(Services& services) {
    if (services.mails == nullptr) return;
    const auto& counts = *services.mails;
    auto& registry = *services.metrics;
    registry.gauge("palabre_mails_waiting", "Mails that are still to go out.")
        .set(static_cast<double>(counts.waiting.load()));
    registry.gauge("palabre_mails_acting", "1: this node writes mails; of several one does.")
        .set(counts.acting ? 1 : 0);
    const std::pair<std::string_view, std::uint64_t> ends[] = {{"sent", counts.sent},
                                                               {"postponed", counts.postponed},
                                                               {"dropped", counts.dropped},
                                                               {"given_up", counts.given_up}};
    for (const auto& [end, count] : ends)
        registry.counter("palabre_mails_total", "What became of mails, attempt by attempt.", {{"end", end}})
            .raise_to(static_cast<double>(count));
}

void take_figures(Services& services) {
    auto& registry = *services.metrics;
    const auto writer = services.writer->counts();
    registry.gauge("palabre_writer_waiting", "Commands that wait to be decided.")
        .set(static_cast<double>(writer.waiting));
    registry.counter("palabre_writer_groups_total", "Groups made durable since the start.")
        .raise_to(static_cast<double>(writer.groups));
    registry.counter("palabre_writer_accepted_total", "Events accepted since the start.")
        .raise_to(static_cast<double>(writer.accepted));
    registry.counter("palabre_writer_refused_total", "Commands refused since the start.")
        .raise_to(static_cast<double>(writer.refused));
    registry.counter("palabre_writer_retried_total", "Decisions taken again since the start.")
        .raise_to(static_cast<double>(writer.retried));
    take_log_figures(services);
    take_mail_figures(services);
    const auto report = services.readiness->look();
    registry.gauge("palabre_log_lag", "Records of the topic that this node has not read; 0 for an embedded log.")
        .set(static_cast<double>(report.order.lag));
    registry.gauge("palabre_log_under_way", "Records handed over to the topic and not known to have landed.")
        .set(static_cast<double>(report.order.under_way));
    registry.counter("palabre_log_alarms_total", "Records of nodes that have read another history than this one.")
        .raise_to(static_cast<double>(report.order.alarms));
    registry.gauge("palabre_log_end", "Position of the last event in this node's log.")
        .set(static_cast<double>(number(report.end)));
    registry.gauge("palabre_ready", "Whether /health/ready says so.").set(report.reasons.empty() ? 1 : 0);
    for (const auto& state : services.projector->states())
        registry
            .gauge("palabre_projection_position", "Position that a projection has applied.",
                   {{"projection", state.name}})
            .set(static_cast<double>(number(state.position)));
}

} // namespace

Response metrics(const Request& request, Services& services, const Server::Counts& traffic) {
    if (request.path != "/metrics" || (request.method != Method::get && request.method != Method::head))
        return Response{.status = 404};
    take_figures(services);
    take_traffic(*services.metrics, traffic);
    Response response{.status = 200, .body = services.metrics->text()};
    response.set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
    return response;
}

std::span<const Route> routes() {
    static const Route table[] = {
        {Method::get, "/health/live", Access::anybody, std::nullopt, live},
        {Method::get, "/health/ready", Access::anybody, std::nullopt, ready},
    };
    return table;
}

} // namespace palabre::http::node
