#include "yuyue/booking/settings.hpp"

#include <nlohmann/json.hpp>

namespace yuyue::booking {
namespace {

using nlohmann::json;
constexpr std::string_view kName = "booking";

json to_json(const PlaceSettings& s) {
  return {{"returnDaysBefore", s.return_days_before},
          {"returnTime", format_minute(s.return_time)},
          {"holdMinutes", s.hold.count()},
          {"maxHolds", s.max_holds},
          {"coolingMinutes", s.cooling.count()},
          {"coolingLeadMinutes", s.cooling_lead.count()}};
}
json to_json(const WaitlistSettings& s) {
  return {{"open", s.open},
          {"maxPerPerson", s.max_per_person},
          {"offerMinutes", s.offer.count()},
          {"offerMinutesSameDay", s.offer_same_day.count()},
          {"nightBegins", format_minute(s.night_begins)},
          {"nightEnds", format_minute(s.night_ends)},
          {"closesMinutesBefore", s.closes_before.count()}};
}
json to_json(const ArrivalSettings& s) {
  json out{{"graceMinutes", s.grace.count()}};
  if (s.recorded_from) out["recordedFrom"] = format_day(*s.recorded_from);
  return out;
}

/// Reads what is there; what is missing keeps its default.
class Part {
 public:
  Part(const json& all, const char* name) : value_(all.value(name, json::object())) {}
  void read(const char* name, int& into) const { into = value_.value(name, into); }
  void read(const char* name, bool& into) const { into = value_.value(name, into); }
  void read(const char* name, std::chrono::minutes& into) const {
    into = std::chrono::minutes{value_.value(name, into.count())};
  }
  void read_time(const char* name, MinuteOfDay& into) const {
    into = parse_minute(value_.value(name, std::string())).value_or(into);
  }
  void read(const char* name, std::optional<Day>& into) const {
    into = parse_day(value_.value(name, std::string()));
  }

 private:
  json value_;
};

std::string to_text(const Settings& settings) {
  return json{{"places", to_json(settings.places)},
              {"waitlist", to_json(settings.waitlist)},
              {"arrivals", to_json(settings.arrivals)}}
      .dump();
}

Settings from_text(const std::string& text) {
  const auto value = json::parse(text);
  Settings settings;
  const Part places(value, "places");
  places.read("returnDaysBefore", settings.places.return_days_before);
  places.read_time("returnTime", settings.places.return_time);
  places.read("holdMinutes", settings.places.hold);
  places.read("maxHolds", settings.places.max_holds);
  places.read("coolingMinutes", settings.places.cooling);
  places.read("coolingLeadMinutes", settings.places.cooling_lead);
  const Part waitlist(value, "waitlist");
  waitlist.read("open", settings.waitlist.open);
  waitlist.read("maxPerPerson", settings.waitlist.max_per_person);
  waitlist.read("offerMinutes", settings.waitlist.offer);
  waitlist.read("offerMinutesSameDay", settings.waitlist.offer_same_day);
  waitlist.read_time("nightBegins", settings.waitlist.night_begins);
  waitlist.read_time("nightEnds", settings.waitlist.night_ends);
  waitlist.read("closesMinutesBefore", settings.waitlist.closes_before);
  const Part arrivals(value, "arrivals");
  arrivals.read("recordedFrom", settings.arrivals.recorded_from);
  arrivals.read("graceMinutes", settings.arrivals.grace);
  return settings;
}

Refusal invalid(std::string_view name) {
  return Refusal("setting-invalid").with("name", name).at("/" + std::string(name));
}

}  // namespace

namespace {

bool is_minute(MinuteOfDay m) {
  return m >= MinuteOfDay{0} && m < MinuteOfDay{24 * 60};
}

Result<void> check(const PlaceSettings& s) {
  using std::chrono::minutes;
  if (s.return_days_before < 0 || s.return_days_before > 60) return invalid("returnDaysBefore");
  if (!is_minute(s.return_time)) return invalid("returnTime");
  if (s.hold < minutes{1} || s.hold > minutes{120}) return invalid("holdMinutes");
  if (s.max_holds < 1 || s.max_holds > 50) return invalid("maxHolds");
  if (s.cooling < minutes{0} || s.cooling > minutes{240}) return invalid("coolingMinutes");
  if (s.cooling_lead < minutes{0} || s.cooling_lead > minutes{24 * 60})
    return invalid("coolingLeadMinutes");
  return {};
}

Result<void> check(const WaitlistSettings& s) {
  using std::chrono::minutes;
  if (s.max_per_person < 1 || s.max_per_person > 50) return invalid("maxPerPerson");
  if (s.offer < minutes{1} || s.offer > minutes{24 * 60}) return invalid("offerMinutes");
  if (s.offer_same_day < minutes{1} || s.offer_same_day > minutes{24 * 60})
    return invalid("offerMinutesSameDay");
  if (!is_minute(s.night_begins)) return invalid("nightBegins");
  if (!is_minute(s.night_ends)) return invalid("nightEnds");
  if (s.closes_before < minutes{0} || s.closes_before > minutes{48 * 60})
    return invalid("closesMinutesBefore");
  return {};
}

}  // namespace

Result<void> check(const Settings& s) {
  using std::chrono::minutes;
  if (s.arrivals.grace < minutes{0} || s.arrivals.grace > minutes{24 * 60})
    return invalid("graceMinutes");
  if (auto fine = check(s.places); !fine) return fine.error();
  return check(s.waitlist);
}

Settings load_settings(store::Snapshot& snapshot) {
  const auto text = snapshot.text("SELECT value FROM setting WHERE name = ?", {kName});
  return text ? from_text(*text) : Settings{};
}

std::int64_t settings_version(store::Snapshot& snapshot) {
  return snapshot.integer("SELECT version FROM setting WHERE name = ?", {kName}).value_or(0);
}

std::shared_ptr<const Settings> LiveSettings::current() const {
  const std::scoped_lock lock(mutex_);
  return current_;
}

void LiveSettings::replace(std::shared_ptr<const Settings> settings) {
  const std::scoped_lock lock(mutex_);
  current_ = std::move(settings);
}

void LiveSettings::load(store::Snapshot& snapshot) {
  replace(std::make_shared<const Settings>(load_settings(snapshot)));
}

Result<std::int64_t> LiveSettings::save(store::Transaction& tx, const Settings& settings,
                                        std::int64_t expected_version, std::string_view by,
                                        Instant now) {
  if (auto checked = check(settings); !checked) return checked.error();
  if (settings_version(tx) != expected_version) return Refusal("changed-meanwhile");
  const auto version = expected_version + 1;
  const auto text = to_text(settings);
  tx.execute(
      "INSERT INTO setting (name, value, version, changed_at, changed_by) VALUES (?, ?, ?, ?, ?)"
      " ON CONFLICT (name) DO UPDATE SET value = excluded.value, version = excluded.version,"
      " changed_at = excluded.changed_at, changed_by = excluded.changed_by",
      {kName, text, version, now, by});
  tx.after_commit([this, kept = std::make_shared<const Settings>(settings)] { replace(kept); });
  return version;
}

}  // namespace yuyue::booking
