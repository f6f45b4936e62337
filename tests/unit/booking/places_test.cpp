#include "yuyue/booking/places.hpp"

#include <map>
#include <random>

#include "booking/timetable_cells.hpp"
#include "fixture.hpp"
#include "yuyue/booking/rules.hpp"
#include "yuyue/booking/waitlist.hpp"

using namespace yuyue;
using namespace yuyue::booking;
using namespace yuyue::booking::test;

namespace {

const std::string kHeaderWithQuotas =
    "院区,科室代码,科室,门诊类型,医生工号,医生,职称,星期,时段,开始,结束,每时段号数,诊室,配额\n";

/// A clinic of eight places on Tuesday, of which four are kept for the desk and partners.
struct Shared : Clinic {
  explicit Shared(const std::string& quotas = "窗口2;医联体2") {
    const auto file = parse_timetable(
        kHeaderWithQuotas +
        "本部,0304,心内科,专家,1001,王建国,主任医师,周二,上午,8:00,10:00,2,301," + quotas + "\n");
    for (const auto& e : file.errors) MESSAGE(e.line << " " << describe(e, Language::en));
    REQUIRE(file.errors.empty());
    REQUIRE(TimetableImport(env, db()).run(file, staff, now()).has_value());
    session = slots("2026-11-24").at(0).session;
  }
  std::map<std::string, std::pair<int, int>> pools() {
    return read([&](store::Snapshot& snapshot) {
      std::map<std::string, std::pair<int, int>> found;
      for (const auto& pool : places::pools_of(snapshot, session))
        found[std::string(name_of(pool.pool))] = {pool.size, pool.taken};
      return found;
    });
  }
  int free_for(Audience audience) {
    return read([&](store::Snapshot& snapshot) {
      const auto found = find_session(snapshot, session);
      return session_page(snapshot, env, found->department, found->day, audience, now())
          .sessions.at(0)
          .free;
    });
  }
  Result<places::Claim> keep(SlotId slot, std::int64_t account, Channel channel = Channel::web) {
    return write([&](store::Transaction& tx) {
      return all.keep(tx, slot, channel, {"patient", account}, now());
    });
  }
  int expire() {
    return write([&](store::Transaction& tx) { return all.expire(tx, now(), 100); });
  }
  Result<void> set_quotas(const Quotas& quotas) {
    return write(
        [&](store::Transaction& tx) { return all.set_quotas(tx, session, quotas, staff, now()); });
  }

  SessionId session;
  places::Places all{env};
};

using Pools = std::map<std::string, std::pair<int, int>>;

}  // namespace

TEST_CASE("quotas as they are written") {
  CHECK(to_text({{Pool::desk, 4}, {Pool::partner, 2}}) == "desk=4,partner=2");
  CHECK(quotas_from_text("desk=4,partner=2") == Quotas{{Pool::desk, 4}, {Pool::partner, 2}});
  CHECK(quotas_from_text("").empty());
  CHECK_THROWS(quotas_from_text("desk"));
  CHECK_THROWS(quotas_from_text("roof=1"));
  CHECK(in_order({{Pool::partner, 2}, {Pool::web, 1}, {Pool::desk, 0}}) ==
        Quotas{{Pool::web, 1}, {Pool::partner, 2}});
  CHECK(!in_order({{Pool::web, 1}, {Pool::web, 2}}));
  CHECK(!in_order({{Pool::common, 1}}));
  CHECK(!in_order({{Pool::web, -1}}));
  CHECK(cells::quotas("窗口4；医联体 2，复诊:3") ==
        Quotas{{Pool::desk, 4}, {Pool::partner, 2}, {Pool::clinician, 3}});
  CHECK(cells::quotas("Desk 4; follow-up 1") == Quotas{{Pool::desk, 4}, {Pool::clinician, 1}});
  CHECK(cells::quotas("")->empty());
  CHECK(!cells::quotas("窗口"));
  CHECK(!cells::quotas("屋顶4"));
  CHECK(!cells::quotas("窗口4;窗口2"));
}

TEST_CASE("own pool, then the common one, then what others left") {
  CHECK(pools_open_to(Channel::phone, false) == std::vector{Pool::desk, Pool::common});
  const auto later = pools_open_to(Channel::web, true);
  CHECK(later.size() == 6);
  CHECK(later[0] == Pool::web);
  CHECK(later[1] == Pool::common);
  CHECK(open_to(Channel::web, false, {{Pool::desk, 4, 1}, {Pool::common, 3, 1}}) == 2);
  CHECK(open_to(Channel::web, true, {{Pool::desk, 4, 1}, {Pool::common, 3, 1}}) == 5);
}

