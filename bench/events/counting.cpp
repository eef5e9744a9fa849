// SPDX-License-Identifier: Apache-2.0
#include "bench/events/counting.hpp"

#include "core/limits.hpp"
#include "projections/projection.hpp"

#include <chrono>
#include <fmt/format.h>
#include <fstream>
#include <simdjson.h>

namespace palabre::bench {
namespace {

constexpr std::string_view reply = "forum.post-published.";
constexpr std::size_t date_size = 10; // of an Instant's text

class Counter {
public:
    Counter(Store& store, Family family) : store_(store), family_(family), stage_(store, family) {}

    Status count(const log::Proposal& proposal) {
        json_.assign(proposal.value);
        json_.reserve(json_.size() + simdjson::SIMDJSON_PADDING);
        simdjson::ondemand::document document;
        std::string_view thread, author;
        if (parser_.iterate(json_).get(document) != simdjson::SUCCESS ||
            document["thread"].get_string().get(thread) != simdjson::SUCCESS ||
            document["author"].get_string().get(author) != simdjson::SUCCESS)
            return error(ErrorCode::corrupt, "a reply without thread or author");
        add(fmt::format("t{}", thread));
        add(fmt::format("m{}/{:.{}}", author, proposal.time.text(), date_size));
        return {};
    }
    Status write() {
        if (stage_.failure()) return *stage_.failure();
        Batch batch;
        stage_.drain(batch);
        return store_.write(batch, /*sync=*/false);
    }
    Status print(const std::filesystem::path& file) const {
        std::ofstream out(file, std::ios::trunc);
        Scan rows = store_.scan(family_, "", "\xff");
        for (; rows.valid(); rows.next()) out << rows.key() << '\t' << rows.value() << '\n';
        PALABRE_CHECK(rows.status());
        out.close();
        return out ? Status{} : error(ErrorCode::io, "cannot write " + file.string());
    }

private:
    void add(std::string key) {
        const auto before = stage_.get(key);
        stage_.put(std::move(key), fmt::to_string(before ? std::stoull(*before) + 1 : 1));
    }

    Store& store_;
    Family family_;
    projections::Stage stage_;
    simdjson::ondemand::parser parser_;
    std::string json_;
};

} // namespace

Result<Measured> count_replies(const log::LocalLog& log, const std::filesystem::path& folder,
                               const std::filesystem::path& out) {
    using Steady = std::chrono::steady_clock;
    PALABRE_TRY(store, Store::open(folder, {.use = Store::Use::views, .row_cache_bytes = limits::view_rows_bytes}));
    PALABRE_TRY(family, store->family("counts"));
    Counter counter(*store, family);
    Measured measured;
    const auto begun = Steady::now();
    auto cursor = log.cursor(Position{});
    for (;;) {
        PALABRE_TRY(event, cursor.next([](std::string_view type) { return type.starts_with(reply); }));
        if (!event) break;
        PALABRE_CHECK(counter.count(event->proposal));
        if (++measured.events % limits::events_per_batch == 0) PALABRE_CHECK(counter.write());
    }
    PALABRE_CHECK(counter.write());
    measured.seconds = std::chrono::duration<double>(Steady::now() - begun).count();
    PALABRE_CHECK(counter.print(out));
    return measured;
}

} // namespace palabre::bench
