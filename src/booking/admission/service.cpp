#include "booking/admission/records.hpp"
#include "booking/appointment_records.hpp"
#include "booking/reference_records.hpp"
#include "booking/words.hpp"

namespace yuyue::booking::admission {
namespace {

constexpr Words<5> kFilters{"open", "waiting", "dated", "ended", "all"};

Refusal not_found() {
  return Refusal("not-found").with("what", "admission");
}
Refusal wrong_state(const Admission& a) {
  return Refusal("admission-state").with("state", name_of(a.state));
}
Refusal reason_required() {
  return Refusal("reason-required").with("maximum", "200").at("/reason");
}

AdmissionEvent event_of(std::string_view what, const Actor& by, Instant now) {
  AdmissionEvent event;
  event.at = now;
  event.what = what;
  event.actor_kind = by.kind;
  event.actor_id = by.id;
  event.channel = by.channel;
  return event;
}

Result<void> wish_fits(std::optional<Day> from, std::optional<Day> to, Day today) {
  if (from && to && *to < *from) return Refusal("wish-invalid").at("/wishTo");
  if (to && *to < today) return Refusal("wish-invalid").at("/wishTo");
  return {};
}

std::string_view word_of_step(rules::Step step) {
  using enum rules::Step;
  switch (step) {
    case offer:
      return "offered";
    case accept:
      return "accepted";
    case ask_another:
      return "another-asked";
    case lapse:
      return "lapsed";
    case decline:
      return "declined";
    case cancel:
      return "cancelled";
    case finish:
      return "done";
  }
  return {};
}

}  // namespace

std::optional<AdmissionFilter> admission_filter(std::string_view name) {
  return from_word<AdmissionFilter>(kFilters, name);
}

/// A step as asked for: what it carries beside its name.
struct Admissions::Moved {
  rules::Step step;
  std::string note{};
  std::optional<Day> wish_from{}, wish_to{};
};

std::optional<Admission> Admissions::find(store::Snapshot& snapshot, AdmissionId id) const {
  return records::Requests(vault_).find(snapshot, id);
}

std::vector<AdmissionEvent> Admissions::events(store::Snapshot& snapshot, AdmissionId id) const {
  return records::Requests(vault_).events(snapshot, id);
}

std::vector<Admission> Admissions::list(store::Snapshot& snapshot,
                                        const AdmissionQuery& query) const {
  return records::Requests(vault_).list(snapshot, query);
}

AdmissionView Admissions::view(store::Snapshot& snapshot, const Admission& admission) const {
  AdmissionView view;
  view.admission = admission;
  view.list = find_list(snapshot, admission.list).value();
  if (view.list.department) {
    if (const auto department = find_department(snapshot, *view.list.department)) {
      view.department = department->name;
      view.department_en = department->name_en;
    }
  }
  if (admission.practitioner) {
    if (const auto who = find_practitioner(snapshot, *admission.practitioner)) {
      view.practitioner = who->name;
      view.practitioner_en = who->name_en;
    }
  }
  view.checks = records::Requests(vault_).checks(snapshot, admission.id);
  view.waiting = records::count_waiting(snapshot, admission.list);
  if (admission.state == State::waiting) view.place = records::ahead_of(snapshot, admission) + 1;
  return view;
}

// The stored row, its event, the audit's entry and who is told: once for every step.
void Admissions::write(store::Transaction& tx, const Admission& a, const AdmissionEvent& event,
                       const Actor& by, Instant now) const {
  const records::Requests requests(vault_);
  if (a.version == 1)
    requests.insert(tx, a);
  else
    requests.update(tx, a);
  requests.insert_event(tx, env_.ids->next_value(), a.id, event);
  if (env_.journal) {
    access::AuditDetails details{{"person", to_string(a.person)}, {"list", to_string(a.list)}};
    if (event.to_day) details.emplace_back("date", format_day(*event.to_day));
    if (event.item) details.emplace_back("item", to_string(*event.item));
    env_.journal->record(tx, by,
                         {.what = "admission-" + event.what,
                          .subject = a.id,
                          .details = std::move(details),
                          .note = event.note},
                         now);
  }
  if (listener_) listener_->happened(tx, event.what, a, find_list(tx, a.list).value(), now);
}

Result<Admission> Admissions::request(store::Transaction& tx, const NewAdmission& wanted,
                                      const Actor& by, Instant now) const {
  const auto list = find_list(tx, wanted.list);
  if (!list) return Refusal("not-found").with("what", "admission-list");
  if (!list->active) return Refusal("list-closed");
  if (!booking::records::person_is_active(tx, wanted.person)) return Refusal("person-unknown");
  if (wanted.practitioner && !booking::records::exists(tx, *wanted.practitioner))
    return Refusal("unknown-reference").with("name", "practitionerId").at("/practitionerId");
  if (wanted.purpose.empty()) return Refusal("required").with("name", "purpose").at("/purpose");
  const auto today = env_.time->day_of(now);
  if (auto fits = wish_fits(wanted.wish_from, wanted.wish_to, today); !fits) return fits.error();

  Admission a;
  a.id = env_.ids->next<AdmissionId>();
  a.version = 1;
  a.list = wanted.list;
  a.person = wanted.person;
  a.kind = wanted.kind;
  a.urgency = wanted.urgency;
  a.purpose = wanted.purpose;
  a.origin = wanted.origin;
  a.practitioner = wanted.practitioner;
  a.wish_from = wanted.wish_from;
  a.wish_to = wanted.wish_to;
  a.requested_at = now;
  a.requested_by_kind = by.kind;
  a.requested_by_id = by.id;
  try {
    write(tx, a, event_of("requested", by, now), by, now);
  } catch (const store::UniqueViolation&) {
    return Refusal("already-requested").with("list", list->name);
  }
  for (const auto& item : records::active_items(tx, a.kind)) records::insert_check(tx, a.id, item);
  return a;
}

Result<Admission> Admissions::change(store::Transaction& tx, AdmissionId id,
                                     const AdmissionChange& change, const Actor& by,
                                     Instant now) const {
  auto found = find(tx, id);
  if (!found) return not_found();
  auto& a = *found;
  if (!rules::is_open(a.state)) return wrong_state(a);
  if (change.version != a.version) return Refusal("changed-meanwhile");
  if (change.list && *change.list != a.list) {
    if (a.state != State::waiting) return wrong_state(a);
    const auto list = find_list(tx, *change.list);
    if (!list) return Refusal("unknown-reference").with("name", "listId").at("/listId");
    if (!list->active) return Refusal("list-closed");
    a.list = *change.list;
  }
  if (change.urgency) a.urgency = *change.urgency;
  if (change.purpose) a.purpose = *change.purpose;
  if (a.purpose.empty()) return Refusal("required").with("name", "purpose").at("/purpose");
  if (change.origin) a.origin = *change.origin;
  if (change.wish_from) a.wish_from = *change.wish_from;
  if (change.wish_to) a.wish_to = *change.wish_to;
  if (auto fits = wish_fits(a.wish_from, a.wish_to, env_.time->day_of(now)); !fits)
    return fits.error();
  ++a.version;
  try {
    write(tx, a, event_of("changed", by, now), by, now);
  } catch (const store::UniqueViolation&) {
    return Refusal("already-requested").with("list", find_list(tx, a.list)->name);
  }
  return a;
}

Result<Admission> Admissions::offer(store::Transaction& tx, AdmissionId id, const Offer& offer,
                                    const Actor& by, Instant now) const {
  auto found = find(tx, id);
  if (!found) return not_found();
  auto& a = *found;
  const auto today = env_.time->day_of(now);
  if (auto may = rules::may_offer(a, offer.day, today); !may) return may.error();
  if (offer.reason.empty()) {
    if (a.state != State::waiting) return reason_required();
    // Nobody is passed over unsaid. Whoever's turn it is, if not theirs, is named.
    const auto first = records::first_for(tx, a.list, offer.day);
    if (first != a.id)
      return Refusal("out-of-order").with("first", first ? to_string(*first) : "").at("/reason");
  }
  const auto list = find_list(tx, a.list).value();
  const int weekly =
      rules::weekly_capacity(list, offer.day, booking::records::calendar_day(tx, offer.day));
  if (!records::take_day(tx, a.list, offer.day, weekly))
    return Refusal("day-full").with("date", format_day(offer.day)).at("/date");
  const auto before = a.day;
  if (before) records::give_day_back(tx, a.list, *before);

  auto event = event_of(before ? "date-changed" : "offered", by, now);
  event.from_day = before;
  event.to_day = offer.day;
  event.note = offer.reason;
  a.state = State::offered;
  a.day = offer.day;
  a.answer_by = rules::answer_by(list, offer.day, *env_.time, now);
  ++a.version;
  if (!offer.agreed) {
    write(tx, a, event, by, now);
    return a;
  }
  // The patient is told once: that the day is theirs.
  const Admissions quiet(env_, vault_, nullptr);
  quiet.write(tx, a, event, by, now);
  return accept(tx, id, by, now);
}

// Every step that leaves no choice of a day.
Result<Admission> Admissions::step(store::Transaction& tx, AdmissionId id, const Moved& moved,
                                   const Actor& by, Instant now) const {
  auto found = find(tx, id);
  if (!found) return not_found();
  auto& a = *found;
  const auto next = rules::next(a.state, moved.step);
  if (!next) return wrong_state(a);
  auto event = event_of(word_of_step(moved.step), by, now);
  event.from_day = a.day;
  event.note = moved.note;
  if (moved.wish_from || moved.wish_to) {
    a.wish_from = moved.wish_from;
    a.wish_to = moved.wish_to;
  }
  if (a.day && !rules::holds_day(*next)) {
    records::give_day_back(tx, a.list, *a.day);
    a.day.reset();
  }
  event.to_day = a.day;
  a.state = *next;
  a.answer_by.reset();
  if (!rules::is_open(a.state)) a.ended_at = now;
  ++a.version;
  write(tx, a, event, by, now);
  return a;
}

Result<Admission> Admissions::accept(store::Transaction& tx, AdmissionId id, const Actor& by,
                                     Instant now) const {
  return step(tx, id, {.step = rules::Step::accept}, by, now);
}

Result<Admission> Admissions::ask_another(store::Transaction& tx, AdmissionId id,
                                          const AnotherDay& wish, const Actor& by,
                                          Instant now) const {
  const auto found = find(tx, id);
  if (!found) return not_found();
  const auto today = env_.time->day_of(now);
  if (auto fits = wish_fits(wish.wish_from, wish.wish_to, today); !fits) return fits.error();
  if (!is_staff(by.channel) && found->day && *found->day <= today)
    return Refusal("too-late-to-reschedule");
  return step(tx, id,
              {.step = rules::Step::ask_another,
               .note = wish.note,
               .wish_from = wish.wish_from,
               .wish_to = wish.wish_to},
              by, now);
}

Result<Admission> Admissions::decline(store::Transaction& tx, AdmissionId id,
                                      const std::string& note, const Actor& by, Instant now) const {
  return step(tx, id, {.step = rules::Step::decline, .note = note}, by, now);
}

Result<Admission> Admissions::cancel(store::Transaction& tx, AdmissionId id,
                                     const std::string& reason, const Actor& by,
                                     Instant now) const {
  if (reason.empty()) return reason_required();
  return step(tx, id, {.step = rules::Step::cancel, .note = reason}, by, now);
}

Result<Admission> Admissions::finish(store::Transaction& tx, AdmissionId id, const Actor& by,
                                     Instant now) const {
  const auto found = find(tx, id);
  if (!found) return not_found();
  const auto checks = records::Requests(vault_).checks(tx, id);
  if (auto may = rules::may_finish(*found, checks, env_.time->day_of(now)); !may)
    return may.error();
  return step(tx, id, {.step = rules::Step::finish}, by, now);
}

Result<Admission> Admissions::set_check(store::Transaction& tx, AdmissionId id,
                                        ChecklistItemId item, const CheckChange& change,
                                        const Actor& by, Instant now) const {
  auto found = find(tx, id);
  if (!found) return not_found();
  auto& a = *found;
  if (!rules::is_open(a.state)) return wrong_state(a);
  const records::Requests requests(vault_);
  std::optional<Check> check;
  for (auto& one : requests.checks(tx, id))
    if (one.item == item) check = std::move(one);
  if (!check) return Refusal("not-found").with("what", "checklist-item");
  if (change.state == CheckState::waived && change.reason.empty()) return reason_required();
  if (change.appointment) {
    const auto appointment = find_appointment(tx, *change.appointment);
    if (!check->by_appointment || !appointment || appointment->person != a.person ||
        !holds_place(appointment->state))
      return Refusal("appointment-not-theirs").at("/appointmentId");
  }
  const bool booked_only = change.state == check->state && change.appointment;
  check->state = change.state;
  check->appointment = change.appointment;
  check->reason = change.reason;
  check->at = change.state == CheckState::open ? std::nullopt : std::optional(now);
  check->by_kind = by.kind;
  check->by_id = by.id;
  requests.update_check(tx, id, *check);
  auto event = event_of(booked_only                          ? "item-booked"
                        : change.state == CheckState::open   ? "item-reopened"
                        : change.state == CheckState::waived ? "item-waived"
                                                             : "item-done",
                        by, now);
  event.item = item;
  event.note = change.reason;
  ++a.version;
  write(tx, a, event, by, now);
  return a;
}

bool Admissions::has_lapsed(store::Snapshot& snapshot, Instant now) const {
  return !records::unanswered(snapshot, now, 1).empty();
}

int Admissions::lapse(store::Transaction& tx, Instant now, int limit) const {
  const auto due = records::unanswered(tx, now, limit);
  for (const auto id : due) {
    if (auto done = step(tx, id, {.step = rules::Step::lapse}, {}, now); !done)
      throw std::logic_error("an unanswered offer that cannot lapse");
  }
  return static_cast<int>(due.size());
}

Result<int> Admissions::move_person(store::Transaction& tx, PersonId from, PersonId into,
                                    const Actor& by, Instant now) const {
  const auto ids = records::all_of(tx, from);
  for (const auto id : ids) {
    auto a = find(tx, id).value();
    a.person = into;
    ++a.version;
    try {
      write(tx, a, event_of("moved-person", by, now), by, now);
    } catch (const store::UniqueViolation&) {
      return Refusal("merge-open-requests").with("list", find_list(tx, a.list)->name);
    }
  }
  return static_cast<int>(ids.size());
}

}  // namespace yuyue::booking::admission
