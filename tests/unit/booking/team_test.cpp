#include "yuyue/booking/team/teams.hpp"

#include "unit/booking/fixture.hpp"
#include "yuyue/booking/disruption/service.hpp"

namespace yuyue::booking::team {
namespace {

std::string code(const auto& result) {
  return result ? "" : result.error().code;
}

/// Three clinicians at one time on Tuesday, and a fourth an hour later.
class Board : public booking::test::Clinic {
 public:
  Board() {
    import(
        "本部,0304,心内科,专家,1001,王建国,主任医师,周二,上午,8:00,9:00,1,301,,,,\n"
        "本部,0401,骨科,专家,1002,李秀英,主任医师,周二,上午,8:00,9:00,1,401,,,,\n"
        "本部,0501,肿瘤科,专家,1003,赵敏,主任医师,周二,上午,8:00,9:00,1,501,,,,\n"
        "本部,0601,影像科,专家,1004,孙立,主任医师,周二,上午,9:00,10:00,1,601,,,,\n");
    make_sessions();
    times = slots("2026-11-24");
    REQUIRE(times.size() == 8);
    env.listener = &all;
    read([&](store::Snapshot& s) {
      for (const auto& room : booking::rooms(s)) rooms[room.name] = room.id;
      return true;
    });
    spare = write([&](store::Transaction& tx) {
              Room room;
              room.name = "会诊室";
              room.campus = campuses(tx).front().id;
              return ReferenceData(env).add(tx, room, staff, now());
            })
                .value()
                .id;
  }
  Result<TeamVisit> together(PersonId person, const std::vector<std::size_t>& which,
                             std::optional<RoomId> room = {}) {
    NewTeamVisit wanted;
    wanted.person = person;
    for (const auto i : which) wanted.slots.push_back(times[i].id);
    wanted.room = room;
    const Appointments told{env};
    return write([&](store::Transaction& tx) { return all.book(tx, told, wanted, staff, now()); });
  }
  int taken(std::size_t slot) {
    for (const auto& one : slots("2026-11-24"))
      if (one.id == times[slot].id) return one.taken;
    return -1;
  }
  void check_all_sound() {
    check_sound();
    for (const auto& problem : read([](store::Snapshot& s) { return check_teams(s); }))
      FAIL_CHECK(problem);
  }
  Teams all{env, vault_};
  std::vector<Slot> times;
  std::map<std::string, RoomId> rooms;
  RoomId spare;

