#include "yuyue/booking/admission/admissions.hpp"

#include <algorithm>
#include <map>
#include <random>

#include "booking/admission/records.hpp"
#include "unit/booking/fixture.hpp"
#include "yuyue/booking/admission/rules.hpp"

namespace yuyue::booking::admission {
namespace {

using rules::Step;

constexpr State kStates[] = {State::waiting, State::offered,  State::accepted,
                             State::done,    State::declined, State::cancelled};

Day day(const char* text) {
  return *parse_day(text);
}

/// Takes down what listeners are told.
struct Told final : AdmissionListener {
  void happened(store::Transaction&, std::string_view what, const Admission&, const AdmissionList&,
                Instant) override {
    words.emplace_back(what);
  }
  std::vector<std::string> words;
};

/// Monday, 23 November 2026, 08:00; a ward for two a day on workdays, and a theatre.
class Ward : public booking::test::Clinic {
 public:
  Ward() {
    env.watcher = nullptr;
    ward = add({.code = "W1", .kind = ListKind::ward, .name = "心内病区"});
    theatre = add({.code = "T1", .kind = ListKind::theatre, .name = "手术室"});
  }

  AdmissionList add(AdmissionList list) {
    list.weekly = {2, 2, 2, 2, 2, 0, 0};
    return write([&](store::Transaction& tx) { return Lists(env).add(tx, list, staff, now()); })
        .value();
  }
  NewAdmission wish(PersonId person, Urgency urgency = Urgency::routine) const {
    return {.list = ward.id,
            .person = person,
            .kind = Kind::admission,
            .urgency = urgency,
            .purpose = "冠脉造影",
            .origin = {},
            .practitioner = {},
            .wish_from = {},
            .wish_to = {}};
  }
  Result<Admission> request(const NewAdmission& wanted) {
    return write([&](store::Transaction& tx) { return all().request(tx, wanted, staff, now()); });
  }
  Result<Admission> offer(AdmissionId id, const char* on, const std::string& reason = {},
                          bool agreed = false) {
    return write([&](store::Transaction& tx) {
      return all().offer(tx, id, {.day = day(on), .agreed = agreed, .reason = reason}, staff,
                         now());
    });
  }
  template <class F>
  Result<Admission> act(F use_case) {
    return write([&](store::Transaction& tx) { return use_case(all(), tx); });
  }
  Result<Admission> accept(AdmissionId id) {
    return act([&](auto all, auto& tx) { return all.accept(tx, id, patient, now()); });
  }
  Result<Admission> decline(AdmissionId id) {
    return act([&](auto all, auto& tx) { return all.decline(tx, id, "", patient, now()); });
  }
  AdmissionView view(AdmissionId id) {
    return read([&](store::Snapshot& s) { return all().view(s, all().find(s, id).value()); });
  }
  ListDay on(const char* text) {
    return read([&](store::Snapshot& s) {
      return list_days(s, find_list(s, ward.id).value(), day(text), day(text)).front();
    });
  }
  void check_admissions_sound() {
    for (const auto& problem : read([](store::Snapshot& s) { return check_admissions(s); }))
      FAIL_CHECK(problem);
  }
  Admissions all() { return {env, vault_, &told}; }

  AdmissionList ward, theatre;
  Told told;
  Actor patient{{.kind = "patient", .id = 7}, Channel::web};

