#include "api/area_board.hpp"

#include <algorithm>

#include "yuyue/booking/clinic/area_day.hpp"
#include "yuyue/booking/clinic/calling.hpp"
#include "yuyue/booking/clinic/notices.hpp"
#include "yuyue/core/person_data.hpp"

namespace yuyue::api {

namespace clinic = booking::clinic;

namespace {

using queue::State;

constexpr std::size_t kNextShown = 5;
/// A session is shown so long before it begins, though nobody has arrived yet.
constexpr std::chrono::minutes kShownBefore{60};

Json named(std::string_view name, std::string_view name_en) {
  return {{"name", name}, {"nameEn", name_en}};
}

std::optional<patients::Person> person_of(const Services& services, store::Snapshot& snapshot,
                                          AppointmentId id) {
  const auto appointment = booking::find_appointment(snapshot, id);
  return appointment ? services.patients.person(snapshot, appointment->person) : std::nullopt;
}

Json shown_name(const booking::Area& area, const std::optional<patients::Person>& person) {
  return area.shows_names && person ? Json(mask_name(person->name)) : Json();
}

Json room_named(store::Snapshot& snapshot, SessionId session, RoomId id) {
  const auto rooms = clinic::rooms_of(snapshot, session);
  const auto room = std::ranges::find(rooms, id, &clinic::ClinicRoom::id);
  return {{"id", to_string(id)}, {"name", room == rooms.end() ? "" : room->name}};
}

/// One session's part of a board.
class SessionBoard {
 public:
  SessionBoard(const Services& services, store::Snapshot& snapshot, const booking::Area& area,
               const clinic::AreaSession& view)
      : services_(services),
        snapshot_(snapshot),
        area_(area),
        view_(view),
        notices_(clinic::notices_of(snapshot, view.session.id)) {
    if (const auto id = clinic::line_of(snapshot, view.session.id)) {
      line_ = queue::load(snapshot, *id);
    }
  }

  std::int64_t seq() const { return notices_.seq + (line_ ? line_->last_event : 0); }

  bool is_on(Instant now) const {
    const auto& session = view_.session;
    if (session.remote || session.state == booking::SessionState::withdrawn) return false;
    if (line_ && !line_->line.tickets().empty()) return true;
    return session.state == booking::SessionState::open &&
           session.starts_at - kShownBefore <= now && now <= session.ends_at;
  }

  Json json() const {
    const auto& session = view_.session;
    Json out{{"id", to_string(session.id)},
             {"department", named(view_.department, view_.department_en)},
             {"kind", named(view_.kind, view_.kind_en)},
             {"startsAt", services_.time.rfc3339(session.starts_at)},
             {"rooms", Json::array()},
             {"next", Json::array()},
             {"waiting", 0},
             {"missed", Json::array()}};
    if (session.practitioner) {
      out["practitioner"] = named(view_.practitioner, view_.practitioner_en);
      out["practitioner"]["title"] = view_.title;
      out["practitioner"]["titleEn"] = view_.title_en;
    }
    for (const auto& room : view_.rooms)
      if (std::ranges::find(area_.rooms, room.id) != area_.rooms.end())
        out["rooms"].push_back(room_json(room));
    if (notices_.delay)
      out["delay"] = {{"minutes", notices_.delay->minutes.count()},
                      {"reason", notices_.delay->reason}};
    if (line_) add_line(out);
    return out;
  }

  void add_calls(Instant now, Json& calls) const {
    if (!line_) return;
    for (const auto& kept : queue::calls_since(snapshot_, line_->id, now - kCallStands)) {
      const auto ticket = queue::find_ticket(snapshot_, kept.event.ticket);
      const auto station = kept.event.station ? kept.event.station : ticket->ticket.station;
      if (!station || std::ranges::find(area_.rooms, RoomId{station->value}) == area_.rooms.end())
        continue;
      calls.push_back(called_out_json(services_, snapshot_, area_,
                                      {.line = line_->id,
                                       .seq = kept.seq,
                                       .session = view_.session.id,
                                       .room = RoomId{station->value},
                                       .number = ticket->ticket.number,
                                       .appointment = clinic::appointment_of(ticket->subject),
                                       .at = kept.event.at}));
    }
  }

