// Lists of wards and theatres, how many can come per day, checklists: data that the hospital keeps.
#include "api/answers.hpp"
#include "api/collection.hpp"

namespace yuyue::api {

namespace {

namespace admission = booking::admission;
constexpr int kMostDays = 92;

Json day_json(const admission::ListDay& day) {
  return {{"date", format_day(day.day)},
          {"capacity", day.capacity},
          {"taken", day.taken},
          {"free", day.free()},
          {"byHand", day.by_hand}};
}

}  // namespace

template <>
struct Form<admission::AdmissionList> {
  static Json json(const admission::AdmissionList& list) {
    return {{"id", to_string(list.id)},
            {"version", list.version},
            {"code", list.code},
            {"kind", admission::name_of(list.kind)},
            {"name", list.name},
            {"nameEn", list.name_en},
            {"departmentId", list.department ? Json(to_string(*list.department)) : Json()},
            {"location", list.location},
            {"locationEn", list.location_en},
            {"weekly", list.weekly},
            {"onHolidays", list.on_holidays},
            {"answerHours", list.answer_hours},
            {"active", list.active}};
  }
  static void lay_over(store::Snapshot&, Overlay& in, admission::AdmissionList& list) {
    in.needed("code", list.code);
    in.needed_word("kind", list.kind, admission::list_kind);
    in.needed("name", list.name);
    in.text("nameEn", list.name_en);
    in.id("departmentId", list.department);
    in.text("location", list.location);
    in.text("locationEn", list.location_en);
    in.integers("weekly", list.weekly, 0, 999);
    in.flag("onHolidays", list.on_holidays);
    in.integer("answerHours", list.answer_hours, 1, 720);
    in.flag("active", list.active);
  }
};

template <>
struct Form<admission::ChecklistItem> {
  static Json json(const admission::ChecklistItem& item) {
    return {{"id", to_string(item.id)},
            {"version", item.version},
            {"kind", admission::name_of(item.kind)},
            {"name", item.name},
            {"nameEn", item.name_en},
            {"position", item.position},
            {"byAppointment", item.by_appointment},
            {"active", item.active}};
  }
  static void lay_over(store::Snapshot&, Overlay& in, admission::ChecklistItem& item) {
    in.needed_word("kind", item.kind, admission::kind_from);
    in.needed("name", item.name);
    in.text("nameEn", item.name_en);
    in.integer("position", item.position, 0, 99);
    in.flag("byAppointment", item.by_appointment);
    in.flag("active", item.active);
  }
};

Answer list_admission_lists(const Services& services, const Call&) {
  return list_things(services, &admission::lists);
}
LaterAnswer add_admission_list(const Services& services, const Call& call) {
  return add_thing<admission::AdmissionList>(services, call, services.admission_lists);
}
LaterAnswer change_admission_list(const Services& services, const Call& call) {
  return change_thing(services, call, services.admission_lists, &admission::lists, "list");
}

Answer list_checklist_items(const Services& services, const Call&) {
  return list_things(services, &admission::checklist_items);
}
LaterAnswer add_checklist_item(const Services& services, const Call& call) {
  return add_thing<admission::ChecklistItem>(services, call, services.admission_lists);
}
LaterAnswer change_checklist_item(const Services& services, const Call& call) {
  return change_thing(services, call, services.admission_lists, &admission::checklist_items,
                      "item");
}

Answer list_admission_days(const Services& services, const Call& call) {
  const auto id = call.id<AdmissionListId>("list");
  const auto from = query_day(call.request, "from");
  if (!from) return from.error();
  const auto days = query_integer(call.request, "days", 28, 1, kMostDays);
  if (!days) return days.error();
  const auto first = from->value_or(services.time.day_of(call.now));
  return services.database.read([&](store::Snapshot& snapshot) -> Answer {
    const auto list = admission::find_list(snapshot, id);
    if (!list) return Refusal("not-found");
    Json items = Json::array();
    for (const auto& day : admission::list_days(snapshot, *list, first,
                                                first + date::days{static_cast<int>(*days) - 1}))
      items.push_back(day_json(day));
    return json(200, Json{{"items", std::move(items)}});
  });
}

/// `capacity` null: as the weekday says again.
LaterAnswer set_admission_day(const Services& services, const Call& call) {
  Input in(call.request);
  const bool weekly = in.cleared("capacity");
  const auto capacity = in.maybe_integer("capacity", 0, 999);
  if (!weekly && !capacity) in.wrong("capacity", "0 – 999");
  if (auto bad = in.finish()) co_return *bad;
  const auto id = call.id<AdmissionListId>("list");
  const auto day = parse_day(call.request.param("day")).value();
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto number = capacity ? std::optional(static_cast<int>(*capacity)) : std::nullopt;
    const auto set = services.admission_lists.set_day(tx, id, day, number, call.actor(), call.now);
    if (!set) return set.error();
    return day_json(*set);
  };
  co_return co_await write(services, call, 200, work);
}

}  // namespace yuyue::api
