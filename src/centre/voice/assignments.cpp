// Complaints in the hands of offices: given to them, answered, accepted or sent back.
#include <algorithm>

#include "centre/voice/records.hpp"
#include "centre/voice/step.hpp"

namespace yuyue::centre::voice {
namespace {

bool counts(const Assignment& assignment) {
  return assignment.state != AssignmentState::withdrawn;
}

Refusal wrong_state(const Assignment& assignment) {
  return Refusal("complaint-state").with("state", name_of(assignment.state));
}

}  // namespace

std::vector<Assignment> Complaints::assignments(store::Snapshot& snapshot, ComplaintId id) const {
  return records::Book(*env_.vault).assignments(snapshot, id);
}

std::optional<Assignment> Complaints::find(store::Snapshot& snapshot,
                                           ComplaintAssignmentId id) const {
  return records::Book(*env_.vault).find(snapshot, id);
}

std::vector<Assignment> Complaints::of_office(store::Snapshot& snapshot, VoiceOfficeId office,
                                              bool all) const {
  return records::Book(*env_.vault).of_office(snapshot, office, all);
}

// The complaint follows its assignments: where it stands, and until when.
Complaint Complaints::settle(store::Transaction& tx, Complaint complaint, const Step& step,
                             const access::Actor& by, Instant now) const {
  const auto all = assignments(tx, complaint.id);
  complaint.state = rules::after(all);
  auto due_on = Day{};
  for (const auto& one : all)
    if (counts(one)) due_on = std::max(due_on, one.due_on);
  if (due_on != Day{}) complaint.due_on = due_on;
  return keep(tx, std::move(complaint), step, by, now);
}

Result<Complaint> Complaints::assign(store::Transaction& tx, ComplaintId id,
                                     const std::vector<NewAssignment>& to,
                                     std::optional<Day> due_on, const access::Actor& by,
                                     Instant now) const {
  auto complaint = find(tx, id);
  if (!complaint) return unknown("complaint");
  if (!rules::allowed(complaint->state, rules::Step::assign)) return voice::wrong_state(*complaint);
  if (to.empty()) return missing("offices");
  const auto today = env_.time->day_of(now);
  if (due_on && *due_on < today)
    return Refusal("day-past").with("date", format_day(*due_on)).at("/dueOn");
  const records::Book book(*env_.vault);
  auto present = book.assignments(tx, id);
  std::erase_if(present, [](const Assignment& one) { return !counts(one); });
  const auto due_by = due_on.value_or(due(tx, *complaint, present.size() + to.size(), today));
  for (auto& one : present) {  // several are involved now
    if (one.state != AssignmentState::open || one.due_on >= due_by || due_on) continue;
    one.due_on = due_by;
    book.update(tx, one);
  }
  for (const auto& wanted : to) {
    const auto office = find_office(tx, wanted.office);
    if (!office || !office->active)
      return Refusal("unknown-reference").with("name", "office").at("/offices");
    Assignment assignment{.id = env_.ids->next<ComplaintAssignmentId>(),
                          .version = 1,
                          .complaint = id,
                          .office = office->id,
                          .office_name = office->name,
                          .office_name_en = office->name_en,
                          .brief = wanted.brief,
                          .due_on = due_by,
                          .assigned_at = now};
    if (assignment.brief.empty())
      assignment.brief =
          complaint->may_show ? complaint->text : rules::without(complaint->text, complaint->who);
    try {
      book.insert(tx, assignment);
    } catch (const store::UniqueViolation&) {
      return Refusal("already-assigned").with("office", office->name).at("/offices");
    }
    *complaint = settle(tx, *std::move(complaint),
                        {.what = "assigned", .complaint = id, .assignment = &assignment}, by, now);
  }
  return *std::move(complaint);
}

/// Decides about one assignment, and lets its complaint follow. `decide` changes the assignment and
/// says what happened.
template <class F>
Result<Complaint> Complaints::with(store::Transaction& tx, ComplaintAssignmentId id,
                                   F decide) const {
  auto assignment = find(tx, id);
  if (!assignment) return unknown("assignment");
  auto complaint = find(tx, assignment->complaint).value();
  if (!rules::allowed(complaint.state, rules::Step::assign)) return voice::wrong_state(complaint);
  return decide(std::move(complaint), *assignment);
}

Result<Complaint> Complaints::move_deadline(store::Transaction& tx, ComplaintAssignmentId id,
                                            Day due_on, const std::string& reason,
                                            const access::Actor& by, Instant now) const {
  return with(tx, id, [&](Complaint complaint, Assignment& one) -> Result<Complaint> {
    if (one.state != AssignmentState::open) return wrong_state(one);
    if (reason.empty()) return missing("reason");
    if (due_on < env_.time->day_of(now))
      return Refusal("day-past").with("date", format_day(due_on)).at("/dueOn");
    one.due_on = due_on;
    one.reminded_at.reset();
    one.overdue_at.reset();
    records::Book(*env_.vault).update(tx, one);
    const auto id_of = complaint.id;
    return settle(
        tx, std::move(complaint),
        {.what = "deadline-moved", .complaint = id_of, .assignment = &one, .note = reason}, by,
        now);
  });
}

Result<Complaint> Complaints::withdraw(store::Transaction& tx, ComplaintAssignmentId id,
                                       const std::string& reason, const access::Actor& by,
                                       Instant now) const {
  return with(tx, id, [&](Complaint complaint, Assignment& one) -> Result<Complaint> {
    if (!counts(one)) return wrong_state(one);
    if (reason.empty()) return missing("reason");
    one.state = AssignmentState::withdrawn;
    records::Book(*env_.vault).update(tx, one);
    const auto id_of = complaint.id;
    return settle(tx, std::move(complaint),
                  {.what = "withdrawn", .complaint = id_of, .assignment = &one, .note = reason}, by,
                  now);
  });
}

Result<Assignment> Complaints::answer(store::Transaction& tx, ComplaintAssignmentId id,
                                      const std::string& answer, const access::Actor& by,
                                      Instant now) const {
  const auto done = with(tx, id, [&](Complaint complaint, Assignment& one) -> Result<Complaint> {
    // Until it is looked at it may be written better.
    if (one.state != AssignmentState::open && one.state != AssignmentState::answered)
      return wrong_state(one);
    if (answer.empty()) return missing("answer");
    one.state = AssignmentState::answered;
    one.answer = answer;
    one.answered_at = now;
    one.returned.clear();
    records::Book(*env_.vault).update(tx, one);
    const auto id_of = complaint.id;
    return settle(tx, std::move(complaint),
                  {.what = "office-answered",
                   .complaint = id_of,
                   .assignment = &one,
                   .note = answer,
                   .by_office = true},
                  by, now);
  });
  if (!done) return done.error();
  return find(tx, id).value();
}

Result<Complaint> Complaints::accept(store::Transaction& tx, ComplaintAssignmentId id,
                                     const access::Actor& by, Instant now) const {
  return with(tx, id, [&](Complaint complaint, Assignment& one) -> Result<Complaint> {
    if (one.state != AssignmentState::answered) return wrong_state(one);
    one.state = AssignmentState::accepted;
    records::Book(*env_.vault).update(tx, one);
    const auto id_of = complaint.id;
    return settle(tx, std::move(complaint),
                  {.what = "accepted", .complaint = id_of, .assignment = &one}, by, now);
  });
}

Result<Complaint> Complaints::send_back(store::Transaction& tx, ComplaintAssignmentId id,
                                        const std::string& reason, const access::Actor& by,
                                        Instant now) const {
  return with(tx, id, [&](Complaint complaint, Assignment& one) -> Result<Complaint> {
    if (one.state != AssignmentState::answered) return wrong_state(one);
    if (reason.empty()) return missing("reason");
    one.state = AssignmentState::open;
    one.returned = reason;
    one.answered_at.reset();
    records::Book(*env_.vault).update(tx, one);
    const auto id_of = complaint.id;
    return settle(tx, std::move(complaint),
                  {.what = "returned", .complaint = id_of, .assignment = &one, .note = reason}, by,
                  now);
  });
}

Day Complaints::remind_until(store::Snapshot& snapshot, Instant now) const {
  return rules::working_days_after(env_.time->day_of(now), load_settings(snapshot).remind_days,
                                   [&](Day day) { return works_(snapshot, day); });
}

bool Complaints::any_to_remind(store::Snapshot& snapshot, Instant now) const {
  return !records::Book(*env_.vault)
              .to_remind(snapshot, remind_until(snapshot, now), env_.time->day_of(now), 1)
              .empty();
}

int Complaints::remind(store::Transaction& tx, Instant now, int limit) const {
  const auto today = env_.time->day_of(now);
  const records::Book book(*env_.vault);
  auto due_soon = book.to_remind(tx, remind_until(tx, now), today, limit);
  for (auto& one : due_soon) {
    const bool late = one.due_on < today;
    if (!one.reminded_at) one.reminded_at = now;
    if (late) one.overdue_at = now;
    book.update(tx, one);
    const Step step{
        .what = late ? "overdue" : "reminded", .complaint = one.complaint, .assignment = &one};
    journal(tx, step, {}, now);
    if (listener_) listener_->happened(tx, step.what, find(tx, one.complaint).value(), &one, now);
  }
  return static_cast<int>(due_soon.size());
}

}  // namespace yuyue::centre::voice