 private:
  Json ticket(const queue::Ticket& t) const {
    const auto id = clinic::appointment_of(line_->subjects.at(t.id));
    const auto person =
        area_.shows_names ? person_of(services_, snapshot_, id) : std::optional<patients::Person>();
    return {{"number", t.number}, {"name", shown_name(area_, person)}};
  }

  Json room_json(const clinic::ClinicRoom& room) const {
    Json out{
        {"id", to_string(room.id)}, {"name", room.name}, {"now", nullptr}, {"near", Json::array()}};
    if (const auto pause = notices_.pauses.find(room.id); pause != notices_.pauses.end()) {
      out["pause"] = {{"reason", pause->second.reason}};
      if (pause->second.until) out["pause"]["until"] = services_.time.rfc3339(*pause->second.until);
    }
    if (!line_) return out;
    const queue::Station here{room.id.value};
    const queue::Ticket* now = nullptr;
    for (const auto& t : line_->line.tickets()) {
      const bool inside = t.state == State::called || t.state == State::serving;
      if (inside && t.station == here && (!now || now->called_at < t.called_at)) now = &t;
    }
    if (now) {
      out["now"] = ticket(*now);
      out["now"]["state"] = queue::name_of(now->state);
      out["now"]["calledAt"] = services_.time.rfc3339(now->called_at);
    }
    for (const auto* t : line_->line.near(here)) out["near"].push_back(ticket(*t));
    return out;
  }

  void add_line(Json& out) const {
    const auto waiting = line_->line.order();
    out["waiting"] = waiting.size();
    for (std::size_t i = 0; i < std::min(waiting.size(), kNextShown); ++i)
      out["next"].push_back(ticket(*waiting[i]));
    for (const auto& t : line_->line.tickets())
      if (t.state == State::missed) out["missed"].push_back(ticket(t));
  }

  const Services& services_;
  store::Snapshot& snapshot_;
  const booking::Area& area_;
  const clinic::AreaSession& view_;
  clinic::Notices notices_;
  std::optional<queue::KeptLine> line_;
};

}  // namespace

Json called_out_json(const Services& services, store::Snapshot& snapshot, const booking::Area& area,
                     const CalledOut& call) {
  const auto person = person_of(services, snapshot, call.appointment);
  const auto needs = person ? person->needs : decltype(person->needs){};
  const auto how = clinic::calling_for({needs.begin(), needs.end()}, area.call_times);
  return {{"id", to_string(call.line) + "-" + std::to_string(call.seq)},
          {"number", call.number},
          {"name", shown_name(area, person)},
          {"room", room_named(snapshot, call.session, call.room)},
          {"at", services.time.rfc3339(call.at)},
          {"times", how.times},
          {"slowly", how.slowly},
          {"english", how.english},
          {"fetch", how.fetch},
          {"session", to_string(call.session)}};
}

Json area_board_json(const Services& services, store::Snapshot& snapshot, const booking::Area& area,
                     Instant now) {
  Json sessions = Json::array();
  Json calls = Json::array();
  std::int64_t seq = 0;
  const auto today = services.time.day_of(now);
  for (const auto& view : clinic::sessions_of_area_day(snapshot, area.id, today)) {
    const SessionBoard board(services, snapshot, area, view);
    seq += board.seq();
    board.add_calls(now, calls);
    if (board.is_on(now)) sessions.push_back(board.json());
  }
  std::stable_sort(calls.begin(), calls.end(),
                   [](const Json& a, const Json& b) { return a["at"] < b["at"]; });
  auto of = named(area.name, area.name_en);
  of["id"] = to_string(area.id);
  of["showsNames"] = area.shows_names;
  return {{"area", std::move(of)},
          {"at", services.time.rfc3339(now)},
          {"seq", seq},
          {"sessions", std::move(sessions)},
          {"calls", std::move(calls)}};
}

}  // namespace yuyue::api
