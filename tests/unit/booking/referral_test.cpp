#include "yuyue/booking/referral/referrals.hpp"

#include <map>
#include <random>

#include "unit/booking/fixture.hpp"

namespace yuyue::booking::referral {
namespace {

using rules::Side;
using rules::Step;

constexpr State kStates[] = {State::sent,    State::accepted,  State::booked,
                             State::refused, State::withdrawn, State::reported};

const std::string kWeek =
    "本部,0304,心内科,普通,,,,周二,上午,8:00,9:00,2,301,,,,\n"
    "本部,0401,骨科,普通,,,,周二,上午,8:00,9:00,2,401,,,,\n";

/// A hospital of two departments, two partner institutions, Monday 08:00.
class Group : public booking::test::Clinic {
 public:
  Group() {
    import(kWeek);
    make_sessions();
    first = add("C1", "东山社区卫生服务中心");
    second = add("C2", "西河镇卫生院");
    read([&](store::Snapshot& s) {
      for (const auto& department : departments(s))
        (department.code == "0304" ? heart : bones) = department.id;
      return true;
    });
  }
  Institution add(const std::string& code, const std::string& name) {
    Institution institution;
    institution.code = code;
    institution.name = name;
    return write([&](store::Transaction& tx) {
             return Institutions(env).add(tx, institution, staff, now());
           })
        .value();
  }
  Handler partner(const Institution& of) const {
    return {Side::partner, of.id, {{.kind = "staff", .id = 9}, Channel::partner}};
  }
  Handler hospital() const { return {Side::hospital, {}, staff}; }
  NewReferral up(PersonId person) const {
    NewReferral wanted;
    wanted.department = heart;
    wanted.person = person;
    wanted.reason = "胸痛待查";
    wanted.papers = {"心电图", "化验单"};
    return wanted;
  }
  Result<Referral> send(const NewReferral& wanted, const Handler& by) {
    return act([&](auto all, auto& tx) { return all.send(tx, wanted, by, now()); });
  }
  template <class F>
  Result<Referral> act(F use_case) {
    return write([&](store::Transaction& tx) { return use_case(all(), tx); });
  }
  Result<Referral> accept(ReferralId id, const Handler& by) {
    return act([&](auto all, auto& tx) { return all.accept(tx, id, "", by, now()); });
  }
  Result<Referral> book_it(ReferralId id, SlotId slot, const Handler& by) {
    return act([&](auto all, auto& tx) { return all.book(tx, id, slot, by, now()); });
  }
  Result<Referral> report(ReferralId id, const Handler& by) {
    return act([&](auto all, auto& tx) { return all.report(tx, id, "已好转", by, now()); });
  }
  Result<Referral> withdraw(ReferralId id, const Handler& by) {
    return act([&](auto all, auto& tx) { return all.withdraw(tx, id, "", by, now()); });
  }
  void check_all_sound() {
    check_sound();
    for (const auto& problem : read([](store::Snapshot& s) { return check_referrals(s); }))
      FAIL_CHECK(problem);
  }
  Referrals all() { return {env, vault_, appointments}; }

  Institution first, second;
  DepartmentId heart, bones;

