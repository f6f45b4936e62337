// A fifth hospital, invented over and over: its rules' answers against their plain re-statement.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "unit/booking/policy_inventor.hpp"
#include "unit/booking/policy_restatement.hpp"
#include "yuyue/booking/policy/text.hpp"

namespace yuyue::booking::policy {
namespace {

constexpr unsigned kHospitals = 200;
constexpr int kRequests = 20;

std::string answer_of(const Result<void>& result) {
  return result ? "ok" : result.error().code;
}
std::optional<restated::Minute> minute_of(const std::optional<Instant>& at) {
  if (!at) return std::nullopt;
  return restated::minute_of(*at);
}

/// What both say about one hospital.
class Comparison {
 public:
  explicit Comparison(unsigned seed)
      : invent_(seed), policy_(invent_.policy()), where_(invent_.place()) {
    const auto text = to_json(policy_).dump();
    CAPTURE(text);
    REQUIRE(from_text(text).value() == policy_);
    rules_ = rules_for(policy_, where_);
    REQUIRE(rules_ == restated::rules_at(policy_, where_));
  }

  void booking() {
    const auto visit = invent_.visit(invent_.day());
    const auto channel = invent_.channel();
    const auto now = invent_.now_near(rules_, visit);
    const auto minute = restated::minute_of(now);
    const SlotTimes slot{visit.day, visit.part, visit.starts, visit.ends};
    const auto may = may_book_now(rules_, slot, channel, civil_, now);
    const auto expected = restated::may_book(rules_, slot, channel, days_, minute);
    CHECK(answer_of(may) == expected);
    if (!may)
      CHECK(minute_of(may.error().possible_at) ==
            restated::possible_at(rules_, slot, channel, days_, minute));
    stays_until_next_change(slot, channel, now, expected);

    const auto having = invent_.having(visit.day);
    const auto instead = invent_.coin() ? std::optional(AppointmentId{1}) : std::nullopt;
    CHECK(answer_of(fits_person(rules_, policy_.limits, visit, having, instead, civil_, now)) ==
          restated::fits(rules_, policy_.limits, visit, having, instead, minute));
    const auto person = invent_.person(visit.day);
    CHECK(answer_of(may_person_book(rules_, person, visit.day, channel)) ==
          restated::may_person(rules_, person, visit.day, channel));
  }

  void doing_much() {
    const auto doings = invent_.doings();
    const auto channel = invent_.channel();
    const bool makes = invent_.coin(), keeps = invent_.coin();
    const auto now = invent_.now_near(rules_, invent_.visit(invent_.day()));
    const auto may = within_doings(policy_.limits, doings, makes, keeps, channel, civil_, now);
    CHECK(answer_of(may) == restated::doings(policy_.limits, doings, makes, keeps, channel));
    if (!may && makes && may.error().code == "too-many-today")
      CHECK(minute_of(may.error().possible_at) ==
            restated::midnight_of(invent_.time.day_of(now)) + 24 * 60);
  }

  void giving_up() {
    const auto visit = invent_.visit(invent_.day());
    const auto channel = invent_.channel();
    const auto now = invent_.now_near(invent_.coin() ? cancel_until(rules_, visit, channel, civil_)
                                                     : visit.starts);
    const auto may = may_cancel(rules_, visit, channel, civil_, now);
    const auto answer = !may                             ? may.error().code
                        : *may == Cancelling::as_no_show ? std::string("as-no-show")
                                                         : std::string("free");
    CHECK(answer == restated::cancel(rules_, visit, channel, days_, restated::minute_of(now)));
  }

  void arriving() {
    const auto visit = invent_.visit(invent_.day());
    const auto step = invent_.coin() ? Step::collect : Step::check_in;
    auto edge = visit.starts;
    if (const auto times = step_times(rules_, step, visit, civil_))
      edge = invent_.coin() ? times->opens : times->closes;
    const auto now = invent_.now_near(edge);
    const ArrivalFacts facts{invent_.channel(), invent_.coin(), invent_.coin(), invent_.coin()};
    const auto may = may_arrive(rules_, step, visit, facts, civil_, now);
    CHECK((may ? std::string(name_of(*may)) : may.error().code) ==
          restated::arrive(rules_, step, visit, facts, restated::minute_of(now)));
  }

  void conduct() {
    const auto records = invent_.records();
    const auto bars = invent_.earlier_bars();
    const auto outages = invent_.outages();
    const auto now = invent_.time.at(day_from("2026-10-20"), minutes{invent_.coin() ? 600 : 1430});
    std::vector<restated::BarDue> due;
    for (const auto& bar : bars_due(policy_.conduct, records, bars, outages, civil_, now))
      due.emplace_back(bar.because, restated::minute_of(bar.until), bar.campus, bar.records);
    auto expected =
        restated::bars(policy_.conduct, records, bars, outages, restated::minute_of(now));
    std::ranges::sort(due);
    std::ranges::sort(expected);
    CHECK(due == expected);
  }

 private:
  // Pages are kept until then.
  void stays_until_next_change(const SlotTimes& slot, Channel channel, Instant now,
                               const std::string& answer) {
    const auto from = restated::minute_of(now);
    const auto next = minute_of(next_change(rules_, slot, channel, civil_, now));
    const auto until = std::min(next.value_or(from + 1500), from + 1500);
    for (auto at = from + 1; at < until; ++at) {
      const auto then = restated::may_book(rules_, slot, channel, days_, at);
      if (then == answer) continue;
      CHECK_MESSAGE(then == answer, "changed after " << at - from << " minutes");
      break;
    }
  }

  Inventor invent_;
  Policy policy_;
  Place where_;
  Rules rules_;
  DayCalendar days_ = days_of_2026();
  Civil civil_{invent_.time, days_};
};

}  // namespace

TEST_CASE("policy: invented hospitals are answered as the plain re-statement says") {
  for (unsigned seed = 1; seed <= kHospitals; ++seed) {
    CAPTURE(seed);
    Comparison compare(seed);
    for (int i = 0; i < kRequests; ++i) {
      compare.booking();
      compare.doing_much();
      compare.giving_up();
      compare.arriving();
      compare.conduct();
    }
  }
}

}  // namespace yuyue::booking::policy
