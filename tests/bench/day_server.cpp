#include "bench/day_server.hpp"

#include <stdexcept>

namespace yuyue::bench::day {
namespace {

using Json = Talk::Json;
using namespace std::chrono_literals;

constexpr Moment kBeforeAll = 7h, kStartedAnew = 9h + 50min;
constexpr int kFirstDepartment = 101;

int department_of(std::size_t session) {
  return kFirstDepartment + static_cast<int>(session);
}

std::vector<ClinicHours> hours_of(const std::vector<Session>& sessions) {
  std::vector<ClinicHours> list;
  for (std::size_t i = 0; i < sessions.size(); ++i) {
    const auto& session = sessions[i];
    ClinicHours hours;
    hours.department = department_of(i);
    hours.clinician = session.doctors.size() == 1 ? 1 : 0;
    hours.starts = format_minute(std::chrono::floor<std::chrono::minutes>(session.starts));
    hours.ends = format_minute(std::chrono::floor<std::chrono::minutes>(session.ends));
    hours.places = session.places;
    for (std::size_t room = 1; room <= session.doctors.size(); ++room)
      hours.rooms.push_back("诊室" + std::to_string(hours.department) + "-" + std::to_string(room));
    list.push_back(std::move(hours));
  }
  return list;
}

}  // namespace

Timetable make_hospital(const std::filesystem::path& data, const std::vector<Session>& sessions) {
  Clinic clinic(data, hours_of(sessions));
  Timetable timetable;
  timetable.date = clinic.day();
  clinic.hospital().database().read([&](store::Snapshot& snapshot) {
    for (std::size_t i = 0; i < sessions.size(); ++i) {
      const SessionId id{
          snapshot
              .integer("SELECT s.id FROM session s JOIN department d ON d.id = s.department_id"
                       " WHERE s.day = ? AND d.code = ?",
                       {clinic.day(), std::to_string(department_of(i))})
              .value()};
      timetable.sessions.push_back(to_string(id));
      auto& slots = timetable.slots.emplace_back();
      for (auto rows =
               snapshot.query("SELECT id FROM slot WHERE session_id = ? ORDER BY starts_at", {id});
           rows.next();)
        slots.push_back(to_string(rows->id<SlotId>(0)));
      for (const auto& room : booking::clinic::rooms_of(snapshot, id))
        timetable.rooms.push_back(to_string(room.id));
    }
    return true;
  });
  return timetable;
}

Served::Served(const Day& day, const Timetable& timetable, Start start)
    : day_(day),
      timetable_(timetable),
      rooms_(rooms_of(day)),
      midnight_(HospitalTime(app::Config().time_zone).at(timetable.date, MinuteOfDay{0})),
      start_(std::move(start)),
      server_(start_()),
      talk_(std::in_place, server_->internal_port()),
      people_(day.visits.size()),
      appointments_(day.visits.size()),
      tickets_(day.visits.size()),
      promises_(day.sessions.size()) {}

const std::string& Served::session_of(std::size_t visit) const {
  return timetable_.sessions[day_.visits[visit].session];
}

void Served::book() {
  talk_->sign_in(Clinic::kAccount, Clinic::kPassword);
  // Whoever may come at any time could be promised nothing: an hour before the slot is usual.
  talk_->post("/api/v1/policies",
              {{"document", {{"arrival", {{"checkIn", {{"opensMinutesBefore", 60}}}}}}},
               {"note", "simulated day"}});
  for (std::size_t i = 0; i < day_.visits.size(); ++i) {
    const auto& visit = day_.visits[i];
    const Json document{{"type", "resident-card"}, {"number", card_number(i)}};
    const Json person{{"name", "张三丰"},
                      {"documents", Json::array({document})},
                      {"phone", std::to_string(13'000'000'000 + i)}};
    people_[i] = talk_->post("/api/v1/patients", person).at("id");
    if (!visit.slot) continue;
    const auto slot = static_cast<std::size_t>((*visit.slot - day_.sessions[visit.session].starts) /
                                               std::chrono::minutes(30));
    const auto booked = talk_->post(
        "/api/v1/appointments",
        {{"slotId", timetable_.slots[visit.session].at(slot)}, {"personId", people_[i]}});
    if (booked.at("sequence") != visit.sequence)
      throw std::runtime_error("a number in a slot is not the next one");
    appointments_[i] = booked.at("id");
    visits_[appointments_[i]] = i;
  }
  turn_clock(kBeforeAll);
  talk_->sign_in(Clinic::kAccount, Clinic::kPassword);
}

// Who is signed in stays signed in; the clock has to be turned again.
void Served::start_anew() {
  const auto cookie = talk_->cookie();
  requests_ += talk_->requests();
  talk_.reset();
  server_.reset();
  server_ = start_();
  talk_.emplace(server_->internal_port(), cookie);
  clock_ = Moment{0};
  is_anew_ = true;
}

// The clock goes on by itself from where it is set; it is never set back.
void Served::turn_clock(Moment now) {
  if (!is_anew_ && now >= kStartedAnew) start_anew();
  const auto passed = std::chrono::steady_clock::now() - turned_;
  if (clock_ != Moment{0} && now <= clock_ + passed) return;
  talk_->post("/api/v1/demo/clock", {{"now", moment_text(midnight_ + now)}});
  clock_ = now;
  turned_ = std::chrono::steady_clock::now();
}

void Served::arrive(std::size_t visit, Moment now) {
  turn_clock(now);
  if (day_.visits[visit].slot) {
    talk_->post("/api/v1/appointments/" + appointments_[visit] + "/arrival", Json::object());
    return;
  }
  Json body{{"personId", people_[visit]}, {"reason", "现场挂号"}};
  if (const auto& priority = day_.visits[visit].priority; !priority.empty())
    body["priority"] = priority;
  const auto joined = talk_->post("/api/v1/sessions/" + session_of(visit) + "/walk-ins", body);
  appointments_[visit] = joined.at("appointment").at("id");
  visits_[appointments_[visit]] = visit;
}

std::optional<std::size_t> Served::call(std::size_t room, Moment now) {
  turn_clock(now);
  const auto target = "/api/v1/sessions/" + timetable_.sessions[rooms_[room]] + "/calls";
  const auto answer = talk_->ask("POST", target, {{"roomId", timetable_.rooms[room]}});
  if (answer.status == 409 && answer.body.at("code") == "nobody-waits") return std::nullopt;
  if (answer.status != 201) throw std::runtime_error("a call was refused: " + answer.body.dump());
  const auto visit = visits_.at(answer.body.at("appointmentId"));
  tickets_[visit] = answer.body.at("id");
  return visit;
}

void Served::call(std::size_t visit, std::size_t room, Moment now) {
  turn_clock(now);
  const auto found = line(day_.visits[visit].session);
  for (const auto& ticket : found.at("items"))
    if (ticket.at("appointmentId") == appointments_[visit]) tickets_[visit] = ticket.at("id");
  talk_->post(
      "/api/v1/sessions/" + session_of(visit) + "/calls",
      {{"roomId", timetable_.rooms[room]}, {"ticketId", tickets_[visit]}, {"reason", "病情加重"}});
}

void Served::step(std::size_t visit, const char* name, Moment now) {
  turn_clock(now);
  talk_->post("/api/v1/tickets/" + tickets_[visit] + "/steps", {{"step", name}});
}

Talk::Json Served::line(std::size_t session) {
  return talk_->get("/api/v1/sessions/" + timetable_.sessions[session] + "/line").at("line");
}

std::vector<std::size_t> Served::waiting(std::size_t session) {
  const auto found = line(session);
  std::vector<std::size_t> list;
  if (found.is_null()) return list;
  promises_[session] = std::chrono::minutes{found.at("promiseMinutes").get<int>()};
  for (const auto& ticket : found.at("items"))
    if (ticket.at("state") == "waiting") list.push_back(visits_.at(ticket.at("appointmentId")));
  return list;
}

}  // namespace yuyue::bench::day
