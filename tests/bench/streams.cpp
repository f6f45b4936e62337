#include "bench/streams.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <chrono>
#include <stdexcept>
#include <thread>

#include "bench/audience.hpp"
#include "bench/clinic.hpp"
#include "bench/load.hpp"
#include "bench/workshop.hpp"

namespace yuyue::bench {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

// At least 200 displays and 800 phones, also when those called in the meantime have left.
constexpr int kClinics = 8, kRoomsEach = 4, kDisplaysEach = 25, kRounds = 20;
constexpr int kPatientsEach = 100 + kRounds;
constexpr int kPlaces = 16;
constexpr std::size_t kPeopleAJob = 40;
/// A place is told at most twice a second.
constexpr auto kRest = 1200ms;

std::vector<ClinicHours> hours() {
  std::vector<ClinicHours> list;
  for (int c = 1; c <= kClinics; ++c) {
    ClinicHours shared{.department = 100 + c, .places = kPlaces};
    for (int r = 1; r <= kRoomsEach; ++r)
      shared.rooms.push_back("诊室" + std::to_string(c) + "-" + std::to_string(r));
    list.push_back(shared);
  }
  return list;
}

struct Patient {
  AppointmentId appointment;
  std::string token;
};
/// One clinic with a waiting area of its own.
struct WaitingRoom {
  SessionId session;
  AreaId area;
  std::vector<RoomId> rooms;
  std::vector<Patient> patients;
};

template <class T>
T must(Result<T> result) {
  if (!result) throw std::runtime_error("preparing: refused: " + result.error().code);
  return std::move(*result);
}

/// Fills the clinics: everybody has a phone with an account, is booked and has arrived.
class Filling {
 public:
  explicit Filling(Clinic& clinic) : clinic_(clinic), services_(clinic.hospital().services()) {}

  std::vector<WaitingRoom> rooms() {
    find_sessions();
    for (auto& room : rooms_) {
      clinic_.write([&](store::Transaction& tx) {
        booking::Area area;
        area.campus = booking::campuses(tx).front().id;
        area.name = "候诊区" + to_string(room.session);
        area.rooms = room.rooms;
        room.area = must(services_.reference.add(tx, area, {}, services_.clock.now())).id;
        return true;
      });
      while (room.patients.size() < kPatientsEach) fill_some(room);
    }
    return std::move(rooms_);
  }

 private:
  void find_sessions() {
    clinic_.hospital().database().read([&](store::Snapshot& snapshot) {
      auto rows = snapshot.query(
          "SELECT s.id, x.room_id FROM session s JOIN session_room x ON x.session_id = s.id"
          " WHERE s.day = ? ORDER BY s.id, x.position",
          {clinic_.day()});
      while (rows.next()) {
        const auto session = rows->id<SessionId>(0);
        if (rooms_.empty() || rooms_.back().session != session)
          rooms_.push_back({session, {}, {}, {}});
        rooms_.back().rooms.push_back(rows->id<RoomId>(1));
      }
      return true;
    });
    if (rooms_.size() != kClinics) throw std::runtime_error("the timetable has other sessions");
  }

  void fill_some(WaitingRoom& room) {
    clinic_.write([&](store::Transaction& tx) {
      std::vector<SlotId> slots;
      for (const auto& slot : booking::slots_of(tx, room.session)) slots.push_back(slot.id);
      for (std::size_t i = 0; i < kPeopleAJob && room.patients.size() < kPatientsEach; ++i)
        room.patients.push_back(settle(tx, slots[room.patients.size() % slots.size()]));
      return true;
    });
  }

  Patient settle(store::Transaction& tx, SlotId slot) {
    const auto now = services_.clock.now();
    const auto phone = std::to_string(13'000'000'000 + ++people_);
    const auto member = services_.members.of_phone(tx, phone, now);
    const patients::NewOwnPerson person{
        .name = "张三丰",
        .document =
            patients::DocumentInput{IdentifierType::resident_card, card_number(people_), ""},
        .phone = phone,
        .relation = patients::Relation::self,
        .birth_date = {},
        .sex = Sex::unknown,
        .guardian = false,
        .newborn = false};
    booking::BookingRequest request;
    request.slot = slot;
    request.person = must(services_.patients.register_own_person(
                              tx, access::Principal::system("bench"), member, person, now))
                         .id;
    request.by.kind = "staff";
    request.by.channel = booking::Channel::desk;
    const auto booked = must(services_.appointments.book(tx, request, now));
    const auto opens = services_.time.at(clinic_.day(), MinuteOfDay{7 * 60 + 50});
    must(services_.appointments.arrive(tx, booked.id, request.by, opens));
    return {booked.id, services_.sign_ins.open(tx, member, now).token};
  }

  Clinic& clinic_;
  const api::Services& services_;
  std::vector<WaitingRoom> rooms_;
  std::size_t people_ = 0;
};

/// The clinics, served, at eight in the morning.
class Morning {
 public:
  explicit Morning(Workshop& workshop) {
    workshop.say("preparing " + std::to_string(kClinics) + " clinics and " +
                 std::to_string(kClinics * kPatientsEach) + " patients who wait");
    const auto data = workshop.new_folder();
    Day day;
    {
      Clinic clinic(data, hours());
      day = clinic.day();
      rooms_ = Filling(clinic).rooms();
    }
    server_ = workshop.serve_demo(data);
    const HospitalTime time(config_for(data).time_zone);
    talk_ = std::make_unique<Talk>(server_->internal_port());
    talk_->post("/api/v1/demo/clock", {{"now", moment_text(time.at(day, MinuteOfDay{8 * 60}))}});
    talk_->sign_in(Clinic::kAccount, Clinic::kPassword);
  }

