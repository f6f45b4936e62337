// Several clinicians and a room for one patient at one time (多学科会诊).
#include <algorithm>
#include <map>

#include "api/answers.hpp"
#include "api/people_shown.hpp"
#include "yuyue/booking/disruption/service.hpp"
#include "yuyue/booking/team/teams.hpp"
#include "yuyue/core/person_data.hpp"

namespace yuyue::api {
namespace {

namespace team = booking::team;

/// One of the clinicians: whose session, and in which slot.
Json member_json(store::Snapshot& snapshot, SlotId slot) {
  Json out{{"slotId", to_string(slot)}};
  const auto view = team::clinician_of(snapshot, slot);
  if (!view) return out;
  out["sessionId"] = to_string(view->session);
  out["departmentName"] = view->department;
  out["departmentNameEn"] = view->department_en;
  if (!view->practitioner.empty()) {
    out["practitionerName"] = view->practitioner;
    out["practitionerNameEn"] = view->practitioner_en;
  }
  return out;
}

class RoomNames {
 public:
  explicit RoomNames(store::Snapshot& snapshot) {
    for (auto& room : booking::rooms(snapshot)) rooms_.emplace(room.id, std::move(room));
  }
  Json json(RoomId id) const {
    const auto found = rooms_.find(id);
    if (found == rooms_.end()) return {{"id", to_string(id)}, {"name", ""}, {"floor", ""}};
    const auto& room = found->second;
    return {{"id", to_string(id)}, {"name", room.name}, {"floor", room.floor}};
  }

 private:
  std::map<RoomId, booking::Room> rooms_;
};

/// "ses_1,ses_2"
Result<std::vector<SessionId>> read_sessions(const http::Request& request) {
  const auto text = request.query_or("sessionIds", "");
  std::vector<SessionId> list;
  for (std::size_t at = 0; at < text.size();) {
    const auto comma = std::min(text.find(',', at), text.size());
    const auto id = parse_id<SessionKind>(std::string_view(text).substr(at, comma - at));
    if (!id) return Refusal("query-invalid").with("name", "sessionIds").with("value", text);
    list.push_back(*id);
    at = comma + 1;
  }
  return list;
}

Json team_json(const Services& services, store::Snapshot& snapshot, const Call& call,
               const team::TeamVisit& visit) {
  const auto lead = booking::find_appointment(snapshot, visit.appointment).value();
  const PeopleShown people(services, snapshot, call, {lead.person});
  Json clinicians = Json::array();
  clinicians.push_back(member_json(snapshot, lead.slot));
  for (const auto slot : visit.others) clinicians.push_back(member_json(snapshot, slot));
  Json out{{"id", to_string(visit.id)},
           {"version", visit.version},
           {"state", team::name_of(visit.state)},
           {"person", people.of(lead.person)},
           {"appointment",
            {{"id", to_string(lead.id)},
             {"code", booking::spaced_code(lead.code)},
             {"state", booking::name_of(lead.state)}}},
           {"date", format_day(visit.day)},
           {"startsAt", services.time.rfc3339(visit.starts_at)},
           {"endsAt", services.time.rfc3339(visit.ends_at)},
           {"clinicians", std::move(clinicians)}};
  if (visit.room) out["room"] = RoomNames(snapshot).json(*visit.room);
  if (const auto phone = services.teams.lead_phone(snapshot, visit.id); !phone.empty())
    out["leadPhone"] = mask_phone(phone);
  if (const auto asked = booking::disruption::open_question(snapshot, visit.appointment))
    out["question"] = {{"disruptionId", to_string(asked->disruption)},
                       {"answerUntil", services.time.rfc3339(asked->answer_until.value())}};
  return out;
}

}  // namespace

Answer list_team_times(const Services& services, const Call& call) {
  const auto sessions = read_sessions(call.request);
  if (!sessions) return sessions.error();
  return services.database.read([&](store::Snapshot& snapshot) -> Answer {
    const auto times =
        team::times_together(snapshot, services.booking, *sessions, call.actor().channel, call.now);
    if (!times) return times.error();
    const RoomNames rooms(snapshot);
    Json items = Json::array();
    for (const auto& time : *times) {
      Json item{{"date", format_day(time.day)},
                {"start", format_minute(services.time.minute_of(time.starts_at))},
                {"end", format_minute(services.time.minute_of(time.ends_at))},
                {"startsAt", services.time.rfc3339(time.starts_at)},
                {"slotIds", Json::array()},
                {"rooms", Json::array()}};
      for (const auto slot : time.slots) item["slotIds"].push_back(to_string(slot));
      for (const auto room : time.rooms) item["rooms"].push_back(rooms.json(room));
      items.push_back(std::move(item));
    }
    return json(200, Json{{"items", std::move(items)}});
  });
}

LaterAnswer book_team_visit(const Services& services, const Call& call) {
  Input in(call.request);
  team::NewTeamVisit wanted{.person = in.id<PersonId>("personId"),
                            .slots = in.ids<SlotId>("slotIds"),
                            .room = in.maybe_id<RoomId>("roomId"),
                            .note = in.maybe_text("note", 200).value_or(""),
                            .lead_phone = in.maybe_text("leadPhone", 30).value_or("")};
  if (auto bad = in.finish()) co_return *bad;
  if (!wanted.lead_phone.empty()) {
    const auto phone = check_phone(wanted.lead_phone);
    if (!phone) co_return Refusal(phone.error()).at("/leadPhone");
    wanted.lead_phone = *phone;
  }
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto visit =
        services.teams.book(tx, services.appointments, wanted, call.actor(), call.now);
    if (!visit) return visit.error();
    return team_json(services, tx, call, *visit);
  };
  co_return co_await write_once(services, call, 201, work);
}

LaterAnswer list_team_visits(const Services& services, const Call& call) {
  const auto day = query_day(call.request, "date");
  if (!day) co_return day.error();
  const auto on = day->value_or(services.time.day_of(call.now));
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    Json items = Json::array();
    for (const auto& visit : team::teams_on(tx, on))
      items.push_back(team_json(services, tx, call, visit));
    services.audit.record(tx, call.principal,
                          {.action = "team-visits-listed",
                           .subject = {},
                           .details = {{"date", format_day(on)}},
                           .note = {}},
                          call.now);
    return Json{{"items", std::move(items)}};
  };
  co_return co_await write(services, call, 200, work);
}

LaterAnswer show_team_visit(const Services& services, const Call& call) {
  const auto id = call.id<TeamVisitId>("team");
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto visit = team::find_team(tx, id);
    if (!visit) return Refusal("not-found");
    services.audit.record(
        tx, call.principal,
        {.action = "team-visit-seen", .subject = visit->appointment, .details = {}, .note = {}},
        call.now);
    return team_json(services, tx, call, *visit);
  };
  co_return co_await write(services, call, 200, work);
}

/// The patient's appointment is cancelled, and with it the other clinicians are free.
LaterAnswer cancel_team_visit(const Services& services, const Call& call) {
  Input in(call.request);
  booking::Cancellation why;
  why.reason = in.maybe_text("reason", 200).value_or("");
  if (auto bad = in.finish()) co_return *bad;
  const auto id = call.id<TeamVisitId>("team");
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto visit = team::find_team(tx, id);
    if (!visit) return Refusal("not-found");
    const auto done =
        services.appointments.cancel(tx, visit->appointment, call.actor(), why, call.now);
    if (!done) return done.error();
    return team_json(services, tx, call, team::find_team(tx, id).value());
  };
  co_return co_await write_once(services, call, 200, work);
}

}  // namespace yuyue::api
