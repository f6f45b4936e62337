#include "yuyue/core/time.hpp"

#include <date/iso_week.h>

#include <charconv>
#include <cstdio>
#include <stdexcept>

namespace yuyue {
namespace {

using std::chrono::days;
using std::chrono::minutes;

std::optional<int> digits(std::string_view text) {
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return text.empty() ? std::nullopt : std::optional(value);
}

std::optional<date::year_month_day> civil_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto y = digits(text.substr(0, 4)), m = digits(text.substr(5, 2)),
             d = digits(text.substr(8));
  if (!y || !m || !d) return std::nullopt;
  const date::year_month_day ymd{date::year{*y}, date::month(*m), date::day(*d)};
  return ymd.ok() ? std::optional(ymd) : std::nullopt;
}

}  // namespace

std::string format_day(Day day) {
  const date::year_month_day ymd{day};
  char out[32];
  std::snprintf(out, sizeof out, "%04d-%02u-%02u", int(ymd.year()), unsigned(ymd.month()),
                unsigned(ymd.day()));
  return out;
}

std::optional<Day> parse_day(std::string_view text) {
  const auto ymd = civil_day(text);
  if (!ymd) return std::nullopt;
  return Day{*ymd};
}

std::string format_minute(MinuteOfDay minute) {
  char out[32];
  const int count = static_cast<int>(minute.count());
  std::snprintf(out, sizeof out, "%02d:%02d", count / 60, count % 60);
  return out;
}

std::optional<MinuteOfDay> parse_minute(std::string_view text) {
  const auto colon = text.find(':');
  if (colon == std::string_view::npos || colon < 1 || colon > 2 || text.size() != colon + 3)
    return std::nullopt;
  const auto h = digits(text.substr(0, colon)), m = digits(text.substr(colon + 1));
  if (!h || !m || *m > 59) return std::nullopt;
  const int total = *h * 60 + *m;
  if (total > 24 * 60) return std::nullopt;
  return MinuteOfDay{total};
}

int iso_weekday(Day day) {
  return static_cast<int>(date::weekday{day}.iso_encoding());
}

int iso_week(Day day) {
  // Weeks do not know zones: the civil day is read as if it were UTC.
  const auto week = iso_week::year_weeknum_weekday{date::sys_days{day.time_since_epoch()}};
  return static_cast<int>(unsigned(week.weeknum()));
}

HospitalTime::HospitalTime(const std::string& zone) : name_(zone), zone_(date::locate_zone(zone)) {}

Day HospitalTime::day_of(Instant t) const {
  return date::floor<days>(zone_->to_local(t));
}

MinuteOfDay HospitalTime::minute_of(Instant t) const {
  const auto local = zone_->to_local(t);
  return date::floor<minutes>(local - date::floor<days>(local));
}

Instant HospitalTime::at(Day day, MinuteOfDay minute) const {
  const auto local = date::local_time<std::chrono::milliseconds>{day} + minute;
  return zone_->to_sys(local, date::choose::earliest);
}

std::string HospitalTime::rfc3339(Instant t) const {
  const auto info = zone_->get_info(t);
  const auto local = t + info.offset;
  const auto day = date::floor<days>(local);
  const date::year_month_day ymd{day};
  const date::hh_mm_ss time{date::floor<std::chrono::seconds>(local - day)};
  const auto offset = std::chrono::duration_cast<minutes>(info.offset).count();
  const auto magnitude = offset < 0 ? -offset : offset;
  char out[64];
  std::snprintf(out, sizeof out, "%04d-%02u-%02uT%02d:%02d:%02d%c%02d:%02d", int(ymd.year()),
                unsigned(ymd.month()), unsigned(ymd.day()), int(time.hours().count()),
                int(time.minutes().count()), int(time.seconds().count()), offset < 0 ? '-' : '+',
                int(magnitude / 60), int(magnitude % 60));
  return out;
}

std::optional<Instant> parse_rfc3339(std::string_view text) {
  // date-time = YYYY-MM-DD "T" hh:mm:ss [.fraction] ("Z" / ±hh:mm)
  if (text.size() < 20 || (text[10] != 'T' && text[10] != 't' && text[10] != ' '))
    return std::nullopt;
  const auto ymd = civil_day(text.substr(0, 10));
  const auto h = digits(text.substr(11, 2)), m = digits(text.substr(14, 2)),
             s = digits(text.substr(17, 2));
  if (!ymd || !h || !m || !s || text[13] != ':' || text[16] != ':') return std::nullopt;
  if (*h > 23 || *m > 59 || *s > 59) return std::nullopt;
  auto rest = text.substr(19);
  int millis = 0;
  if (rest.starts_with('.')) {
    std::size_t n = 1;
    for (; n < rest.size() && rest[n] >= '0' && rest[n] <= '9'; ++n) {
      if (n == 1) millis += (rest[n] - '0') * 100;
      if (n == 2) millis += (rest[n] - '0') * 10;
      if (n == 3) millis += rest[n] - '0';
    }
    if (n == 1) return std::nullopt;
    rest.remove_prefix(n);
  }
  minutes offset{0};
  if (rest.size() == 6 && (rest[0] == '+' || rest[0] == '-') && rest[3] == ':') {
    const auto oh = digits(rest.substr(1, 2)), om = digits(rest.substr(4, 2));
    if (!oh || !om || *oh > 23 || *om > 59) return std::nullopt;
    offset = minutes{(*oh * 60 + *om) * (rest[0] == '-' ? -1 : 1)};
  } else if (rest != "Z" && rest != "z") {
    return std::nullopt;
  }
  return Instant{date::sys_days{*ymd}.time_since_epoch() + std::chrono::hours{*h} + minutes{*m} +
                 std::chrono::seconds{*s} + std::chrono::milliseconds{millis} - offset};
}

Instant SystemClock::now() const {
  return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

}  // namespace yuyue