TEST_CASE("a booking takes one of its slot and one of a pool") {
  Shared clinic;
  const auto slots = clinic.slots("2026-11-24");
  REQUIRE(slots.size() == 4);
  CHECK(clinic.pools() == Pools{{"desk", {2, 0}}, {"partner", {2, 0}}, {"common", {4, 0}}});
  CHECK(clinic.free_for(Audience::patients) == 4);
  CHECK(clinic.free_for(Audience::staff) == 6);
  const auto people = clinic.people(12);
  for (std::size_t i = 0; i < 4; ++i) REQUIRE(clinic.book(people[i], slots[i].id));
  CHECK(clinic.free_for(Audience::patients) == 0);
  const auto refused = clinic.book(people[4], slots[0].id);
  REQUIRE(!refused);
  CHECK(refused.error().code == "quota-full");
  CHECK(refused.error().params.at("pool") == "web");
  CHECK(refused.error().possible_at == clinic.at("2026-11-23", 16 * 60));
  const auto at_desk = clinic.book(people[4], slots[0].id, Channel::desk);
  REQUIRE(at_desk);
  CHECK(at_desk->pool == Pool::desk);
  clinic.check_sound();

  // From the return time on they are everybody's.
  clinic.set_now("2026-11-23", 16 * 60);
  CHECK(clinic.free_for(Audience::patients) == 3);
  const auto late = clinic.book(people[5], slots[1].id);
  REQUIRE(late);
  CHECK(late->pool == Pool::desk);
  REQUIRE(clinic.book(people[6], slots[2].id));
  REQUIRE(clinic.book(people[7], slots[3].id));
  CHECK(code_of(clinic.book(people[8], slots[3].id)) == "slot-full");
  REQUIRE(clinic.cancel(late->id));
  clinic.check_sound();
}

TEST_CASE("quotas of one day, and the common rest follows the capacity") {
  Shared clinic;
  const auto slots = clinic.slots("2026-11-24");
  const auto people = clinic.people(6);
  for (std::size_t i = 0; i < 3; ++i) REQUIRE(clinic.book(people[i], slots[i].id));
  REQUIRE(clinic.book(people[3], slots[3].id, Channel::desk));
  REQUIRE(clinic.set_quotas({{Pool::web, 2}, {Pool::clinician, 1}}));
  CHECK(clinic.pools() == Pools{{"web", {2, 2}}, {"clinician", {1, 0}}, {"common", {5, 2}}});
  clinic.check_sound();
  CHECK(!clinic.set_quotas({{Pool::web, 9}}));
  const Sessions sessions(clinic.env);
  REQUIRE(clinic.write([&](store::Transaction& tx) {
    return sessions.set_capacity(tx, slots[0].id, 4, clinic.staff, clinic.now());
  }));
  CHECK(clinic.pools().at("common") == std::pair(7, 2));
  REQUIRE(clinic.set_quotas({}));
  CHECK(clinic.pools().empty());
  clinic.check_sound();
  REQUIRE(clinic.book(people[4], slots[0].id));
  clinic.check_sound();
}

TEST_CASE("a timetable file without the column leaves quotas as they are") {
  Shared clinic;
  clinic.import("本部,0304,心内科,专家,1001,王建国,主任医师,周二,上午,8:00,10:00,2,301,,,,\n");
  CHECK(clinic.pools().size() == 3);
  clinic.import("本部,0304,心内科,专家,1001,王建国,主任医师,周二,上午,8:00,10:30,2,301,,,,\n");
  CHECK(clinic.pools() == Pools{{"desk", {2, 0}}, {"partner", {2, 0}}, {"common", {6, 0}}});
  clinic.check_sound();
}