 private:
  access::KeyRing keys_ = access::KeyRing::ephemeral();
  access::Vault vault_{keys_};
};

std::string code(const auto& result) {
  return result ? "" : result.error().code;
}

}  // namespace

TEST_CASE("what is over is over, and each side has its own steps") {
  for (const auto direction : {Direction::up, Direction::down}) {
    for (const auto state : kStates)
      for (const auto step : rules::kSteps)
        if (!rules::is_open(state)) CHECK(!rules::next(state, direction, step));
    const auto receiver =
        rules::sender(direction) == Side::partner ? Side::hospital : Side::partner;
    CHECK(rules::may_take(receiver, direction, Step::accept));
    CHECK(!rules::may_take(rules::sender(direction), direction, Step::accept));
    CHECK(!rules::may_take(receiver, direction, Step::withdraw));
    CHECK(rules::may_take(rules::sender(direction), direction, Step::withdraw));
    CHECK(rules::may_take(receiver, direction, Step::ask));
    CHECK(!rules::may_take(receiver, direction, Step::answer));
    for (const auto step : rules::kSteps)
      CHECK((rules::may_take(Side::hospital, direction, step) ||
             rules::may_take(Side::partner, direction, step)));
  }
  CHECK(!rules::next(State::sent, Direction::up, Step::book));  // first a yes
  CHECK(!rules::next(State::accepted, Direction::down, Step::book));
  CHECK(!rules::next(State::sent, Direction::down, Step::redirect));
  CHECK(rules::next(State::sent, Direction::up, Step::redirect) == State::sent);
}

TEST_CASE("up: sent, redirected, accepted, booked in the partners' quota, reported") {
  Group group;
  const auto person = group.people(1).front();
  const auto by = group.partner(group.first);
  auto wanted = group.up(person);
  wanted.reason = "";
  CHECK(code(group.send(wanted, by)) == "required");
  CHECK(code(group.send(group.up(person), group.hospital())) == "referral-not-yours");
  const auto sent = group.send(group.up(person), by).value();
  CHECK(sent.institution == group.first.id);
  CHECK(sent.papers.size() == 2);

  CHECK(code(group.accept(sent.id, group.partner(group.second))) == "not-found");
  CHECK(code(group.accept(sent.id, by)) == "referral-not-yours");
  const auto moved = [&](DepartmentId to) {
    return group.act([&](auto all, auto& tx) {
      return all.redirect(tx, sent.id, to, "骨科更合适", group.hospital(), group.now());
    });
  };
  CHECK(code(moved(group.heart)) == "same-department");
  CHECK(moved(group.bones).value().department == group.bones);
  CHECK(code(group.report(sent.id, group.hospital())) == "referral-state");
  CHECK(group.accept(sent.id, group.hospital()).value().state == State::accepted);
  CHECK(code(moved(group.heart)) == "referral-state");

  const auto slots = group.slots("2026-11-24");
  REQUIRE(slots.size() == 4);
  std::map<std::string, int> answers;
  std::optional<Referral> booked;
  for (const auto& slot : slots) {
    const auto tried = group.book_it(sent.id, slot.id, by);
    ++answers[code(tried)];
    if (tried) booked = *tried;
  }
  CHECK(answers ==
        std::map<std::string, int>{{"", 1}, {"slot-elsewhere", 2}, {"referral-state", 1}});
  const auto appointment = group.read(
      [&](store::Snapshot& s) { return find_appointment(s, *booked->appointment).value(); });
  CHECK(appointment.channel == Channel::partner);
  CHECK(appointment.department == group.bones);
  // Cancelled by the patient: it can be booked again.
  REQUIRE(group.cancel(appointment.id));
  CHECK(group.book_it(sent.id, appointment.slot, by).value().appointment != appointment.id);
  CHECK(group.report(sent.id, group.hospital()).value().report == "已好转");
  CHECK(code(group.withdraw(sent.id, by)) == "referral-state");
  group.check_all_sound();
}

TEST_CASE("a partner books in its own quota without asking") {
  Group group;
  const auto people = group.people(2);
  const auto by = group.partner(group.first);
  auto wanted = group.up(people[0]);
  for (const auto& slot : group.slots("2026-11-24")) {
    wanted.slot = slot.id;
    const auto sent = group.send(wanted, by);
    if (!sent) {
      CHECK(code(sent) == "slot-elsewhere");
      continue;
    }
    CHECK(sent->state == State::booked);
    CHECK(code(group.send(wanted, by)) == "already-booked");
    CHECK(group.withdraw(sent->id, by).value().state == State::withdrawn);
    const auto view = group.read([&](store::Snapshot& s) {
      return group.all().view(s, group.all().find(s, sent->id, by).value());
    });
    CHECK(view.appointment->state == AppointmentState::cancelled);
  }
  group.check_all_sound();
}

TEST_CASE("down: the hospital sends, the institution answers") {
  Group group;
  const auto person = group.people(1).front();
  auto wanted = group.up(person);
  wanted.direction = Direction::down;
  CHECK(code(group.send(wanted, group.partner(group.first))) == "referral-not-yours");
  CHECK(code(group.send(wanted, group.hospital())) == "unknown-reference");
  wanted.institution = group.second.id;
  const auto sent = group.send(wanted, group.hospital()).value();
  CHECK(code(group.accept(sent.id, group.partner(group.first))) == "not-found");
  CHECK(group.accept(sent.id, group.partner(group.second)).has_value());
  CHECK(group.report(sent.id, group.partner(group.second)).value().state == State::reported);
  group.check_all_sound();
}

TEST_CASE("the inbox has urgent ones first, then as they came; a partner sees its own") {
  Group group;
  std::mt19937 random(3);
  const auto people = group.people(20);
  for (std::size_t i = 0; i < people.size(); ++i) {
    group.set_now("2026-11-23", 480 + static_cast<int>(random() % 4));
    auto wanted = group.up(people[i]);
    wanted.urgent = random() % 3 == 0;
    group.send(wanted, group.partner(random() % 2 ? group.first : group.second)).value();
  }
  const auto list = [&](const Handler& by) {
    return group.read([&](store::Snapshot& s) { return group.all().list(s, {}, by); });
  };
  const auto all = list(group.hospital());
  REQUIRE(all.size() == 20);
  CHECK(std::ranges::is_sorted(all, rules::comes_before));
  const auto own = list(group.partner(group.first));
  CHECK(own.size() < all.size());
  for (const auto& one : own) CHECK(one.institution == group.first.id);
  group.check_all_sound();
}

TEST_CASE("whatever both sides try, a referral's history adds up") {
  Group group;
  std::mt19937 random(17);
  const auto people = group.people(5);
  const auto slots = group.slots("2026-11-24");
  std::vector<ReferralId> ids;
  std::map<std::string, int> answers;
  for (int round = 0; round < 400; ++round) {
    const auto& institution = random() % 2 ? group.first : group.second;
    const auto by = random() % 2 ? group.partner(institution) : group.hospital();
    if (ids.empty() || random() % 6 == 0) {
      auto wanted = group.up(people[random() % people.size()]);
      wanted.institution = institution.id;
      if (random() % 3 == 0) wanted.direction = Direction::down;
      if (random() % 3 == 0) wanted.slot = slots[random() % slots.size()].id;
      const auto sent = group.send(wanted, by);
      ++answers[code(sent)];
      if (sent) ids.push_back(sent->id);
      continue;
    }
    const auto id = ids[random() % ids.size()];
    const auto done = group.act([&](auto all, auto& tx) -> Result<Referral> {
      switch (random() % 8) {
        case 0:
          return all.accept(tx, id, "", by, group.now());
        case 1:
          return all.redirect(tx, id, random() % 2 ? group.heart : group.bones, "", by,
                              group.now());
        case 2:
          return all.refuse(tx, id, "床位已满", by, group.now());
        case 3:
          return all.book(tx, id, slots[random() % slots.size()].id, by, group.now());
        case 4:
          return all.report(tx, id, "已出院", by, group.now());
        case 5:
          return all.ask(tx, id, "有无过敏？", by, group.now());
        case 6:
          return all.answer(tx, id, "无", by, group.now());
        default:
          return all.withdraw(tx, id, "", by, group.now());
      }
    });
    ++answers[code(done)];
  }
  for (const char* seen :
       {"", "not-found", "referral-not-yours", "referral-state", "nothing-asked"})
    CHECK(answers[seen] > 0);
  group.check_all_sound();
}

TEST_CASE("the receiver asks, the sender answers, and what waits is counted on each side") {
  Group group;
  const auto people = group.people(2);
  const auto by = group.partner(group.first);
  const auto sent = group.send(group.up(people[0]), by).value();
  const auto counts = [&](const Handler& whose, Instant since) {
    return group.read([&](store::Snapshot& s) { return group.all().counts(s, whose, since); });
  };
  const auto question = [&] {
    return group
        .read([&](store::Snapshot& s) {
          return group.all().view(s, group.all().find(s, sent.id, by).value());
        })
        .question;
  };
  const auto ask = [&](const std::string& text, const Handler& whose) {
    return code(group.act(
        [&](auto all, auto& tx) { return all.ask(tx, sent.id, text, whose, group.now()); }));
  };
  const auto answer = [&](const std::string& text, const Handler& whose) {
    return code(group.act(
        [&](auto all, auto& tx) { return all.answer(tx, sent.id, text, whose, group.now()); }));
  };
  CHECK(!question());
  CHECK(counts(group.hospital(), group.now()).to_answer == 1);
  CHECK(counts(by, group.now()).to_answer == 0);
  CHECK(answer("有", by) == "nothing-asked");
  CHECK(ask("", group.hospital()) == "required");
  CHECK(ask("有无过敏？", group.hospital()) == "");
  CHECK(question()->text == "有无过敏？");
  CHECK(counts(by, group.now()).questions == 1);
  CHECK(counts(group.partner(group.second), group.now()).questions == 0);
  CHECK(answer("青霉素", by) == "");
  CHECK(question()->answer == "青霉素");
  CHECK(counts(by, group.now()).questions == 0);
  CHECK(answer("再说一次", by) == "nothing-asked");
  const auto before = group.now() - std::chrono::minutes{1};
  CHECK(counts(by, before).replies == 0);
  CHECK(group.accept(sent.id, group.hospital()).has_value());
  CHECK(counts(by, before).to_book == 1);
  CHECK(counts(group.hospital(), before).to_answer == 0);
  CHECK(group.report(sent.id, group.hospital()).has_value());
  CHECK(counts(by, before).replies == 1);
  CHECK(counts(by, before).to_book == 0);
  CHECK(counts(by, group.now()).replies == 0);
  group.check_all_sound();
}

TEST_CASE("an institution knows whom it registered and who was referred, also after a merge") {
  Group group;
  const auto people = group.people(4);
  const auto known = [&](const Institution& institution, PersonId person) {
    return group.read([&](store::Snapshot& s) { return knows(s, institution.id, person); });
  };
  CHECK(!known(group.first, people[0]));
  group.write([&](store::Transaction& tx) {
    make_known(tx, group.first.id, people[0], group.now());
    make_known(tx, group.first.id, people[0], group.now());
    return true;
  });
  group.send(group.up(people[1]), group.partner(group.first)).value();
  auto down = group.up(people[2]);
  down.direction = Direction::down;
  down.institution = group.first.id;
  group.send(down, group.hospital()).value();
  for (int i = 0; i < 3; ++i) CHECK(known(group.first, people[static_cast<std::size_t>(i)]));
  CHECK(!known(group.second, people[0]));
  CHECK(group.read([&](store::Snapshot& s) { return people_of(s, group.first.id, 9); }).size() ==
        3);
  for (const auto from : {people[0], people[1]})
    group
        .write([&](store::Transaction& tx) {
          return group.all().move_person(tx, from, people[3], group.staff, group.now());
        })
        .value();
  CHECK(known(group.first, people[3]));
  CHECK(!known(group.first, people[0]));
  group.check_all_sound();
}

TEST_CASE("an account acts for one institution") {
  Group group;
  const InstitutionUsers users{.accounts = {AccountId{5}}, .keys = {ApiKeyId{6}}};
  const auto set = [&](const Institution& institution) {
    return group.write([&](store::Transaction& tx) {
      return Institutions(group.env).set_users(tx, institution.id, users, group.staff, group.now());
    });
  };
  CHECK(set(group.first).has_value());
  CHECK(set(group.first).has_value());
  CHECK(code(set(group.second)) == "acts-for-another");
  const auto of = [&](const char* kind, std::int64_t id) {
    return group.read([&](store::Snapshot& s) { return institution_of(s, kind, id); });
  };
  CHECK(of("staff", 5)->id == group.first.id);
  CHECK(of("key", 6)->id == group.first.id);
  CHECK(!of("key", 5));
  auto closed = group.first;
  closed.active = false;
  group
      .write([&](store::Transaction& tx) {
        return Institutions(group.env).change(tx, closed, group.staff, group.now());
      })
      .value();
  CHECK(!of("staff", 5));
}

}  // namespace yuyue::booking::referral
