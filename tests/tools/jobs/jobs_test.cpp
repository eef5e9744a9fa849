// SPDX-License-Identifier: Apache-2.0
// What is read out of job offers' words, and what is not.
#include "tests/core/temp_folder.hpp"
#include "tools/jobs/csv.hpp"
#include "tools/jobs/mask.hpp"
#include "tools/jobs/offer.hpp"

#include <doctest/doctest.h>
#include <sstream>

namespace palabre::tools::jobs {

using commands::ads::SalaryPeriod;

namespace {

/// Rows of the text, or the fault's words.
std::string read(const std::string& text) {
    std::istringstream in(text);
    auto csv = Csv::open(in, "f");
    if (!csv) return csv.error().message;
    std::string out;
    for (;;) {
        auto row = csv->next();
        if (!row) return row.error().message;
        if (!*row) return out;
        for (const auto& [name, value] : **row) out.append(name).append("=").append(value).append(";");
        out += '|';
    }
}

} // namespace

TEST_CASE("jobs: comma-separated values with quotes, line ends and nothing") {
    CHECK(read("a,b\n1,2\n") == "a=1;b=2;|");
    CHECK(read("\xef\xbb\xbf"
               "a,b\r\n\"x, \"\"y\"\"\",\"1\n2\"\r\n\r\n,\n") == "a=x, \"y\";b=1\n2;|a=;b=;|");
    CHECK(read("a,b\n1,2") == "a=1;b=2;|");
    CHECK(read("a,b\n1\n") == "f, line 2: 1 fields where there are 2 columns");
    CHECK(read("a,b\n\"1\n\n") == "f, line 2: a quote does not end");
    CHECK(read("") == "f, line 1: no row that names the columns");
}

TEST_CASE("jobs: addresses are masked, whatever stands around them") {
    const std::string is(masked);
    CHECK(mask_addresses("a@b.fr") == is);
    CHECK(mask_addresses("Écrire à drh+x.y@ch-privas.fr, merci.") == "Écrire à " + is + ", merci.");
    CHECK(mask_addresses("(a_b@c.fr) et <d@e.f.com>.") == "(" + is + ") et <" + is + ">.");
    CHECK(mask_addresses("noemie@chabannes.fr.") == is + ".");
    CHECK(mask_addresses("rh @ hopital.fr") == is);
    CHECK(mask_addresses("rh\uff20hopital.fr") == is);
    CHECK(mask_addresses("été@école.fr") == is);
    CHECK(mask_addresses("a@b.fr,c@d.fr") == is + "," + is);
    for (const std::string untouched : {"Ev@lang", "@", "a@", "@b.fr", "a @ b", "12@13", "", "a@.fr"})
        CHECK(mask_addresses(untouched) == untouched);
}

TEST_CASE("jobs: hours, pay and place are read where they are said") {
    CHECK(weekly_minutes("35H Autre") == 2100);
    CHECK(weekly_minutes("36H45 Autre") == 2205);
    CHECK(weekly_minutes("temps partiel - 17H50 Autre") == 1070);
    CHECK(weekly_minutes("24 H  Travail en journée") == 1440);
    for (const char* none : {"", "Temps plein", "Travail posté (2x8)", "999999H", "0H"}) CHECK(!weekly_minutes(none));
    CHECK(pay("Mensuel de 2100.0 Euros à 2300,50 Euros sur 12.0 mois") == Pay{210000, 230050, SalaryPeriod::month});
    CHECK(pay("Horaire de 11.88 Euros") == Pay{1188, 1188, SalaryPeriod::hour});
    CHECK(pay("Annuel de 40000,00 Euros à 30000,00 Euros") == Pay{3000000, 4000000, SalaryPeriod::year});
    for (const char* none : {"", "De 11,00 Euros", "Autre de 1,0 Euros", "Annuel de", "Mensuel de 1 Dollars"})
        CHECK(!pay(none));
    CHECK(where("07 - AUBENAS") == Where{"07", "AUBENAS"});
    CHECK(where("07 - Ardèche") == Where{"07", std::nullopt});
    CHECK(where("2A - AJACCIO") == Where{"2A", "AJACCIO"});
    CHECK(where("Ailleurs") == Where{std::nullopt, "Ailleurs"});
    CHECK(where("") == Where{});
}

TEST_CASE("jobs: the commune of an offer is that of its place, where it is known") {
    const auto commune_of = [](std::string place) {
        import::Report report;
        const auto offer = offer_of({{"id", "1"},
                                     {"intitule", "Infirmier"},
                                     {"dateCreation", "2026-10-02T03:04:05.678Z"},
                                     {"lieuTravail", place}},
                                    "", events::Language::fr, report);
        REQUIRE(offer);
        return offer->details.commune.value_or("");
    };
    CHECK(commune_of("07 - PRIVAS") == "07186");
    CHECK(commune_of("07 - ST PERAY") == "07281");
    CHECK(commune_of("07 - VALLON PONT D ARC") == "07330");
    CHECK(commune_of("75 - PARIS 11") == "75056");
    for (const char* none : {"07 - Ardèche", "07 - NULLE PART", "26 - PRIVAS", "PRIVAS", "Ailleurs", ""})
        CHECK(commune_of(none).empty());
}

} // namespace palabre::tools::jobs