TEST_CASE("a held place is nobody else's until its time is up") {
  Shared clinic("");
  const auto slots = clinic.slots("2026-11-24");
  const auto people = clinic.people(4);
  const auto first = clinic.keep(slots[0].id, 1);
  REQUIRE(first);
  REQUIRE(clinic.book(people[0], slots[0].id));
  CHECK(code_of(clinic.book(people[1], slots[0].id)) == "slot-full");
  clinic.check_sound();
  const auto book_with = [&](const places::ClaimUse& claim, SlotId slot) {
    BookingRequest request{.slot = slot,
                           .person = people[1],
                           .by = {.channel = Channel::web},
                           .member = {},
                           .note = {}};
    request.claim = claim;
    return clinic.write([&](store::Transaction& tx) {
      return clinic.appointments.book(tx, request, clinic.now());
    });
  };
  CHECK(code_of(book_with({first->id, {"patient", 2}}, slots[0].id)) == "hold-gone");
  CHECK(code_of(book_with({first->id, {"patient", 1}}, slots[1].id)) == "hold-gone");
  REQUIRE(book_with({first->id, {"patient", 1}}, slots[0].id));
  CHECK(code_of(book_with({first->id, {"patient", 1}}, slots[0].id)) == "already-booked");
  clinic.check_sound();

  for (int i = 0; i < 3; ++i) REQUIRE(clinic.keep(slots[1 + static_cast<std::size_t>(i)].id, 7));
  const auto fourth = clinic.keep(slots[1].id, 7);
  REQUIRE(!fourth);
  CHECK(fourth.error().code == "hold-limit");
  CHECK(clinic.expire() == 0);
  clinic.set_now("2026-11-23", 8 * 60 + 10);
  CHECK(clinic.expire() == 3);
  for (const auto& slot : clinic.slots("2026-11-24"))
    CHECK(slot.taken == (slot.id == slots[0].id ? 2 : 0));
  clinic.check_sound();
}

TEST_CASE("a place given back in a full session rests, elsewhere it is free") {
  Shared clinic("");
  const auto slots = clinic.slots("2026-11-24");
  const auto people = clinic.people(9);
  std::vector<AppointmentId> booked;
  for (std::size_t i = 0; i < 8; ++i) {
    if (i == 7) {
      REQUIRE(clinic.cancel(booked[0]));
      CHECK(clinic.slots("2026-11-24")[0].taken == 1);
      REQUIRE(clinic.book(people[0], slots[0].id));
    }
    const auto made = clinic.book(people[i], slots[i / 2].id);
    REQUIRE(made);
    booked.push_back(made->id);
  }
  REQUIRE(clinic.cancel(booked[3]));
  CHECK(clinic.slots("2026-11-24")[1].taken == 2);  // it rests
  CHECK(code_of(clinic.book(people[8], slots[1].id)) == "slot-full");
  clinic.check_sound();
  clinic.set_now("2026-11-23", 8 * 60 + 10);
  CHECK(clinic.expire() == 1);
  REQUIRE(clinic.book(people[8], slots[1].id));
  clinic.check_sound();

  // Not what staff put right, and not when the slot is near.
  const Actor desk{{.kind = "staff", .id = 1}, Channel::desk};
  const auto undo = [&](AppointmentId id, CancelCause cause) {
    return clinic.write([&](store::Transaction& tx) {
      return clinic.appointments.cancel(tx, id, desk, {cause, {}}, clinic.now());
    });
  };
  REQUIRE(undo(booked[4], CancelCause::mistake));
  CHECK(clinic.slots("2026-11-24")[2].taken == 1);
  REQUIRE(clinic.book(people[3], slots[2].id));
  clinic.set_now("2026-11-24", 7 * 60 + 30);
  REQUIRE(undo(booked[5], CancelCause::patient));
  CHECK(clinic.slots("2026-11-24")[2].taken == 2);  // 9:00 is further than an hour away
  REQUIRE(undo(booked[2], CancelCause::patient));
  CHECK(clinic.slots("2026-11-24")[1].taken == 1);  // 8:30 is not
  clinic.check_sound();
}

TEST_CASE("an extra number makes room for itself and takes it along") {
  Shared clinic;
  const auto slots = clinic.slots("2026-11-24");
  const auto people = clinic.people(4);
  REQUIRE(clinic.book(people[0], slots[0].id));
  REQUIRE(clinic.book(people[1], slots[0].id));
  BookingRequest request{.slot = slots[0].id,
                         .person = people[2],
                         .by = {{.kind = "staff", .id = 1}, Channel::clinician},
                         .member = {},
                         .note = "外地患者"};
  request.extra = true;
  const auto extra = clinic.write(
      [&](store::Transaction& tx) { return clinic.appointments.book(tx, request, clinic.now()); });
  REQUIRE(extra);
  CHECK(extra->extra);
  CHECK(extra->sequence == 3);
  CHECK(clinic.slots("2026-11-24")[0].capacity == 3);
  CHECK(clinic.pools().at("common") == std::pair(4, 2));
  clinic.check_sound();
  REQUIRE(clinic.cancel(extra->id));
  CHECK(clinic.slots("2026-11-24")[0].capacity == 2);
  CHECK(clinic.slots("2026-11-24")[0].taken == 2);
  clinic.check_sound();
}

