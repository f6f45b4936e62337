// Fees: what is due, paid, late, twice, wrong, and given back; what providers are asked, and how
// often; what a signature lets through.
#include "yuyue/booking/fees/fees.hpp"

#include <sodium.h>

#include "booking/fees/rules.hpp"
#include "fixture.hpp"
#include "yuyue/booking/fees/callbacks.hpp"
#include "yuyue/booking/fees/errands.hpp"
#include "yuyue/booking/fees/sandbox.hpp"

using namespace yuyue;
using namespace yuyue::booking;
using namespace yuyue::booking::fees;
using namespace std::chrono_literals;
using booking::test::Clinic;

namespace {

const std::string kTuesday =
    "本部,0304,心内科,专家,1001,王建国,主任医师,周二,上午,8:00,10:00,2,301,50,,,\n"
    "本部,0304,心内科,普通,,,,周二,下午,14:00,15:00,3,302/303,20,,,\n";

/// Does what the test says, and remembers what it was asked.
class FakeProvider final : public Provider {
 public:
  std::string_view name() const override { return "fake"; }
  Order create_order(const OrderRequest& order) override {
    return {"https://pay.example/" + order.reference, order.reference};
  }
  Result<Notice> verify(const Callback&) const override { return Refusal("callback-forged"); }
  OrderState query(const std::string&) override {
    ++queries;
    if (down) throw ProviderUnavailable("down");
    return state;
  }
  RefundAnswer refund(const RefundRequest& refund) override {
    if (down) throw ProviderUnavailable("down");
    refunds.push_back(refund);
    return answer;
  }
  std::vector<Movement> movements(Instant, Instant) override { return {}; }

  bool down = false;
  int queries = 0;
  OrderState state;
  RefundAnswer answer;
  std::vector<RefundRequest> refunds;
};

struct Told final : MoneyListener {
  void returned(store::Transaction&, const Appointment&, const Receipt& receipt, Instant) override {
    words.push_back("returned " + std::string(name_of(receipt.use)));
  }
  void refunded(store::Transaction&, const Appointment&, const Refund& refund, Instant) override {
    words.push_back("refunded " + std::to_string(refund.amount));
  }
  std::vector<std::string> words;
};

/// A clinic whose web bookings must be paid within 15 minutes.
struct PayingClinic : Clinic {
  PayingClinic() {
    import(kTuesday);
    auto made = std::make_unique<FakeProvider>();
    provider = made.get();
    providers.add(std::move(made));
    write([&](store::Transaction& tx) {
      tx.execute(
          "INSERT INTO setting (name, value, version, changed_at, changed_by) VALUES ('fees',"
          " '{\"prepayChannels\":[\"web\"],\"payWithinMinutes\":15,\"provider\":\"fake\"}',"
          " 1, 0, 'test')");
      return true;
    });
    read([&](store::Snapshot& snapshot) {
      live.load(snapshot);
      return true;
    });
    listeners.add(fees);
  }
  Environment listened_to() {
    auto environment = env;
    environment.listener = &listeners;
    return environment;
  }

