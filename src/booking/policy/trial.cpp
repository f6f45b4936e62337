#include "yuyue/booking/policy/trial.hpp"

#include <algorithm>
#include <unordered_map>

#include "booking/policy/trial_records.hpp"

namespace yuyue::booking::policy {
namespace {

constexpr std::size_t kExamples = 20;

class Replay {
 public:
  Replay(const Policy& policy, Civil civil) : policy_(policy), civil_(civil) {}

  /// Everything one person did, as it was booked.
  void person(std::vector<records::Past>& list) {
    std::ranges::sort(list, {}, &records::Past::booked_at);
    std::vector<ConductRecord> conduct;
    for (std::size_t i = 0; i < list.size(); ++i) {
      booking(list, i);
      if (list[i].cancelled_by_patient) cancellation(list[i], conduct);
      if (list[i].missed)
        conduct.push_back(entry_of(list[i], ConductKind::no_show, list[i].visit.starts));
    }
    count_bars(conduct);
  }
  Trial trial;

 private:
  const Rules& rules_at(const Place& place) {
    const auto found = rules_.find(place);
    return found != rules_.end() ? found->second
                                 : rules_.emplace(place, rules_for(policy_, place)).first->second;
  }

  void booking(const std::vector<records::Past>& list, std::size_t i) {
    const auto& past = list[i];
    const auto& rules = rules_at(past.place);
    ++trial.bookings;
    const SlotTimes slot{past.visit.day, past.visit.part, past.visit.starts, past.visit.ends};
    auto may = may_book_now(rules, slot, past.channel, civil_, past.booked_at);
    if (may) {
      std::vector<Having> having;
      for (std::size_t j = 0; j < i; ++j)
        if (!list[j].gone_at || *list[j].gone_at > past.booked_at)
          having.push_back({list[j].id, list[j].code, list[j].visit});
      may = fits_person(rules, policy_.limits, past.visit, having, std::nullopt, civil_,
                        past.booked_at);
    }
    if (may) return;
    ++trial.bookings_refused;
    ++trial.refusals[may.error().code];
    example(past, "booking", may.error().code, past.booked_at);
  }

  void cancellation(const records::Past& past, std::vector<ConductRecord>& conduct) {
    ++trial.cancellations;
    const auto at = *past.gone_at;
    const auto may = may_cancel(rules_at(past.place), past.visit, Channel::web, civil_, at);
    if (!may) {
      ++trial.cancellations_refused;
      example(past, "cancellation", may.error().code, at);
      return;
    }
    const bool as_no_show = *may == Cancelling::as_no_show;
    if (as_no_show) {
      ++trial.cancellations_as_no_show;
      example(past, "cancellation", "as-no-show", at);
    }
    conduct.push_back(
        entry_of(past, as_no_show ? ConductKind::no_show : ConductKind::cancellation, at));
  }

  static ConductRecord entry_of(const records::Past& past, ConductKind kind, Instant at) {
    return {.id = past.id.value,
            .kind = kind,
            .at = at,
            .visit_day = past.visit.day,
            .campus = past.place.campus,
            .excused = false};
  }

  // One by one, as they would have been counted.
  void count_bars(std::vector<ConductRecord>& conduct) {
    std::ranges::sort(conduct, {}, &ConductRecord::at);
    std::vector<Bar> bars;
    for (std::size_t i = 1; i <= conduct.size(); ++i) {
      const auto due = bars_due(policy_.conduct, std::span(conduct).first(i), bars, {}, civil_,
                                conduct[i - 1].at);
      bars.insert(bars.end(), due.begin(), due.end());
    }
    if (!bars.empty()) ++trial.people_barred;
  }

  void example(const records::Past& past, const char* what, const std::string& answer, Instant at) {
    if (trial.examples.size() < kExamples)
      trial.examples.push_back({past.id, past.code, what, answer, at});
  }

  const Policy& policy_;
  Civil civil_;
  std::map<Place, Rules> rules_;
};

}  // namespace

Trial try_policy(store::Snapshot& snapshot, const Policy& policy, const HospitalTime& time,
                 Day from, Day to) {
  const auto days = load_days(snapshot);
  std::unordered_map<PersonId, std::vector<records::Past>> by_person;
  records::each_past(snapshot, from, to, [&](PersonId person, records::Past past) {
    by_person[person].push_back(std::move(past));
  });
  Replay replay(policy, {time, days});
  for (auto& [person, list] : by_person) replay.person(list);
  return std::move(replay.trial);
}

}  // namespace yuyue::booking::policy
