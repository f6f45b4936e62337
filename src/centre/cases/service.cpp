#include <algorithm>

#include "centre/cases/records.hpp"
#include "centre/references.hpp"

namespace yuyue::centre::cases {
namespace {

Refusal wrong_state(State state) {
  return Refusal("case-state").with("state", name_of(state));
}

bool any(const Case& one, Item::State state) {
  return std::ranges::any_of(one.items, [&](const Item& item) { return item.state == state; });
}

Result<void> lay_over(std::vector<Item>& items, const std::vector<Item::State>& states) {
  if (items.size() != states.size())
    return Refusal("field-invalid").with("name", "items").at("/items");
  for (std::size_t i = 0; i < items.size(); ++i) items[i].state = states[i];
  return {};
}

/// Steps that can be taken back, by how they read in the history.
bool is_step(const std::string& what) {
  return std::ranges::any_of(kSteps, [&](Step step) { return rules::past_of(step) == what; });
}

}  // namespace

std::optional<Case> Cases::find(store::Snapshot& snapshot, CaseId id) const {
  return records::find(snapshot, *env_.vault, id);
}
std::vector<Case> Cases::list(store::Snapshot& snapshot, const Query& query) const {
  return records::list(snapshot, *env_.vault, query);
}
std::vector<Event> Cases::events(store::Snapshot& snapshot, CaseId id) const {
  return records::events(snapshot, *env_.vault, id);
}
bool Cases::is_late(const Case& one, Day today) {
  return rules::is_at_work(one.state) && one.due < today;
}

Day Cases::due_from(store::Snapshot& snapshot, const CaseForm& form, Instant now) const {
  return rules::add_working_days(env_.time->day_of(now), form.working_days,
                                 [&](Day day) { return is_working_day_(snapshot, day); });
}

Result<void> Cases::fits(store::Snapshot& snapshot, const Case& one,
                         const std::optional<VisitId>& id) const {
  if (!id) return {};
  const auto visit = find_visit(snapshot, *id);
  if (!visit) return not_found("visit");
  if (visit->person && *visit->person != one.person) return Refusal("visit-of-another");
  return {};
}

Result<Case> Cases::present(store::Snapshot& snapshot, CaseId id, std::int64_t version) const {
  auto one = find(snapshot, id);
  if (!one) return not_found("case");
  if (one->version != version) return Refusal("changed-meanwhile");
  return *std::move(one);
}

/// The case as it is now, its event, the audit's entry, whoever is told.
void Cases::note(store::Transaction& tx, Case& one, Event event, const access::Actor& by,
                 Instant now) const {
  event.at = now;
  event.to = one.state;
  event.actor_kind = by.kind;
  event.actor_id = by.id;
  if (event.from) {
    one.changed_at = now;
    records::update(tx, one);
    ++one.version;
  }
  records::insert(tx, *env_.vault, env_.ids->next_value(), one.id, event);
  if (env_.journal)
    env_.journal->record(tx, by,
                         {.what = "case-" + event.what,
                          .subject = one.id,
                          .details = {{"number", one.number},
                                      {"person", to_string(one.person)},
                                      {"state", std::string(name_of(one.state))}},
                          .note = event.note},
                         now);
  if (listener_) listener_->happened(tx, one, event, now);
}

Result<Case> Cases::receive(store::Transaction& tx, const NewCase& wanted, const access::Actor& by,
                            Instant now) const {
  const auto service = find_service(tx, wanted.service);
  if (!service || !service->active) return not_found("service");
  if (!service->case_form) return Refusal("no-case-form").with("service", service->name);
  Case one{.id = env_.ids->next<CaseId>(),
           .version = 1,
           .number = {},
           .service = wanted.service,
           .person = wanted.person,
           .visit = wanted.visit,
           .asker = wanted.asker,
           .form = *service->case_form,
           .state = State::received,
           .due = due_from(tx, *service->case_form, now),
           .received_at = now,
           .changed_at = now,
           .items = {}};
  if (auto fine = fits(tx, one, wanted.visit); !fine) return fine.error();
  for (const auto& paper : service->papers) one.items.push_back({.paper = paper});
  if (!wanted.items.empty())
    if (auto fine = lay_over(one.items, wanted.items); !fine) return fine.error();
  const auto year = std::stoi(format_day(env_.time->day_of(now)).substr(0, 4));
  one.number = rules::case_number(year, records::take_number(tx, year));
  records::insert(tx, *env_.vault, one);
  note(tx, one, {.what = "received", .from = {}, .visit = wanted.visit, .note = wanted.note}, by,
       now);
  return one;
}

Result<Case> Cases::set_items(store::Transaction& tx, CaseId id, std::int64_t version,
                              const std::vector<Item::State>& items, std::optional<VisitId> visit,
                              const access::Actor& by, Instant now) const {
  auto one = present(tx, id, version);
  if (!one) return one.error();
  if (!rules::next(one->state, Step::submit, one->form)) return wrong_state(one->state);
  if (auto fine = fits(tx, *one, visit); !fine) return fine.error();
  if (auto fine = lay_over(one->items, items); !fine) return fine.error();
  records::put_items(tx, *one);
  note(tx, *one, {.what = "papers-checked", .from = one->state, .visit = visit}, by, now);
  return one;
}

Result<Case> Cases::step(store::Transaction& tx, CaseId id, const StepRequest& request,
                         const access::Actor& by, Instant now) const {
  auto one = present(tx, id, request.version);
  if (!one) return one.error();
  const auto then = rules::next(one->state, request.step, one->form);
  if (!then) return wrong_state(one->state);
  if (auto fine = fits(tx, *one, request.visit); !fine) return fine.error();
  if (rules::needs_reason(request.step) && request.note.empty())
    return Refusal("required").with("name", "note").at("/note");
  if (request.step == Step::submit && any(*one, Item::State::missing))
    return Refusal("papers-missing");
  if (request.step == Step::ask_for_papers && !any(*one, Item::State::missing))
    return Refusal("nothing-missing");
  const bool hands_over = request.step == Step::hand_over;
  if (hands_over && (!request.taker || request.taker->document.empty()))
    return Refusal("required").with("name", "taker").at("/taker");
  Event event{.what = std::string(rules::past_of(request.step)),
              .from = one->state,
              .from_due = one->due,
              .visit = request.visit,
              .note = request.note};
  if (hands_over) event.taker = request.taker;
  // The time for which the patient was asked for papers is not the hospital's.
  if (one->state == State::waiting_for_papers && request.step == Step::submit)
    one->due = due_from(tx, one->form, now);
  one->state = *then;
  note(tx, *one, std::move(event), by, now);
  return one;
}

Result<Case> Cases::undo(store::Transaction& tx, CaseId id, const access::Actor& by,
                         Instant now) const {
  auto one = find(tx, id);
  if (!one) return not_found("case");
  const auto last = events(tx, id).back();
  if (!is_step(last.what) || last.actor_kind != by.kind || last.actor_id != by.id ||
      now - last.at > kUndo)
    return Refusal("nothing-to-undo");
  Event event{.what = "undone", .from = one->state, .from_due = one->due};
  one->state = last.from.value();
  one->due = last.from_due.value_or(one->due);
  note(tx, *one, std::move(event), by, now);
  return *std::move(one);
}

void Cases::move_person(store::Transaction& tx, PersonId from, PersonId into,
                        const access::Actor& by, Instant now) const {
  for (const auto id : records::of_person(tx, from)) {
    auto one = find(tx, id).value();
    one.person = into;
    note(tx, one, {.what = "moved-person", .from = one.state}, by, now);
  }
}

}  // namespace yuyue::centre::cases