  Appointment hold(PersonId person, SlotId slot) {
    const auto held = write([&](store::Transaction& tx) {
      return paying.book(tx,
                         {.slot = slot,
                          .person = person,
                          .by = {{.kind = "patient", .id = 1}, Channel::web},
                          .member = {},
                          .note = {},
                          .pay_until = fees.pay_until(tx, slot, Channel::web, now())},
                         now());
    });
    REQUIRE(held);
    return *held;
  }
  Payment ordered(AppointmentId id) {
    const auto payment = write([&](store::Transaction& tx) { return fees.order(tx, id, now()); });
    REQUIRE(payment);
    const auto opened = write([&](store::Transaction& tx) {
      return fees.opened(tx, payment->id, {"https://pay.example/1", "qr"}, now());
    });
    REQUIRE(opened);
    return *opened;
  }
  Settled paid(const Payment& payment, const std::string& transaction, std::int64_t amount = 0) {
    return write([&](store::Transaction& tx) {
      return fees.settle(tx, "fake",
                         {.order = to_string(payment.id),
                          .transaction = transaction,
                          .amount = amount ? amount : payment.amount,
                          .outcome = Notice::Outcome::paid,
                          .at = now()},
                         now());
    });
  }
  Appointment shown(AppointmentId id) {
    return read([&](store::Snapshot& snapshot) { return find_appointment(snapshot, id).value(); });
  }
  Balance stands(AppointmentId id) {
    return read([&](store::Snapshot& snapshot) {
             return fees.balance(snapshot, find_appointment(snapshot, id).value());
           })
        .value();
  }
  Account money(AppointmentId id) {
    return read([&](store::Snapshot& snapshot) { return fees.account(snapshot, id); });
  }
  Result<Appointment> give_up(AppointmentId id) {
    return write([&](store::Transaction& tx) {
      return paying.cancel(tx, id, {{.kind = "patient", .id = 1}, Channel::web}, {}, now());
    });
  }
  int expire() {
    return write([&](store::Transaction& tx) { return fees.expire(tx, now()); });
  }
  int errands_done() { return errands.run_due(db(), now()); }
  void check_money() {
    check_sound();
    const auto problems = read([](store::Snapshot& snapshot) { return check_payments(snapshot); });
    for (const auto& problem : problems) MESSAGE(problem);
    CHECK(problems.empty());
  }

  FakeProvider* provider = nullptr;
  Providers providers;
  fees::LiveSettings live;
  BookingListeners listeners;
  Told told;
  Appointments paying{listened_to()};
  Fees fees{{.environment = listened_to(),
             .appointments = &paying,
             .settings = &live,
             .providers = &providers,
             .listener = &told}};
  Errands errands{fees, providers};
};

}  // namespace

TEST_CASE("held until paid: paid in time it is booked") {
  PayingClinic clinic;
  const auto slots = clinic.slots("2026-11-24");
  const auto people = clinic.people(1);
  const auto held = clinic.hold(people[0], slots[0].id);
  CHECK(held.state == AppointmentState::pending);
  CHECK(held.pay_until == clinic.now() + 15min);
  CHECK(clinic.stands(held.id).standing == Standing::pending);
  CHECK(clinic.stands(held.id).due == 5000);

  const auto order = clinic.ordered(held.id);
  CHECK(order.amount == 5000);
  CHECK(clinic.ordered(held.id).id == order.id);  // asked again: the same
  CHECK(clinic.paid(order, "t1").use == Use::fee);
  CHECK(clinic.shown(held.id).state == AppointmentState::booked);
  CHECK(clinic.stands(held.id).standing == Standing::paid);
  CHECK(clinic.paid(order, "t1").repeated);
  CHECK(clinic.stands(held.id).paid == 5000);
  clinic.set_now("2026-11-23", 9 * 60);
  CHECK(clinic.expire() == 0);
  clinic.check_money();
}

TEST_CASE("not paid in time: cancelled, the place is given back; paid later: returned") {
  PayingClinic clinic;
  const auto slots = clinic.slots("2026-11-24");
  const auto people = clinic.people(2);
  const auto held = clinic.hold(people[0], slots[0].id);
  const auto order = clinic.ordered(held.id);
  clinic.set_now("2026-11-23", 8 * 60 + 14);
  CHECK(clinic.expire() == 0);
  clinic.set_now("2026-11-23", 8 * 60 + 15);
  CHECK(clinic.expire() == 1);
  const auto gone = clinic.shown(held.id);
  CHECK(gone.state == AppointmentState::cancelled);
  CHECK(gone.cancel_cause == CancelCause::unpaid);
  CHECK(clinic.money(held.id).payments[0].state == PaymentState::closed);

  CHECK(clinic.paid(order, "t1").use == Use::late);
  CHECK(clinic.shown(held.id).state == AppointmentState::cancelled);
  CHECK(clinic.stands(held.id).standing == Standing::refunding);
  CHECK(clinic.told.words == std::vector<std::string>{"returned late"});
  CHECK(clinic.paid(order, "t1").repeated);
  CHECK(clinic.errands_done() > 0);
  CHECK(clinic.stands(held.id).standing == Standing::refunded);
  REQUIRE(clinic.provider->refunds.size() == 1);
  CHECK(clinic.provider->refunds[0].transaction == "t1");
  CHECK(clinic.provider->refunds[0].amount == 5000);
  clinic.check_money();
}

