// Rows of the weekly timetable, days on which they do not hold, holidays and make-up workdays.
#include "api/answers.hpp"
#include "api/collection.hpp"
#include "api/quota_json.hpp"
#include "api/timetable_changes.hpp"

namespace yuyue::api {
namespace {

using booking::CalendarDay;
using booking::Schedule;
using booking::ScheduleException;

constexpr std::int64_t kHighestFee = 100'000'00;  // fen

template <class T>
Json or_null(const std::optional<T>& value) {
  if (!value) return Json();
  if constexpr (std::is_same_v<T, Day>)
    return format_day(*value);
  else if constexpr (std::is_arithmetic_v<T>)
    return *value;
  else
    return to_string(*value);
}

std::vector<Schedule> all_schedules(store::Snapshot& snapshot) {
  return booking::schedules(snapshot);
}

/// Both ends of a list by days may be left out.
struct Days {
  Day from, to;
};
Result<Days> query_days(const http::Request& request) {
  const auto from = query_day(request, "from");
  if (!from) return from.error();
  const auto to = query_day(request, "to");
  if (!to) return to.error();
  return Days{from->value_or(*parse_day("1900-01-01")), to->value_or(*parse_day("9999-12-31"))};
}

/// The version that a removal is based on: the query's, else the present one.
Result<std::int64_t> version_of(const http::Request& request, std::int64_t present) {
  return query_integer(request, "version", present, 0, std::numeric_limits<std::int64_t>::max());
}

Day day_of(const Call& call) {
  return *parse_day(call.request.param("day"));
}

std::optional<CalendarDay> find_calendar_day(store::Snapshot& snapshot, Day day) {
  const auto days = booking::calendar_days(snapshot, day, day);
  if (days.empty()) return std::nullopt;
  return days.front();
}

std::optional<ScheduleException> find_exception(store::Snapshot& snapshot, ScheduleExceptionId id) {
  const Days all{*parse_day("1900-01-01"), *parse_day("9999-12-31")};
  for (auto& exception : booking::schedule_exceptions(snapshot, all.from, all.to))
    if (exception.id == id) return std::move(exception);
  return std::nullopt;
}

}  // namespace

template <>
struct Form<Schedule> {
  static Json json(const Schedule& row) {
    Json rooms = Json::array();
    for (const auto room : row.rooms) rooms.push_back(to_string(room));
    return {{"id", to_string(row.id)},
            {"departmentId", to_string(row.department)},
            {"practitionerId", or_null(row.practitioner)},
            {"kindId", to_string(row.kind)},
            {"weekday", row.weekday},
            {"part", booking::name_of(row.part)},
            {"starts", format_minute(row.starts)},
            {"ends", format_minute(row.ends)},
            {"slotCapacity", row.slot_capacity},
            {"roomIds", std::move(rooms)},
            {"fee", or_null(row.fee)},
            {"weeks", booking::name_of(row.weeks)},
            {"validFrom", or_null(row.valid_from)},
            {"validTo", or_null(row.valid_to)},
            {"remote", row.remote},
            {"onHolidays", row.on_holidays},
            {"quotas", quotas_json(row.quotas)},
            {"version", row.version}};
  }
  static void lay_over(store::Snapshot&, Overlay& in, Schedule& row) {
    in.needed_id("departmentId", row.department);
    in.id("practitionerId", row.practitioner);
    in.needed_id("kindId", row.kind);
    in.needed("weekday", row.weekday, 1, 7);
    in.needed_word("part", row.part, booking::day_part);
    in.needed("starts", row.starts);
    in.needed("ends", row.ends);
    in.needed("slotCapacity", row.slot_capacity, 1, 99);
    in.ids("roomIds", row.rooms);
    in.integer("fee", row.fee, 0, kHighestFee);
    in.word("weeks", row.weeks, booking::weeks_from);
    in.day("validFrom", row.valid_from);
    in.day("validTo", row.valid_to);
    in.flag("remote", row.remote);
    in.flag("onHolidays", row.on_holidays);
    in.own_form("quotas", [&](Input& input) {
      if (auto quotas = read_quotas(input))
        row.quotas = std::move(*quotas);
      else
        input.wrong("quotas", "list of {pool, size}");
    });
  }
};

template <>
struct Form<ScheduleException> {
  static Json json(const ScheduleException& exception) {
    return {{"id", to_string(exception.id)},
            {"date", format_day(exception.day)},
            {"scheduleId", or_null(exception.schedule)},
            {"practitionerId", or_null(exception.practitioner)},
            {"departmentId", or_null(exception.department)},
            {"reason", exception.reason},
            {"version", exception.version}};
  }
  static void lay_over(store::Snapshot&, Overlay& in, ScheduleException& exception) {
    in.needed("date", exception.day);
    in.id("scheduleId", exception.schedule);
    in.id("practitionerId", exception.practitioner);
    in.id("departmentId", exception.department);
    in.text("reason", exception.reason);
  }
};

template <>
struct Form<CalendarDay> {
  static Json json(const CalendarDay& day) {
    return {{"id", format_day(day.day)},
            {"date", format_day(day.day)},
            {"kind", booking::name_of(day.kind)},
            {"name", day.name},
            {"nameEn", day.name_en},
            {"asWeekday", or_null(day.as_weekday)},
            {"provisional", day.provisional},
            {"source", day.source},
            {"version", day.version}};
  }
  static void lay_over(store::Snapshot&, Overlay& in, CalendarDay& day) {
    const auto named = day.day;
    in.needed("date", day.day);
    // The date is the day's name: another date is another day.
    if (day.version > 0 && day.day != named) in.wrong("date", format_day(named));
    in.needed_word("kind", day.kind, booking::calendar_kind);
    in.needed("name", day.name);
    in.text("nameEn", day.name_en);
    in.integer("asWeekday", day.as_weekday, 1, 7);
    in.flag("provisional", day.provisional);
    in.text("source", day.source, 500);
  }
};

Answer list_schedules(const Services& services, const Call& call) {
  const auto department = query_id<DepartmentId>(call.request, "departmentId");
  if (!department) return department.error();
  const auto practitioner = query_id<PractitionerId>(call.request, "practitionerId");
  if (!practitioner) return practitioner.error();
  const auto list = [&](store::Snapshot& snapshot) {
    auto rows = booking::schedules(snapshot, *department);
    if (*practitioner)
      std::erase_if(rows, [&](const Schedule& row) { return row.practitioner != **practitioner; });
    return rows;
  };
  return json(200, items_json(services.database.read(list)));
}

LaterAnswer add_schedule(const Services& services, const Call& call) {
  auto answer = co_await add_thing<Schedule>(services, call, services.timetable);
  co_return co_await with_sessions_made(services, call, std::move(answer));
}

LaterAnswer change_schedule(const Services& services, const Call& call) {
  auto answer =
      co_await change_thing(services, call, services.timetable, &all_schedules, "schedule");
  co_return co_await with_sessions_made(services, call, std::move(answer));
}

Answer list_schedule_exceptions(const Services& services, const Call& call) {
  const auto days = query_days(call.request);
  if (!days) return days.error();
  const auto list = [&](store::Snapshot& snapshot) {
    return booking::schedule_exceptions(snapshot, days->from, days->to);
  };
  return json(200, items_json(services.database.read(list)));
}

LaterAnswer add_schedule_exception(const Services& services, const Call& call) {
  auto answer = co_await add_thing<ScheduleException>(services, call, services.timetable);
  co_return co_await with_sessions_made(services, call, std::move(answer));
}

LaterAnswer remove_schedule_exception(const Services& services, const Call& call) {
  const auto id = call.id<ScheduleExceptionId>("exception");
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto present = find_exception(tx, id);
    if (!present) return Refusal("not-found");
    const auto version = version_of(call.request, present->version);
    if (!version) return version.error();
    const auto removed = services.timetable.remove(tx, id, *version, call.actor(), call.now);
    if (!removed) return removed.error();
    return Json();
  };
  auto answer = co_await write(services, call, 204, std::move(work));
  co_return co_await with_sessions_made(services, call, std::move(answer));
}