  void let_listen(Audience& audience, int displays, std::size_t phones) const {
    for (std::size_t c = 0; c < rooms_.size(); ++c) {
      const auto& room = rooms_[c];
      const auto board = request_text(
          "GET", "/api/v1/areas/" + to_string(room.area) + "/board/stream", talk_->cookie(), "");
      for (int i = 0; i < displays; ++i)
        audience.add(server_->internal_port(), board, Audience::Kind::display, c);
      for (std::size_t i = 0; i < phones; ++i) {
        const auto& patient = room.patients[i];
        audience.add(
            server_->port(),
            request_text("GET",
                         "/api/v1/appointments/" + to_string(patient.appointment) + "/place/stream",
                         patient.token, ""),
            Audience::Kind::phone, c);
      }
    }
  }

  /// One room of each clinic calls, all at one moment; until everybody has heard.
  void call(Audience& audience, int round) {
    const auto nth = static_cast<std::size_t>(round) % kRoomsEach;
    std::vector<Socket> callers;
    std::vector<Clock::time_point> sent;
    for (std::size_t c = 0; c < rooms_.size(); ++c)
      callers.push_back(connect_to(server_->internal_port()));
    if (audience.expect() < 1000) throw std::runtime_error("fewer listen than are to be measured");
    for (std::size_t c = 0; c < rooms_.size(); ++c) {
      const auto request = request_text(
          "POST", "/api/v1/sessions/" + to_string(rooms_[c].session) + "/calls", talk_->cookie(),
          R"({"roomId":")" + to_string(rooms_[c].rooms[nth]) + R"("})");
      sent.push_back(Clock::now());
      if (::send(callers[c].fd(), request.data(), request.size(), MSG_NOSIGNAL) !=
          static_cast<ssize_t>(request.size()))
        throw std::runtime_error("a clinic cannot call");
    }
    const auto end = Clock::now() + 10s;
    while (!audience.all_have_heard()) {
      if (Clock::now() > end) throw std::runtime_error("not everybody heard of a call");
      audience.hear(100ms, sent);
    }
    for (const auto& caller : callers) finish(caller);
  }
  double memory_kib() const { return server_->memory_mib() * 1024; }

 private:
  /// Whoever was called has been seen.
  void finish(const Socket& caller) {
    std::array<char, 16 * 1024> buffer;
    pollfd readable{caller.fd(), POLLIN, 0};
    if (poll(&readable, 1, 10'000) != 1) throw std::runtime_error("a call was not answered");
    const auto got = ::recv(caller.fd(), buffer.data(), buffer.size(), 0);
    const std::string_view answer(buffer.data(), got > 0 ? static_cast<std::size_t>(got) : 0);
    if (status_of(answer) != 201) throw std::runtime_error("a call failed: " + std::string(answer));
    const auto ticket = Talk::Json::parse(body_of(answer)).at("id").get<std::string>();
    talk_->post("/api/v1/tickets/" + ticket + "/steps", {{"step", "finish"}});
  }

  std::vector<WaitingRoom> rooms_;
  std::unique_ptr<ServerProcess> server_;
  std::unique_ptr<Talk> talk_;
};

double percentile(std::vector<double> values, double share) {
  std::ranges::sort(values);
  return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
}

}  // namespace

Measured call_reaches(Workshop& workshop) {
  Morning morning(workshop);
  Audience audience;
  morning.let_listen(audience, kDisplaysEach, kPatientsEach);
  for (int round = 0; round < kRounds; ++round) {
    audience.rest(kRest);
    morning.call(audience, round);
  }
  const auto& took = audience.took_ms();
  return at_most(150, percentile(took, 0.99),
                 "ms to at least 1000 of " + std::to_string(audience.size()) +
                     " displays and phones, " + std::to_string(kClinics) +
                     " clinics calling at one moment; median " + whole(percentile(took, 0.5)) +
                     " ms, slowest " + whole(percentile(took, 1)) + " ms");
}

Measured memory_per_stream(Workshop& workshop) {
  Morning morning(workshop);
  {
    // What the first of them cost once and for all.
    Audience first;
    morning.let_listen(first, 2, 2);
    first.rest(kRest);
  }
  std::this_thread::sleep_for(1s);
  const auto before = morning.memory_kib();
  Audience audience;
  morning.let_listen(audience, kDisplaysEach, kPatientsEach);
  morning.call(audience, 0);
  audience.rest(2s);
  const auto each = (morning.memory_kib() - before) / static_cast<double>(audience.size());
  return at_most(30, each,
                 "KiB resident each, " + std::to_string(audience.size()) +
                     " displays and phones after a call");
}

}  // namespace yuyue::bench