TEST_CASE("paid after its time, but before the place was given back: it is theirs") {
  PayingClinic clinic;
  const auto slots = clinic.slots("2026-11-24");
  const auto held = clinic.hold(clinic.people(1)[0], slots[0].id);
  const auto order = clinic.ordered(held.id);
  clinic.set_now("2026-11-23", 8 * 60 + 20);
  CHECK(clinic.paid(order, "t1").use == Use::fee);
  CHECK(clinic.shown(held.id).state == AppointmentState::booked);
  CHECK(clinic.expire() == 0);
}

TEST_CASE("twice, wrong amounts, unknown orders, failures") {
  PayingClinic clinic;
  const auto slots = clinic.slots("2026-11-24");
  const auto people = clinic.people(2);
  const auto held = clinic.hold(people[0], slots[0].id);
  const auto order = clinic.ordered(held.id);

  CHECK(clinic.paid(order, "t0", 4900).use == Use::wrong_amount);
  CHECK(clinic.shown(held.id).state == AppointmentState::pending);
  CHECK(clinic.stands(held.id).standing == Standing::failed);
  const auto again = clinic.ordered(held.id);
  CHECK(again.id != order.id);
  CHECK(clinic.stands(held.id).standing == Standing::pending);
  CHECK(clinic.paid(again, "t1").use == Use::fee);
  CHECK(clinic.paid(again, "t2").use == Use::twice);
  CHECK(clinic.stands(held.id).standing == Standing::paid);
  CHECK(clinic.stands(held.id).refunding == 4900 + 5000);
  clinic.errands_done();
  CHECK(clinic.stands(held.id).refunded == 4900 + 5000);
  CHECK(clinic.stands(held.id).due == 0);

  const Payment nobodys{.id = PaymentId{77}, .amount = 100};
  CHECK_FALSE(clinic.paid(nobodys, "t9").known_order);
  CHECK(clinic.paid(nobodys, "t9").repeated);

  const auto other = clinic.hold(people[1], slots[0].id);
  const auto failing = clinic.ordered(other.id);
  clinic.write([&](store::Transaction& tx) {
    clinic.fees.settle(tx, "fake",
                       {.order = to_string(failing.id),
                        .transaction = "",
                        .amount = 0,
                        .outcome = Notice::Outcome::failed,
                        .at = clinic.now()},
                       clinic.now());
    return true;
  });
  CHECK(clinic.stands(other.id).standing == Standing::failed);
  CHECK(clinic.paid(clinic.ordered(other.id), "t3").use == Use::fee);
  clinic.check_money();
}

TEST_CASE(
    "cancelled: all of it goes back, whoever cancels; the provider is asked until it answers") {
  PayingClinic clinic;
  const auto slots = clinic.slots("2026-11-24");
  const auto held = clinic.hold(clinic.people(1)[0], slots[0].id);
  clinic.paid(clinic.ordered(held.id), "t1");
  REQUIRE(clinic.give_up(held.id));
  CHECK(clinic.stands(held.id).standing == Standing::refunding);
  clinic.provider->down = true;
  clinic.errands_done();
  CHECK(clinic.stands(held.id).standing == Standing::refunding);
  clinic.errands_done();  // not yet due again
  clinic.provider->down = false;
  clinic.set_now("2026-11-23", 8 * 60 + 2);
  clinic.provider->answer.outcome = RefundAnswer::Outcome::pending;
  clinic.errands_done();
  CHECK(clinic.stands(held.id).standing == Standing::refunding);
  clinic.set_now("2026-11-23", 8 * 60 + 10);
  clinic.provider->answer.outcome = RefundAnswer::Outcome::done;
  clinic.errands_done();
  CHECK(clinic.stands(held.id).standing == Standing::refunded);
  CHECK(clinic.provider->refunds.size() == 2);  // the same reference, which is refunded once
  CHECK(clinic.provider->refunds[0].reference == clinic.provider->refunds[1].reference);
  CHECK(clinic.told.words == std::vector<std::string>{"refunded 5000"});
  clinic.check_money();
}

