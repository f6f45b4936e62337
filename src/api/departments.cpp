// What patients look at before they book. Everybody asks for these, so they are kept as ready-made
// bytes with an ETag until a commit or the clock changes them.
#include "api/answers.hpp"
#include "api/keyword_letters.hpp"
#include "api/views.hpp"

namespace yuyue::api {
namespace {

using Built = std::pair<http::SharedBody, Instant>;

Built ready(const Json& body, Instant holds_until) {
  return {*http::make_shared_body("application/json", body.dump(), /*archival=*/false),
          holds_until};
}

/// Kept for an id that names nothing, so that asking for it again costs no query either.
Built nothing(Instant now) {
  return {{}, now + std::chrono::minutes{1}};
}

Answer answer(std::shared_ptr<const http::SharedBody> page) {
  if (page->identity.empty()) return Refusal("not-found");
  http::Response response;
  response.shared = std::move(page);
  response.headers["Cache-Control"] = "no-cache";
  return response;
}

Json with_campus(store::Snapshot& snapshot, const booking::Department& department) {
  for (const auto& campus : booking::campuses(snapshot)) {
    if (campus.id == department.campus)
      return department_json(department, campus.name, campus.name_en);
  }
  return department_json(department, "", "");
}

Built build_departments(const Services& services, Instant now) {
  return services.database.read([&](store::Snapshot& snapshot) {
    const auto today = services.time.day_of(now);
    std::unordered_map<CampusId, booking::Campus> campuses;
    for (auto& campus : booking::campuses(snapshot)) campuses[campus.id] = campus;
    Json items = Json::array();
    for (const auto& department : booking::open_departments(snapshot, today)) {
      const auto& campus = campuses[department.campus];
      add_keyword_letters(
          items.emplace_back(department_json(department, campus.name, campus.name_en)),
          department.keywords);
    }
    return ready({{"items", std::move(items)}},
                 services.time.at(today + std::chrono::days{1}, MinuteOfDay{0}));
  });
}

Built build_days(const Services& services, DepartmentId id, Instant now) {
  return services.database.read([&](store::Snapshot& snapshot) {
    const auto department = booking::find_department(snapshot, id);
    if (!department) return nothing(now);
    const auto strip = booking::department_days(snapshot, services.booking, id, now);
    return ready(
        {{"department", with_campus(snapshot, *department)}, {"items", days_json(services, strip)}},
        strip.changes_at);
  });
}

Json sessions_json(const Services& services, const booking::SessionPage& page) {
  Json items = Json::array();
  for (const auto& session : page.sessions)
    items.push_back(session_json(services, session, booking::Audience::patients));
  return items;
}

Built build_sessions(const Services& services, DepartmentId id, Day day, Instant now) {
  return services.database.read([&](store::Snapshot& snapshot) {
    const auto department = booking::find_department(snapshot, id);
    if (!department) return nothing(now);
    const auto page = booking::session_page(snapshot, services.booking, id, day,
                                            booking::Audience::patients, now);
    return ready({{"department", with_campus(snapshot, *department)},
                  {"date", format_day(day)},
                  {"items", sessions_json(services, page)}},
                 page.changes_at);
  });
}

Built build_practitioner(const Services& services, PractitionerId id, Instant now) {
  return services.database.read([&](store::Snapshot& snapshot) {
    if (!booking::find_practitioner(snapshot, id)) return nothing(now);
    const auto page = booking::practitioner_page(snapshot, services.booking, id, now);
    return ready({{"items", sessions_json(services, page)}}, page.changes_at);
  });
}

}  // namespace

Answer list_departments(const Services& services, const Call& call) {
  return answer(services.board.departments.get(
      0, call.now, [&] { return build_departments(services, call.now); }));
}

Answer list_days(const Services& services, const Call& call) {
  const auto id = call.id<DepartmentId>("department");
  return answer(
      services.board.days.get(id, call.now, [&] { return build_days(services, id, call.now); }));
}

Answer list_department_sessions(const Services& services, const Call& call) {
  const auto id = call.id<DepartmentId>("department");
  const auto asked = query_day(call.request, "date");
  if (!asked) return asked.error();
  const auto day = asked->value_or(services.time.day_of(call.now));
  return answer(services.board.sessions.get(
      {id, day}, call.now, [&] { return build_sessions(services, id, day, call.now); }));
}

Answer list_practitioner_sessions(const Services& services, const Call& call) {
  const auto id = call.id<PractitionerId>("practitioner");
  return answer(services.board.practitioners.get(
      id, call.now, [&] { return build_practitioner(services, id, call.now); }));
}

}  // namespace yuyue::api
