// A random hospital on a real file: catalogues, devices, quotas and closures are drawn, and so is
// what people do. Whatever happens, no place is sold twice, a plan is taken whole or not at all,
// and every plan that stands keeps the rules.
#include "unit/exams/random_hospital.hpp"

#include <cstdlib>

namespace yuyue::exams::test_hospital {

using namespace std::chrono_literals;

namespace {

std::chrono::steady_clock::time_point soon() {
  return std::chrono::steady_clock::now() + 300ms;
}

}  // namespace

bool Hospital::happens() {
  const int n = upto(26);
  bool done = false;
  if (n < 4)
    what_ = "order", done = order();
  else if (n < 9)
    what_ = "take", done = take();
  else if (n < 12)
    what_ = "change", done = change();
  else if (n < 13)
    what_ = "break down", done = breaks_down();
  else if (n < 17)
    what_ = "at a device", done = at_a_device();
  else if (n < 18)
    what_ = "earlier", done = earlier();
  else if (n < 20)
    what_ = "repair", done = repair();
  else if (n < 24)
    what_ = "astray", done = astray();
  else
    what_ = "time", done = time_passes();
  if (done) ++counts[what_];
  return done;
}

bool Hospital::order() {
  const auto& exam = exams_[static_cast<std::size_t>(upto(kExams))];
  NewOrder wanted{.exam = exam.id, .urgency = static_cast<Urgency>(upto(3))};
  wanted.comes_from = one_in(3) ? kSources[upto(4)] : Source::outpatient;
  if (one_in(4)) wanted.needed_by = kTime.day_of(now_) + date::days{upto(8)};
  const auto person = somebody();
  return write([&](store::Transaction& tx) {
           return orders_.order(tx, person, {wanted}, OrderSource::desk, kBy, now_);
         })
      .has_value();
}

// Half of the time somebody else is quicker, or what is taken was not what was offered.
bool Hospital::take() {
  const auto person = somebody();
  const auto basis = read([&](store::Snapshot& s) {
    return plans_.basis(s, person, {.eaten = one_in(2)}, {}, {}, true, now_);
  });
  const auto preview = preview_of(basis, soon());
  if (preview.choices.empty()) return false;
  auto wanted =
      preview.choices[static_cast<std::size_t>(upto(static_cast<int>(preview.choices.size())))]
          .arranged;
  if (one_in(3)) {
    auto& one = wanted[static_cast<std::size_t>(upto(static_cast<int>(wanted.size())))];
    one.start = MinuteOfDay{480 + 30 * upto(18)};
    if (one_in(2)) one.day += date::days{upto(3)};
  }
  const bool another = one_in(4) && take();
  return write([&](store::Transaction& tx) {
           return plans_.take(tx, person, wanted, std::nullopt, {}, kBy, now_);
         }).has_value() ||
         another;
}

std::optional<Plan> Hospital::some_plan() {
  const auto all = read([&](store::Snapshot& s) { return plans_of(s, somebody()); });
  for (const auto& plan : all)
    if (!plan.booked().empty()) return plan;
  return std::nullopt;
}

bool Hospital::change() {
  const auto plan = some_plan();
  if (!plan) return false;
  const auto booked = plan->booked();
  const PlanChange change{
      .what = static_cast<PlanChange::What>(upto(3)),
      .order = booked[static_cast<std::size_t>(upto(static_cast<int>(booked.size())))].order,
      .reason = "x"};
  const auto basis = read([&](store::Snapshot& s) {
    return plans_.basis(s, plan->person, wanting(plan->id, change), {}, {}, true, now_);
  });
  const auto preview = changed(basis, booked, change, soon());
  const auto& to = preview.tighter && one_in(2) ? preview.tighter : preview.fewest_moves;
  if (!to) return false;
  return write([&](store::Transaction& tx) {
           return plans_.change(tx, plan->id, plan->version, change, to->arranged, {}, kBy, now_);
         })
      .has_value();
}

bool Hospital::breaks_down() {
  const Closure closure{.device = all_devices_[static_cast<std::size_t>(upto(kDevices))].id,
                        .kind = Closure::Kind::broken,
                        .from = now_,
                        .to = now_ + std::chrono::hours{1 + upto(30)},
                        .reason = "x"};
  const auto closed =
      write([&](store::Transaction& tx) { return devices_.close(tx, closure, kBy, now_); });
  if (!closed) return false;
  for (int round = 0; round < 20; ++round) {
    const auto hit = read([&](store::Snapshot& s) { return breakdowns_.hit(s, now_); });
    if (hit.empty()) return true;
    const auto basis =
        read([&](store::Snapshot& s) { return breakdowns_.basis(s, hit.front(), {}, now_); });
    const auto wanted = replanned(basis, hit.front().plan, soon());
    const auto settled = write([&](store::Transaction& tx) {
      return breakdowns_.settle(tx, hit.front(), wanted, {}, kBy, now_);
    });
    CHECK_MESSAGE(settled.has_value(), settled.error().code);
    if (!settled) return true;
  }
  FAIL_CHECK("a breakdown is not settled");
  return true;
}

std::optional<Work> Hospital::some_work(bool come) {
  std::vector<Work> all;
  for (const auto& device : all_devices_)
    for (auto& work :
         read([&](store::Snapshot& s) { return worklist(s, device.id, kTime.day_of(now_)); }))
      if (work.item.state == PlanItem::State::booked && work.ticket.has_value() == come)
        all.push_back(work);
  if (all.empty()) return std::nullopt;
  return all[static_cast<std::size_t>(upto(static_cast<int>(all.size())))];
}

bool Hospital::at_a_device() {
  if (one_in(3)) {
    const auto work = some_work(false);
    return work && write([&](store::Transaction& tx) {
                     return worklist_.arrive(tx, work->item.id, kBy, now_);
                   }).has_value();
  }
  if (one_in(3)) {
    const auto& device = all_devices_[static_cast<std::size_t>(upto(kDevices))];
    return write([&](store::Transaction& tx) {
             return worklist_.call(tx, device.id, std::nullopt, "", kBy, now_);
           })
        .has_value();
  }
  const auto work = some_work(true);
  if (!work) return false;
  const WorkStep step{.what = static_cast<WorkStep::What>(upto(7)), .reason = "x"};
  const auto after = write(
      [&](store::Transaction& tx) { return worklist_.step(tx, work->item.id, step, kBy, now_); });
  if (after && after->item.state == PlanItem::State::done)
    done_[after->item.id.value] = {now_, looks_};
  if (after && one_in(2)) repair_of(after->person);
  return after.has_value();
}

// One of today's that does not go as planned; if there is none, the next day that has one comes.
bool Hospital::astray() {
  auto work = some_work(one_in(2));
  if (!work) work = some_work(false);
  if (!work) return next_booked_day();
  const auto place = work->item.id;
  if (!work->ticket && !write([&](store::Transaction& tx) {
                          return worklist_.arrive(tx, place, kBy, now_);
                        }).has_value())
    return false;
  using What = WorkStep::What;
  const std::vector<What> steps[] = {
      {What::unprepared}, {What::leave}, {What::start, What::finish}};
  if (one_in(2))
    write([&](store::Transaction& tx) {
      return worklist_.call(tx, work->item.at.device, place, "x", kBy, now_);
    });
  for (const auto what : steps[upto(3)]) {
    const auto after = write([&](store::Transaction& tx) {
      return worklist_.step(tx, place, {what, "x"}, kBy, now_);
    });
    if (after && what == What::finish) done_[place.value] = {now_, looks_};
  }
  if (one_in(2)) repair_of(work->person);
  return true;
}

bool Hospital::next_booked_day() {
  const auto day = read([&](store::Snapshot& s) {
    return s.text("SELECT min(day) FROM exam_plan_item WHERE state = 'booked' AND day > ?",
                  {kTime.day_of(now_)});
  });
  if (!day) return false;
  now_ = kTime.at(*parse_day(*day), MinuteOfDay{420 + 30 * upto(6)});
  settle_past();
  return true;
}

void Hospital::settle_past() {
  while (write([&](store::Transaction& tx) -> Result<bool> {
           return worklist_.settle_past(tx, now_);
         }).value())
    ;
}

// In the answer to a step, or later in the background; somebody may be quicker.
bool Hospital::repair() {
  const auto due = read([&](store::Snapshot& s) { return repairs_.due(s, now_, now_, 20); });
  if (due.empty()) return false;
  repair_of(due.front());
  return true;
}

// Who was not prepared can be by then: fasting since they were sent away, or with a full bladder
// again; what cannot be made up for in hours is on another day.
void Hospital::look_at_new_time(const Repair& repair, const std::vector<Arranged>& wanted) {
  const auto at = std::ranges::find(wanted, repair.order, &Arranged::order);
  if (at == wanted.end() || repair.cause == Repair::Cause::done_early) return;
  const auto order =
      read([&](store::Snapshot& s) { return find_order(s, vault_, repair.order).value(); });
  const auto& exam = *std::ranges::find(exams_, order.exam, &Exam::id);
  const auto starts = kTime.at(at->day, at->start);
  const bool same_day = at->day == kTime.day_of(repair.since);
  const bool fasting = exam.fasting > 0min, full = exam.bladder == Bladder::full;
  if (repair.cause == Repair::Cause::unprepared) {
    CHECK(starts >= repair.since + exam.fasting);
    if (full && same_day) CHECK(starts >= repair.since + rules::kBladderFill);
    if (!fasting && !full) CHECK_FALSE(same_day);
  }
  if (repair.cause == Repair::Cause::left) CHECK_FALSE(same_day);
}

void Hospital::repair_of(PersonId person) {
  const auto basis = read([&](store::Snapshot& s) { return repairs_.basis(s, person, {}, now_); });
  const auto wanted = repaired(basis, soon());
  const bool another = one_in(4) && take();
  const auto moved = write(
      [&](store::Transaction& tx) { return repairs_.settle(tx, basis, wanted, {}, kBy, now_); });
  if (!moved) {
    CHECK_MESSAGE(another, "a repair was refused: " << moved.error().code);
    return;
  }
  if (!basis.repairs.empty()) ++counts[wanted ? "repaired" : "not repaired"];
  if (!wanted) return;
  for (const auto& repair : basis.repairs) look_at_new_time(repair, *wanted);
  // What could be settled is right now, and as much as could stay has stayed.
  const auto now_is =
      read([&](store::Snapshot& s) { return repairs_.as_it_is(s, person, {}, now_); });
  for (const auto& end : now_is.loose_ends())
    for (const auto& repair : basis.repairs)
      CHECK_MESSAGE((end.missing && !end.standing && end.missing != repair.order.value),
                    "a repair left " << end.rule);
}

bool Hospital::earlier() {
  const auto person = somebody();
  const auto day =
      read([&](store::Snapshot& s) { return day_now(s, env_, plans_, person, {}, now_); });
  if (!day) return false;
  for (const auto& stop : next_stops(*day)) {
    if (!stop.earlier) continue;
    const auto wanted = moved_earlier(*day, stop.left.place, *stop.earlier);
    REQUIRE(wanted);
    const auto moved = write([&](store::Transaction& tx) {
      return plans_.change(tx, day->plan, day->version,
                           {.what = PlanChange::What::move, .order = stop.left.order}, *wanted, {},
                           kBy, now_);
    });
    CHECK_MESSAGE(moved.has_value(), "what was offered was refused: " << moved.error().code);
    return moved.has_value();
  }
  return false;
}

bool Hospital::time_passes() {
  const auto day = kTime.day_of(now_);
  now_ += minutes{1 + upto(one_in(6) ? 900 : 45)};
  if (kTime.day_of(now_) != day)
    now_ = std::max(now_, kTime.at(kTime.day_of(now_), MinuteOfDay{420}));
  settle_past();
  return true;
}

TEST_CASE("whatever people do in a random hospital, its plans hold") {
  const bool is_long = std::getenv("YUYUE_LONG");
  const unsigned hospitals = is_long ? 20 : 4;
  const int steps = is_long ? 1500 : 200;
  std::map<std::string, int> counts;
  for (unsigned seed = 1; seed <= hospitals; ++seed) {
    CAPTURE(seed);
    Hospital hospital(seed);
    for (int n = 0; n < steps; ++n) {
      CAPTURE(n);
      hospital.step();
    }
    for (const auto& [what, count] : hospital.counts) counts[what] += count;
  }
  for (const auto* what : {"order", "take", "change", "at a device", "time", "repaired",
                           "not repaired", "flagged as waiting"})
    CHECK_MESSAGE(counts[what] > 0, what);
}

}  // namespace yuyue::exams::test_hospital