TEST_CASE("a claim that nobody came back from is taken up again at the next start") {
  PayingClinic clinic;
  const auto slots = clinic.slots("2026-11-24");
  const auto held = clinic.hold(clinic.people(1)[0], slots[0].id);
  clinic.paid(clinic.ordered(held.id), "t1");
  REQUIRE(clinic.give_up(held.id));
  clinic.write([&](store::Transaction& tx) {
    tx.execute("UPDATE payment_errand SET claimed = 1, due_at = ?", {clinic.now() + 3min});
    return true;
  });
  CHECK(clinic.errands_done() == 0);
  clinic.errands.take_up(clinic.db(), clinic.now());
  CHECK(clinic.errands_done() > 0);
  CHECK(clinic.stands(held.id).standing == Standing::refunded);
}

TEST_CASE("a lost call-back is found by asking, before the place is lost") {
  PayingClinic clinic;
  const auto slots = clinic.slots("2026-11-24");
  const auto held = clinic.hold(clinic.people(1)[0], slots[0].id);
  const auto order = clinic.ordered(held.id);
  clinic.provider->state.open = true;
  clinic.set_now("2026-11-23", 8 * 60 + 1);
  CHECK(clinic.errands_done() == 1);
  CHECK(clinic.shown(held.id).state == AppointmentState::pending);
  clinic.provider->state = {.paid = {{.order = to_string(order.id),
                                      .transaction = "t1",
                                      .amount = 5000,
                                      .outcome = Notice::Outcome::paid,
                                      .at = clinic.now()}},
                            .open = false};
  clinic.set_now("2026-11-23", 8 * 60 + 14);
  CHECK(clinic.errands_done() == 1);
  CHECK(clinic.shown(held.id).state == AppointmentState::booked);
  clinic.set_now("2026-11-23", 12 * 60);
  CHECK(clinic.errands_done() == 0);  // asked no more
  clinic.check_money();
}

TEST_CASE("at the desk: taken, given back, what a provider will not refund") {
  PayingClinic clinic;
  const auto slots = clinic.slots("2026-11-24");
  const auto people = clinic.people(2);
  const auto desk = clinic.book(people[0], slots[0].id, Channel::desk);
  REQUIRE(desk);
  const auto id = desk->id;
  const auto take = [&](std::int64_t amount) {
    return clinic.write([&](store::Transaction& tx) {
      return clinic.fees.take(tx, id, Method::cash, amount, clinic.staff, clinic.now());
    });
  };
  const auto give_back = [&](PaymentId payment) {
    return clinic.write([&](store::Transaction& tx) {
      return clinic.fees.give_back(tx, payment, "收错了", clinic.staff, clinic.now());
    });
  };
  CHECK(clinic.stands(id).standing == Standing::due);
  CHECK(take(4000).error().code == "amount-differs");
  const auto first = take(5000);
  REQUIRE(first);
  CHECK(take(5000).error().code == "nothing-due");
  CHECK(clinic.stands(id).standing == Standing::paid);
  REQUIRE(give_back(first->id));
  CHECK(clinic.stands(id).standing == Standing::due);
  CHECK(give_back(first->id).error().code == "nothing-to-give-back");
  const auto second = take(5000);
  REQUIRE(second);
  REQUIRE(clinic.give_up(id));
  CHECK(clinic.stands(id).standing == Standing::refunding);
  CHECK(clinic.errands_done() == 0);  // nobody is asked; it waits at the desk
  CHECK(*give_back(second->id) == 5000);
  CHECK(clinic.stands(id).standing == Standing::refunded);

  const auto held = clinic.hold(people[1], slots[0].id);
  const auto order = clinic.ordered(held.id);
  clinic.paid(order, "t1");
  REQUIRE(clinic.give_up(held.id));
  CHECK(give_back(order.id).error().code == "nothing-to-give-back");  // it is on its way
  clinic.provider->answer = {RefundAnswer::Outcome::refused, "closed"};
  clinic.errands_done();
  CHECK(clinic.stands(held.id).standing == Standing::failed);
  CHECK(clinic.stands(held.id).needs_staff);
  CHECK(*give_back(order.id) == 5000);
  CHECK(clinic.stands(held.id).standing == Standing::refunded);
  clinic.check_money();
}

