#include "yuyue/booking/team/teams.hpp"

#include "unit/booking/fixture.hpp"

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
  Teams all{env};
  std::vector<Slot> times;
  std::map<std::string, RoomId> rooms;
  RoomId spare;
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

}  // namespace yuyue::booking::team