 private:
  access::KeyRing keys_ = access::KeyRing::ephemeral();
  access::Vault vault_{keys_};
};

std::string code(const auto& result) {
  return result ? "" : result.error().code;
}

}  // namespace

TEST_CASE("a request is in one state, and over is over") {
  for (const auto state : kStates) {
    CHECK(state_from(name_of(state)) == state);
    for (const auto step : rules::kSteps) {
      const auto next = rules::next(state, step);
      if (!rules::is_open(state)) CHECK(!next);
      if (!next) continue;
      if (step == Step::offer) CHECK(*next == State::offered);
      if (step == Step::lapse || step == Step::ask_another) CHECK(*next == State::waiting);
    }
  }
  CHECK(!rules::next(State::waiting, Step::accept));
  CHECK(!rules::next(State::waiting, Step::finish));
  CHECK(!rules::next(State::offered, Step::finish));
  CHECK(rules::next(State::accepted, Step::offer) == State::offered);
  CHECK(rules::next(State::accepted, Step::finish) == State::done);
}

TEST_CASE("the line is ordered by urgency, then by the time of the request") {
  std::mt19937 random(5);
  const auto start = from_millis(1'700'000'000'000);
  for (int round = 0; round < 300; ++round) {
    std::vector<rules::InLine> line;
    for (int i = 0; i < 8; ++i) {
      rules::InLine one;
      one.id = {i + 1};
      one.urgency = static_cast<Urgency>(random() % 3);
      one.requested_at = start + std::chrono::hours{random() % 4};
      if (random() % 2) one.wish_from = day("2026-11-23") + date::days{random() % 5};
      if (random() % 2) one.wish_to = day("2026-11-25") + date::days{random() % 5};
      line.push_back(one);
    }
    const auto on = day("2026-11-23") + date::days{random() % 8};
    const auto first = rules::first_for(line, on);
    for (const auto& one : line) {
      if (!rules::wished(one, on)) {
        CHECK(first != one.id);
        continue;
      }
      REQUIRE(first);
      const auto chosen = std::ranges::find(line, *first, &rules::InLine::id);
      CHECK(!rules::comes_before(one, *chosen));
    }
    // Any two differ: an order that leaves no choice.
    for (const auto& a : line)
      for (const auto& b : line)
        CHECK((a.id == b.id) != (rules::comes_before(a, b) || rules::comes_before(b, a)));
  }
}

TEST_CASE("days count by their weekday, and holidays not at all") {
  AdmissionList list;
  list.weekly = {1, 2, 3, 4, 5, 6, 7};
  CHECK(rules::weekly_capacity(list, day("2026-11-23"), {}) == 1);
  CHECK(rules::weekly_capacity(list, day("2026-11-29"), {}) == 7);
  CalendarDay holiday;
  CHECK(rules::weekly_capacity(list, day("2026-11-23"), holiday) == 0);
  CalendarDay made_up;
  made_up.kind = CalendarKind::workday;
  made_up.as_weekday = 5;
  CHECK(rules::weekly_capacity(list, day("2026-11-29"), made_up) == 5);
  list.on_holidays = true;
  CHECK(rules::weekly_capacity(list, day("2026-11-23"), holiday) == 1);
}

TEST_CASE("an offered day waits for an answer, but not into the day itself") {
  const HospitalTime time;
  AdmissionList list;
  list.answer_hours = 48;
  const auto now = time.at(day("2026-11-23"), MinuteOfDay{8 * 60});
  CHECK(rules::answer_by(list, day("2026-11-30"), time, now) == now + std::chrono::hours{48});
  CHECK(rules::answer_by(list, day("2026-11-24"), time, now) ==
        time.at(day("2026-11-24"), MinuteOfDay{0}));
  CHECK(rules::answer_by(list, day("2026-11-23"), time, now) ==
        time.at(day("2026-11-24"), MinuteOfDay{0}));
  const auto late = time.at(day("2026-11-23"), MinuteOfDay{23 * 60 + 30});
  CHECK(rules::answer_by(list, day("2026-11-24"), time, late) ==
        time.at(day("2026-11-25"), MinuteOfDay{0}));
}

TEST_CASE("from the request to the admission") {
  Ward ward;
  const auto person = ward.people(1).front();
  auto wanted = ward.wish(person);
  wanted.purpose = "";
  CHECK(code(ward.request(wanted)) == "required");
  wanted.purpose = "冠脉造影";
  wanted.wish_from = day("2026-11-26");
  wanted.wish_to = day("2026-11-24");
  CHECK(code(ward.request(wanted)) == "wish-invalid");
  wanted.wish_from = {};
  wanted.wish_to = day("2026-11-22");
  CHECK(code(ward.request(wanted)) == "wish-invalid");
  const auto id = ward.request(ward.wish(person)).value().id;
  CHECK(code(ward.request(ward.wish(person))) == "already-requested");
  CHECK(ward.view(id).place == 1);
  CHECK(ward.view(id).checks.size() == 2);

  CHECK(code(ward.accept(id)) == "admission-state");
  CHECK(code(ward.offer(id, "2026-11-22")) == "day-past");
  CHECK(code(ward.offer(id, "2026-11-28")) == "day-full");  // a Saturday
  CHECK(ward.offer(id, "2026-11-25").value().state == State::offered);
  CHECK(ward.on("2026-11-25").taken == 1);
  CHECK(ward.view(id).place == 0);
  CHECK(code(ward.offer(id, "2026-11-25", "改期")) == "same-day");
  CHECK(ward.accept(id).value().state == State::accepted);
  CHECK(code(ward.offer(id, "2026-11-26")) == "reason-required");
  CHECK(ward.offer(id, "2026-11-26", "病区调整").value().state == State::offered);
  CHECK(ward.on("2026-11-25").taken == 0);
  CHECK(ward.on("2026-11-26").taken == 1);
  ward.accept(id).value();

  const auto finish = [&] {
    return ward.act([&](auto all, auto& tx) { return all.finish(tx, id, ward.staff, ward.now()); });
  };
  CHECK(code(finish()) == "day-not-come");
  ward.set_now("2026-11-26", 9 * 60);
  CHECK(finish().error().params.at("items") == "入院前检查检验、医保审批或费用准备");
  const auto set = [&](std::size_t which, CheckState state, const std::string& reason) {
    return ward.act([&](auto all, auto& tx) {
      const auto item = all.view(tx, all.find(tx, id).value()).checks.at(which).item;
      return all.set_check(tx, id, item, {.state = state, .appointment = {}, .reason = reason},
                           ward.staff, ward.now());
    });
  };
  CHECK(set(0, CheckState::done, "").has_value());
  CHECK(code(set(1, CheckState::waived, "")) == "reason-required");
  CHECK(set(1, CheckState::waived, "自费").has_value());
  CHECK(ward.view(id).checks[1].reason == "自费");
  CHECK(finish().value().state == State::done);
  CHECK(code(finish()) == "admission-state");
  CHECK(code(set(0, CheckState::open, "")) == "admission-state");
  CHECK(ward.on("2026-11-26").taken == 1);  // they came: the day keeps its count
  CHECK(ward.told.words == std::vector<std::string>{"requested", "offered", "accepted",
                                                    "date-changed", "accepted", "item-done",
                                                    "item-waived", "done"});
  ward.check_admissions_sound();
}

TEST_CASE("nobody is passed over without a reason") {
  Ward ward;
  const auto people = ward.people(4);
  const auto routine = ward.request(ward.wish(people[0])).value().id;
  ward.set_now("2026-11-23", 8 * 60 + 1);
  auto later = ward.wish(people[1], Urgency::soon);
  later.wish_from = day("2026-12-01");
  const auto soon = ward.request(later).value().id;
  const auto urgent = ward.request(ward.wish(people[2], Urgency::urgent)).value().id;
  CHECK(ward.view(urgent).place == 1);
  CHECK(ward.view(soon).place == 2);
  CHECK(ward.view(routine).place == 3);
  CHECK(ward.view(routine).waiting == 3);

  const auto refused = ward.offer(routine, "2026-11-25");
  CHECK(code(refused) == "out-of-order");
  CHECK(refused.error().params.at("first") == to_string(urgent));
  CHECK(ward.offer(urgent, "2026-11-25").has_value());
  // The second in line wished for December: on that day it is the third one's turn.
  CHECK(ward.offer(routine, "2026-11-25", "", true).value().state == State::accepted);
  CHECK(code(ward.offer(soon, "2026-11-25", "患者愿意提前")) == "day-full");
  CHECK(code(ward.offer(soon, "2026-11-26")) == "out-of-order");
  CHECK(ward.offer(soon, "2026-11-26", "患者愿意提前").has_value());
  CHECK(ward.told.words.back() == "offered");
  ward.check_admissions_sound();
}

TEST_CASE("an unanswered offer goes back into line, where it stood") {
  Ward ward;
  const auto people = ward.people(2);
  const auto first = ward.request(ward.wish(people[0])).value().id;
  ward.set_now("2026-11-23", 9 * 60);
  const auto second = ward.request(ward.wish(people[1])).value().id;
  REQUIRE(ward.offer(first, "2026-11-30").has_value());
  CHECK(ward.view(second).place == 1);
  const auto lapse = [&] {
    return ward.write([&](store::Transaction& tx) { return ward.all().lapse(tx, ward.now()); });
  };
  ward.set_now("2026-11-25", 9 * 60 - 1);
  CHECK(lapse() == 0);
  ward.set_now("2026-11-25", 9 * 60);
  CHECK(lapse() == 1);
  CHECK(lapse() == 0);
  CHECK(ward.view(first).place == 1);
  CHECK(ward.view(second).place == 2);
  CHECK(ward.on("2026-11-30").taken == 0);
  REQUIRE(ward.offer(first, "2026-11-30").has_value());
  const auto another = ward.act([&](auto all, auto& tx) {
    return all.ask_another(tx, first,
                           {.wish_from = day("2026-12-03"), .wish_to = {}, .note = "出差"},
                           ward.patient, ward.now());
  });
  CHECK(another.value().wish_from == day("2026-12-03"));
  CHECK(ward.view(first).place == 1);
  CHECK(ward.told.words.back() == "another-asked");
  ward.check_admissions_sound();
}

TEST_CASE("a number set by hand holds, and never falls below what is given out") {
  Ward ward;
  const auto people = ward.people(3);
  std::vector<AdmissionId> ids;
  for (const auto person : people) ids.push_back(ward.request(ward.wish(person)).value().id);
  const auto set = [&](std::optional<int> capacity) {
    return ward.write([&](store::Transaction& tx) {
      return Lists(ward.env).set_day(tx, ward.ward.id, day("2026-11-25"), capacity, ward.staff,
                                     ward.now());
    });
  };
  CHECK(set(1).value().capacity == 1);
  CHECK(ward.offer(ids[0], "2026-11-25").has_value());
  CHECK(code(ward.offer(ids[1], "2026-11-25")) == "day-full");
  CHECK(code(set(0)) == "capacity-below-taken");
  CHECK(set(std::nullopt).value().capacity == 2);
  CHECK(ward.offer(ids[1], "2026-11-25").has_value());
  // A smaller weekly number takes nothing away.
  auto list = ward.ward;
  list.weekly = {1, 1, 1, 1, 1, 0, 0};
  ward.write([&](store::Transaction& tx) {
        return Lists(ward.env).change(tx, list, ward.staff, ward.now());
      })
      .value();
  CHECK(ward.on("2026-11-25").capacity == 2);
  CHECK(code(ward.offer(ids[2], "2026-11-25")) == "day-full");
  CHECK(ward.decline(ids[1]).value().state == State::declined);
  CHECK(ward.on("2026-11-25").capacity == 1);
  CHECK(code(ward.offer(ids[2], "2026-11-25")) == "day-full");
  ward.check_admissions_sound();
}

TEST_CASE("two records that become one person") {
  Ward ward;
  const auto people = ward.people(2);
  const auto first = ward.request(ward.wish(people[0])).value().id;
  const auto second = ward.request(ward.wish(people[1])).value().id;
  const auto merge = [&] {
    return ward.write([&](store::Transaction& tx) {
      return ward.all().move_person(tx, people[1], people[0], ward.staff, ward.now());
    });
  };
  CHECK(code(merge()) == "merge-open-requests");
  ward.decline(first).value();
  CHECK(merge().value() == 1);
  CHECK(ward.view(second).admission.person == people[0]);
  ward.check_admissions_sound();
}

TEST_CASE("whatever is tried in whatever order, counts equal rows and the order is the rule") {
  Ward ward;
  std::mt19937 random(11);
  const auto people = ward.people(6);
  std::vector<AdmissionId> ids;
  const auto any_day = [&] {
    return format_day(day("2026-11-23") + date::days{random() % 9});
  };
  std::map<std::string, int> answers;
  for (int round = 0; round < 400; ++round) {
    ward.set_now("2026-11-23", 480 + round / 20);
    const auto person = people[random() % people.size()];
    if (ids.empty() || random() % 5 == 0) {
      auto wanted = ward.wish(person, static_cast<Urgency>(random() % 3));
      if (random() % 3 == 0) wanted.wish_from = day("2026-11-25");
      if (const auto made = ward.request(wanted)) ids.push_back(made->id);
      continue;
    }
    const auto id = ids[random() % ids.size()];
    const auto before = ward.view(id).admission;
    Result<Admission> done = before;
    switch (random() % 7) {
      case 0:
      case 1:
      case 2:
        done = ward.offer(id, any_day().c_str(), random() % 2 ? "协商" : "", random() % 2);
        break;
      case 3:
        done = ward.accept(id);
        break;
      case 4:
        done = ward.act([&](auto all, auto& tx) {
          return all.ask_another(tx, id, {}, ward.patient, ward.now());
        });
        break;
      case 5:
        done = ward.decline(id);
        break;
      default:
        done = ward.act(
            [&](auto all, auto& tx) { return all.cancel(tx, id, "撤回", ward.staff, ward.now()); });
    }
    ++answers[code(done)];
    const auto after = ward.view(id).admission;
    if (!done) {
      CHECK(after.version == before.version);
      CHECK(after.state == before.state);
    }
    CHECK(rules::holds_day(after.state) == after.day.has_value());
    // What the file says of the line is what the rule says of its rows.
    const auto waiting = ward.read([&](store::Snapshot& s) {
      return ward.all().list(s, {.filter = AdmissionFilter::waiting,
                                 .list = ward.ward.id,
                                 .people = {},
                                 .day = {},
                                 .limit = 200,
                                 .skip = 0});
    });
    std::vector<rules::InLine> line;
    for (const auto& a : waiting)
      line.push_back({a.id, a.urgency, a.requested_at, a.wish_from, a.wish_to});
    CHECK(std::ranges::is_sorted(line, rules::comes_before));
    const auto on = *parse_day(any_day());
    CHECK(ward.read([&](store::Snapshot& s) {
      return admission::records::first_for(s, ward.ward.id, on);
    }) == rules::first_for(line, on));
    for (std::size_t i = 0; i < waiting.size(); ++i)
      CHECK(ward.view(waiting[i].id).place == static_cast<int>(i) + 1);
  }
  for (const char* seen : {"", "admission-state", "day-full", "out-of-order"})
    CHECK(answers[seen] > 0);
  ward.check_admissions_sound();
}

}  // namespace yuyue::booking::admission
