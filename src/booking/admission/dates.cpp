// A day offered, accepted, asked for otherwise, given up, lapsed: each step of a request.
#include "booking/admission/records.hpp"
#include "booking/admission/steps.hpp"
#include "booking/reference_records.hpp"

namespace yuyue::booking::admission {
namespace {

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

/// A step as asked for: what it carries beside its name.
struct Admissions::Moved {
  rules::Step step;
  std::string note{};
  std::optional<Day> wish_from{}, wish_to{};
};

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

}  // namespace yuyue::booking::admission
