// A clinic's plans change over a real file: everybody affected comes to exactly one outcome, with
// their place where one was kept, and the counters stay true at every step.
#include <map>
#include <set>

#include "unit/booking/fixture.hpp"
#include "yuyue/access/settings.hpp"
#include "yuyue/booking/disruption/rules.hpp"
#include "yuyue/booking/disruption/service.hpp"
#include "yuyue/booking/places.hpp"

namespace yuyue::booking::disruption {
namespace {

using std::chrono::minutes;

/// Two experts and an associate chief in one department, the same specialty on another campus.
const std::string kRows =
    "主院区,301,心内科,专家,1001,张主任,主任医师,周二,上午,08:00,10:00,2,101,30,,,\n"
    "主院区,301,心内科,专家,1002,李主任,主任医师,周二,上午,08:00,10:00,1,102,50,,,\n"
    "主院区,301,心内科,专家,1003,王副主任,副主任医师,周二,上午,08:00,10:00,9,103,20,,,\n"
    "主院区,301,心内科,专家,1001,张主任,主任医师,周四,上午,08:00,10:00,1,101,30,,,\n";

struct Phones final : Messages {
  std::optional<MessageId> owe(store::Transaction&, const Notice& notice, Instant) override {
    told.emplace_back(notice.appointment.id, notice.what);
    if (!notice.token.empty()) tokens[notice.appointment.id] = notice.token;
    if (silent.contains(notice.appointment.person)) return std::nullopt;
    return MessageId{static_cast<std::int64_t>(told.size())};
  }
  std::vector<std::pair<AppointmentId, Notice::What>> told;
  std::map<AppointmentId, std::string> tokens;
  std::set<PersonId> silent;
};

class World : public booking::test::Clinic {
 public:
  World() {
    import(kRows);
    make_sessions();
    sessions = read([](store::Snapshot& snapshot) {
      std::vector<Session> list;
      auto rows = snapshot.query(
          "SELECT id FROM session WHERE day = '2026-11-24' ORDER BY"
          " (SELECT code FROM practitioner p WHERE p.id = practitioner_id)");
      while (rows.next()) list.push_back(*find_session(snapshot, rows->id<SessionId>(0)));
      return list;
    });
    REQUIRE(sessions.size() == 3);
  }

  /// Fills the first expert's slots.
  void fill() {
    persons = people(8);
    std::size_t next = 0;
    for (const auto& slot : slots(sessions[0].id))
      for (int i = 0; i < slot.capacity; ++i) {
        const auto booked = book(persons[next++], slot.id);
        REQUIRE(booked);
        appointments_made.push_back(*booked);
      }
    REQUIRE(next == 8);
  }
  std::vector<Slot> slots(SessionId id) {
    return read([&](store::Snapshot& snapshot) { return slots_of(snapshot, id); });
  }
  Wish wish(Kind kind) const {
    Wish w;
    w.kind = kind;
    w.session = sessions[0].id;
    w.reason = "医生外出会诊";
    return w;
  }
  Result<Disruption> begin(const Wish& w) {
    return write([&](store::Transaction& tx) { return work.begin(tx, w, staff, now()); });
  }
  void go_on() {
    for (int i = 0; i < 1000; ++i) {
      check_sound();
      if (!work.advance(db(), now())) return;
    }
    FAIL("it does not come to an end");
  }
  std::vector<Affected> affected(DisruptionId id) {
    return read([&](store::Snapshot& snapshot) { return affected_by(snapshot, id, {}, 100); });
  }
  Counts counts(DisruptionId id) {
    return read([&](store::Snapshot& snapshot) { return counts_of(snapshot, id, now()); });
  }
  State state(DisruptionId id) {
    return read([&](store::Snapshot& snapshot) { return find_disruption(snapshot, id)->state; });
  }
  Appointment appointment(AppointmentId id) {
    return read([&](store::Snapshot& snapshot) { return find_appointment(snapshot, id).value(); });
  }
  Session session(SessionId id) {
    return read([&](store::Snapshot& snapshot) { return find_session(snapshot, id).value(); });
  }
  Result<Affected> answer(const Affected& f, Choice choice, std::optional<SlotId> to = {},
                          Settler settler = Settler::patient) {
    return write([&](store::Transaction& tx) {
      return work.answer(tx, f.disruption, f.appointment, choice, to, settler,
                         {{.kind = "patient", .id = 1}, Channel::web}, now());
    });
  }

