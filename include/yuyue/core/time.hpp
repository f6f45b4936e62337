#pragma once
#include <date/date.h>
#include <date/tz.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace yuyue {

/// A moment, in UTC, to the millisecond. Stored as integer milliseconds since 1970.
using Instant = std::chrono::time_point<std::chrono::system_clock, std::chrono::milliseconds>;
/// A calendar day in the hospital's time zone. Stored as the text YYYY-MM-DD.
using Day = date::local_days;
/// Minutes since midnight in the hospital's time zone, 0 … 1439 (1440: the day's end).
using MinuteOfDay = std::chrono::minutes;

/// Clinic slots are cut at this length (分时段精确到30分钟, R01).
inline constexpr std::chrono::minutes kSlotLength{30};

inline std::int64_t to_millis(Instant t) {
  return t.time_since_epoch().count();
}
inline Instant from_millis(std::int64_t ms) {
  return Instant{std::chrono::milliseconds{ms}};
}

/// "2026-11-23".
std::string format_day(Day day);
/// Accepts exactly YYYY-MM-DD with a day that exists.
std::optional<Day> parse_day(std::string_view text);
/// "08:30"; 1440 is "24:00".
std::string format_minute(MinuteOfDay minute);
/// Accepts H:MM and HH:MM up to 24:00.
std::optional<MinuteOfDay> parse_minute(std::string_view text);
/// 1 = Monday … 7 = Sunday (ISO 8601).
int iso_weekday(Day day);
/// ISO 8601 week number; its parity decides alternate weeks (单双周).
int iso_week(Day day);

/// The hospital's civil time. Immutable and safe to share between threads.
class HospitalTime {
 public:
  /// `zone` is an IANA name such as "Asia/Shanghai"; throws std::runtime_error if unknown.
  explicit HospitalTime(const std::string& zone = "Asia/Shanghai");

  Day day_of(Instant t) const;
  MinuteOfDay minute_of(Instant t) const;
  /// The moment of a civil time. A time that a change of clocks skips or repeats takes the
  /// earliest.
  Instant at(Day day, MinuteOfDay minute) const;
  /// RFC 3339 with offset, seconds precision: "2026-11-23T08:30:00+08:00".
  std::string rfc3339(Instant t) const;
  const std::string& zone_name() const { return name_; }

 private:
  std::string name_;
  const date::time_zone* zone_;
};

/// RFC 3339 with any offset or Z; fractions are accepted and cut to milliseconds.
std::optional<Instant> parse_rfc3339(std::string_view text);

/// Where "now" comes from. Rules never read it: the caller passes the moment in.
class Clock {
 public:
  virtual ~Clock() = default;
  /// Thread-safe.
  virtual Instant now() const = 0;
};

class SystemClock final : public Clock {
 public:
  Instant now() const override;
};

}  // namespace yuyue
