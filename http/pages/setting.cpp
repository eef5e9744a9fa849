// SPDX-License-Identifier: Apache-2.0
#include "http/pages/setting.hpp"

#include "events/codes.hpp"

#include <map>
#include <memory>
#include <stdexcept>
#include <unicode/gregocal.h>
#include <unicode/numfmt.h>
#include <unicode/smpdtfmt.h>
#include <unicode/uchar.h>
#include <utility>

namespace palabre::http::pages {
namespace {

constexpr std::int64_t second = 1'000'000, minute = 60 * second, hour = 60 * minute, day = 24 * hour;
constexpr std::size_t zones_kept = 64; ///< by a thread; more communities' zones than that are made anew

const icu::Locale& locale(Language language) {
    static const icu::Locale french("fr", "FR"), english("en", "GB");
    return language == Language::fr ? french : english;
}

void check(UErrorCode status) {
    if (U_FAILURE(status)) throw std::runtime_error("ICU lacks its formats of dates and numbers");
}

std::string utf8(const icu::UnicodeString& text) {
    std::string out;
    return text.toUTF8String(out);
}

/// What one language needs for dates in one zone. One thread.
class Clockface {
public:
    Clockface(Language language, const std::string& zone) {
        UErrorCode status = U_ZERO_ERROR;
        std::unique_ptr<icu::TimeZone> rules(icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(zone)));
        date_ = std::make_unique<icu::SimpleDateFormat>(u"d\u00a0MMMM y", locale(language), status);
        time_ = std::make_unique<icu::SimpleDateFormat>(language == Language::fr ? u"H\u00a0'h'\u00a0mm" : u"HH:mm",
                                                        locale(language), status);
        check(status);
        first_of_month_ = language == Language::fr ? "1er" : "1";
        date_->setTimeZone(*rules);
        time_->setTimeZone(*rules);
        zone_ = std::move(rules);
    }

    [[nodiscard]] std::string date(Instant at) const {
        std::string text = format(*date_, at);
        if (text.starts_with("1\u00a0")) text.replace(0, 1, first_of_month_);
        return text;
    }
    [[nodiscard]] std::string time(Instant at) const { return format(*time_, at); }
    /// Days since 1970 by the wall clock.
    [[nodiscard]] std::int64_t day_number(Instant at) const {
        std::int32_t offset = 0, summer = 0;
        UErrorCode status = U_ZERO_ERROR;
        zone_->getOffset(milliseconds(at), false, offset, summer, status);
        check(status);
        const std::int64_t local = at.micros + (std::int64_t{offset} + summer) * 1'000;
        return local / day - (local % day < 0 ? 1 : 0);
    }

private:
    static UDate milliseconds(Instant at) { return static_cast<UDate>(at.micros) / 1'000; }
    static std::string format(const icu::SimpleDateFormat& format, Instant at) {
        icu::UnicodeString out;
        return utf8(format.format(milliseconds(at), out));
    }

    std::unique_ptr<icu::SimpleDateFormat> date_, time_;
    std::unique_ptr<icu::TimeZone> zone_;
    std::string first_of_month_;
};

const Clockface& clockface(const Setting& setting) {
    // ICU's formats are slow to make and not safe to share.
    thread_local std::map<std::pair<Language, std::string>, Clockface> faces;
    if (const auto found = faces.find({setting.language, setting.time_zone}); found != faces.end())
        return found->second;
    if (faces.size() == zones_kept) faces.clear();
    return faces.try_emplace({setting.language, setting.time_zone}, setting.language, setting.time_zone).first->second;
}

} // namespace

std::string date(const Setting& setting, Instant at) {
    return clockface(setting).date(at);
}

std::string exact_time(const Setting& setting, const Words& words, Instant at) {
    const Clockface& face = clockface(setting);
    return words.say("time.exact", {{"date", face.date(at)}, {"time", face.time(at)}});
}

std::string ago(const Setting& setting, const Words& words, Instant at) {
    const std::int64_t passed = (setting.now - at).count();
    if (passed <= -minute || passed >= 7 * day) return date(setting, at);
    if (passed < minute) return words.say("time.now");
    if (passed < hour) return words.say("time.minutes", {{"count", passed / minute}});
    if (passed < day) return words.say("time.hours", {{"count", passed / hour}});
    const Clockface& face = clockface(setting);
    return words.say("time.days", {{"count", face.day_number(setting.now) - face.day_number(at)}});
}

std::string number(Language language, double value) {
    thread_local std::map<Language, std::unique_ptr<icu::NumberFormat>> formats;
    auto& format = formats[language];
    if (!format) {
        UErrorCode status = U_ZERO_ERROR;
        format.reset(icu::NumberFormat::createInstance(locale(language), status));
        check(status);
    }
    icu::UnicodeString out;
    return utf8(format->format(value, out));
}

std::string code_name(Language language, std::string_view list, std::string_view code) {
    const events::Code* found = list == "trade"       ? events::find_trade(code)
                                : list == "specialty" ? events::find_specialty(code)
                                : list == "status"    ? events::find_status(code)
                                : list == "region"    ? events::find_region(code)
                                : list == "contract"  ? events::find_contract(code)
                                                      : events::find_departement(code);
    if (found == nullptr) return std::string(code);
    return std::string(language == Language::fr ? found->fr : found->en);
}

std::string initials(std::string_view name) {
    const auto text =
        icu::UnicodeString::fromUTF8(icu::StringPiece(name.data(), static_cast<std::int32_t>(name.size())));
    icu::UnicodeString first, last;
    bool between = true; // words
    for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
        const UChar32 c = text.char32At(i);
        if (between && u_isalnum(c) != 0) {
            icu::UnicodeString& letter = first.isEmpty() ? first : last;
            letter = icu::UnicodeString(u_toupper(c));
        }
        between = u_isUWhiteSpace(c) != 0;
    }
    return utf8(first + last);
}

} // namespace palabre::http::pages
