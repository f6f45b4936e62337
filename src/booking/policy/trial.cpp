#include "yuyue/booking/policy/trial.hpp"

#include <algorithm>
#include <unordered_map>

#include "booking/policy/trial_records.hpp"

namespace yuyue::booking::policy {
namespace {

bool about_people(const Rules& rules) {
  return rules.ages != Ages{} || rules.first_visit != FirstVisit{};
}

/// Whether any place's rules say something.
template <class Says>
bool anywhere(const Policy& policy, Says says) {
  if (says(policy.base)) return true;
  return std::ranges::any_of(policy.overrides, [&](const Override& o) {
    auto rules = Rules{};
    if (o.ages) rules.ages = *o.ages;
    if (o.first_visit) rules.first_visit = *o.first_visit;
    if (o.questions) rules.questions = *o.questions;
    if (o.arrival) rules.arrival = *o.arrival;
    return says(rules);
  });
}

std::vector<std::string> left_out(const Policy& policy, bool people_known) {
  std::vector<std::string> list;
  if (anywhere(policy, [](const Rules& rules) { return !rules.questions.empty(); }))
    list.emplace_back("questions");
  if (policy.limits.account_made_per_day) list.emplace_back("accounts");
  if (policy.limits.open_holds || policy.limits.account_open_holds) list.emplace_back("holds");
  if (anywhere(policy, [](const Rules& rules) { return rules.arrival != Arrival{}; }))
    list.emplace_back("arrival");
  if (anywhere(policy, [](const Rules& rules) { return rules.line != LineSettings{}; }))
    list.emplace_back("line");
  if (!people_known && anywhere(policy, &about_people)) list.emplace_back("person");
  return list;
}

/// What was known of somebody, at any time.
struct Known {
  People::Past past;
  std::optional<Instant> first_seen;

  PersonFacts at(Instant then) const {
    PersonFacts facts;
    facts.birth_date = past.birth_date;
    for (const auto& number : past.numbers)
      if (number.since <= then && (!number.until || then < *number.until))
        facts.documents.insert(number.type);
    const bool been_here = facts.documents.contains(IdentifierType::hospital_card) ||
                           facts.documents.contains(IdentifierType::record_number) ||
                           (first_seen && *first_seen < then);
    facts.first_visit = !been_here;
    return facts;
  }
};

class Replay {
 public:
  Replay(const Policy& policy, Civil civil, std::size_t examples)
      : policy_(policy), civil_(civil), examples_(examples) {}

  /// Everything one person did, as it was booked.
  void person(std::vector<records::Past>& list, const std::optional<Known>& known) {
    known_ = known;
    std::ranges::sort(list, {}, &records::Past::booked_at);
    std::vector<ConductRecord> conduct;
    for (std::size_t i = 0; i < list.size(); ++i) {
      booking(list, i);
      if (list[i].cancelled_by_patient) cancellation(list[i], conduct);
      if (list[i].unpaid)
        conduct.push_back(entry_of(list[i], ConductKind::unpaid, *list[i].gone_at));
      if (list[i].missed)
        conduct.push_back(entry_of(list[i], ConductKind::no_show, list[i].visit.starts));
    }
    count_bars(conduct);
  }
  Trial trial;

 private:
  const Rules& rules_at(const Place& place) {
    const auto found = rules_.find(place);
    if (found != rules_.end()) return found->second;
    auto& rules = rules_.emplace(place, rules_for(policy_, place)).first->second;
    rules.questions.clear();  // what was answered is not kept
    return rules;
  }

  // How many bookings had been made for them that day, by ways that are not the staff's.
  int made_that_day(const std::vector<records::Past>& list, std::size_t i) const {
    const auto day = civil_.time.day_of(list[i].booked_at);
    int made = 0;
    for (std::size_t j = 0; j < i; ++j)
      if (!is_staff(list[j].channel) && civil_.time.day_of(list[j].booked_at) == day) ++made;
    return made;
  }

  Result<void> person_may(const records::Past& past, const Rules& rules) const {
    if (!known_ || !about_people(rules)) return {};
    return may_person_book(rules, known_->at(past.booked_at), past.visit.day, past.channel);
  }

  Result<void> not_too_often(const std::vector<records::Past>& list, std::size_t i) const {
    const Doings doings{.made_for_person = made_that_day(list, i)};
    return within_doings(policy_.limits, doings, true, false, list[i].channel, civil_,
                         list[i].booked_at);
  }

  void booking(const std::vector<records::Past>& list, std::size_t i) {
    const auto& past = list[i];
    const auto& rules = rules_at(past.place);
    ++trial.bookings;
    const SlotTimes slot{past.visit.day, past.visit.part, past.visit.starts, past.visit.ends};
    auto may = may_book_now(rules, slot, past.channel, civil_, past.booked_at);
    if (may) may = person_may(past, rules);
    if (may) {
      std::vector<Having> having;
      for (std::size_t j = 0; j < i; ++j)
        if (!list[j].gone_at || *list[j].gone_at > past.booked_at)
          having.push_back({list[j].id, list[j].code, list[j].visit});
      may = fits_person(rules, policy_.limits, past.visit, having, std::nullopt, civil_,
                        past.booked_at);
    }
    if (may) may = not_too_often(list, i);
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
    ++trial.examples_in_all;
    if (trial.examples.size() < examples_)
      trial.examples.push_back({past.id, past.code, what, answer, at});
  }

  const Policy& policy_;
  Civil civil_;
  std::size_t examples_;
  std::optional<Known> known_;
  std::map<Place, Rules> rules_;
};

}  // namespace

Trial try_policy(store::Snapshot& snapshot, const Policy& policy, const HospitalTime& time,
                 const People* people, const TrialOf& what) {
  const auto days = load_days(snapshot);
  std::unordered_map<PersonId, std::vector<records::Past>> by_person;
  records::each_past(snapshot, what.from, what.to, [&](PersonId person, records::Past past) {
    by_person[person].push_back(std::move(past));
  });
  Replay replay(policy, {time, days}, what.examples);
  const bool ask = people && anywhere(policy, &about_people);
  for (auto& [person, list] : by_person) {
    std::optional<Known> known;
    if (ask) known = Known{people->past(snapshot, person), records::first_seen(snapshot, person)};
    replay.person(list, known);
  }
  replay.trial.not_tried = left_out(policy, people != nullptr);
  return std::move(replay.trial);
}

}  // namespace yuyue::booking::policy
