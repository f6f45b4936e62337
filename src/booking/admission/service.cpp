#include "booking/admission/records.hpp"
#include "booking/admission/steps.hpp"
#include "booking/appointment_records.hpp"
#include "booking/reference_records.hpp"
#include "yuyue/core/words.hpp"

namespace yuyue::booking::admission {
namespace {

constexpr Words<5> kFilters{"open", "waiting", "dated", "ended", "all"};

}  // namespace

std::optional<AdmissionFilter> admission_filter(std::string_view name) {
  return from_word<AdmissionFilter>(kFilters, name);
}

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
