// SPDX-License-Identifier: Apache-2.0
#include "tests/commands/told.hpp"

#include "core/base/colour.hpp"
#include "tests/commands/entity_kinds.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <concepts>
#include <fstream>

namespace palabre::commands::test {
namespace {

template <class Id>
std::string alias(std::string_view name) {
    std::string raw(name);
    raw.resize(Id::size, '\0');
    return Id::from(raw).text();
}

Version version_of(std::uint64_t event) {
    std::string raw(Version::size, '\0');
    raw.back() = static_cast<char>(event);
    return Version::from(raw);
}

void replace_aliases(Json& json) {
    if (json.is_structured()) {
        for (auto& item : json) replace_aliases(item);
    } else if (json.is_string()) {
        const auto text = json.get<std::string>();
        if (text.starts_with('@')) json = alias<MemberId>(text.substr(1));
        if (text.starts_with('#') && !Colour::parse(text)) json = alias<RecordId>(text.substr(1));
        if (text.starts_with('!')) json = alias<BlobId>(text.substr(1));
        if (text.starts_with('^')) json = version_of(std::stoul(text.substr(1))).text();
        if (text.starts_with('*')) json = std::string(std::stoul(text.substr(1)), 'x'); // so many letters
    }
}

/// Fills a command from its JSON, field by field, and notes which were asked for.
class Fields {
public:
    explicit Fields(const Json& told) : told_(told) {}

    template <class T>
    Fields& operator()(const char* name, T& out) {
        known_.insert(name);
        if (told_.contains(name)) read(told_[name], out);
        return *this;
    }
    void require_all_known() const {
        for (const auto& [name, value] : told_.items())
            REQUIRE_MESSAGE(known_.contains(name), told_.dump() << ": no field " << name);
    }

private:
    static void read(const Json& json, std::string& out) { out = json.get<std::string>(); }
    static void read(const Json& json, bool& out) { out = json.get<bool>(); }
    template <std::integral T>
    requires(!std::same_as<T, bool>) static void read(const Json& json, T& out) { out = json.get<T>(); }
    static void read(const Json& json, notices::Wish& out) {
        read(json.at("shown"), out.shown);
        read(json.at("mail"), out.mail);
    }
    template <class E>
    requires std::is_enum_v<E>
    static void read(const Json& json, E& out) { out = parsed(json, events::parse<E>(json.get<std::string>())); }
    template <class Id>
    requires requires(std::string_view text) { Id::parse(text); }
    static void read(const Json& json, Id& out) { out = parsed(json, Id::parse(json.get<std::string>())); }
    template <class T>
    static void read(const Json& json, std::optional<T>& out) {
        if (!json.is_null()) read(json, out.emplace());
    }
    template <class T>
    static void read(const Json& json, std::vector<T>& out) {
        for (const Json& item : json) read(item, out.emplace_back());
    }
    template <class T>
    static T parsed(const Json& json, std::optional<T> value) {
        REQUIRE_MESSAGE(value.has_value(), "cannot be read: " << json.dump());
        return *value;
    }

