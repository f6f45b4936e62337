#pragma once
// A day of the heart clinic: in the morning two rooms of the department and one clinician apart, in
// the afternoon one room. Whoever arrives stands in a line.
#include "fixture.hpp"
#include "yuyue/booking/clinic/clinic_day.hpp"
#include "yuyue/booking/policy/people.hpp"
#include "yuyue/booking/policy/service.hpp"

namespace yuyue::booking::test {

/// What rules ask of people, as a test says.
struct KnownPeople final : policy::People {
  Facts facts(store::Snapshot&, PersonId person) const override {
    const auto found = all.find(person);
    return found == all.end() ? Facts{} : found->second;
  }
  Past past(store::Snapshot&, PersonId) const override { return {}; }
  std::map<PersonId, Facts> all;
};

struct ClinicWorld : Clinic {
  explicit ClinicWorld(const std::string& policy = "{}") {
    import(
        "本部,0304,心内科,普通,,,,周二,上午,8:00,10:00,3,301/302,,,,\n"
        "本部,0304,心内科,专家,1001,王一,主任医师,周二,上午,8:00,10:00,2,303,,,,\n"
        "本部,0304,心内科,普通,,,,周二,下午,14:00,16:00,3,301,,,,\n"
        "本部,0305,眼科,普通,,,,周二,上午,8:00,10:00,3,401,,,,\n");
    write([&](store::Transaction& tx) {
      return policy::Policies(env).add(tx, policy, std::nullopt, "", staff, now()).value();
    });
    read([&](store::Snapshot& snapshot) {
      auto rows = snapshot.query(
          "SELECT s.id, d.code, s.practitioner_id IS NOT NULL, s.part FROM session s"
          " JOIN department d ON d.id = s.department_id WHERE s.day = '2026-11-24'");
      while (rows.next()) {
        auto& one = rows->text(1) == "0305"        ? eyes
                    : rows->flag(2)                ? expert
                    : rows->text(3) == "afternoon" ? afternoon
                                                   : morning;
        one = rows->id<SessionId>(0);
      }
      return true;
    });
    set_now("2026-11-24", 7 * 60 + 30);
  }

  std::vector<Slot> slots_in(SessionId session) {
    return read([&](store::Snapshot& snapshot) { return slots_of(snapshot, session); });
  }
  RoomId room(SessionId session, std::size_t which = 0) {
    return read([&](store::Snapshot& snapshot) {
      return clinic::rooms_of(snapshot, session).at(which).id;
    });
  }
  Appointment booked(PersonId person, SessionId session, std::size_t slot) {
    const BookingRequest request{.slot = slots_in(session).at(slot).id,
                                 .person = person,
                                 .by = staff,
                                 .member = {},
                                 .note = {}};
    auto made = write([&](store::Transaction& tx) { return visits.book(tx, request, now()); });
    REQUIRE(made.has_value());
    return *made;
  }
  Result<Appointment> arrive(AppointmentId id) {
    return write([&](store::Transaction& tx) { return visits.arrive(tx, id, staff, now()); });
  }
  TicketId here(PersonId person, SessionId session, std::size_t slot) {
    const auto id = booked(person, session, slot).id;
    REQUIRE(arrive(id).has_value());
    return ticket_of(id).ticket.id;
  }
  Result<clinic::WalkIn> walk_in(PersonId person, SessionId session, const std::string& reason = "",
                                 const std::string& priority = "") {
    clinic::WalkInRequest request;
    request.session = session;
    request.person = person;
    request.reason = reason;
    request.priority = priority;
    return write([&](store::Transaction& tx) { return day.walk_in(tx, request, staff, now()); });
  }
  Result<queue::KeptTicket> call(SessionId session, std::size_t which = 0) {
    const auto into = room(session, which);
    return write(
        [&](store::Transaction& tx) { return day.call(tx, session, into, {}, "", staff, now()); });
  }
  Result<queue::KeptTicket> beckon(SessionId session, std::size_t which = 0) {
    const auto before = room(session, which);
    return write(
        [&](store::Transaction& tx) { return day.beckon(tx, session, before, staff, now()); });
  }
  Result<queue::KeptTicket> step(TicketId ticket, clinic::Step::What what) {
    clinic::Step step;
    step.what = what;
    return write([&](store::Transaction& tx) { return day.step(tx, ticket, step, staff, now()); });
  }
  Result<queue::KeptTicket> transfer(TicketId ticket, SessionId to,
                                     const std::string& reason = "医生临时手术") {
    return write(
        [&](store::Transaction& tx) { return day.transfer(tx, ticket, to, reason, staff, now()); });
  }
  Result<void> begin_closing(SessionId session) {
    return write([&](store::Transaction& tx) {
      return day.begin_closing(tx, session, "下班", staff, now());
    });
  }
  Result<void> reopen(SessionId session) {
    return write([&](store::Transaction& tx) { return day.reopen(tx, session, "", staff, now()); });
  }
  queue::KeptTicket ticket_of(AppointmentId id) {
    return read([&](store::Snapshot& snapshot) {
      return queue::ticket_of(snapshot, {"appointment", id.value}).value();
    });
  }
  Appointment appointment(AppointmentId id) {
    return read([&](store::Snapshot& snapshot) { return find_appointment(snapshot, id).value(); });
  }
  std::optional<queue::LineState> line_state(SessionId session) {
    return read([&](store::Snapshot& snapshot) { return clinic::line_state(snapshot, session); });
  }
  std::string order(SessionId session) {
    return read([&](store::Snapshot& snapshot) {
      std::string text;
      const auto line = clinic::line_of(snapshot, session);
      if (!line) return text;
      const auto kept = queue::load(snapshot, *line).value();
      for (const auto* ticket : kept.line.order())
        text += (text.empty() ? "" : " ") + ticket->number;
      return text;
    });
  }
  void check_lines() {
    const auto problems =
        read([](store::Snapshot& snapshot) { return clinic::check_clinic_day(snapshot); });
    for (const auto& problem : problems) MESSAGE(problem);
    CHECK(problems.empty());
    check_sound();
  }

  KnownPeople known;
  /// Who is told of changes is the clinic's day itself.
  Environment listening() {
    auto all = env;
    all.people = &known;
    all.listener = &day;
    return all;
  }
  clinic::ClinicDay day{listening(), nullptr};
  Appointments visits{listening()};
  SessionId morning, expert, afternoon, eyes;
};

}  // namespace yuyue::booking::test
