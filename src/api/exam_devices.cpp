// Where examinations are done: sites and the ways between, devices, their closures, how full they
// are; and who changed what of all of it.
#include "api/answers.hpp"
#include "api/collection.hpp"
#include "api/csv_cell.hpp"
#include "api/exam_json.hpp"
#include "api/object_list.hpp"
#include "yuyue/exams/recognition.hpp"

namespace yuyue::api {
namespace {

using std::chrono::minutes;

constexpr std::size_t kMostSites = 200, kMostHours = 84, kReason = 200;
constexpr int kHistory = 100;
constexpr int kLookAhead = 28;

exams::Walk walk_from(Input& in) {
  return {in.id<ExamSiteId>("toId"), minutes{in.integer("minutes", 0, 480)}};
}
exams::DeviceHours hours_from(Input& in) {
  return {static_cast<int>(in.integer("weekday", 1, 7)), in.minute("opens"), in.minute("closes"),
          static_cast<int>(in.integer("capacity", 1, 200))};
}
exams::DeviceQuota quota_from(Input& in) {
  exams::DeviceQuota quota{.source = in.one_of("source", &exams::source_from),
                           .places = static_cast<int>(in.integer("places", 1, 200))};
  if (const auto before = in.maybe_integer("returnMinutes", 0, 60 * 24 * 60))
    quota.returned = minutes{*before};
  return quota;
}

Json hours_json(const exams::Device& device) {
  Json list = Json::array();
  for (const auto& hours : device.hours)
    list.push_back({{"weekday", hours.weekday},
                    {"opens", format_minute(hours.opens)},
                    {"closes", format_minute(hours.closes)},
                    {"capacity", hours.capacity}});
  return list;
}
Json quotas_json(const exams::Device& device) {
  Json list = Json::array();
  for (const auto& quota : device.quotas)
    list.push_back({{"source", exams::name_of(quota.source)},
                    {"places", quota.places},
                    {"returnMinutes", quota.returned ? Json(quota.returned->count()) : Json()}});
  return list;
}

std::optional<Instant> moment(Input& in, std::string_view name) {
  const auto text = in.maybe_text(name);
  if (!text) return std::nullopt;
  const auto at = parse_rfc3339(*text);
  if (!at) in.wrong(name, "time");
  return at;
}

exams::Closure closure_from(const Call& call, Input& in) {
  exams::Closure closure{.device = call.id<ExamDeviceId>("device"),
                         .kind = in.one_of("kind", &exams::closure_kind_from)};
  closure.from = moment(in, "from").value_or(call.now);
  closure.to = moment(in, "to");
  closure.reason = in.text("reason", kReason);
  return closure;
}

/// The changes of one thing, the newest first: what stood before and after, field by field.
Answer history(const Services& services, const access::AuditSubject& of) {
  const auto page = services.database.read([&](store::Snapshot& snapshot) {
    return services.audit.read(snapshot, {.subject = of, .limit = kHistory});
  });
  Json items = Json::array();
  for (const auto& entry : page.items)
    items.push_back({{"at", services.time.rfc3339(entry.at)},
                     {"by", entry.actor_name},
                     {"action", entry.action},
                     {"details", Json::parse(entry.details)}});
  return json(200, Json{{"items", std::move(items)}});
}

Json load_json(const exams::DayLoad& load) {
  Json slots = Json::array();
  for (std::size_t slot = 0; slot < load.capacity.size(); ++slot)
    if (load.capacity[slot] > 0 || load.taken[slot] > 0)
      slots.push_back({{"start", format_minute(minutes{slot * planner::kSlotMinutes})},
                       {"capacity", load.capacity[slot]},
                       {"taken", load.taken[slot]}});
  return {{"deviceId", to_string(load.device.id)},
          {"name", load.device.name},
          {"nameEn", load.device.name_en},
          {"modality", load.device.modality},
          {"slots", std::move(slots)}};
}

std::string load_csv(std::string_view day, const Json& devices) {
  std::string out =
      "\xEF\xBB\xBF"
      "day,start,modality,device,taken,capacity\r\n";
  for (const auto& device : devices)
    for (const auto& slot : device.at("slots"))
      out += std::string(day) + "," + slot.at("start").get<std::string>() + "," +
             csv_cell(device.at("modality").get<std::string>()) + "," +
             csv_cell(device.at("name").get<std::string>()) + "," + slot.at("taken").dump() + "," +
             slot.at("capacity").dump() + "\r\n";
  return out;
}

}  // namespace

template <>
struct Form<exams::Site> {
  static Json json(const exams::Site& s) {
    Json walks = Json::array();
    for (const auto& walk : s.walks)
      walks.push_back({{"toId", to_string(walk.to)}, {"minutes", walk.length.count()}});
    return {{"id", to_string(s.id)}, {"campusId", to_string(s.campus)},
            {"name", s.name},        {"nameEn", s.name_en},
            {"place", s.place},      {"placeEn", s.place_en},
            {"walks", walks},        {"active", s.active},
            {"version", s.version}};
  }
  static void lay_over(store::Snapshot&, Overlay& in, exams::Site& s) {
    in.needed_id("campusId", s.campus);
    in.needed("name", s.name);
    in.text("nameEn", s.name_en);
    in.text("place", s.place);
    in.text("placeEn", s.place_en);
    in.own_form("walks",
                [&](Input& own) { read_list(own, "walks", kMostSites, s.walks, &walk_from); });
    in.flag("active", s.active);
  }
};

template <>
struct Form<exams::Device> {
  static Json json(const exams::Device& d) {
    Json ids = Json::array();
    for (const auto id : d.exams) ids.push_back(to_string(id));
    return {{"id", to_string(d.id)},  {"siteId", to_string(d.site)},
            {"name", d.name},         {"nameEn", d.name_en},
            {"place", d.place},       {"placeEn", d.place_en},
            {"modality", d.modality}, {"examIds", std::move(ids)},
            {"hours", hours_json(d)}, {"quotas", quotas_json(d)},
            {"example", d.example},   {"active", d.active},
            {"version", d.version}};
  }
  static void lay_over(store::Snapshot&, Overlay& in, exams::Device& d) {
    in.needed_id("siteId", d.site);
    in.needed("name", d.name);
    in.text("nameEn", d.name_en);
    in.text("place", d.place);
    in.text("placeEn", d.place_en);
    in.needed("modality", d.modality);
    in.ids("examIds", d.exams);
    in.own_form("hours",
                [&](Input& own) { read_list(own, "hours", kMostHours, d.hours, &hours_from); });
    in.own_form("quotas", [&](Input& own) {
      read_list(own, "quotas", std::size(exams::kSources), d.quotas, &quota_from);
    });
    in.flag("example", d.example);
    in.flag("active", d.active);
  }
};

Answer list_exam_sites(const Services& services, const Call&) {
  return list_things(services, &exams::sites);
}
LaterAnswer add_exam_site(const Services& services, const Call& call) {
  return add_thing<exams::Site>(services, call, services.exam_devices);
}
LaterAnswer change_exam_site(const Services& services, const Call& call) {
  return change_thing(services, call, services.exam_devices, &exams::sites, "site");
}

Answer list_exam_devices(const Services& services, const Call&) {
  return list_things(services, &exams::devices);
}
LaterAnswer add_exam_device(const Services& services, const Call& call) {
  return add_thing<exams::Device>(services, call, services.exam_devices);
}
LaterAnswer change_exam_device(const Services& services, const Call& call) {
  return change_thing(services, call, services.exam_devices, &exams::devices, "device");
}

LaterAnswer show_exam_load(const Services& services, const Call& call) {
  const auto day = query_day(call.request, "day");
  if (!day) co_return day.error();
  const auto format = call.request.query_or("format", "json");
  if (format != "json" && format != "csv")
    co_return Refusal("query-invalid").with("name", "format").with("value", format);
  const auto today = services.time.day_of(call.now);
  const auto shown = day->value_or(today);
  Json items = Json::array(), modalities = Json::array();
  std::function<void()> look = [&] {
    services.database.read([&](store::Snapshot& snapshot) {
      for (const auto& load : services.exam_devices.load(snapshot, shown))
        if (load.device.active) items.push_back(load_json(load));
      const auto free = services.exam_devices.free_places(snapshot, exams::Source::outpatient,
                                                          today, kLookAhead, call.now);
      for (const auto& one : exams::third_free(free))
        modalities.push_back(
            {{"modality", one.modality}, {"thirdFreeInDays", one.days ? Json(*one.days) : Json()}});
      return true;
    });
  };
  co_await on_worker(services, look);
  const auto day_text = format_day(shown);
  if (format == "json")
    co_return json(200, Json{{"day", day_text}, {"items", items}, {"modalities", modalities}});
  auto table = http::Response::text(200, "text/csv; charset=utf-8", load_csv(day_text, items));
  table.headers["Content-Disposition"] =
      "attachment; filename=\"examinations-" + day_text + ".csv\"";
  co_return table;
}

Answer list_exam_closures(const Services& services, const Call& call) {
  Json items = Json::array();
  for (const auto& closure : services.database.read(
           [&](store::Snapshot& snapshot) { return exams::closures(snapshot, call.now); }))
    items.push_back(exam_closure_json(services.time, closure));
  return json(200, Json{{"items", std::move(items)}});
}

LaterAnswer close_exam_device(const Services& services, const Call& call) {
  Input in(call.request);
  const auto asked = closure_from(call, in);
  if (auto bad = in.finish()) co_return *bad;
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto closure = services.exam_devices.close(tx, asked, call.actor(), call.now);
    if (!closure) return in_api_words(closure.error());
    auto body = exam_closure_json(services.time, *closure);
    body["booked"] =
        exams::taken_places(tx, services.time, closure->device, closure->from, closure->to).size();
    return body;
  };
  co_return co_await write_once(services, call, 201, std::move(work));
}

LaterAnswer reopen_exam_device(const Services& services, const Call& call) {
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto closure =
        services.exam_devices.lift(tx, call.id<ExamClosureId>("closure"), call.actor(), call.now);
    if (!closure) return closure.error();
    return exam_closure_json(services.time, *closure);
  };
  co_return co_await write(services, call, 200, std::move(work));
}

Answer show_exam_history(const Services& services, const Call& call) {
  return history(services, call.id<ExamId>("exam"));
}
Answer show_exam_rule_history(const Services& services, const Call& call) {
  return history(services, call.id<ExamRuleId>("rule"));
}
Answer show_exam_bundle_history(const Services& services, const Call& call) {
  return history(services, call.id<ExamBundleId>("bundle"));
}
Answer show_exam_question_history(const Services& services, const Call& call) {
  return history(services, call.id<ExamQuestionId>("question"));
}
Answer show_exam_site_history(const Services& services, const Call& call) {
  return history(services, call.id<ExamSiteId>("site"));
}
Answer show_exam_recognition_history(const Services& services, const Call&) {
  return history(services, exams::recognition_subject());
}
Answer show_exam_device_history(const Services& services, const Call& call) {
  return history(services, call.id<ExamDeviceId>("device"));
}

}  // namespace yuyue::api
