// What happened on paper, entered afterwards.
#include <algorithm>
#include <charconv>

#include "centre/centre_events.hpp"
#include "centre/references.hpp"
#include "centre/visit_records.hpp"

namespace yuyue::centre {
namespace {

constexpr date::days kBack{7};

Refusal wrong(std::string_view name) {
  return Refusal("field-invalid").with("name", name).at("/" + std::string(name));
}

/// The times of an entry hold together and are over.
Result<void> check_times(const PaperEntry& entry, const HospitalTime& time, Instant now) {
  if (entry.day > time.day_of(now) || entry.day < time.day_of(now) - kBack) return wrong("day");
  if (entry.called_at > now) return wrong("calledAt");
  if (entry.finished_at && (*entry.finished_at < entry.called_at || *entry.finished_at > now))
    return wrong("finishedAt");
  return {};
}

/// A number of a printed sheet of that day.
bool was_printed(store::Snapshot& snapshot, const PaperEntry& entry) {
  std::int64_t number = 0;
  const auto* end = entry.number.data() + entry.number.size();
  if (entry.number.size() < 4 || std::from_chars(entry.number.data() + 1, end, number).ptr != end)
    return false;
  return snapshot
      .integer(
          "SELECT 1 FROM paper_number p JOIN service_group g ON g.id = p.group_id"
          " WHERE g.letter = ? AND p.day = ? AND ? BETWEEN p.first AND p.last",
          {entry.number.substr(0, 1), entry.day, number})
      .has_value();
}

}  // namespace

Result<Visit> Visits::visit_on_paper(store::Transaction& tx, const PaperEntry& entry) const {
  if (auto visit = find_visit(tx, entry.day, entry.number)) return *std::move(visit);
  if (!was_printed(tx, entry)) return not_found("number");
  Visit visit{.id = env_.ids->next<VisitId>(),
              .day = entry.day,
              .number = entry.number,
              .how = TakenBy::desk,
              .taken_at = entry.called_at,
              .errands = {{.service = entry.service, .state = Errand::State::now}}};
  records::insert(tx, visit);
  return visit;
}

Result<Visit> Visits::enter(store::Transaction& tx, const PaperEntry& entry,
                            const access::Actor& by, Instant now) const {
  const auto window = find_window(tx, entry.window);
  if (!window) return not_found("service-window");
  if (!find_service(tx, entry.service)) return not_found("service");
  if (std::ranges::find(window->duties, entry.service, &WindowDuty::service) ==
      window->duties.end())
    return Refusal("not-served-here");
  if (auto fine = check_times(entry, *env_.time, now); !fine) return fine.error();
  auto found = visit_on_paper(tx, entry);
  if (!found) return found.error();
  auto visit = *std::move(found);
  if (visit.taken_at > entry.called_at) return wrong("calledAt");
  if (records::entered(tx, visit.id, entry.service))
    return Refusal("already-entered").with("number", visit.number);
  const auto until = entry.finished_at.value_or(entry.called_at);
  if (const auto other = records::busy_with(tx, entry.window, entry.day, entry.called_at, until))
    return Refusal("window-was-busy").with("number", *other);
  const auto errand = std::ranges::find(visit.errands, entry.service, &Errand::service);
  if (errand == visit.errands.end()) return wrong("serviceId");
  if (errand->state == Errand::State::done) return Refusal("visit-over");

  const bool was_now = errand->state == Errand::State::now;
  queue::Ticket before;
  const auto kept = queue::ticket_of(tx, subject_of(visit.id));
  if (was_now && kept && queue::is_open(kept->ticket.state)) {
    using enum queue::State;
    if (kept->ticket.state == called || kept->ticket.state == serving)
      return Refusal("still-called").with("number", visit.number);
    before = kept->ticket;
    const auto out = lines_.change(
        tx, kept->line, [&](const queue::Line& line) { return line.leave(before.id, now); },
        reference(by), "");
    if (!out) return out.error();
  }
  errand->state = entry.finished_at ? Errand::State::done : Errand::State::given_up;
  errand->outcome = entry.outcome;
  const bool today = entry.day == env_.time->day_of(now);
  if (was_now && entry.finished_at && today) {
    if (auto fine = go_on(tx, visit, before, by, now); !fine) return fine.error();
  } else if (was_now || visit.state != VisitState::open) {
    for (auto& other : visit.errands)
      if (other.state == Errand::State::to_do) other.state = Errand::State::given_up;
    const bool all = std::ranges::all_of(
        visit.errands, [](const Errand& one) { return one.state == Errand::State::done; });
    visit.state = all ? VisitState::done : VisitState::left;
    records::update(tx, visit);
  } else {
    records::update(tx, visit);  // they still wait for another errand
  }
  events::note(tx, visit,
               {.service = entry.service,
                .window = entry.window,
                .account = entry.account,
                .called_at = entry.called_at,
                .finished_at = entry.finished_at,
                .missed = !entry.finished_at},
               by);
  if (env_.journal)
    env_.journal->record(tx, by,
                         {.what = "visit-entered-from-paper",
                          .subject = visit.id,
                          .details = {{"number", visit.number},
                                      {"window", to_string(entry.window)},
                                      {"calledAt", env_.time->rfc3339(entry.called_at)}}},
                         now);
  return visit;
}

}  // namespace yuyue::centre