    const Json& told_;
    std::set<std::string> known_{"command", "by", "administrator", "origin", "now"};
};

void fill(Fields& f, accounts::RegisterAccount& c) {
    f("account", c.account)("email_hash", c.email_hash)("key", c.key)("credential", c.credential);
    f("language", c.language)("name", c.name)("email", c.email)("confirmed", c.confirmed)("terms", c.terms);
}
void fill(Fields& f, accounts::ConfirmAddress& c) {
    f("account", c.account)("email_hash", c.email_hash);
}
void fill(Fields& f, accounts::AskForLink& c) {
    f("account", c.account)("purpose", c.purpose);
}
void fill(Fields& f, accounts::AskAddressChange& c) {
    f("account", c.account)("email_hash", c.email_hash)("email", c.email);
}
void fill(Fields& f, accounts::ChangeAddress& c) {
    f("account", c.account)("former", c.former)("email_hash", c.email_hash)("email", c.email);
}
void fill(Fields& f, accounts::EndSessions& c) {
    f("account", c.account);
}
void fill(Fields& f, accounts::EndSession& c) {
    f("account", c.account)("session", c.session);
}
void fill(Fields& f, accounts::ExpireApplication& c) {
    f("account", c.account);
}
void fill(Fields& f, accounts::AcceptTerms& c) {
    f("account", c.account)("terms", c.terms);
}
void fill(Fields& f, accounts::ChooseLanguage& c) {
    f("account", c.account)("language", c.language);
}
void fill(Fields& f, accounts::EditLegalPage& c) {
    f("page", c.page)("language", c.language)("version", c.version)("text", c.text)("starter", c.starter);
    f("expected", c.expected);
}
void fill(Fields& f, accounts::EraseAccount& c) {
    f("account", c.account);
}
void fill(Fields& f, accounts::ChangeCredential& c) {
    f("account", c.account)("credential", c.credential)("reason", c.reason)("former", c.former);
    f("email_hash", c.email_hash);
}
void fill(Fields& f, accounts::GivePlatformRole& c) {
    f("account", c.account)("role", c.role);
}
void fill(Fields& f, accounts::TakePlatformRole& c) {
    f("account", c.account)("role", c.role);
}
void fill(Fields& f, accounts::RegisterCommunity& c) {
    f("community", c.community)("slug", c.slug)("founder", c.founder);
}
void fill(Fields& f, accounts::RecordPersonalDataRead& c) {
    f("tool", c.tool)("communities", c.communities)("types", c.types)("from", c.from)("until", c.until);
}
void fill(Fields& f, members::Join& c) {
    f("member", c.member)("account", c.account)("identity_key", c.identity_key)("content_key", c.content_key);
    f("adherent", c.adherent)("language", c.language)("show_name", c.show_name)("name", c.name);
}
void fill(Fields& f, members::EditProfile& c) {
    f("member", c.member)("trade", c.trade)("specialty", c.specialty)("status", c.status);
    f("departement", c.departement)("show_name", c.show_name)("name", c.name)("bio", c.bio)("expected", c.expected);
}
void fill(Fields& f, members::DeclareAdherent& c) {
    f("member", c.member)("adherent", c.adherent);
}
void fill(Fields& f, members::GiveRole& c) {
    f("member", c.member)("role", c.role);
}
void fill(Fields& f, members::TakeRole& c) {
    f("member", c.member)("role", c.role);
}
void fill(Fields& f, members::Leave& c) {
    f("member", c.member);
}
void fill(Fields& f, members::Erase& c) {
    f("member", c.member);
}
void fill(Fields& f, members::OfferClaim& c) {
    f("member", c.member)("email", c.email);
}
void fill(Fields& f, members::Claim& c) {
    f("member", c.member)("account", c.account);
}
void fill(Fields& f, spaces::FoundCommunity& c) {
    f("slug", c.slug)("name", c.name)("promise", c.promise)("language", c.language)("time_zone", c.time_zone);
    f("shows_names", c.shows_names)("dislikes", c.dislikes)("demo", c.demo)("founder", c.founder)("source", c.source);
}
void fill(Fields& f, spaces::CreateSpace& c) {
    f("space", c.space)("slug", c.slug)("name", c.name)("description", c.description)("kind", c.kind);
    f("visibility", c.visibility)("join_rule", c.join_rule)("trade", c.trade);
}
void fill(Fields& f, spaces::RaiseLevel& c) {
    f("level", c.level);
}
void fill(Fields& f, spaces::StyleCommunity& c) {
    f("accent", c.accent)("logo", c.logo);
}
void fill(Fields& f, forum::OpenThread& c) {
    f("thread", c.thread)("post", c.post)("kind", c.kind)("spaces", c.spaces)("tags", c.tags);
    f("language", c.language)("title", c.title)("body", c.body)("attachments", c.attachments)("source_id", c.source_id);
    f("organisation", c.organisation);
}
void fill(Fields& f, forum::PublishPost& c) {
    f("thread", c.thread)("post", c.post)("parent", c.parent)("language", c.language)("body", c.body);
    f("attachments", c.attachments)("source_id", c.source_id)("organisation", c.organisation);
}
void fill(Fields& f, forum::EditPost& c) {
    f("post", c.post)("title", c.title)("body", c.body)("attachments", c.attachments)("expected", c.expected);
}
void fill(Fields& f, forum::RemovePost& c) {
    f("post", c.post)("expected", c.expected);
}
void fill(Fields& f, forum::React& c) {
    f("post", c.post)("kind", c.kind);
}
void fill(Fields& f, forum::Unreact& c) {
    f("post", c.post)("kind", c.kind);
}
void fill(Fields& f, forum::AcceptAnswer& c) {
    f("thread", c.thread)("post", c.post);
}
void fill(Fields& f, forum::WithdrawAnswer& c) {
    f("thread", c.thread);
}
void fill(Fields& f, forum::PinThread& c) {
    f("thread", c.thread)("pinned", c.pinned);
}
void fill(Fields& f, forum::LockThread& c) {
    f("thread", c.thread)("locked", c.locked);
}
void fill(Fields& f, forum::MoveThread& c) {
    f("thread", c.thread)("spaces", c.spaces);
}
void fill(Fields& f, forum::Follow& c) {
    f("thread", c.thread)("space", c.space)("person", c.person);
}
void fill(Fields& f, forum::Unfollow& c) {
    f("thread", c.thread)("space", c.space)("person", c.person);
}
void fill(Fields& f, forum::ReadThread& c) {
    f("thread", c.thread)("ordinal", c.ordinal);
}
void fill(Fields& f, forum::ReadAll& c) {
    f("space", c.space);
}
void fill(Fields& f, invitations::MakeLink& c) {
    f("invitation", c.invitation)("thread", c.thread)("ad", c.ad);
}
void fill(Fields& f, invitations::Accept& c) {
    f("invitation", c.invitation);
}
void fill(Fields& f, forum::UploadFile& c) {
    f("file", c.file)("format", c.format)("bytes", c.bytes)("width", c.width)("height", c.height)("blobs", c.blobs);
    f("name", c.name)("alternative", c.alternative);
}
void fill(Fields& f, forum::DescribeFile& c) {
    f("file", c.file)("alternative", c.alternative);
}

void fill(Fields& f, ads::Details& d) {
    f("kind", d.kind)("party", d.party)("organisation", d.organisation)("hides_name", d.hides_name);
    f("language", d.language)("trade", d.trade)("commune", d.commune)("departement", d.departement);
    f("latitude", d.latitude)("longitude", d.longitude)("radius", d.radius)("surface", d.surface)("rent", d.rent);
    f("charges", d.charges)("price", d.price)("starts_on", d.starts_on)("contract", d.contract);
    f("weekly_minutes", d.weekly_minutes)("salary_least", d.salary_least)("salary_most", d.salary_most);
    f("salary_period", d.salary_period)("rome", d.rome)("attachments", d.attachments);
    f("title", d.title)("body", d.body)("place", d.place)("structure", d.structure);
}
void fill(Fields& f, ads::WriteAd& c) {
    f("ad", c.ad)("draft", c.draft)("source_id", c.source_id)("expires", c.expires);
    fill(f, c.details);
}
void fill(Fields& f, ads::EditAd& c) {
    f("ad", c.ad)("draft", c.draft)("expected", c.expected);
    fill(f, c.details);
}
void fill(Fields& f, ads::ApproveAd& c) {
    f("ad", c.ad);
}
void fill(Fields& f, ads::RefuseAd& c) {
    f("ad", c.ad)("reason", c.reason)("note", c.note);
}
void fill(Fields& f, ads::RenewAd& c) {
    f("ad", c.ad);
}
void fill(Fields& f, ads::CloseAd& c) {
    f("ad", c.ad)("outcome", c.outcome);
}
void fill(Fields& f, ads::WarnOfEnd& c) {
    f("ad", c.ad)("expires", c.expires);
}
void fill(Fields& f, ads::EndAd& c) {
    f("ad", c.ad)("expires", c.expires);
}
void fill(Fields& f, ads::MarkFavourite& c) {
    f("ad", c.ad)("kept", c.kept);
}
void fill(Fields& f, ads::LikeAd& c) {
    f("ad", c.ad)("liked", c.liked);
}
void fill(Fields& f, ads::CommentAd& c) {
    f("ad", c.ad)("comment", c.comment)("body", c.body);
}
void fill(Fields& f, ads::RemoveComment& c) {
    f("ad", c.ad)("comment", c.comment);
}
void fill(Fields& f, ads::ReportAd& c) {
    f("ad", c.ad)("reason", c.reason)("note", c.note);
}
void fill(Fields& f, ads::AnswerReports& c) {
    f("ad", c.ad);
}
void fill(Fields& f, ads::SetRules& c) {
    f("moderated", c.moderated)("open", c.open);
}
void fill(Fields& f, ads::VisitAds& c) {
    f("day", c.day);
}

void fill(Fields& f, messages::Contact& c) {
    f("conversation", c.conversation)("message", c.message)("ad", c.ad)("body", c.body);
}
void fill(Fields& f, messages::Send& c) {
    f("conversation", c.conversation)("message", c.message)("body", c.body);
}
void fill(Fields& f, messages::MarkRead& c) {
    f("conversation", c.conversation)("ordinal", c.ordinal);
}
void fill(Fields& f, messages::Block& c) {
    f("conversation", c.conversation)("on", c.on);
}
void fill(Fields& f, messages::Report& c) {
    f("conversation", c.conversation)("message", c.message)("reason", c.reason)("note", c.note);
}
void fill(Fields& f, alerts::SaveSearch& c) {
    f("search", c.search)("language", c.language)("kind", c.kind)("trade", c.trade)("contract", c.contract);
    f("departement", c.departement)("region", c.region)("latitude", c.latitude)("longitude", c.longitude);
    f("radius", c.radius)("price_least", c.price_least)("price_most", c.price_most);
    f("surface_least", c.surface_least)("surface_most", c.surface_most)("words", c.words);
}
void fill(Fields& f, alerts::DropSearch& c) {
    f("search", c.search);
}
template <class Told>
void fill_told(Fields& f, Told& c) {
    f("organisation", c.organisation)("kind", c.kind)("name", c.name)("departement", c.departement);
}
void fill(Fields& f, organisations::Create& c) {
    fill_told(f, c);
}
void fill(Fields& f, organisations::Edit& c) {
    fill_told(f, c);
    f("expected", c.expected);
}
void fill(Fields& f, organisations::Verify& c) {
    f("organisation", c.organisation)("verified", c.verified);
}
void fill(Fields& f, organisations::InviteDelegate& c) {
    f("organisation", c.organisation)("member", c.member);
}
void fill(Fields& f, organisations::JoinAsDelegate& c) {
    f("organisation", c.organisation);
}
void fill(Fields& f, organisations::RemoveDelegate& c) {
    f("organisation", c.organisation)("member", c.member);
}

void fill(Fields& f, notices::MarkRead& c) {
    f("up_to", c.up_to);
}
void fill(Fields& f, notices::ChooseSettings& c) {
    f("reply", c.reply)("mention", c.mention)("accepted", c.accepted)("thread", c.thread);
    f("ad", c.ad)("message", c.message)("alert", c.alert);
}
void fill(Fields& f, notices::ReportBounce& c) {
    f("account", c.account)("email_hash", c.email_hash)("code", c.code);
}
void fill(Fields& f, notices::RestoreAddress& c) {
    f("account", c.account);
}

template <std::size_t... I>
Command make(std::size_t index, std::index_sequence<I...>) {
    Command made;
    ((I == index ? (void)made.emplace<I>() : void()), ...);
    return made;
}

} // namespace

Json read_json(const std::filesystem::path& file) {
    std::ifstream in(file);
    REQUIRE_MESSAGE(in.good(), "cannot read " << file.string());
    Json json = Json::parse(in);
    replace_aliases(json);
    return json;
}

Command command_of(const Json& told) {
    const auto& names = command_names();
    const auto name = std::ranges::find(names, told.at("command").get<std::string>());
    REQUIRE_MESSAGE(name != names.end(), "no command " << told.at("command").dump());
    Command command =
        make(static_cast<std::size_t>(name - names.begin()), std::make_index_sequence<std::variant_size_v<Command>>{});
    Fields fields(told);
    std::visit([&](auto& c) { fill(fields, c); }, command);
    fields.require_all_known();
    return command;
}

std::optional<Versioned> Told::find(const Entity& entity) {
    const auto at = entities_.find(entity);
    return at == entities_.end() ? std::nullopt : std::optional(at->second);
}

void Told::learn(const Json& told) {
    if (told.is_structured()) {
        for (const auto& item : told) learn(item);
    } else if (told.is_string()) {
        const auto text = told.get<std::string>();
        if (!keys_.insert(text).second || text.size() > 60) return;
        for (const std::string_view kind : kinds) {
            kinds_[log::entity(community_, kind, "")] = kind;
            kinds_[log::entity(community_, kind, text)] = kind;
        }
        if (text.size() != MemberId::text_size) return;
        for (const auto& [kind, ending] : endings)
            kinds_[log::entity(community_, kind, fmt::format("{}{}", text, ending))] = kind;
        for (const std::string& other : keys_)
            for (const auto& [kind, between] : pairs) {
                kinds_[log::entity(community_, kind, fmt::format("{}{}{}", text, between, other))] = kind;
                kinds_[log::entity(community_, kind, fmt::format("{}{}{}", other, between, text))] = kind;
            }
    }
}

std::string Told::kind_of(const Entity& entity) const {
    const auto known = kinds_.find(entity);
    REQUIRE_MESSAGE(known != kinds_.end(), "an entity whose kind or key this test does not know");
    return known->second;
}

Decision Told::tell(const Json& told, log::Origin origin) {
    learn(told);
    const std::string actor = told.value("by", "");
    learn(actor.empty() ? Json(MemberId{}.text()) : Json(actor));
    if (told.contains("origin")) origin = told["origin"] == "live" ? log::Origin::live : log::Origin::import;
    const Caller caller{.actor = actor, .origin = origin, .administrator = told.value("administrator", false)};
    const auto now = Instant::parse(told.value("now", Instant{}.text()));
    REQUIRE_MESSAGE(now.has_value(), told.dump() << ": no such time");
    Lookup look(*this, community_, *now);
    Decision decision = decide(look, caller, command_of(told));
    touched_ = {};
    std::set<Entity> read;
    for (const auto& each : look.reads()) {
        read.insert(each.entity);
        touched_.reads.insert(kind_of(each.entity));
    }
    const auto* happens = std::get_if<Happens>(&decision);
    if (happens == nullptr) return decision;

    CHECK_FALSE(events::find_violation(happens->event).has_value());
    Evolution evolution(*this, community_, Sequence{++events_}, Instant{});
    evolve(evolution, happens->event);
    for (const auto& [entity, value] : evolution.writes()) {
        CHECK_MESSAGE(read.contains(entity), told.dump() << " writes unread: " << kind_of(entity));
        touched_.writes.insert(kind_of(entity));
        entities_.insert_or_assign(entity, Versioned{version_of(events_), value});
    }
    return decision;
}

} // namespace palabre::commands::test