TEST_CASE("moved: the difference goes back, or is due at the desk") {
  PayingClinic clinic;
  const auto slots = clinic.slots("2026-11-24");
  const auto held = clinic.hold(clinic.people(1)[0], slots[0].id);
  clinic.paid(clinic.ordered(held.id), "t1");
  const auto move = [&](SlotId to) {
    return clinic.write([&](store::Transaction& tx) {
      return clinic.paying.reschedule(tx, held.id, to, clinic.staff, clinic.now());
    });
  };
  REQUIRE(move(slots[4].id));
  CHECK(clinic.shown(held.id).fee == 2000);
  CHECK(clinic.stands(held.id).refunding == 3000);
  CHECK(clinic.stands(held.id).standing == Standing::paid);
  clinic.errands_done();
  REQUIRE(move(slots[1].id));
  CHECK(clinic.stands(held.id).due == 3000);
  CHECK(clinic.stands(held.id).standing == Standing::due);
  REQUIRE(clinic.give_up(held.id));
  clinic.errands_done();
  CHECK(clinic.stands(held.id).refunded == 5000);
  clinic.check_money();
}

TEST_CASE("emergencies are not made to wait for money") {
  PayingClinic clinic;
  const auto slots = clinic.slots("2026-11-24");
  const auto held = clinic.hold(clinic.people(1)[0], slots[0].id);
  const auto later = [&] {
    return clinic.write([&](store::Transaction& tx) {
      return clinic.fees.let_pay_later(tx, held.id, "胸痛绿色通道", clinic.staff, clinic.now());
    });
  };
  REQUIRE(later());
  CHECK(clinic.shown(held.id).state == AppointmentState::booked);
  CHECK(clinic.stands(held.id).standing == Standing::due);
  CHECK(later().error().code == "not-pending");
  clinic.set_now("2026-11-23", 12 * 60);
  CHECK(clinic.expire() == 0);
}

TEST_CASE("who must pay ahead") {
  const auto at = from_millis(0);
  fees::Settings settings{.prepay = {Channel::web}, .pay_within = 15min, .provider = "fake"};
  CHECK(fees::rules::pay_until(settings, Channel::web, 100, at + 1h, at) == at + 15min);
  CHECK(fees::rules::pay_until(settings, Channel::web, 100, at + 15min, at) == at + 15min);
  CHECK_FALSE(fees::rules::pay_until(settings, Channel::web, 100, at + 14min, at));
  CHECK_FALSE(fees::rules::pay_until(settings, Channel::web, 0, at + 1h, at));
  CHECK_FALSE(fees::rules::pay_until(settings, Channel::desk, 100, at + 1h, at));
  CHECK(fees::rules::check(settings));
  settings.pay_within = 0min;
  CHECK_FALSE(fees::rules::check(settings));
  settings = {.prepay = {Channel::web}, .pay_within = 15min, .provider = ""};
  CHECK_FALSE(fees::rules::check(settings));
}

TEST_CASE("pauses grow, and the last question comes before the time is up") {
  CHECK(fees::rules::pause_after(1) == 5s);
  CHECK(fees::rules::pause_after(2) == 10s);
  CHECK(fees::rules::pause_after(100) == 1h);
  const auto at = from_millis(0);
  const Payment payment{.expires_at = at + 15min};
  CHECK(fees::rules::next_query(payment, 0, at) == at + 30s);
  CHECK(fees::rules::next_query(payment, 4, at + 13min) == at + 15min - 20s);
  CHECK(fees::rules::next_query(payment, 9, at + 15min) == at + 20min);
}

