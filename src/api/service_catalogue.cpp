// What the service centre offers, and which windows serve it.
#include "api/answers.hpp"
#include "api/centre_json.hpp"
#include "api/collection.hpp"
#include "api/object_list.hpp"
#include "yuyue/api/live.hpp"
#include "yuyue/centre/catalogue.hpp"

namespace yuyue::api {
namespace {

using centre::Service;
using centre::ServiceGroup;
using centre::Window;
using centre::Zone;

constexpr std::size_t kAbout = 2'000, kMostPapers = 40, kMostForms = 20, kMostServices = 200,
                      kMostHours = 42, kLine = 200, kAddress = 500;

std::string text_or_empty(Input& in, std::string_view name) {
  return in.maybe_text(name, kLine).value_or("");
}

centre::Paper paper_from(Input& in) {
  return {in.text("text", kLine), text_or_empty(in, "textEn"), text_or_empty(in, "when"),
          text_or_empty(in, "whenEn")};
}
centre::Form form_from(Input& in) {
  return {in.text("name", kLine), text_or_empty(in, "nameEn"), in.text("address", kAddress)};
}
centre::WindowDuty duty_from(Input& in) {
  centre::WindowDuty duty{.service = in.id<ServiceId>("serviceId")};
  duty.bias = std::chrono::minutes{in.maybe_integer("biasMinutes", -240, 240).value_or(0)};
  if (const auto after = in.maybe_integer("helpAfterMinutes", 0, 240))
    duty.help_after = std::chrono::minutes{*after};
  duty.help_when_idle = in.flag("helpWhenIdle", true);
  return duty;
}
centre::OpenHours hours_from(Input& in) {
  return {static_cast<int>(in.integer("weekday", 1, 7)), in.minute("opens"), in.minute("closes")};
}

std::optional<centre::CaseForm> case_form_from(Input& own) {
  const auto object = own.maybe_object("caseForm");
  if (!object) return std::nullopt;
  Input in(*object, "/caseForm");
  centre::CaseForm form{.review = in.flag("review", false),
                        .signature = in.flag("signature", false),
                        .working_days = static_cast<int>(in.integer("workingDays", 0, 90))};
  own.wrong_inside(in.finish());
  return form;
}

void lay_last_number_over(Overlay& in, std::chrono::minutes& before_closing) {
  auto count = before_closing.count();
  in.integer("lastNumberMinutes", count, 0, 240);
  before_closing = std::chrono::minutes{count};
}

Json duties_json(const Window& window) {
  Json list = Json::array();
  for (const auto& duty : window.duties)
    list.push_back({{"serviceId", to_string(duty.service)},
                    {"biasMinutes", duty.bias.count()},
                    {"helpAfterMinutes", duty.help_after ? Json(duty.help_after->count()) : Json()},
                    {"helpWhenIdle", duty.help_when_idle}});
  return list;
}
Json hours_json(const Window& window) {
  Json list = Json::array();
  for (const auto& hours : window.hours)
    list.push_back({{"weekday", hours.weekday},
                    {"opens", format_minute(hours.opens)},
                    {"closes", format_minute(hours.closes)}});
  return list;
}

/// The catalogue, of whose changes displays and pages are told at once.
struct Told {
  const Services& services;

  template <class Thing>
  Result<Thing> add(store::Transaction& tx, Thing thing, const access::Actor& by,
                    Instant now) const {
    return told(tx, services.service_catalogue.add(tx, std::move(thing), by, now));
  }
  template <class Thing>
  Result<Thing> change(store::Transaction& tx, Thing thing, const access::Actor& by,
                       Instant now) const {
    return told(tx, services.service_catalogue.change(tx, std::move(thing), by, now));
  }

