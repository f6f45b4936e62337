#include "yuyue/centre/voice/complaints.hpp"

#include <algorithm>
#include <set>

#include "centre/voice/records.hpp"
#include "centre/voice/step.hpp"
#include "yuyue/core/person_data.hpp"

namespace yuyue::centre::voice {
namespace {

constexpr const char* kCode = "complaint.code";

/// 50 bits of a token's 256, in letters that cannot be mistaken.
std::string make_code() {
  static constexpr std::string_view kLetters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
  static constexpr std::string_view kBase64 =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const auto token = access::make_token();
  std::string code;
  for (std::size_t i = 0; i < 10; ++i) code += kLetters[kBase64.find(token[i]) % kLetters.size()];
  return code;
}

std::string spaced(const std::string& code) {
  return code.substr(0, 5) + "-" + code.substr(5);
}

}  // namespace

std::optional<Complaint> Complaints::find(store::Snapshot& snapshot, ComplaintId id) const {
  return records::Book(*env_.vault).find(snapshot, id);
}

std::optional<Complaint> Complaints::look_up(store::Snapshot& snapshot, std::string_view number,
                                             std::string_view typed) const {
  const auto code = rules::normal_code(typed);
  if (!code) return std::nullopt;
  return records::Book(*env_.vault).find(snapshot, number, env_.vault->token_hash(kCode, *code));
}

std::vector<Complaint> Complaints::list(store::Snapshot& snapshot, const Query& query) const {
  return records::Book(*env_.vault).list(snapshot, query);
}

std::vector<Event> Complaints::events(store::Snapshot& snapshot, ComplaintId id) const {
  return records::Book(*env_.vault).events(snapshot, id);
}

std::optional<Day> Complaints::reopen_until(store::Snapshot& snapshot,
                                            const Complaint& complaint) const {
  if (!complaint.answered_at || !rules::allowed(complaint.state, rules::Step::reopen))
    return std::nullopt;
  return env_.time->day_of(*complaint.answered_at) +
         date::days{load_settings(snapshot).reopen_days};
}

Day Complaints::due(store::Snapshot& snapshot, const Complaint& complaint, std::size_t offices,
                    Day today) const {
  const auto settings = load_settings(snapshot);
  const auto works = [&](Day day) {
    return works_(snapshot, day);
  };
  const auto due = rules::working_days_after(
      complaint.counts_from, offices > 1 ? settings.days_several : settings.days, works);
  // Assigned late: there is still a day to answer.
  return due > today ? due : rules::working_days_after(today, 1, works);
}

void Complaints::journal(store::Transaction& tx, const Step& step, const access::Actor& by,
                         Instant now) const {
  records::Book(*env_.vault)
      .insert(tx, env_.ids->next<ComplaintId>().value, step.complaint,
              {.at = now,
               .what = step.what,
               .actor_kind = by.kind,
               .actor_id = by.id,
               .office = step.assignment ? std::optional(step.assignment->office) : std::nullopt,
               .note = step.note});
  if (!env_.journal) return;
  access::AuditDetails details;
  if (step.assignment) details.emplace_back("office", to_string(step.assignment->office));
  env_.journal->record(tx, by,
                       {.what = "complaint-" + step.what,
                        .subject = step.complaint,
                        .details = std::move(details),
                        .note = step.note},
                       now);
}

// Whoever of the staff deals with it first is in charge of it.
Complaint Complaints::keep(store::Transaction& tx, Complaint complaint, const Step& step,
                           const access::Actor& by, Instant now) const {
  if (!complaint.charge && by.kind == "staff" && !step.by_office)
    complaint.charge = AccountId{by.id};
  records::Book(*env_.vault).update(tx, complaint);
  journal(tx, step, by, now);
  ++complaint.version;
  if (listener_) listener_->happened(tx, step.what, complaint, step.assignment, now);
  return complaint;
}

Result<Received> Complaints::receive(store::Transaction& tx, const NewComplaint& wanted,
                                     const access::Actor& by, Instant now) const {
  if (wanted.text.empty()) return Refusal("required").with("name", "text").at("/text");
  auto who = wanted.who;
  if (!who.phone.empty()) {
    auto phone = check_phone(who.phone);
    if (!phone) return Refusal(phone.error()).at("/phone");
    who.phone = *std::move(phone);
  }
  const auto today = env_.time->day_of(now);
  const auto year = static_cast<int>(date::year_month_day{today}.year());
  Complaint complaint{.id = env_.ids->next<ComplaintId>(),
                      .version = 1,
                      .number = rules::number(year, records::take_number(tx, year)),
                      .kind = wanted.kind,
                      .way = wanted.way,
                      .received_at = now,
                      .counts_from = today,
                      .member = wanted.member,
                      .person = wanted.person,
                      .who = std::move(who),
                      .may_show = wanted.may_show,
                      .text = wanted.text};
  if (by.kind == "staff") complaint.charge = AccountId{by.id};
  complaint.due_on = due(tx, complaint, 1, today);
  const auto code = make_code();
  records::Book(*env_.vault).insert(tx, complaint, env_.vault->token_hash(kCode, code));
  journal(tx, {.what = "received", .complaint = complaint.id}, by, now);
  if (listener_) listener_->happened(tx, "received", complaint, nullptr, now);
  return Received{std::move(complaint), spaced(code)};
}

Result<Complaint> Complaints::take_charge(store::Transaction& tx, ComplaintId id, AccountId account,
                                          const std::string& reason, const access::Actor& by,
                                          Instant now) const {
  auto complaint = find(tx, id);
  if (!complaint) return unknown("complaint");
  if (complaint->charge == account) return *std::move(complaint);
  if (complaint->charge && reason.empty()) return missing("reason");
  complaint->charge = account;
  return keep(tx, *std::move(complaint), {.what = "charged", .complaint = id, .note = reason}, by,
              now);
}

Result<Complaint> Complaints::reply(store::Transaction& tx, ComplaintId id,
                                    const std::string& answer, const access::Actor& by,
                                    Instant now) const {
  auto complaint = find(tx, id);
  if (!complaint) return unknown("complaint");
  if (!rules::allowed(complaint->state, rules::Step::reply)) return wrong_state(*complaint);
  if (answer.empty()) return missing("answer");
  complaint->state = State::answered;
  complaint->answer = answer;
  complaint->answered_at = now;
  return keep(tx, *std::move(complaint), {.what = "answered", .complaint = id, .note = answer}, by,
              now);
}

Result<Complaint> Complaints::close(store::Transaction& tx, ComplaintId id,
                                    const std::string& reason, const access::Actor& by,
                                    Instant now) const {
  auto complaint = find(tx, id);
  if (!complaint) return unknown("complaint");
  if (!rules::allowed(complaint->state, rules::Step::close)) return wrong_state(*complaint);
  if (complaint->state != State::answered && reason.empty()) return missing("reason");
  complaint->state = State::closed;
  complaint->closed_at = now;
  return keep(tx, *std::move(complaint), {.what = "closed", .complaint = id, .note = reason}, by,
              now);
}

Result<Complaint> Complaints::rate(store::Transaction& tx, ComplaintId id, int rating,
                                   const std::string& remark, const access::Actor& by,
                                   Instant now) const {
  auto complaint = find(tx, id);
  if (!complaint) return unknown("complaint");
  if (!rules::allowed(complaint->state, rules::Step::rate) || !complaint->answered_at)
    return wrong_state(*complaint);
  if (rating < 1 || rating > 5)
    return Refusal("field-invalid").with("name", "rating").with("expected", "1–5").at("/rating");
  if (complaint->rating) return Refusal("already-rated");
  complaint->rating = rating;
  return keep(tx, *std::move(complaint), {.what = "rated", .complaint = id, .note = remark}, by,
              now);
}

Result<Complaint> Complaints::reopen(store::Transaction& tx, ComplaintId id,
                                     const std::string& reason, const access::Actor& by,
                                     Instant now) const {
  auto complaint = find(tx, id);
  if (!complaint) return unknown("complaint");
  const auto until = reopen_until(tx, *complaint);
  if (!until) return wrong_state(*complaint);
  const auto today = env_.time->day_of(now);
  if (today > *until) return Refusal("too-late-to-reopen").with("date", format_day(*until));
  if (reason.empty()) return missing("reason");
  // What offices answered stays on record; they are asked again or others are.
  const records::Book book(*env_.vault);
  for (auto assignment : book.assignments(tx, id)) {
    if (assignment.state == AssignmentState::withdrawn) continue;
    assignment.state = AssignmentState::withdrawn;
    book.update(tx, assignment);
  }
  complaint->state = State::received;
  complaint->answer.clear();
  complaint->answered_at.reset();
  complaint->closed_at.reset();
  complaint->rating.reset();
  ++complaint->reopened;
  complaint->counts_from = today;
  complaint->due_on = due(tx, *complaint, 1, today);
  return keep(tx, *std::move(complaint), {.what = "reopened", .complaint = id, .note = reason}, by,
              now);
}

Result<Who> Complaints::reveal(store::Transaction& tx, ComplaintId id, const std::string& reason,
                               const access::Actor& by, Instant now) const {
  const auto complaint = find(tx, id);
  if (!complaint) return unknown("complaint");
  if (reason.empty()) return missing("reason");
  if (env_.journal)
    env_.journal->record(
        tx, by, {.what = "complainant-seen", .subject = id, .details = {}, .note = reason}, now);
  return complaint->who;
}

void Complaints::move_person(store::Transaction& tx, PersonId from, PersonId into) const {
  tx.execute("UPDATE complaint SET person_id = ? WHERE person_id = ?", {into, from});
}

}  // namespace yuyue::centre::voice
