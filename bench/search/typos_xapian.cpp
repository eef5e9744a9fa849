// SPDX-License-Identifier: Apache-2.0
// search_typos_xapian ADS TYPED FOLDER: the same by Xapian, as its guide says: French stems, its spelling dictionary,
// and the query that it proposes where it proposes one.
#include "bench/search/typos.hpp"

#include <xapian.h>

using namespace palabre;

int main(int argc, char** argv) {
    if (argc != 4) return 2;
    const auto ads = bench::read_pairs(argv[1]), typed = bench::read_pairs(argv[2]);
    Xapian::WritableDatabase database(argv[3], Xapian::DB_CREATE_OR_OVERWRITE);
    Xapian::TermGenerator generator;
    generator.set_stemmer(Xapian::Stem("french"));
    generator.set_database(database);
    generator.set_flags(Xapian::TermGenerator::FLAG_SPELLING);
    for (const auto& [title, body] : ads) {
        Xapian::Document document;
        generator.set_document(document);
        generator.index_text(title, 3);
        generator.increase_termpos();
        generator.index_text(body);
        database.add_document(document);
    }
    database.commit();
    Xapian::QueryParser parser;
    parser.set_stemmer(Xapian::Stem("french"));
    parser.set_stemming_strategy(Xapian::QueryParser::STEM_SOME);
    parser.set_database(database);
    bench::tell_found(ads, typed, [&](const std::string& text) {
        const unsigned flags = Xapian::QueryParser::FLAG_SPELLING_CORRECTION;
        Xapian::Query query = parser.parse_query(text, flags);
        const std::string corrected = parser.get_corrected_query_string();
        if (!corrected.empty()) query = parser.parse_query(corrected);
        Xapian::Enquire enquire(database);
        enquire.set_query(query);
        std::vector<std::size_t> out;
        const Xapian::MSet best = enquire.get_mset(0, 10);
        for (auto hit = best.begin(); hit != best.end(); ++hit) out.push_back(*hit - 1);
        return out;
    });
}
