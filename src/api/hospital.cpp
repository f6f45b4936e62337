// The hospital as it presents itself, and its settings.
#include "api/answers.hpp"
#include "yuyue/access/settings.hpp"
#include "yuyue/booking/clinic/nearing.hpp"
#include "yuyue/booking/policy/text.hpp"

namespace yuyue::api {

namespace clinic = booking::clinic;

namespace {

/// Texts about the hospital: setting name, JSON name, longest.
struct TextSetting {
  const char* setting;
  const char* json;
  std::size_t max;
};
constexpr TextSetting kTexts[] = {
    {"hospital.name", "hospitalName", 60},    {"hospital.name-en", "hospitalNameEn", 120},
    {"hospital.phone", "hospitalPhone", 30},  {"hospital.notice", "notice", 1000},
    {"hospital.notice-en", "noticeEn", 2000}, {"hospital.remote-link", "remoteLink", 300},
};
constexpr const char* kFamilyLimit = "patients.family-limit";

/// One version over all settings: any change of any of them moves it.
std::int64_t version_of(store::Snapshot& snapshot) {
  std::int64_t version = 0;
  for (const auto& setting : access::all_settings(snapshot)) version += setting.version;
  return version + booking::policy::count_versions(snapshot);
}

bool one_per_department_and_day(const booking::policy::Policy& rules) {
  return rules.base.once_per_day.contains(booking::policy::OncePer::department);
}

/// Of the rules, which have a page of their own, the few that everybody changes.
Json settings_json(const Services& services, store::Snapshot& snapshot, Instant now) {
  const auto rules = booking::policy::from_text(services.policies.document(snapshot, now)).value();
  const auto booking = booking::load_settings(snapshot);
  const auto changes = booking::disruption::load_rules(snapshot);
  Json out{
      {"horizonDays", rules.base.opening.to_days},
      {"releaseTime", format_minute(rules.base.opening.release_time)},
      {"arrivalLeadMinutes", rules.base.arrival.lead.count()},
      {"maxActivePerPerson", rules.limits.active ? Json(*rules.limits.active) : Json()},
      {"onePerDepartmentAndDay", one_per_department_and_day(rules)},
      {"familyLimit", patients::read_rules(snapshot).family_limit},
      {"quotaReturnDays", booking.places.return_days_before},
      {"quotaReturnTime", format_minute(booking.places.return_time)},
      {"holdMinutes", booking.places.hold.count()},
      {"maxHolds", booking.places.max_holds},
      {"coolingMinutes", booking.places.cooling.count()},
      {"waitlistOpen", booking.waitlist.open},
      {"waitlistMaxPerPerson", booking.waitlist.max_per_person},
      {"offerMinutes", booking.waitlist.offer.count()},
      {"offerMinutesSameDay", booking.waitlist.offer_same_day.count()},
      {"waitlistClosesMinutes", booking.waitlist.closes_before.count()},
      {"arrivalsFrom",
       booking.arrivals.recorded_from ? Json(format_day(*booking.arrivals.recorded_from)) : Json()},
      {"noshowGraceMinutes", booking.arrivals.grace.count()},
      {"tellAhead", access::setting_integer(snapshot, clinic::kFewAhead, clinic::kFewAheadUsually)},
      {"changeAnswerMinutes", changes.answer_within.count()},
      {"changeReminderMinutes", changes.remind_before.count()},
      {"changeKeepsPlace", changes.otherwise == booking::disruption::Otherwise::move},
      {"version", version_of(snapshot)}};
  for (const auto& text : kTexts) out[text.json] = access::setting_text(snapshot, text.setting, "");
  return out;
}

/// What PATCH /settings may carry; what is missing stays.
struct SettingsChange {
  std::int64_t version = 0;
  std::optional<std::int64_t> horizon_days, arrival_lead, max_active, family_limit;
  std::optional<MinuteOfDay> release_time;
  std::optional<bool> one_per_department_and_day;
  std::optional<std::int64_t> return_days, hold, max_holds, cooling, waitlist_max, offer,
      offer_same_day, waitlist_closes, noshow_grace;
  std::optional<MinuteOfDay> return_time;
  std::optional<std::int64_t> change_answer, change_reminder, tell_ahead;
  std::optional<bool> waitlist_open, change_keeps_place;
  bool arrivals_off = false;
  std::optional<Day> arrivals_from;
  std::vector<std::pair<const char*, std::string>> texts;
};

Result<SettingsChange> read_change(const http::Request& request) {
  Input in(request);
  SettingsChange change;
  change.version = in.integer("version", 0, INT64_MAX);
  change.horizon_days = in.maybe_integer("horizonDays", 0, 365);
  change.release_time = in.maybe_minute("releaseTime");
  change.arrival_lead = in.maybe_integer("arrivalLeadMinutes", 0, 240);
  change.max_active = in.maybe_integer("maxActivePerPerson", 1, 100);
  change.one_per_department_and_day = in.maybe_flag("onePerDepartmentAndDay");
  change.family_limit = in.maybe_integer("familyLimit", 1, 50);
  change.return_days = in.maybe_integer("quotaReturnDays", 0, 60);
  change.return_time = in.maybe_minute("quotaReturnTime");
  change.hold = in.maybe_integer("holdMinutes", 1, 120);
  change.max_holds = in.maybe_integer("maxHolds", 1, 50);
  change.cooling = in.maybe_integer("coolingMinutes", 0, 240);
  change.waitlist_open = in.maybe_flag("waitlistOpen");
  change.waitlist_max = in.maybe_integer("waitlistMaxPerPerson", 1, 50);
  change.offer = in.maybe_integer("offerMinutes", 1, 24 * 60);
  change.offer_same_day = in.maybe_integer("offerMinutesSameDay", 1, 24 * 60);
  change.waitlist_closes = in.maybe_integer("waitlistClosesMinutes", 0, 48 * 60);
  change.arrivals_off = in.cleared("arrivalsFrom");
  change.arrivals_from = in.maybe_day("arrivalsFrom");
  change.noshow_grace = in.maybe_integer("noshowGraceMinutes", 0, 24 * 60);
  change.tell_ahead = in.maybe_integer("tellAhead", 0, 20);
  change.change_answer = in.maybe_integer("changeAnswerMinutes", 15, 14 * 24 * 60);
  change.change_reminder = in.maybe_integer("changeReminderMinutes", 0, 14 * 24 * 60);
  change.change_keeps_place = in.maybe_flag("changeKeepsPlace");
  for (const auto& text : kTexts) {
    if (auto value = in.maybe_text(text.json, text.max))
      change.texts.emplace_back(text.setting, std::move(*value));
  }
  if (auto bad = in.finish()) return *bad;
  return change;
}

void lay_over(std::chrono::minutes& into, const std::optional<std::int64_t>& minutes) {
  if (minutes) into = std::chrono::minutes{*minutes};
}

void lay_over(const SettingsChange& change, booking::PlaceSettings& s) {
  if (change.return_days) s.return_days_before = static_cast<int>(*change.return_days);
  if (change.return_time) s.return_time = *change.return_time;
  if (change.max_holds) s.max_holds = static_cast<int>(*change.max_holds);
  lay_over(s.hold, change.hold);
  lay_over(s.cooling, change.cooling);
}

void lay_over(const SettingsChange& change, booking::WaitlistSettings& s) {
  if (change.waitlist_open) s.open = *change.waitlist_open;
  if (change.waitlist_max) s.max_per_person = static_cast<int>(*change.waitlist_max);
  lay_over(s.offer, change.offer);
  lay_over(s.offer_same_day, change.offer_same_day);
  lay_over(s.closes_before, change.waitlist_closes);
}

void lay_over(const SettingsChange& change, booking::ArrivalSettings& s) {
  if (change.arrivals_off) s.recorded_from.reset();
  if (change.arrivals_from) s.recorded_from = change.arrivals_from;
  lay_over(s.grace, change.noshow_grace);
}

/// A new version of the rules, if any of the fields that belong to them changes.
Result<void> save_rules(const Services& services, store::Transaction& tx, const Call& call,
                        const SettingsChange& change) {
  Json patch = Json::object();
  if (change.horizon_days) patch["opening"]["toDays"] = *change.horizon_days;
  if (change.release_time) patch["opening"]["releaseTime"] = format_minute(*change.release_time);
  if (change.arrival_lead) patch["arrival"]["leadMinutes"] = *change.arrival_lead;
  if (change.max_active) patch["limits"]["active"] = *change.max_active;
  if (change.one_per_department_and_day) {
    const auto rules = booking::policy::from_text(services.policies.document(tx, call.now)).value();
    auto once = rules.base.once_per_day;
    once.erase(booking::policy::OncePer::department);
    if (*change.one_per_department_and_day) once.insert(booking::policy::OncePer::department);
    patch["oncePerDay"] = Json::array();
    for (const auto per : once) patch["oncePerDay"].push_back(booking::policy::name_of(per));
  }
  if (patch.empty()) return {};
  const auto saved = services.policies.amend(tx, patch, call.actor(), call.now);
  if (!saved) return saved.error();
  return {};
}

Result<void> save_booking(const Services& services, store::Transaction& tx, const Call& call,
                          const SettingsChange& change) {
  auto settings = booking::load_settings(tx);
  const auto before = settings;
  lay_over(change, settings.places);
  lay_over(change, settings.waitlist);
  lay_over(change, settings.arrivals);
  if (settings == before) return {};
  const auto saved = services.booking.settings->save(
      tx, settings, booking::settings_version(tx), access::principal_key(call.principal), call.now);
  if (!saved) return saved.error();
  services.audit.record(tx, call.principal,
                        {.action = "settings-changed", .details = {{"what", "booking"}}}, call.now);
  return {};
}

Result<void> save_one(const Services& services, store::Transaction& tx, const Call& call,
                      const char* name, const std::string& json_text) {
  const auto present = access::find_setting(tx, name);
  if (present && present->value == json_text) return {};
  const auto saved = access::set_setting(tx, services.audit, call.principal, name, json_text,
                                         std::nullopt, call.now);
  if (!saved) return saved.error();
  return {};
}

Result<void> save_changes_of_plan(const Services& services, store::Transaction& tx,
                                  const Call& call, const SettingsChange& change) {
  using booking::disruption::Otherwise;
  if (change.change_answer) {
    const auto done = save_one(services, tx, call, "disruption.answer-within-minutes",
                               std::to_string(*change.change_answer));
    if (!done) return done.error();
  }
  if (change.change_reminder) {
    const auto done = save_one(services, tx, call, "disruption.remind-before-minutes",
                               std::to_string(*change.change_reminder));
    if (!done) return done.error();
  }
  if (!change.change_keeps_place) return {};
  const auto otherwise = *change.change_keeps_place ? Otherwise::move : Otherwise::cancel;
  return save_one(services, tx, call, "disruption.otherwise",
                  Json(booking::disruption::name_of(otherwise)).dump());
}

Result<Json> save(const Services& services, store::Transaction& tx, const Call& call,
                  const SettingsChange& change) {
  if (change.version != version_of(tx)) return Refusal("changed-meanwhile");
  if (auto done = save_rules(services, tx, call, change); !done) return done.error();
  if (auto done = save_booking(services, tx, call, change); !done) return done.error();
  if (change.family_limit) {
    const auto done =
        save_one(services, tx, call, kFamilyLimit, std::to_string(*change.family_limit));
    if (!done) return done.error();
  }
  if (change.tell_ahead) {
    const auto done =
        save_one(services, tx, call, clinic::kFewAhead, std::to_string(*change.tell_ahead));
    if (!done) return done.error();
  }
  if (auto done = save_changes_of_plan(services, tx, call, change); !done) return done.error();
  for (const auto& [name, text] : change.texts) {
    if (auto done = save_one(services, tx, call, name, Json(text).dump()); !done)
      return done.error();
  }
  tx.after_commit([&services] { services.board.everything_changed(); });
  return settings_json(services, tx, call.now);
}

/// How long patients have to pay for what they book; 0: they pay at the hospital.
std::int64_t pay_within_minutes(const Services& services) {
  const auto fees = services.fee_settings.current();
  const bool ahead = fees->prepay.contains(booking::Channel::web) &&
                     services.payment_providers.find(fees->provider) != nullptr;
  return ahead ? fees->pay_within.count() : 0;
}

}  // namespace

Answer show_hospital(const Services& services, const Call& call) {
  return services.database.read([&](store::Snapshot& snapshot) -> Answer {
    const auto rules = services.booking.policies->at(call.now);
    Json campuses = Json::array();
    for (const auto& campus : booking::campuses(snapshot))
      campuses.push_back({{"id", to_string(campus.id)},
                          {"name", campus.name},
                          {"nameEn", campus.name_en},
                          {"address", campus.address},
                          {"addressEn", campus.address_en}});
    const auto text = [&](const char* name) {
      return access::setting_text(snapshot, name, "");
    };
    auto response =
        json(200, {{"name", text("hospital.name")},
                   {"nameEn", text("hospital.name-en")},
                   {"phone", text("hospital.phone")},
                   {"notice", text("hospital.notice")},
                   {"noticeEn", text("hospital.notice-en")},
                   {"timeZone", services.time.zone_name()},
                   {"now", services.time.rfc3339(call.now)},
                   {"today", format_day(services.time.day_of(call.now))},
                   {"horizonDays", rules->max_to_days()},
                   {"releaseTime", format_minute(rules->policy.base.opening.release_time)},
                   {"familyLimit", patients::read_rules(snapshot).family_limit},
                   {"payWithinMinutes", pay_within_minutes(services)},
                   {"demo", services.demo},
                   {"campuses", std::move(campuses)}});
    response.headers["Cache-Control"] = "no-cache";
    return response;
  });
}

Answer show_settings(const Services& services, const Call& call) {
  return services.database.read([&](store::Snapshot& snapshot) -> Answer {
    return json(200, settings_json(services, snapshot, call.now));
  });
}

LaterAnswer change_settings(const Services& services, const Call& call) {
  const auto change = read_change(call.request);
  if (!change) co_return change.error();
  Work work = [&](store::Transaction& tx) {
    return save(services, tx, call, *change);
  };
  auto answer = co_await write(services, call, 200, work);
  // A longer horizon needs sessions at once, not at the next nightly run.
  if (answer && change->horizon_days) {
    std::function<void()> make = [&] {
      booking::ensure_sessions(services.database, services.booking, call.now);
    };
    co_await on_worker(services, make);
  }
  co_return answer;
}

}  // namespace yuyue::api