 private:
  access::KeyRing keys_ = access::KeyRing::ephemeral();
  access::Vault vault_{keys_};
};

}  // namespace

TEST_CASE("several clinicians and a room, all or none") {
  Board board;
  const auto people = board.people(3);
  CHECK(code(board.together(people[0], {0})) == "team-times-differ");
  CHECK(code(board.together(people[0], {0, 1})) == "team-times-differ");  // one clinician twice
  CHECK(code(board.together(people[0], {0, 6})) == "team-times-differ");  // another time
  CHECK(code(board.together(people[0], {0, 2}, board.rooms["501"])) == "room-taken");
  CHECK(code(board.together(people[0], {0, 2}, RoomId{12345})) == "unknown-reference");

  // The third one is taken: nothing is kept.
  REQUIRE(board.book(people[1], board.times[4].id).has_value());
  const auto refused = board.together(people[0], {0, 2, 4}, board.spare);
  CHECK(code(refused) == "slot-full");
  CHECK(refused.error().params.at("visit") == "3");
  CHECK(board.taken(0) == 0);
  CHECK(board.taken(2) == 0);

  const auto visit = board.together(people[0], {0, 2}, board.spare).value();
  CHECK(visit.others == std::vector<SlotId>{board.times[2].id});
  CHECK(board.taken(0) == 1);
  CHECK(board.taken(2) == 1);
  CHECK(code(board.book(people[2], board.times[2].id)) == "slot-full");
  CHECK(code(board.together(people[2], {0, 2}, board.spare)) == "room-taken");
  CHECK(board.read(
            [&](store::Snapshot& s) { return teams_on(s, *parse_day("2026-11-24")).size(); }) == 1);
  board.check_all_sound();
}

TEST_CASE("when the patient’s appointment goes, all are free again") {
  Board board;
  const auto people = board.people(2);
  const auto visit = board.together(people[0], {0, 2, 4}, board.spare).value();
  const Appointments told{board.env};
  const auto cancelled = board.write([&](store::Transaction& tx) {
    return told.cancel(tx, visit.appointment, board.staff, {.cause = CancelCause::mistake},
                       board.now());
  });
  REQUIRE(cancelled.has_value());
  CHECK(board.read([&](store::Snapshot& s) { return find_team(s, visit.id)->state; }) ==
        TeamState::released);
  board.check_all_sound();
  // The room, too: whoever comes next may have it, once the places have rested.
  board.set_now("2026-11-23", 9 * 60);
  board.write([&](store::Transaction& tx) {
    return places::Places(board.env).expire(tx, board.now(), 100);
  });
  for (const std::size_t slot : {0, 2, 4}) CHECK(board.taken(slot) == 0);
  CHECK(board.together(people[1], {0, 2}, board.spare).has_value());
  board.check_all_sound();
}

namespace {

struct Notes final : disruption::Messages {
  std::optional<MessageId> owe(store::Transaction&, const disruption::Notice& notice,
                               Instant) override {
    told.push_back(notice.what);
    return MessageId{static_cast<std::int64_t>(told.size())};
  }
  std::vector<disruption::Notice::What> told;
};

/// Two departments on two days, and colleagues of one of them.
class Plans : public booking::test::Clinic {
 public:
  Plans() {
    import(
        "本部,0304,心内科,专家,1001,王建国,主任医师,周二,上午,8:00,9:00,2,301,,,,\n"
        "本部,0304,心内科,专家,1001,王建国,主任医师,周四,上午,8:00,9:00,2,301,,,,\n"
        "本部,0401,骨科,专家,1002,李秀英,主任医师,周二,上午,8:00,9:00,2,401,,,,\n"
        "本部,0401,骨科,专家,1003,赵敏,主任医师,周四,上午,8:30,9:30,2,402,,,,\n"
        "本部,0401,骨科,专家,1004,孙立,副主任医师,周四,上午,8:00,9:00,2,403,,,,\n");
    make_sessions();
    env.listener = &all;
    const auto tuesday = slots("2026-11-24");
    REQUIRE(tuesday.size() == 4);
    NewTeamVisit wanted;
    wanted.person = people(1).front();
    wanted.slots = {tuesday[0].id, tuesday[2].id};
    const Appointments told{env};
    visit = write([&](store::Transaction& tx) {
              return all.book(tx, told, wanted, staff, now());
            }).value();
    theirs = tuesday[2].session;
  }
  disruption::Disruption begin(disruption::Kind kind, std::optional<PractitionerId> who = {}) {
    disruption::Wish wish;
    wish.kind = kind;
    wish.session = theirs;
    wish.reason = "外出会诊";
    wish.substitute = who;
    const auto d =
        write([&](store::Transaction& tx) { return work.begin(tx, wish, staff, now()); });
    REQUIRE(d);
    go_on();
    return *d;
  }
  void go_on() {
    while (work.advance(db(), now())) check_sound();
    for (const auto& problem : read([](store::Snapshot& s) { return check_teams(s); }))
      FAIL_CHECK(problem);
  }
  disruption::Affected affected(DisruptionId id) {
    const auto list =
        read([&](store::Snapshot& s) { return disruption::affected_by(s, id, {}, 10); });
    REQUIRE(list.size() == 1);
    return list.front();
  }
  TeamVisit now_is() {
    return read([&](store::Snapshot& s) { return find_team(s, visit.id).value(); });
  }
  PractitionerId practitioner(const char* code) {
    return read([&](store::Snapshot& s) {
      for (const auto& p : practitioners(s))
        if (p.code == code) return p.id;
      FAIL("no such clinician");
      return PractitionerId{};
    });
  }
  SlotId slot_of(const char* code, const char* day, int minute) {
    return read([&](store::Snapshot& s) {
      return SlotId{s.integer("SELECT l.id FROM slot l JOIN session s ON s.id = l.session_id"
                              " JOIN practitioner p ON p.id = s.practitioner_id"
                              " WHERE p.code = ? AND l.starts_at = ?",
                              {code, at(day, minute)})
                        .value()};
    });
  }
  int taken(SlotId id) {
    return read([&](store::Snapshot& s) {
      return static_cast<int>(s.integer("SELECT taken FROM slot WHERE id = ?", {id}).value());
    });
  }

