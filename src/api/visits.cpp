// Visits to the service centre: taking a number, and what windows do with it.
#include <algorithm>

#include "api/centre_board.hpp"
#include "api/class_on_record.hpp"
#include "api/nearest_offers.hpp"
#include "api/views.hpp"
#include "yuyue/booking/clinic/priority.hpp"
#include "yuyue/centre/waits/waits.hpp"

namespace yuyue::api {
namespace {

constexpr std::size_t kReason = 200, kOutcome = 100, kClassCode = 40, kProof = 100, kNumber = 40,
                      kPostedCode = 60;

/// A visit of today, or a refusal.
Result<centre::Visit> visit_in(store::Snapshot& snapshot, const Call& call) {
  auto visit = centre::find_visit(snapshot, call.id<VisitId>("visit"));
  if (!visit) return Refusal("not-found").with("what", "visit");
  return *std::move(visit);
}

/// The ticket of the errand that is now, or the last one.
Result<TicketId> ticket_in(store::Snapshot& snapshot, const Call& call) {
  const auto visit = visit_in(snapshot, call);
  if (!visit) return visit.error();
  const auto kept = queue::ticket_of(snapshot, {std::string(VisitKind::kPrefix), visit->id.value});
  if (!kept) return Refusal("visit-over");  // only on paper
  return kept->ticket.id;
}

bool is_kiosk(const Call& call) {
  return !call.principal.permissions.has(access::Permission::serve_windows);
}

/// Whether each of them has a window on this campus.
bool is_served_on(store::Snapshot& snapshot, const std::vector<ServiceId>& services,
                  CampusId campus) {
  const auto windows = centre::windows(snapshot);
  return std::ranges::all_of(services, [&](ServiceId service) {
    return std::ranges::any_of(windows, [&](const centre::Window& window) {
      return window.active && window.campus == campus &&
             std::ranges::find(window.duties, service, &centre::WindowDuty::service) !=
                 window.duties.end();
    });
  });
}

enum class Source { card, scan };
std::optional<Source> source_from(std::string_view name) {
  if (name == "card") return Source::card;
  if (name == "scan") return Source::scan;
  return std::nullopt;
}

/// A document was read: the visit is its holder's, if they are known and nobody else has the same
/// number; and who is not known may still be old enough to go first.
void take_document(const Services& services, store::Snapshot& snapshot, const std::string& number,
                   centre::TakeRequest& wanted, Instant now) {
  const auto people = services.patients.by_number(snapshot, number);
  if (people.size() == 1) wanted.person = people.front();
  if (!people.empty() || !wanted.priority.empty()) return;
  const auto document = check_document(IdentifierType::resident_card, number);
  if (!document) return;
  const booking::policy::People::Facts facts{.birth_date = document->birth_date,
                                             .documents = {IdentifierType::resident_card},
                                             .needs = {}};
  wanted.priority =
      booking::clinic::class_of(services.booking.policies->at(now)->policy.base.line.classes, facts,
                                services.time.day_of(now));
  wanted.proof = wanted.priority.empty() ? "" : "document-read";
}

void take_class_on_record(const Services& services, store::Snapshot& snapshot,
                          centre::TakeRequest& wanted, Instant now) {
  if (!wanted.person || !wanted.priority.empty()) return;
  auto known = class_on_record(services, snapshot, *wanted.person, now);
  wanted.priority = std::move(known.code);
  wanted.proof = std::move(known.proof);
}

Json called_json(const Services& services, store::Snapshot& snapshot, const Call& call,
                 const centre::Called& called) {
  return visit_seen(services, snapshot, call, called.visit);
}

/// In the best order, and with what is forecast for each errand. More than one visit may have is
/// refused later.
void foresee(const Services& services, centre::TakeRequest& wanted, bool keep_order, Instant now) {
  if (wanted.services.empty() || wanted.services.size() > centre::kMostErrands) return;
  const auto plan = services.database.read([&](store::Snapshot& snapshot) {
    return services.centre_waits.plan(snapshot, wanted.services, keep_order, now);
  });
  if (plan.size() != wanted.services.size()) return;  // one of them does not exist
  for (std::size_t i = 0; i < plan.size(); ++i) {
    wanted.services[i] = plan[i].service;
    if (plan[i].called) wanted.expected_at[plan[i].service] = *plan[i].called;
  }
}

/// Whoever may be given no number now may still come by appointment.
bool may_be_booked(const Result<http::Response>& answer) {
  static constexpr std::string_view kCodes[] = {"line-too-long", "numbers-over", "numbers-pause",
                                                "centre-closed", "no-walk-in"};
  return !answer && std::ranges::find(kCodes, answer.error().code) != std::end(kCodes);
}

/// No number now: whoever cannot wait for one may book, where appointments are made for it.
Answer with_bookable(const Services& services, const Call& call, const centre::TakeRequest& wanted,
                     const Refusal& refusal) {
  std::vector<centre::Service> bookable;
  services.database.read([&](store::Snapshot& snapshot) {
    for (const auto id : wanted.services)
      if (auto service = centre::find_service(snapshot, id); service && service->department)
        bookable.push_back(*std::move(service));
    return true;
  });
  Json list = Json::array();
  for (const auto& service : bookable) {
    Json offers = Json::array();
    for (const auto& offer :
         soonest_offers(services, *service.department, call.actor().channel, call.now))
      offers.push_back(offer_json(services, offer));
    list.push_back({{"serviceId", to_string(service.id)},
                    {"departmentId", to_string(*service.department)},
                    {"offers", std::move(offers)}});
  }
  Json more{{"appointments", std::move(list)}};
  if (refusal.possible_at) more["possibleAt"] = services.time.rfc3339(*refusal.possible_at);
  return problem(call.request, refusal, more);
}

}  // namespace

LaterAnswer take_number(const Services& services, const Call& call) {
  Input in(call.request);
  centre::TakeRequest wanted;
  wanted.services = in.ids<ServiceId>("serviceIds");
  wanted.person = in.maybe_id<PersonId>("personId");
  wanted.priority = in.maybe_text("priority", kClassCode).value_or("");
  wanted.proof = in.maybe_text("proof", kProof).value_or("");
  const bool keep_order = in.flag("keepOrder", false);
  const auto number = in.maybe_text("number", kNumber).value_or("");
  // Whoever types a number may have read it anywhere: it says nothing of who stands there.
  const auto source = in.maybe_one_of("source", &source_from);
  if (!number.empty() && !source) in.wrong("source", "card or scan");
  if (auto bad = in.finish()) co_return *bad;
  // A kiosk does not see who stands before it: it reads a document, or they show it at a desk.
  if (is_kiosk(call) && (wanted.person || !wanted.priority.empty()))
    co_return Refusal("desk-only").at(wanted.person ? "/personId" : "/priority");
  wanted.how = is_kiosk(call) ? centre::TakenBy::kiosk : centre::TakenBy::desk;
  foresee(services, wanted, keep_order, call.now);
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    if (wanted.person && !services.patients.person(tx, *wanted.person))
      return Refusal("person-unknown").at("/personId");
    if (!number.empty()) take_document(services, tx, number, wanted, call.now);
    take_class_on_record(services, tx, wanted, call.now);
    const auto visit = services.visits.take(tx, wanted, call.actor(), call.now);
    if (!visit) return visit.error();
    auto seen = visit_seen(services, tx, call, *visit);
    // What is on the screen is read by whoever stands behind.
    if (is_kiosk(call)) seen["person"] = nullptr;
    return seen;
  };
  auto answer = co_await write_once(services, call, 201, work);
  if (may_be_booked(answer)) co_return with_bookable(services, call, wanted, answer.error());
  co_return answer;
}

