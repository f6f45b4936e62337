#include "bench/lines.hpp"

#include <chrono>
#include <map>
#include <stdexcept>

#include "bench/bookings.hpp"
#include "bench/clinic.hpp"
#include "bench/load.hpp"
#include "bench/workshop.hpp"

namespace yuyue::bench {
namespace {

using namespace std::chrono_literals;

// Of each department one session in three rooms, and two clinicians with a room each.
constexpr int kDepartments = 60, kSharedRooms = 3, kClinicians = 2;
constexpr std::size_t kRooms = kDepartments * (kSharedRooms + kClinicians);
constexpr int kWaitingPerRoom = 10, kComingPerRoom = 8, kPlaces = 8;
constexpr std::size_t kPeopleAJob = 100;
// Each room does something every three seconds, all day long: many times what rooms do.
constexpr std::size_t kRate = kRooms / 3;
constexpr int kSteps = 5, kCyclesARound = 1, kMeasurements = 3;

std::vector<ClinicHours> hours() {
  std::vector<ClinicHours> list;
  for (int d = 101; d <= 100 + kDepartments; ++d) {
    const auto name = "诊室" + std::to_string(d) + "-";
    ClinicHours shared{.department = d, .places = kPlaces * kSharedRooms};
    for (int r = 1; r <= kSharedRooms; ++r) shared.rooms.push_back(name + std::to_string(r));
    list.push_back(shared);
    for (int c = 1; c <= kClinicians; ++c)
      list.push_back({.department = d,
                      .clinician = c,
                      .places = kPlaces,
                      .rooms = {name + std::to_string(kSharedRooms + c)}});
  }
  return list;
}

struct Room {
  RoomId id;
  SessionId session;
  std::vector<AppointmentId> coming;  ///< who has not arrived yet, the next one last
  std::string called;                 ///< ticket
};

/// Rooms with their lines: as many as are to wait have arrived when it is done.
class Filling {
 public:
  explicit Filling(Clinic& clinic) : clinic_(clinic), services_(clinic.hospital().services()) {
    const auto rooms = clinic_.hospital().database().read([&](store::Snapshot& snapshot) {
      std::vector<Room> list;
      auto rows = snapshot.query(
          "SELECT x.room_id, s.id FROM session s JOIN session_room x ON x.session_id = s.id"
          " WHERE s.day = ? ORDER BY s.id, x.position",
          {clinic_.day()});
      while (rows.next()) list.push_back({rows->id<RoomId>(0), rows->id<SessionId>(1), {}, {}});
      return list;
    });
    if (rooms.size() != kRooms) throw std::runtime_error("the timetable has other rooms");
    for (const auto& room : rooms) {
      rooms_.push_back(room);
      if (rooms_.size() % kRoomsAJob == 0) fill_last();
    }
  }
  std::vector<Room> rooms() && { return std::move(rooms_); }

 private:
  static constexpr std::size_t kRoomsAJob = kPeopleAJob / (kWaitingPerRoom + kComingPerRoom);

  void fill_last() {
    clinic_.write([&](store::Transaction& tx) {
      for (auto i = rooms_.size() - kRoomsAJob; i < rooms_.size(); ++i) fill(tx, rooms_[i]);
      return true;
    });
  }

  void fill(store::Transaction& tx, Room& room) {
    const auto slots = slots_of(tx, room.session);
    const auto now = services_.clock.now();
    const auto opens = services_.time.at(clinic_.day(), MinuteOfDay{7 * 60 + 50});
    for (int i = 0; i < kWaitingPerRoom + kComingPerRoom; ++i) {
      booking::BookingRequest request;
      request.slot = slots[taken_[room.session]++ % slots.size()];
      request.person = clinic_.settle(tx, people_++);
      request.by.kind = "staff";
      request.by.channel = booking::Channel::desk;
      const auto booked = services_.appointments.book(tx, request, now);
      if (!booked) throw std::runtime_error("booking refused: " + booked.error().code);
      if (i >= kWaitingPerRoom) {
        room.coming.push_back(booked->id);
      } else if (const auto arrived =
                     services_.appointments.arrive(tx, booked->id, request.by, opens);
                 !arrived) {
        throw std::runtime_error("arriving refused: " + arrived.error().code);
      }
    }
  }

  static std::vector<SlotId> slots_of(store::Snapshot& snapshot, SessionId session) {
    std::vector<SlotId> list;
    auto rows =
        snapshot.query("SELECT id FROM slot WHERE session_id = ? ORDER BY starts_at", {session});
    while (rows.next()) list.push_back(rows->id<SlotId>(0));
    return list;
  }