 private:
  access::KeyRing keys_ = access::KeyRing::ephemeral();
  access::Vault vault_{keys_};

 public:
  Teams all{env, vault_};
  Notes notes;
  disruption::Disruptions work{with_listener(), vault_, notes};
  TeamVisit visit;
  SessionId theirs;

 private:
  Environment with_listener() {
    auto told = env;
    told.listener = &all;
    return told;
  }
};

}  // namespace

TEST_CASE("another clinician of a team is away: the patient is asked for a time when all can") {
  Plans plans;
  const auto d = plans.begin(disruption::Kind::stop);
  const auto f = plans.affected(d.id);
  CHECK(f.appointment == plans.visit.appointment);
  // Thursday at half past eight: at eight only a colleague of a lower rank is there.
  REQUIRE(f.kept_slot);
  const auto thursday = plans.slots("2026-11-26");
  CHECK(*f.kept_slot == thursday[1].id);
  const auto colleagues = plans.slot_of("1003", "2026-11-26", 8 * 60 + 30);
  CHECK(plans.taken(colleagues) == 1);  // the colleague's place is kept, too
  const auto done = plans.write([&](store::Transaction& tx) {
    return plans.work.answer(tx, d.id, f.appointment, disruption::Choice::move, {},
                             disruption::Settler::patient, plans.staff, plans.now());
  });
  REQUIRE(done);
  const auto now_is = plans.now_is();
  CHECK(now_is.state == TeamState::booked);
  CHECK(now_is.starts_at == plans.at("2026-11-26", 8 * 60 + 30));
  CHECK(now_is.others == std::vector<SlotId>{colleagues});
  for (const auto& slot : plans.slots("2026-11-24")) CHECK(slot.taken == 0);
  plans.go_on();
}

TEST_CASE("whoever gives a team up gives all its places up, those kept for them, too") {
  Plans plans;
  const auto d = plans.begin(disruption::Kind::stop);
  const auto f = plans.affected(d.id);
  REQUIRE(plans.write([&](store::Transaction& tx) {
    return plans.work.answer(tx, d.id, f.appointment, disruption::Choice::cancel, {},
                             disruption::Settler::desk, plans.staff, plans.now());
  }));
  plans.go_on();
  CHECK(plans.now_is().state == TeamState::released);
  for (const char* day : {"2026-11-24", "2026-11-26"})
    for (const auto& slot : plans.slots(day)) CHECK(slot.taken == 0);
}

TEST_CASE(
    "somebody takes another clinician's place: the team's place is theirs, until taken back") {
  Plans plans;
  const auto d = plans.begin(disruption::Kind::substitute, plans.practitioner("1003"));
  const auto f = plans.affected(d.id);
  CHECK(f.outcome == disruption::Outcome::kept);
  CHECK(plans.notes.told == std::vector{disruption::Notice::What::colleague});
  const auto slot = plans.now_is().others.front();
  const auto with = plans.read([&](store::Snapshot& s) { return clinician_of(s, slot).value(); });
  CHECK(with.practitioner == "赵敏");
  REQUIRE(plans.write([&](store::Transaction& tx) {
    return plans.work.take_back(tx, d.id, plans.staff, plans.now());
  }));
  plans.go_on();
  CHECK(plans.now_is().others == plans.visit.others);
  plans.check_sound();
}

TEST_CASE("times when all can, with the rooms that are free then") {
  Board board;
  std::vector<SessionId> sessions{board.times[0].session, board.times[2].session};
  const auto times = [&] {
    return board.read([&](store::Snapshot& s) {
      return times_together(s, board.env, sessions, Channel::desk, board.now());
    });
  };
  REQUIRE(times());
  CHECK(times()->size() == 2);
  const auto& rooms = times()->front().rooms;
  CHECK(std::ranges::find(rooms, board.spare) != rooms.end());
  CHECK(std::ranges::find(rooms, board.rooms["501"]) == rooms.end());
  REQUIRE(board.book(board.people(1)[0], board.times[0].id));
  REQUIRE(times()->size() == 1);
  CHECK(times()->front().slots == std::vector<SlotId>{board.times[1].id, board.times[3].id});
  sessions = {board.times[0].session};
  CHECK(code(times()) == "team-times-differ");
  sessions = {board.times[0].session, SessionId{12345}};
  CHECK(code(times()) == "not-found");
}

}  // namespace yuyue::booking::team
