#include "yuyue/exams/worklist.hpp"

#include <cstdio>
#include <stdexcept>

#include "exams/plan_records.hpp"
#include "exams/worklist_records.hpp"

namespace yuyue::exams {
namespace {

Refusal not_found(std::string_view what) {
  return Refusal("not-found").with("what", what);
}
queue::Reference reference(const access::Actor& by) {
  return {by.kind, by.id};
}
queue::Station station_of(ExamDeviceId device) {
  return {device.value};
}
/// "07": short enough to be called and remembered; a device's line has one day.
std::string number_text(std::int64_t number) {
  char text[24];
  std::snprintf(text, sizeof text, "%02lld", static_cast<long long>(number));
  return text;
}

bool needs_reason(WorkStep::What what) {
  return what == WorkStep::What::unprepared || what == WorkStep::What::leave;
}

}  // namespace

Result<LineId> Worklist::open_line(store::Transaction& tx, ExamDeviceId device, Day day,
                                   Instant now) const {
  return lines_.open(tx, records::device_day(tx, *env_.ids, device, day), day, rules_(now));
}

Result<Work> Worklist::arrive(store::Transaction& tx, ExamPlaceId place, const access::Actor& by,
                              Instant now) const {
  const auto work = find_work(tx, place);
  if (!work) return not_found("exam-place");
  if (work->item.state != PlanItem::State::booked)
    return Refusal("wrong-state").with("state", name_of(work->item.state));
  if (work->ticket) return *work;
  const auto& at = work->item.at;
  if (at.day != env_.time->day_of(now))
    return Refusal("exam-not-today").with("date", format_day(at.day));
  const auto line = open_line(tx, at.device, at.day, now);
  if (!line) return line.error();
  queue::Joining joining;
  joining.number = number_text(records::take_number(tx, at.device, at.day));
  joining.slot_start = env_.time->at(at.day, at.start);
  const auto joined =
      lines_.join(tx, *line, std::move(joining), records::subject_of(place), reference(by), now);
  if (!joined) return joined.error();
  auto come = find_work(tx, place).value();
  journal(tx, "exam-arrived", come, {}, by, now);
  return come;
}

Result<Work> Worklist::call(store::Transaction& tx, ExamDeviceId device,
                            std::optional<ExamPlaceId> place, const std::string& reason,
                            const access::Actor& by, Instant now) const {
  if (!find_device(tx, device)) return not_found("exam-device");
  std::optional<TicketId> ticket;
  if (place) {
    const auto work = find_work(tx, *place);
    if (!work || !work->ticket || work->item.at.device != device) return not_found("exam-place");
    ticket = work->ticket->ticket.id;
  }
  const auto line = line_of(tx, device, env_.time->day_of(now));
  if (!line) return Refusal("nobody-waits");
  const auto called = lines_.change(
      tx, *line,
      [&](const queue::Line& l) {
        return ticket ? l.call(*ticket, station_of(device), now) : l.call(station_of(device), now);
      },
      reference(by), reason);
  if (!called) return called.error();
  const auto subject = queue::find_ticket(tx, called->id).value().subject;
  auto work = find_work(tx, ExamPlaceId{subject.id}).value();
  journal(tx, "exam-called", work, reason, by, now);
  return work;
}

Result<Work> Worklist::step(store::Transaction& tx, ExamPlaceId place, const WorkStep& step,
                            const access::Actor& by, Instant now) const {
  const auto work = find_work(tx, place);
  if (!work || !work->ticket) return not_found("exam-place");
  if (needs_reason(step.what) && step.reason.empty())
    return Refusal("required").with("name", "reason").at("/reason");
  const auto id = work->ticket->ticket.id;
  const auto decide = [&](const queue::Line& line) -> Result<queue::Event> {
    switch (step.what) {
      case WorkStep::What::recall:
        return line.recall(id, now);
      case WorkStep::What::start:
        return line.start(id, now);
      case WorkStep::What::finish:
        return line.finish(id, now);
      case WorkStep::What::miss:
        return line.miss(id, now);
      case WorkStep::What::come_back:
        return line.come_back_missed(id, now);
      case WorkStep::What::unprepared:
      case WorkStep::What::leave:
        return line.leave(id, now);
    }
    throw std::logic_error("a step without a meaning");
  };
  const auto changed = lines_.change(tx, work->ticket->line, decide, reference(by), step.reason);
  if (!changed) return changed.error();
  settle(tx, *work, step.what, step.reason, by, now);
  auto after = find_work(tx, place).value();
  journal(tx, "exam-" + std::string(name_of(step.what)), after, step.reason, by, now);
  return after;
}

/// What becomes of the place and the order, and whether the rest can stay as it is.
void Worklist::settle(store::Transaction& tx, const Work& work, WorkStep::What what,
                      const std::string& reason, const access::Actor& by, Instant now) const {
  const bool done = what == WorkStep::What::finish;
  const bool gone = what == WorkStep::What::unprepared || what == WorkStep::What::leave;
  if (!done && !gone) return;
  auto order = find_order(tx, *env_.vault, work.item.at.order).value();
  if (gone) devices_.give_places_back(tx, work.item.id.value);
  records::set_state(tx, work.item.id, done ? PlanItem::State::done : PlanItem::State::freed);
  const auto next = done                                 ? OrderState::done
                    : what == WorkStep::What::unprepared ? OrderState::failed_preparation
                                                         : OrderState::ordered;
  orders_.become(tx, order, next, reason, by, now);
  using Cause = Repair::Cause;
  const auto& at = work.item.at;
  if (done && env_.time->at(at.day, at.start) <= now - work.item.length) return;
  repairs_.note(tx, work.person, work.plan, at.order,
                done                                 ? Cause::done_early
                : what == WorkStep::What::unprepared ? Cause::unprepared
                                                     : Cause::left,
                now);
}

bool Worklist::any_past(store::Snapshot& snapshot, Instant now) const {
  return records::unsettled_before(snapshot, env_.time->day_of(now)).has_value();
}

bool Worklist::settle_past(store::Transaction& tx, Instant now) const {
  const auto past = records::unsettled_before(tx, env_.time->day_of(now));
  if (!past) return false;
  const access::Actor nobody{};
  const auto line = line_of(tx, past->device, past->day);
  for (const auto& work : worklist(tx, past->device, past->day)) {
    if (work.item.state != PlanItem::State::booked) continue;
    if (work.ticket && queue::is_open(work.ticket->ticket.state))
      lines_
          .change(
              tx, work.ticket->line,
              [&](const queue::Line& l) { return l.leave(work.ticket->ticket.id, now); },
              reference(nobody), "")
          .value();
    settle(tx, work, WorkStep::What::leave, {}, nobody, now);
  }
  if (line) {
    if (queue::load(tx, *line)->state == queue::LineState::open)
      lines_.begin_closing(tx, *line, reference(nobody), "", now).value();
    lines_.close(tx, *line, reference(nobody), now).value();
  }
  return true;
}

void Worklist::journal(store::Transaction& tx, std::string_view what, const Work& work,
                       const std::string& reason, const access::Actor& by, Instant now) const {
  if (!env_.journal) return;
  access::AuditDetails details{{"person", to_string(work.person)},
                               {"device", to_string(work.item.at.device)}};
  if (work.ticket) details.emplace_back("number", work.ticket->ticket.number);
  env_.journal->record(tx, by,
                       {.what = std::string(what),
                        .subject = work.item.id,
                        .details = std::move(details),
                        .note = reason},
                       now);
}

}  // namespace yuyue::exams