  Clinic& clinic_;
  const api::Services& services_;
  std::vector<Room> rooms_;
  std::map<SessionId, std::size_t> taken_;
  std::size_t people_ = 0;
};

/// What the rooms' pages send, each room one step after another.
class Rooms {
 public:
  Rooms(std::vector<Room> rooms, std::string cookie)
      : rooms_(std::move(rooms)), cookie_(std::move(cookie)) {}

  Script script() {
    return {[this](std::size_t n) { return request(n); },
            [this](std::size_t n, std::string_view answer) {
              return is_good(n, answer);
            }};
  }
  /// All rooms call at one moment, and then are free again.
  std::vector<std::string> all_call() {
    std::vector<std::string> list;
    for (auto& room : rooms_) list.push_back(call(room));
    return list;
  }

 private:
  enum Step { arrive, call_next, start, finish, look };
  Room& room_of(std::size_t n) { return rooms_[n % kRooms]; }
  static Step step_of(std::size_t n) { return static_cast<Step>(n / kRooms % kSteps); }

  std::string post(const std::string& target, const std::string& body) {
    return request_text("POST", "/api/v1/" + target, cookie_, body,
                        "bench-lines-" + std::to_string(++keys_));
  }
  std::string call(const Room& room) {
    return post("sessions/" + to_string(room.session) + "/calls",
                R"({"roomId":")" + to_string(room.id) + R"("})");
  }
  std::string step(const Room& room, const char* name) {
    if (room.called.empty()) return {};  // the call is not answered yet
    return post("tickets/" + room.called + "/steps", R"({"step":")" + std::string(name) + R"("})");
  }
  std::string request(std::size_t n) {
    auto& room = room_of(n);
    switch (step_of(n)) {
      case arrive: {
        const auto who = room.coming.back();
        room.coming.pop_back();
        return post("appointments/" + to_string(who) + "/arrival", "{}");
      }
      case call_next:
        room.called.clear();
        return call(room);
      case start:
        return step(room, "start");
      case finish:
        return step(room, "finish");
      case look:
        return request_text("GET", "/api/v1/sessions/" + to_string(room.session) + "/line", cookie_,
                            "");
    }
    throw std::logic_error("no such step");
  }
  bool is_good(std::size_t n, std::string_view answer) {
    if (step_of(n) != call_next) return status_of(answer) == 200;
    if (status_of(answer) != 201) return false;
    room_of(n).called = Talk::Json::parse(body_of(answer)).at("id").get<std::string>();
    return true;
  }

  std::vector<Room> rooms_;
  const std::string cookie_;
  std::size_t keys_ = 0;
};

std::string one_decimal(double value) {
  return std::to_string(value).substr(0, std::to_string(value).find('.') + 2);
}

}  // namespace

Measured queue_latency(Workshop& workshop) {
  const auto data = workshop.new_folder();
  std::vector<Room> filled;
  Day day;
  {
    workshop.say("preparing 300 rooms and 3,000 patients who wait");
    Clinic clinic(data, hours());
    day = clinic.day();
    filled = Filling(clinic).rooms();
  }
  const auto server = workshop.serve_demo(data);
  Talk talk(server->internal_port());
  const HospitalTime time(config_for(data).time_zone);
  talk.post("/api/v1/demo/clock", {{"now", moment_text(time.at(day, MinuteOfDay{8 * 60}))}});
  talk.sign_in(Clinic::kAccount, Clinic::kPassword);
  Rooms rooms(std::move(filled), talk.cookie());

  Load load{.port = server->internal_port(), .connections = kRooms};
  std::vector<double> p50, p99;
  for (int i = 0; i < kMeasurements; ++i) {
    const auto answers =
        all_good(load.at_rate(kRooms * kSteps * kCyclesARound, kRate, rooms.script()));
    p50.push_back(answers.percentile_ms(0.5));
    p99.push_back(answers.percentile_ms(0.99));
  }
  load.status = 201;
  const auto requests = rooms.all_call();
  const auto burst = all_good(load.as_fast_as_possible(views(requests)));
  return at_most(
      20, median(p99),
      "ms at " + std::to_string(kRate) + " operations/s; median " + one_decimal(median(p50)) +
          " ms; all rooms calling at one moment: " + whole(burst.seconds * 1000) + " ms");
}

}  // namespace yuyue::bench