TEST_CASE("two ledgers: what agrees, what one has alone, what differs") {
  const auto line = [](const std::string& reference, std::int64_t amount, std::int64_t expected,
                       Use use = Use::fee) {
    return LedgerLine{.movement = {Movement::Kind::payment, reference, "o", amount, {}},
                      .appointment = {},
                      .use = use,
                      .expected = expected};
  };
  const std::vector<LedgerLine> ours{line("a", 10, 10), line("b", 20, 20), line("c", 30, 31),
                                     line("d", 40, 40), line("e", 50, 0, Use::unknown_order)};
  const std::vector<Movement> theirs{{Movement::Kind::payment, "a", "o", 10, {}},
                                     {Movement::Kind::payment, "c", "o", 30, {}},
                                     {Movement::Kind::payment, "d", "o", 41, {}},
                                     {Movement::Kind::payment, "e", "o", 50, {}},
                                     {Movement::Kind::refund, "a", "o", 10, {}}};
  std::map<std::string, int> count;
  for (const auto& one : fees::rules::compare(ours, theirs))
    ++count[std::string(name_of(one.verdict))];
  CHECK(count == std::map<std::string, int>{
                     {"agrees", 1}, {"only-ours", 1}, {"only-theirs", 2}, {"amounts-differ", 2}});
}

TEST_CASE("the sandbox's call-backs: signature, time, sense") {
  REQUIRE(sodium_init() >= 0);
  booking::test::TestClock wall;
  wall.set(from_millis(1'795'000'000'000));
  const std::string secret(32, 's');
  const auto sandbox = make_sandbox({.url = "http://127.0.0.1:1", .secret = secret}, {}, wall);
  const std::string body =
      R"({"order":"pay_1","transaction":"t","amount":100,"outcome":"paid","at":"2026-11-23T00:00:00Z"})";
  const auto verify = [&](const std::string& text, const std::string& time,
                          const std::string& key) {
    return sandbox->verify(
        {text,
         {{"x-pay-timestamp", time},
          {"x-pay-signature", hmac_sha256_hex(key, time + "\ncallback\n" + text)}}});
  };
  const auto code = [](const Result<Notice>& result) {
    return result ? "" : result.error().code;
  };
  CHECK(verify(body, "1795000000", secret)->amount == 100);
  CHECK(code(verify(body, "1795000000", std::string(32, 'x'))) == "callback-forged");
  CHECK(code(sandbox->verify({body, {}})) == "callback-forged");
  CHECK(code(verify(body, "1795000301", secret)) == "callback-stale");
  CHECK(code(verify(body, "1794999699", secret)) == "callback-stale");
  CHECK(code(verify(body, "1794999700", secret)).empty());
  CHECK(code(verify(body, "now", secret)) == "callback-stale");
  for (
      const char* wrong :
      {"", "{}", "[]", "null", R"({"order":1})",
       R"({"order":"p","transaction":"t","amount":-1,"outcome":"paid","at":"2026-11-23T00:00:00Z"})",
       R"({"order":"p","transaction":"t","amount":1.5,"outcome":"paid","at":"2026-11-23T00:00:00Z"})",
       R"({"order":"p","transaction":"","amount":1,"outcome":"paid","at":"2026-11-23T00:00:00Z"})",
       R"({"order":"p","transaction":"t","amount":1,"outcome":"maybe","at":"2026-11-23T00:00:00Z"})",
       R"({"order":"p","transaction":"t","amount":1,"outcome":"paid","at":"yesterday"})"}) {
    CAPTURE(wrong);
    CHECK(code(verify(wrong, "1795000000", secret)) == "callback-invalid");
  }
  // RFC 4231, test case 2.
  CHECK(hmac_sha256_hex("Jefe", "what do ya want for nothing?") ==
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST_CASE("forged call-backs fill no audit: one entry a minute, with their number") {
  CallbackLog log;
  const auto at = from_millis(1'000'000);
  CHECK(log.refused("callback-forged", at) == 1);
  for (int n = 0; n < 50; ++n) CHECK_FALSE(log.refused("callback-forged", at + 30s));
  CHECK(log.refused("callback-stale", at + 61s) == 51);
  CHECK(log.figures().forged == 51);
  CHECK(log.figures().stale == 1);
}