// By phone, of whoever is there: they give the code that hangs in a waiting area of the campus.
LaterAnswer take_own_number(const Services& services, const Call& call) {
  Input in(call.request);
  centre::TakeRequest wanted;
  wanted.services = in.ids<ServiceId>("serviceIds");
  wanted.person = in.id<PersonId>("personId");
  wanted.how = centre::TakenBy::phone;
  const auto posted = in.text("postedCode", kPostedCode);
  if (auto bad = in.finish()) co_return *bad;
  foresee(services, wanted, /*keep_order=*/false, call.now);
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto own = services.patients.people_of(tx, call.principal.member().value());
    if (std::ranges::find(own, *wanted.person) == own.end())
      return Refusal("not-your-person").at("/personId");
    const auto area = booking::area_of_posted_code(tx, posted);
    if (!area) return Refusal("posted-code-unknown").at("/postedCode");
    if (!is_served_on(tx, wanted.services, area->campus))
      return Refusal("not-served-here").at("/serviceIds");
    for (const auto& other : centre::visits_of(tx, *wanted.person, services.time.day_of(call.now)))
      if (other.state == centre::VisitState::open)
        return Refusal("already-in-line").with("number", other.number);
    take_class_on_record(services, tx, wanted, call.now);
    const auto visit = services.visits.take(tx, wanted, call.actor(), call.now);
    if (!visit) return visit.error();
    return VisitPlaces(services, tx, call.now).of(*visit);
  };
  auto answer = co_await write_once(services, call, 201, work);
  if (may_be_booked(answer)) co_return with_bookable(services, call, wanted, answer.error());
  co_return answer;
}