 private:
  template <class Thing>
  Result<Thing> told(store::Transaction& tx, Result<Thing> stored) const {
    if (!stored) return stored;
    ServiceWindowId window;  // none in particular, unless it is one
    if constexpr (std::is_same_v<Thing, Window>) window = stored->id;
    tx.after_commit([&live = services.live, window] { live.window_changed(window); });
    return stored;
  }
};

}  // namespace

template <>
struct Form<ServiceGroup> {
  static Json json(const ServiceGroup& group) {
    return {{"id", to_string(group.id)}, {"letter", group.letter},     {"name", group.name},
            {"nameEn", group.name_en},   {"position", group.position}, {"version", group.version}};
  }
  static void lay_over(store::Snapshot&, Overlay& in, ServiceGroup& group) {
    in.needed("letter", group.letter);
    in.needed("name", group.name);
    in.text("nameEn", group.name_en);
    in.integer("position", group.position, 0, 1000);
  }
};

template <>
struct Form<Zone> {
  static Json json(const Zone& zone) {
    return {{"id", to_string(zone.id)},  {"campusId", to_string(zone.campus)},
            {"name", zone.name},         {"nameEn", zone.name_en},
            {"position", zone.position}, {"active", zone.active},
            {"version", zone.version}};
  }
  static void lay_over(store::Snapshot&, Overlay& in, Zone& zone) {
    in.needed_id("campusId", zone.campus);
    in.needed("name", zone.name);
    in.text("nameEn", zone.name_en);
    in.integer("position", zone.position, 0, 1000);
    in.flag("active", zone.active);
  }
};

template <>
struct Form<Service> {
  static Json json(const Service& s) {
    auto out = service_json(s);
    out["groupId"] = to_string(s.group);
    out["departmentId"] = s.department ? Json(to_string(*s.department)) : Json();
    out["lastNumberMinutes"] = s.last_number.count();
    out["active"] = s.active;
    out["version"] = s.version;
    return out;
  }
  static void lay_over(store::Snapshot&, Overlay& in, Service& s) {
    in.needed("code", s.code);
    in.needed_id("groupId", s.group);
    in.needed("name", s.name);
    in.text("nameEn", s.name_en);
    in.text("about", s.about, kAbout);
    in.text("aboutEn", s.about_en, kAbout);
    in.text("audience", s.audience);
    in.text("audienceEn", s.audience_en);
    in.text("fee", s.fee);
    in.text("feeEn", s.fee_en);
    auto expected = s.expected.count();
    in.integer("minutes", expected, 1, 240);
    s.expected = std::chrono::minutes{expected};
    lay_last_number_over(in, s.last_number);
    in.flag("walkIn", s.walk_in);
    in.id("departmentId", s.department);
    in.texts("keywords", s.keywords);
    in.own_form("papers",
                [&](Input& own) { read_list(own, "papers", kMostPapers, s.papers, &paper_from); });
    in.own_form("forms",
                [&](Input& own) { read_list(own, "forms", kMostForms, s.forms, &form_from); });
    if (in.has("caseForm"))
      in.own_form("caseForm", [&](Input& own) { s.case_form = case_form_from(own); });
    else if (in.cleared("caseForm"))
      s.case_form.reset();
    in.flag("example", s.example);
    in.flag("active", s.active);
  }
};

template <>
struct Form<Window> {
  static Json json(const Window& w) {
    return {{"id", to_string(w.id)},
            {"campusId", to_string(w.campus)},
            {"zoneId", w.zone ? Json(to_string(*w.zone)) : Json()},
            {"name", w.name},
            {"nameEn", w.name_en},
            {"place", w.place},
            {"placeEn", w.place_en},
            {"duties", duties_json(w)},
            {"hours", hours_json(w)},
            {"lastNumberMinutes", w.last_number.count()},
            {"active", w.active},
            {"version", w.version}};
  }
  static void lay_over(store::Snapshot&, Overlay& in, Window& w) {
    const auto campus_before = w.campus;
    in.needed_id("campusId", w.campus);
    if (w.campus != campus_before) w.zone.reset();
    in.id("zoneId", w.zone);
    in.needed("name", w.name);
    in.text("nameEn", w.name_en);
    in.text("place", w.place);
    in.text("placeEn", w.place_en);
    in.own_form("duties",
                [&](Input& own) { read_list(own, "duties", kMostServices, w.duties, &duty_from); });
    in.own_form("hours",
                [&](Input& own) { read_list(own, "hours", kMostHours, w.hours, &hours_from); });
    lay_last_number_over(in, w.last_number);
    in.flag("active", w.active);
  }
};

Answer list_service_groups(const Services& services, const Call&) {
  return list_things(services, &centre::service_groups);
}
LaterAnswer add_service_group(const Services& services, const Call& call) {
  const Told catalogue{services};
  co_return co_await add_thing<ServiceGroup>(services, call, catalogue);
}
LaterAnswer change_service_group(const Services& services, const Call& call) {
  const Told catalogue{services};
  co_return co_await change_thing(services, call, catalogue, &centre::service_groups, "group");
}

Answer list_services(const Services& services, const Call&) {
  return list_things(services, &centre::services);
}
LaterAnswer add_service(const Services& services, const Call& call) {
  const Told catalogue{services};
  co_return co_await add_thing<Service>(services, call, catalogue);
}
LaterAnswer change_service(const Services& services, const Call& call) {
  const Told catalogue{services};
  co_return co_await change_thing(services, call, catalogue, &centre::services, "service");
}

Answer list_centre_zones(const Services& services, const Call&) {
  return list_things(services, &centre::zones);
}
LaterAnswer add_centre_zone(const Services& services, const Call& call) {
  const Told catalogue{services};
  co_return co_await add_thing<Zone>(services, call, catalogue);
}
LaterAnswer change_centre_zone(const Services& services, const Call& call) {
  const Told catalogue{services};
  co_return co_await change_thing(services, call, catalogue, &centre::zones, "zone");
}

Answer list_service_windows(const Services& services, const Call&) {
  return list_things(services, &centre::windows);
}
LaterAnswer add_service_window(const Services& services, const Call& call) {
  const Told catalogue{services};
  co_return co_await add_thing<Window>(services, call, catalogue);
}
LaterAnswer change_service_window(const Services& services, const Call& call) {
  const Told catalogue{services};
  co_return co_await change_thing(services, call, catalogue, &centre::windows, "window");
}

}  // namespace yuyue::api
