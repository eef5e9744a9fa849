// SPDX-License-Identifier: Apache-2.0
// search_xapian ADS QUERIES FOLDER: the same by Xapian, as its guide says: French stems, positions for phrases, boolean
// terms for what is filtered by, a value for the price.
#include "bench/search/measured.hpp"

#include <xapian.h>

namespace {

using namespace palabre;

constexpr Xapian::valueno price_slot = 0;

double build(const char* folder, const std::vector<bench::Ad>& ads) {
    const double begun = bench::processor_seconds();
    Xapian::WritableDatabase database(folder, Xapian::DB_CREATE_OR_OVERWRITE);
    Xapian::TermGenerator generator;
    generator.set_stemmer(Xapian::Stem("french"));
    for (const auto& ad : ads) {
        Xapian::Document document;
        generator.set_document(document);
        generator.index_text(ad.title, 3);
        generator.increase_termpos();
        generator.index_text(ad.body);
        document.add_boolean_term("XR" + std::to_string(ad.region));
        document.add_boolean_term("XK" + std::to_string(ad.kind));
        document.add_value(price_slot, Xapian::sortable_serialise(ad.price));
        database.add_document(document);
    }
    database.commit();
    database.compact(std::string(folder) + ".compact");
    return static_cast<double>(ads.size()) / (bench::processor_seconds() - begun);
}

std::size_t ask(Xapian::Database& database, Xapian::QueryParser& parser, const bench::AdQuery& query, bool filtered) {
    Xapian::Query asked = parser.parse_query(query.words);
    if (filtered) {
        const Xapian::Query terms(Xapian::Query::OP_AND, Xapian::Query("XR" + std::to_string(query.region)),
                                  Xapian::Query("XK" + std::to_string(query.kind)));
        const Xapian::Query price(Xapian::Query::OP_VALUE_LE, price_slot, Xapian::sortable_serialise(query.most));
        asked = Xapian::Query(Xapian::Query::OP_FILTER, asked, Xapian::Query(Xapian::Query::OP_AND, terms, price));
    }
    Xapian::Enquire enquire(database);
    enquire.set_query(asked);
    return enquire.get_mset(0, 20).size();
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 4) return 2;
    const auto ads = bench::read_ads(argv[1]);
    const auto queries = bench::read_queries(argv[2]);
    const double rate = build(argv[3], ads);
    const std::string compact = std::string(argv[3]) + ".compact";
    Xapian::Database database(compact);
    Xapian::QueryParser parser;
    parser.set_stemmer(Xapian::Stem("french"));
    parser.set_stemming_strategy(Xapian::QueryParser::STEM_SOME);
    parser.set_default_op(Xapian::Query::OP_AND);
    const auto filtered =
        bench::ask_all(queries, [&](const auto& query) { return ask(database, parser, query, true); });
    const auto unfiltered =
        bench::ask_all(queries, [&](const auto& query) { return ask(database, parser, query, false); });
    bench::tell(rate, bench::bytes_below(compact), filtered, unfiltered);
}