Answer show_visit(const Services& services, const Call& call) {
  return services.database.read([&](store::Snapshot& snapshot) -> Answer {
    const auto visit = visit_in(snapshot, call);
    if (!visit) return visit.error();
    services.centre_waits.look(snapshot, call.now);
    return json(200, visit_seen(services, snapshot, call, *visit));
  });
}

Answer list_visits(const Services& services, const Call& call) {
  const auto day = query_day(call.request, "day");
  if (!day) return day.error();
  const auto person = query_id<PersonId>(call.request, "personId");
  if (!person) return person.error();
  const auto number = call.request.query_or("number", "");
  // A kiosk finds a number that somebody tells it, and no more.
  if (is_kiosk(call) && (number.empty() || person->has_value() || day->has_value()))
    return Refusal("desk-only");
  const auto when = day->value_or(services.time.day_of(call.now));
  return services.database.read([&](store::Snapshot& snapshot) -> Answer {
    services.centre_waits.look(snapshot, call.now);
    std::vector<centre::Visit> found;
    if (!number.empty()) {
      if (auto one = centre::find_visit(snapshot, when, number)) found.push_back(*std::move(one));
    } else if (*person) {
      found = centre::visits_of(snapshot, **person, when);
    } else {
      found = centre::open_visits(snapshot, when);
    }
    auto items = visits_seen(services, snapshot, call, found);
    if (is_kiosk(call))
      for (auto& item : items) item["person"] = nullptr;
    return json(200, Json{{"items", std::move(items)}});
  });
}

LaterAnswer step_visit(const Services& services, const Call& call) {
  Input in(call.request);
  centre::WindowStep step;
  step.what = in.one_of("step", &centre::window_step_from);
  step.reason = in.maybe_text("reason", kReason).value_or("");
  step.outcome = in.maybe_text("outcome", kOutcome).value_or("");
  if (auto bad = in.finish()) co_return *bad;
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto ticket = ticket_in(tx, call);
    if (!ticket) return ticket.error();
    const auto done = services.visits.step(tx, *ticket, step, call.actor(), call.now);
    if (!done) return done.error();
    return called_json(services, tx, call, *done);
  };
  co_return co_await write_once(services, call, 200, work);
}

LaterAnswer transfer_visit(const Services& services, const Call& call) {
  Input in(call.request);
  const auto to = in.id<ServiceId>("serviceId");
  const auto reason = in.maybe_text("reason", kReason).value_or("");
  if (auto bad = in.finish()) co_return *bad;
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto ticket = ticket_in(tx, call);
    if (!ticket) return ticket.error();
    const auto there = services.visits.transfer(tx, *ticket, to, reason, call.actor(), call.now);
    if (!there) return there.error();
    return called_json(services, tx, call, *there);
  };
  co_return co_await write_once(services, call, 200, work);
}

LaterAnswer undo_visit_step(const Services& services, const Call& call) {
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto undone = services.visits.undo(tx, call.id<VisitId>("visit"), call.actor(), call.now);
    if (!undone) return undone.error();
    return called_json(services, tx, call, *undone);
  };
  co_return co_await write_once(services, call, 200, work);
}

}  // namespace yuyue::api