TEST_CASE("states of an appointment, one after another") {
  Shared clinic("");
  const auto slots = clinic.slots("2026-11-24");
  const auto people = clinic.people(4);
  const auto& appointments = clinic.appointments;
  BookingRequest request{.slot = slots[0].id,
                         .person = people[0],
                         .by = {{.kind = "patient", .id = 1}, Channel::web},
                         .member = {},
                         .note = {}};
  request.pay_until = clinic.now() + std::chrono::minutes{15};
  const auto apply = [&](auto step) {
    return clinic.write([&](store::Transaction& tx) { return step(tx); });
  };
  const auto held =
      apply([&](store::Transaction& tx) { return appointments.book(tx, request, clinic.now()); });
  REQUIRE(held);
  const auto id = held->id;
  CHECK(held->state == AppointmentState::pending);
  const auto arrive = [&](store::Transaction& tx) {
    return appointments.arrive(tx, id, clinic.staff, clinic.now());
  };
  const auto fulfil = [&](store::Transaction& tx) {
    return appointments.fulfil(tx, id, clinic.staff, clinic.now());
  };
  const auto miss = [&](AppointmentId which) {
    return apply([&](store::Transaction& tx) {
      return appointments.mark_noshow(tx, which, clinic.staff, clinic.now());
    });
  };
  CHECK(code_of(clinic.reschedule(id, slots[1].id)) == "payment-pending");
  CHECK(code_of(apply(arrive)) == "payment-pending");
  const auto confirm = [&](store::Transaction& tx) {
    return appointments.confirm(tx, id, {}, clinic.now());
  };
  REQUIRE(apply(confirm));
  CHECK(apply(confirm)->version == 2);  // said twice, done once
  CHECK(code_of(apply(arrive)) == "not-today");
  CHECK(code_of(apply(fulfil)) == "not-begun");
  const auto other = clinic.book(people[1], slots[0].id);
  REQUIRE(other);
  clinic.set_now("2026-11-24", 8 * 60);
  REQUIRE(apply(arrive));
  CHECK(code_of(clinic.cancel(id)) == "not-active");
  REQUIRE(apply(fulfil));
  CHECK(code_of(miss(other->id)) == "not-begun");
  clinic.set_now("2026-11-24", 8 * 60 + 30);
  CHECK(code_of(miss(id)) == "not-active");
  REQUIRE(miss(other->id));
  CHECK(clinic.slots("2026-11-24")[0].taken == 1);
  clinic.check_sound();
  const auto back = apply([&](store::Transaction& tx) {
    return appointments.reinstate(tx, other->id, AppointmentState::fulfilled, clinic.staff,
                                  "已就诊", clinic.now());
  });
  REQUIRE(back);
  CHECK(back->state == AppointmentState::fulfilled);
  CHECK(clinic.slots("2026-11-24")[0].taken == 2);
  clinic.check_sound();
}

TEST_CASE("no-shows are found only where arrivals are taken down") {
  Shared clinic("");
  const auto slots = clinic.slots("2026-11-24");
  const auto people = clinic.people(3);
  const auto came = clinic.book(people[0], slots[0].id);
  const auto missed = clinic.book(people[1], slots[0].id);
  REQUIRE(missed);
  clinic.set_now("2026-11-24", 8 * 60);
  REQUIRE(clinic.write([&](store::Transaction& tx) {
    return clinic.appointments.arrive(tx, came->id, clinic.staff, clinic.now());
  }));
  const auto find = [&] {
    return clinic.read([&](store::Snapshot& snapshot) {
      return clinic.appointments.missed(snapshot, clinic.now(), 10);
    });
  };
  clinic.set_now("2026-11-24", 10 * 60 + 30);
  CHECK(find().empty());
  auto settings = *clinic.settings.current();
  settings.arrivals.recorded_from = *parse_day("2026-11-24");
  REQUIRE(clinic.write([&](store::Transaction& tx) {
    return clinic.settings.save(tx, settings, 0, "test", clinic.now());
  }));
  CHECK(find() == std::vector{missed->id});
  clinic.set_now("2026-11-24", 10 * 60 + 29);
  CHECK(find().empty());
}