Answer list_calendar_days(const Services& services, const Call& call) {
  const auto days = query_days(call.request);
  if (!days) return days.error();
  const auto list = [&](store::Snapshot& snapshot) {
    return booking::calendar_days(snapshot, days->from, days->to);
  };
  return json(200, items_json(services.database.read(list)));
}

LaterAnswer add_calendar_day(const Services& services, const Call& call) {
  auto answer = co_await add_thing<CalendarDay>(services, call, services.reference);
  co_return co_await with_sessions_made(services, call, std::move(answer));
}

LaterAnswer change_calendar_day(const Services& services, const Call& call) {
  Work work = [&](store::Transaction& tx) {
    return change_present(tx, call, services.reference, find_calendar_day(tx, day_of(call)));
  };
  auto answer = co_await write(services, call, 200, std::move(work));
  co_return co_await with_sessions_made(services, call, std::move(answer));
}

LaterAnswer remove_calendar_day(const Services& services, const Call& call) {
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto present = find_calendar_day(tx, day_of(call));
    if (!present) return Refusal("not-found");
    const auto version = version_of(call.request, present->version);
    if (!version) return version.error();
    const auto removed =
        services.reference.remove_calendar_day(tx, present->day, *version, call.actor(), call.now);
    if (!removed) return removed.error();
    return Json();
  };
  auto answer = co_await write(services, call, 204, std::move(work));
  co_return co_await with_sessions_made(services, call, std::move(answer));
}

}  // namespace yuyue::api
