// What must hold in a random hospital whatever has happened, looked at anew after each step.
#include "unit/exams/random_hospital.hpp"
#include "yuyue/exams/results.hpp"

namespace yuyue::exams::test_hospital {

void Hospital::look() {
  ++looks_;
  read([&](store::Snapshot& s) {
    for (const auto& found :
         {check_exam_places(s), check_exam_plans(s), check_exam_returns(s), queue::check_lines(s)})
      for (const auto& problem : found) FAIL_CHECK(what_ << ": " << problem);
    look_at_places(s);
    for (int n = 1; n <= kPeople; ++n) {
      look_at_plans(s, PersonId{n});
      if ((n + looks_) % 3 == 0) look_at_flags(s, PersonId{n});
    }
    return true;
  });
}

void Hospital::look_at_places(store::Snapshot& s) {
  std::map<std::tuple<std::int64_t, Day, int>, std::map<Source, int>> taken;
  auto rows = s.query(
      "SELECT i.device_id, i.day, i.start, i.device_minutes, p.source FROM exam_plan_item i"
      " JOIN exam_place p ON p.holder = i.id WHERE i.state <> 'freed'");
  while (rows.next())
    for (int slot = static_cast<int>(rows->integer(2)) / 30;
         slot * 30 < rows->integer(2) + rows->integer(3); ++slot)
      ++taken[{rows->integer(0), rows->day(1), slot}][source_from(rows->text(4)).value()];
  for (const auto& [where, by_source] : taken) {
    const auto [device, day, slot] = where;
    const auto& d = *std::ranges::find(all_devices_, ExamDeviceId{device}, &Device::id);
    int held = 0;
    for (const auto source : kSources) {
      const auto count = by_source.find(source);
      int kept = 0;
      for (const auto& quota : d.quotas)
        if (quota.source == source && !quota.returned) kept = quota.places;
      held += std::max(count == by_source.end() ? 0 : count->second, kept);
    }
    int capacity = 0;
    for (const auto& hours : d.hours)
      if (hours.weekday == static_cast<int>(date::weekday(day).iso_encoding()) &&
          hours.opens <= minutes{slot * 30} && minutes{slot * 30 + 30} <= hours.closes)
        capacity = hours.capacity;
    CHECK_MESSAGE(held <= capacity, what_ << ": sold twice, " << d.name << " " << slot);
  }
}

std::vector<Hospital::Placed> Hospital::placed(store::Snapshot& s, PersonId person) {
  const auto minute = [](Instant at) {
    return std::chrono::floor<minutes>(at - kTime.at(kMonday - date::days{7}, MinuteOfDay{0}))
        .count();
  };
  std::vector<Placed> all;
  for (const auto& plan : plans_of(s, person))
    for (const auto& item : plan.items) {
      if (item.state == PlanItem::State::freed) continue;
      const auto order = find_order(s, vault_, item.at.order).value();
      const auto& e = *std::ranges::find(exams_, order.exam, &Exam::id);
      const auto device = find_device(s, item.at.device).value();
      const auto first_seen =
          arranged_.try_emplace(item.id.value, When{now_, looks_}).first->second;
      const auto start = kTime.at(item.at.day, item.at.start);
      Placed placed{.exam = {}, .order = order.id, .arranged_in = first_seen.step};
      if (const auto done = done_.find(item.id.value); done != done_.end()) {
        placed.began = minute(std::min(start, done->second.at - e.length));
        placed.done_in = done->second.step;
      }
      placed.exam = {.exam = e.code,
                     .name = to_string(item.id),
                     .start = minute(start),
                     .arranged = minute(first_seen.at),
                     .minutes = static_cast<int>(e.length.count()),
                     .recovery = static_cast<int>(e.recovery.count()),
                     .fasting = static_cast<int>(e.fasting.count()),
                     .water_stop = static_cast<int>(e.water_stop.count()),
                     .breaks_fast = e.breaks_fast,
                     .needs_meal = e.needs_meal,
                     .bladder = name_of(e.bladder)[0],
                     .site = device.site == sites_[0] ? 0 : 1};
      all.push_back(std::move(placed));
      CHECK(item.at.start >= e.earliest);
      CHECK(item.at.start + e.length <= e.latest);
    }
  return all;
}

void Hospital::look_at_plans(store::Snapshot& s, PersonId person) {
  const auto all = placed(s, person);
  // What was done early counts as it was for all that is arranged afterwards.
  const auto as_known = [](const Placed& one, const Placed& other) {
    auto out = one.exam;
    if (one.began && one.done_in < other.arranged_in) out.start = *one.began;
    return out;
  };
  for (std::size_t i = 0; i < all.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) {
      const auto one = as_known(all[i], all[j]), other = as_known(all[j], all[i]);
      const auto what = test::broken(written_, one, other);
      CHECK_MESSAGE(what.empty(), what_ << ": " << one.exam << " " << other.exam << " " << what);
    }
}

namespace {

/// Whether one cannot stay where it is while the other has no place.
bool depends(const test::WrittenRule& r, const std::string& it, const std::string& missing) {
  const bool missing_first = r.a == missing && r.b == it;
  const bool missing_second = r.b == missing && r.a == it;
  if (r.kind == "before") return missing_first || (missing_second && r.max);
  if (r.kind == "separate") return (missing_first && !r.b_first) || (missing_second && !r.a_first);
  return r.kind == "same-day" && (missing_first || missing_second);
}

}  // namespace

// What does not hold any more, because something was done early or lost its place, is said.
void Hospital::look_at_flags(store::Snapshot& s, PersonId person) {
  const auto known = repairs_.as_it_is(s, person, {}, now_);
  const auto ends = known.loose_ends();
  const auto now =
      std::chrono::floor<minutes>(now_ - kTime.at(kMonday - date::days{7}, {})).count();
  const auto flagged = [&](ExamOrderId one, ExamOrderId other) {
    return std::ranges::any_of(ends, [&](const planning::LooseEnd& end) {
      const auto second = end.other ? *end.other : end.missing ? *end.missing : end.standing->id;
      return (end.order == one.value && second == other.value) ||
             (end.order == other.value && second == one.value);
    });
  };
  const auto as_done = [&](const Placed& one) {
    auto out = one.exam;
    if (one.began) out.start = *one.began;
    out.arranged = now;
    return out;
  };
  const auto all = placed(s, person);
  const auto lost = orders_of(s, vault_, person, true);
  for (const auto& one : all) {
    if (std::ranges::find(known.now_is, one.order, &Arranged::order) == known.now_is.end())
      continue;
    for (const auto& other : all) {
      if (other.order == one.order) continue;
      const auto what = test::broken(written_, as_done(one), as_done(other));
      if (what.empty()) continue;
      ++counts["flagged"];
      CHECK_MESSAGE(flagged(one.order, other.order), what_ << ": not said: " << what);
    }
    for (const auto& order : lost) {
      if (!order.is_open()) continue;
      const auto& missing = *std::ranges::find(exams_, order.exam, &Exam::id);
      for (const auto& rule : written_.rules) {
        if (!depends(rule, one.exam.exam, missing.code)) continue;
        ++counts["flagged as waiting"];
        CHECK_MESSAGE(flagged(one.order, order.id), what_ << ": not said: " << rule.code);
      }
    }
  }
}

}  // namespace yuyue::exams::test_hospital