  access::KeyRing keys = access::KeyRing::ephemeral();
  access::Vault vault{keys};
  Phones phones;
  Disruptions work{env, vault, phones};
  std::vector<Session> sessions;
  std::vector<PersonId> persons;
  std::vector<Appointment> appointments_made;
};

}  // namespace

TEST_CASE("a stopped clinic: everybody is asked, places are kept, silence is decided") {
  World w;
  w.fill();
  const auto before = w.wish(Kind::stop);
  const auto preview =
      w.read([&](store::Snapshot& snapshot) { return w.work.preview(snapshot, before, w.now()); });
  REQUIRE(preview);
  CHECK(preview->affected.size() == 8);

  const auto d = w.begin(before);
  REQUIRE(d);
  CHECK(w.session(w.sessions[0].id).state == SessionState::stopped);
  CHECK(w.begin(before).error().code == "session-disrupted");
  w.go_on();
  CHECK(w.state(d->id) == State::open);
  const auto list = w.affected(d->id);
  REQUIRE(list.size() == 8);
  CHECK(w.phones.told.size() == 8);
  std::map<SlotId, int> kept;
  for (const auto& f : list) {
    CHECK_FALSE(f.outcome);
    REQUIRE(f.answer_until);
    if (f.kept_slot) ++kept[*f.kept_slot];
    for (const auto& proposal : f.proposals) {
      const auto to =
          w.read([&](store::Snapshot& s) { return place_view(s, w.time, proposal.slot); });
      CHECK(to->offer.practitioner != "王副主任");  // a lower rank
    }
  }
  // Four places with the colleague that day, four with the same clinician on Thursday, four a week
  // later with each.
  for (const auto& [slot, count] : kept) CHECK(count == 1);
  CHECK(kept.size() == 8);

  // One takes the kept place, one another, one the refund; nobody pays more.
  REQUIRE(w.answer(list[0], Choice::move));
  CHECK(w.appointment(list[0].appointment).slot == list[0].kept_slot);
  CHECK(w.appointment(list[0].appointment).fee == 3000);
  CHECK(w.answer(list[0], Choice::cancel).error().code == "answered-already");
  CHECK(w.answer(list[1], Choice::move, SlotId{1}).error().code == "not-proposed");
  REQUIRE(w.answer(list[1], Choice::cancel));
  const auto refunded = w.appointment(list[1].appointment);
  CHECK(refunded.state == AppointmentState::cancelled);
  CHECK(refunded.cancel_cause == CancelCause::hospital);
  CHECK(w.read([&](store::Snapshot& s) { return events_of(s, refunded.id).back().details; }) ==
        "hospital");
  w.check_sound();

  // One cancels in the ordinary way: nothing more is asked of them.
  REQUIRE(w.cancel(list[2].appointment));
  w.go_on();
  CHECK(w.affected(d->id)[2].outcome == Outcome::gone);

  // The others say nothing.
  w.set_now("2026-11-24", 8 * 60);
  const auto late = w.affected(d->id)[3];
  CHECK(w.answer(late, Choice::cancel).error().code == "answer-too-late");
  w.go_on();
  CHECK(w.state(d->id) == State::closed);
  for (const auto& f : w.affected(d->id)) {
    REQUIRE(f.outcome);
    CHECK_FALSE(f.claim);
  }
  const auto counts = w.counts(d->id);
  CHECK(counts.open == 0);
  CHECK(counts.moved == 6);
  CHECK(counts.cancelled == 1);
  CHECK(counts.gone == 1);
  CHECK(w.read([&](store::Snapshot& s) {
    return s.integer("SELECT count(*) FROM place_claim WHERE owner_kind = 'disruption'");
  }) == 0);
  CHECK(w.begin(w.wish(Kind::stop)));  // what is stopped can be looked at again, to no effect
}

TEST_CASE("the default may be the refund") {
  World w;
  w.fill();
  auto wish = w.wish(Kind::stop);
  wish.otherwise = Otherwise::cancel;
  const auto d = w.begin(wish);
  w.go_on();
  w.set_now("2026-11-24", 8 * 60);
  w.go_on();
  CHECK(w.counts(d->id).cancelled == 8);
}

TEST_CASE("a link speaks for one appointment and expires") {
  World w;
  w.fill();
  const auto d = w.begin(w.wish(Kind::stop));
  w.go_on();
  const auto& [appointment, token] = *w.phones.tokens.begin();
  const auto target =
      w.read([&](store::Snapshot& s) { return w.work.target_of(s, token, w.now()); });
  REQUIRE(target);
  CHECK(target->appointment == appointment);
  CHECK(target->disruption == d->id);
  CHECK(token.size() == 43);
  CHECK_FALSE(
      w.read([&](store::Snapshot& s) { return w.work.target_of(s, token + "x", w.now()); }));
  w.set_now("2026-11-28", 8 * 60);
  CHECK_FALSE(w.read([&](store::Snapshot& s) { return w.work.target_of(s, token, w.now()); }));
  CHECK(w.write([&](store::Transaction& tx) { return w.work.purge_links(tx, w.now()); }) == 8);
}

TEST_CASE("taken back while nobody has been moved, not after") {
  World w;
  w.fill();
  const auto d = w.begin(w.wish(Kind::stop));
  w.go_on();
  const auto take_back = [&](DisruptionId id) {
    return w.write(
        [&](store::Transaction& tx) { return w.work.take_back(tx, id, w.staff, w.now()); });
  };
  REQUIRE(take_back(d->id));
  CHECK(w.session(w.sessions[0].id).state == SessionState::open);
  w.go_on();
  CHECK(w.state(d->id) == State::taken_back);
  CHECK(w.phones.told.size() == 16);
  for (const auto& a : w.appointments_made) {
    CHECK(w.appointment(a.id).state == AppointmentState::booked);
    CHECK(w.appointment(a.id).slot == a.slot);
  }
  CHECK(take_back(d->id).error().code == "disruption-over");

  const auto again = w.begin(w.wish(Kind::stop));
  REQUIRE(again);
  w.go_on();
  REQUIRE(w.answer(w.affected(again->id)[0], Choice::move));
  CHECK(take_back(again->id).error().code == "disruption-under-way");
}

TEST_CASE("a clinic that moves takes everybody along") {
  World w;
  w.fill();
  auto wish = w.wish(Kind::move);
  wish.starts = minutes{14 * 60};
  const auto d = w.begin(wish);
  REQUIRE(d);
  w.go_on();
  const auto list = w.affected(d->id);
  REQUIRE(list.size() == 8);
  for (const auto& f : list) {
    REQUIRE(f.proposals.size() > 0);
    CHECK(f.proposals[0].fit == Fit::same_place);
    CHECK(f.proposals[0].starts_at == f.starts_at + std::chrono::hours{6});
    CHECK(f.kept_slot == f.proposals[0].slot);
  }
  w.set_now("2026-11-24", 8 * 60);
  w.go_on();
  CHECK(w.counts(d->id).moved == 8);
  for (const auto& was : w.appointments_made) {
    const auto a = w.appointment(was.id);
    CHECK(a.starts_at == was.starts_at + std::chrono::hours{6});
    CHECK(a.practitioner == was.practitioner);
    CHECK(a.fee == was.fee);
  }
  // The session made by hand stays when the timetable is gone through again.
  w.write([](store::Transaction& tx) {
    return tx.execute("UPDATE timetable SET generation = generation + 1");
  });
  const auto report = w.make_sessions();
  CHECK(report.withdrawn == 0);
  CHECK(report.kept.empty());
  w.check_sound();
}

TEST_CASE("a substitute of the same rank takes over; a lower one may not") {
  World w;
  w.fill();
  auto wish = w.wish(Kind::substitute);
  wish.substitute = w.sessions[2].practitioner;
  CHECK(w.begin(wish).error().code == "substitute-lower-rank");
  wish.substitute = w.sessions[1].practitioner;
  CHECK(w.begin(wish).error().code == "practitioner-elsewhere");
  // The colleague's own clinic stops, so that there is time for this one.
  auto other = w.wish(Kind::stop);
  other.session = w.sessions[1].id;
  REQUIRE(w.begin(other));
  w.go_on();
  const auto d = w.begin(wish);
  REQUIRE(d);
  w.go_on();
  CHECK(w.state(d->id) == State::closed);
  CHECK(w.counts(d->id).moved == 8);
  for (const auto& was : w.appointments_made) {
    const auto a = w.appointment(was.id);
    CHECK(a.practitioner == w.sessions[1].practitioner);
    CHECK(a.starts_at == was.starts_at);
    CHECK(a.sequence == was.sequence);
    CHECK(a.fee == was.fee);
  }
}

TEST_CASE("a clinic that shrinks: who booked last gives way, and the place is gone") {
  World w;
  w.fill();
  const auto slots = w.slots(w.sessions[0].id);
  auto wish = w.wish(Kind::shrink);
  wish.slots = {{slots[0].id, 1}, {slots[1].id, 0}};
  const auto d = w.begin(wish);
  REQUIRE(d);
  w.go_on();
  auto list = w.affected(d->id);
  REQUIRE(list.size() == 3);
  CHECK(list[0].appointment == w.appointments_made[1].id);
  CHECK(w.session(w.sessions[0].id).state == SessionState::open);
  REQUIRE(w.answer(list[0], Choice::cancel));
  w.check_sound();
  w.set_now("2026-11-24", 8 * 60 - 30);
  w.go_on();
  CHECK(w.state(d->id) == State::closed);
  const auto now_are = w.slots(w.sessions[0].id);
  CHECK(now_are[0].capacity == 1);
  CHECK(now_are[1].capacity == 0);
  CHECK(now_are[2].capacity == 2);
}

TEST_CASE("a clinic that shrinks is stopped: the open answers go over, and nobody is told anew") {
  World w;
  w.fill();
  const auto slots = w.slots(w.sessions[0].id);
  auto wish = w.wish(Kind::shrink);
  wish.slots = {{slots[0].id, 1}, {slots[1].id, 0}};
  const auto shrink = w.begin(wish);
  REQUIRE(shrink);
  w.go_on();
  const auto asked = w.affected(shrink->id);
  REQUIRE(asked.size() == 3);
  REQUIRE(w.answer(asked[1], Choice::cancel));
  const auto token = w.phones.tokens.at(asked[0].appointment);
  const auto told = w.phones.told.size();

  const auto stop = w.begin(w.wish(Kind::stop));
  REQUIRE(stop);
  CHECK(w.state(shrink->id) == State::closed);
  CHECK(w.counts(shrink->id).open == 0);
  // Those two have been asked already, with the same place and until the same time.
  CHECK(w.counts(stop->id).open == 2);
  for (const std::size_t i : {0U, 2U}) {
    const auto f = w.read([&](store::Snapshot& s) {
      return find_affected(s, stop->id, asked[i].appointment).value();
    });
    CHECK(f.kept_slot == asked[i].kept_slot);
    CHECK(f.claim == asked[i].claim);
    CHECK(f.answer_until == asked[i].answer_until);
    CHECK(f.proposals.size() == asked[i].proposals.size());
  }
  w.check_sound();
  w.go_on();
  CHECK(w.counts(stop->id).affected == 7);  // one had cancelled
  CHECK(w.phones.told.size() == told + 5);
  const auto target =
      w.read([&](store::Snapshot& s) { return w.work.target_of(s, token, w.now()); });
  REQUIRE(target);
  CHECK(target->disruption == stop->id);
  w.set_now("2026-11-24", 8 * 60);
  w.go_on();
  CHECK(w.state(stop->id) == State::closed);
}

TEST_CASE("another end for those who do not answer is told, with a link that counts") {
  World w;
  w.fill();
  const auto slots = w.slots(w.sessions[0].id);
  auto wish = w.wish(Kind::shrink);
  wish.slots = {{slots[1].id, 0}};
  REQUIRE(w.begin(wish));
  w.go_on();
  REQUIRE(w.phones.told.size() == 2);
  const auto whom = w.phones.told.front().first;
  const auto before = w.phones.tokens.at(whom);
  auto other = w.wish(Kind::stop);
  other.otherwise = Otherwise::cancel;
  const auto stop = w.begin(other);
  REQUIRE(stop);
  CHECK(w.phones.told.size() == 4);
  for (const auto& token : {before, w.phones.tokens.at(whom)}) {
    const auto target =
        w.read([&](store::Snapshot& s) { return w.work.target_of(s, token, w.now()); });
    REQUIRE(target);
    CHECK(target->disruption == stop->id);
  }
  w.go_on();
  CHECK(w.counts(stop->id).affected == 8);
  CHECK(w.phones.told.size() == 10);
  CHECK(w.begin(wish).error().code == "session-disrupted");
  // Taken over before anybody was written down: the smaller change is over.
  World early;
  early.fill();
  auto smaller = early.wish(Kind::shrink);
  smaller.slots = {{early.slots(early.sessions[0].id)[1].id, 0}};
  const auto shrink = early.begin(smaller);
  REQUIRE(early.begin(early.wish(Kind::stop)));
  early.go_on();
  CHECK(early.state(shrink->id) == State::closed);
  CHECK(early.phones.told.size() == 8);
}

TEST_CASE("whoever has not answered is reminded once, and not at night") {
  World w;
  w.fill();
  w.set_now("2026-11-22", 12 * 60);
  auto wish = w.wish(Kind::stop);
  wish.answer_within = std::chrono::hours{24};
  const auto d = w.begin(wish);
  REQUIRE(d);
  w.go_on();
  const auto list = w.affected(d->id);
  REQUIRE(w.answer(list[0], Choice::cancel));
  const auto told = w.phones.told.size();
  w.set_now("2026-11-22", 23 * 60 + 50);
  w.go_on();
  w.set_now("2026-11-23", 1 * 60);  // half of the time is over, but people sleep
  w.go_on();
  CHECK(w.phones.told.size() == told);
  w.set_now("2026-11-23", 7 * 60);
  w.go_on();
  CHECK(w.phones.told.size() == told + list.size() - 1);
  CHECK(w.phones.told.back().second == Notice::What::reminded);
  const auto token = w.phones.tokens.at(list[1].appointment);
  CHECK(w.read([&](store::Snapshot& s) { return w.work.target_of(s, token, w.now()); }));
  w.set_now("2026-11-23", 9 * 60);
  w.go_on();
  CHECK(w.phones.told.size() == told + list.size() - 1);
}

TEST_CASE("a clinic with quotas stops or shrinks, and every pool adds up") {
  World w;
  const places::Places all(w.env);
  const auto keep = [&](const Session& session, const Quotas& quotas) {
    REQUIRE(w.write([&](store::Transaction& tx) {
      return all.set_quotas(tx, session.id, quotas, w.staff, w.now());
    }));
  };
  keep(w.sessions[0], {{Pool::web, 4}, {Pool::desk, 2}});
  keep(w.sessions[1], {{Pool::web, 2}, {Pool::partner, 1}});
  w.persons = w.people(8);
  std::size_t next = 0;
  const auto slots = w.slots(w.sessions[0].id);
  for (const auto& slot : slots)
    for (int i = 0; i < slot.capacity; ++i) {
      const auto channel = next < 6 ? Channel::web : Channel::desk;
      const auto booked = w.book(w.persons[next++], slot.id, channel);
      REQUIRE(booked);
      w.appointments_made.push_back(*booked);
    }
  w.check_sound();
  auto wish = w.wish(Kind::shrink);
  wish.slots = {{slots[0].id, 0}, {slots[3].id, 1}};
  const auto shrunk = w.begin(wish);
  REQUIRE(shrunk);
  w.go_on();
  for (const auto& f : w.affected(shrunk->id)) {
    REQUIRE(w.answer(f, f.kept_slot ? Choice::move : Choice::cancel));
    w.check_sound();
  }
  w.go_on();
  CHECK(w.state(shrunk->id) == State::closed);
  CHECK(w.slots(w.sessions[0].id)[0].capacity == 0);
  const auto stopped = w.begin(w.wish(Kind::stop));
  REQUIRE(stopped);
  w.go_on();
  w.set_now("2026-11-24", 8 * 60);
  w.go_on();
  CHECK(w.counts(stopped->id).open == 0);
}

TEST_CASE("other rooms: everybody is told, nobody is asked") {
  World w;
  w.fill();
  auto wish = w.wish(Kind::room);
  wish.rooms = {w.read([](store::Snapshot& s) {
    return RoomId{*s.integer("SELECT id FROM room WHERE name = '103'")};
  })};
  const auto d = w.begin(wish);
  REQUIRE(d);
  w.go_on();
  CHECK(w.state(d->id) == State::closed);
  CHECK(w.counts(d->id).kept == 8);
  CHECK(w.phones.told.size() == 8);
  CHECK(w.read([&](store::Snapshot& s) {
    return view_of(s, find_appointment(s, w.appointments_made[0].id).value()).rooms;
  }) == std::vector<std::string>{"103"});
}

TEST_CASE("a clinician away for weeks: the sessions there are, and those not made yet") {
  World w;
  w.fill();
  Wish wish;
  wish.kind = Kind::stop;
  wish.practitioner = w.sessions[0].practitioner;
  wish.from = *parse_day("2026-11-24");
  wish.to = *parse_day("2026-12-31");
  wish.reason = "进修";
  const auto d = w.begin(wish);
  REQUIRE(d);
  w.go_on();
  CHECK(w.affected(d->id).size() == 8);
  const auto open = [&](const char* from) {
    return w.read([&](store::Snapshot& s) {
      return s.integer(
          "SELECT count(*) FROM session WHERE practitioner_id = ? AND day >= ?"
          " AND state = 'open'",
          {w.sessions[0].practitioner, from});
    });
  };
  CHECK(open("2026-11-24") == 0);
  w.set_now("2026-12-10", 8 * 60);
  w.make_sessions();
  CHECK(open("2026-11-24") == 0);
  w.set_now("2026-12-29", 8 * 60);
  w.make_sessions();
  CHECK(open("2027-01-01") > 0);
}

TEST_CASE("whom the desk has to call") {
  World w;
  w.fill();
  w.phones.silent = {w.persons[0], w.persons[1]};
  const auto d = w.begin(w.wish(Kind::stop));
  w.go_on();
  const auto calls = [&] {
    return w.read([&](store::Snapshot& s) { return to_call(s, w.now(), 100); });
  };
  CHECK(calls().size() == 2);
  w.set_now("2026-11-23", 21 * 60);  // half of everybody's time has passed
  CHECK(calls().size() == 8);
  REQUIRE(w.answer(w.affected(d->id)[0], Choice::move, {}, Settler::desk));
  CHECK(calls().size() == 7);
  w.set_now("2026-11-24", 8 * 60);
  w.go_on();
  // Decided by the deadline; the one without a phone has still to hear of it.
  const auto left = calls();
  REQUIRE(left.size() == 1);
  CHECK(left[0].person == w.persons[1]);
  CHECK(w.counts(d->id).to_call == 1);
  REQUIRE(w.write([&](store::Transaction& tx) {
    return w.work.mark_told(tx, d->id, left[0].appointment, w.staff, w.now());
  }));
  CHECK(calls().empty());
}

TEST_CASE("a place that was kept is lost in turn: they are asked again") {
  World w;
  w.fill();
  const auto d = w.begin(w.wish(Kind::stop));
  w.go_on();
  auto other = w.wish(Kind::stop);
  other.session = w.sessions[1].id;  // where the first four are kept their places
  REQUIRE(w.begin(other));
  w.go_on();
  for (const auto& f : w.affected(d->id)) {
    if (!f.kept_slot) continue;
    const auto to = w.read([&](store::Snapshot& s) { return place_view(s, w.time, *f.kept_slot); });
    CHECK(to->session != w.sessions[1].id);
  }
}

TEST_CASE("help after a no-show: the clinician, colleagues of any rank, not what is taken") {
  World w;
  w.fill();
  const auto lost = w.appointments_made[0];
  const auto offers = w.read([&](store::Snapshot& s) {
    return rebooking_offers(s, w.env, lost, Channel::web, 8, w.now());
  });
  REQUIRE(offers.size() > 3);
  CHECK(offers[0].offer.practitioner == "张主任");
  std::set<std::string> who;
  for (const auto& offer : offers) who.insert(offer.offer.practitioner);
  CHECK(who.size() >= 2);
}

TEST_CASE("the same specialty on another campus is offered, too") {
  World w;
  w.import(kRows +
           "东院区,901,心内科东院,专家,2001,周主任,主任医师,周三,上午,08:00,10:00,2,E1,30,,,\n");
  w.make_sessions();
  w.fill();
  const auto campuses = [&] {
    std::set<std::string> names;
    for (const auto& offer : w.read([&](store::Snapshot& s) {
           return rebooking_offers(s, w.env, w.appointments_made[0], Channel::web, 8, w.now());
         }))
      names.insert(offer.campus);
    return names;
  };
  // Another department is not known to be the same specialty until it is said.
  CHECK(campuses() == std::set<std::string>{"主院区"});
  w.write([](store::Transaction& tx) {
    return tx.execute("UPDATE department SET national_code = '03.04'");
  });
  CHECK(campuses() == std::set<std::string>{"主院区", "东院区"});
}

}  // namespace yuyue::booking::disruption
