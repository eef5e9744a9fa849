// SPDX-License-Identifier: Apache-2.0
// What handlers may use, made once by `palabre serve` and passed to all. Owns nothing; outlives the server.
#pragma once

#include "core/base/delays.hpp"
#include "core/base/effects.hpp"
#include "core/base/rate.hpp"

#include <functional>
#include <optional>

namespace palabre {
class Blobs;
class KeyRing;
class Vault;
} // namespace palabre
namespace palabre::config {
struct Settings;
}
namespace palabre::logging {
class Logger;
}
namespace palabre::metrics {
class Registry;
}
namespace palabre::log {
class LocalLog;
class Order;
} // namespace palabre::log
namespace palabre::commands {
class Model;
class Writer;
} // namespace palabre::commands
namespace palabre::projections {
class Projector;
}

namespace palabre::http {

class Directory;
class Messages;
class Readiness;
class SessionBook;
class Sessions;
class StaticFiles;
class Uploads;
namespace mails {
struct Counts;
}
namespace pages {
class Pages;
}
struct Context;
struct Problem;
struct Response;

/// How often one may, by the key named.
struct Rates {
    RateTable sign_in;       ///< a network (network_of); an account
    RateTable registrations; ///< a network
    RateTable searches;      ///< a network
    RateTable writes;        ///< an account: taken by the router for every unsafe method
    RateTable mails;         ///< an address that is written to because somebody typed it
    DelayTable guesses;      ///< at an account's password
    DelayTable guessers;     ///< the network that they come from
};
[[nodiscard]] Rates rates(const config::Settings& settings);

/// A problem as a page, for requests outside /api/. Nothing: problem+json will do.
using ProblemPage = std::function<std::optional<Response>(const Context&, const Problem&)>;

/// What every handler and the router need is a reference; what only some need is a pointer, which tests may leave out.
struct Services {
    const config::Settings& settings;
    Clock& clock;
    Random& random;
    Directory& directory;
    const Sessions& sessions;
    const Messages& messages;
    Rates& rates;

    log::LocalLog* log = nullptr;
    const log::Order* order = nullptr;
    Vault* vault = nullptr;
    KeyRing* keys = nullptr; ///< opens what is sealed, where a text is edited
    commands::Model* model = nullptr;
    commands::Writer* writer = nullptr;
    projections::Projector* projector = nullptr;
    metrics::Registry* metrics = nullptr;
    const logging::Logger* logger = nullptr;
    Readiness* readiness = nullptr;
    SessionBook* book = nullptr; ///< none: nobody is told where else an account is signed in
    const StaticFiles* files = nullptr;
    Blobs* blobs = nullptr; ///< what members have attached
    Uploads* uploads = nullptr;
    const pages::Pages* pages = nullptr;
    ProblemPage problem_page = {};
    const mails::Counts* mails = nullptr;
};

} // namespace palabre::http
