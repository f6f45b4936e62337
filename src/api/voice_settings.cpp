// What the hospital decides about complaints: offices, deadlines, and what it posts.
#include "api/answers.hpp"
#include "api/collection.hpp"
#include "yuyue/centre/voice/complaints.hpp"

namespace yuyue::api {

namespace voice = centre::voice;

template <>
struct Form<voice::Office> {
  static Json json(const voice::Office& office) {
    Json accounts = Json::array();
    for (const auto id : office.accounts) accounts.push_back(to_string(id));
    return {{"id", to_string(office.id)}, {"version", office.version}, {"name", office.name},
            {"nameEn", office.name_en},   {"phone", office.phone},     {"handles", office.handles},
            {"active", office.active},    {"accountIds", accounts}};
  }
  static void lay_over(store::Snapshot&, Overlay& in, voice::Office& office) {
    in.needed("name", office.name);
    in.text("nameEn", office.name_en);
    in.text("phone", office.phone, 30);
    in.flag("handles", office.handles);
    in.flag("active", office.active);
    in.ids("accountIds", office.accounts);
  }
};

namespace {

constexpr std::size_t kDuties = 8000, kShort = 200;

Json posted_json(const voice::Settings& s) {
  return {{"duties", s.duties},          {"dutiesEn", s.duties_en}, {"place", s.place},
          {"placeEn", s.place_en},       {"phone", s.phone},        {"hours", s.hours},
          {"hoursEn", s.hours_en},       {"days", s.days},          {"daysSeveral", s.days_several},
          {"reopenDays", s.reopen_days}, {"confirmed", s.confirmed}};
}

Json settings_json(const voice::Settings& s) {
  auto out = posted_json(s);
  out["version"] = s.version;
  out["remindDays"] = s.remind_days;
  out["askDays"] = s.ask_days;
  return out;
}

}  // namespace

Answer show_voice(const Services& services, const Call&) {
  auto response = json(200, posted_json(services.database.read(&voice::load_settings)));
  response.headers["Cache-Control"] = "no-cache";
  return response;
}

Answer show_voice_settings(const Services& services, const Call&) {
  return json(200, settings_json(services.database.read(&voice::load_settings)));
}

LaterAnswer change_voice_settings(const Services& services, const Call& call) {
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    auto s = voice::load_settings(tx);
    Overlay in(call.request, Overlay::Purpose::change);
    in.flag("confirmed", s.confirmed);
    in.integer("days", s.days, 1, 60);
    in.integer("daysSeveral", s.days_several, 1, 90);
    in.integer("remindDays", s.remind_days, 0, 10);
    in.integer("reopenDays", s.reopen_days, 0, 365);
    in.integer("askDays", s.ask_days, 0, 30);
    in.text("duties", s.duties, kDuties);
    in.text("dutiesEn", s.duties_en, kDuties);
    in.text("place", s.place, kShort);
    in.text("placeEn", s.place_en, kShort);
    in.text("phone", s.phone, kShort);
    in.text("hours", s.hours, kShort);
    in.text("hoursEn", s.hours_en, kShort);
    in.own_form("version", [&](Input& from) { s.version = from.integer("version", 0, INT64_MAX); });
    if (!in.has("version")) in.wrong("version", "integer");
    if (auto bad = in.finish()) return *bad;
    const auto saved =
        voice::Offices(services.complaints.environment()).save(tx, s, call.actor(), call.now);
    if (!saved) return saved.error();
    return settings_json(*saved);
  };
  co_return co_await write(services, call, 200, work);
}

Answer list_voice_offices(const Services& services, const Call&) {
  return list_things(services, &voice::offices);
}
LaterAnswer add_voice_office(const Services& services, const Call& call) {
  const voice::Offices keeper(services.complaints.environment());
  co_return co_await add_thing<voice::Office>(services, call, keeper);
}
LaterAnswer change_voice_office(const Services& services, const Call& call) {
  const voice::Offices keeper(services.complaints.environment());
  co_return co_await change_thing(services, call, keeper, &voice::offices, "office");
}

}  // namespace yuyue::api
