// How long one waits: a patient's wish to be called later, and how the forecasts held.
#include <algorithm>
#include <map>

#include "api/answers.hpp"
#include "api/appointment_access.hpp"
#include "api/forecast_json.hpp"
#include "api/postponements.hpp"
#include "yuyue/booking/clinic/clinic_day.hpp"
#include "yuyue/booking/clinic/kept_forecasts.hpp"
#include "yuyue/centre/waits/kept_forecasts.hpp"

namespace yuyue::api {

namespace clinic = booking::clinic;

namespace {

using std::chrono::minutes;

constexpr minutes kChoices[] = {minutes{10}, minutes{20}, minutes{30}};
/// So often one may ask to be called later.
constexpr int kMostPostponements = 2;
constexpr int kMostDays = 92;

/// A patient's ticket that waits, with its line. Refusals: those of visible_appointment,
/// not-in-line, wrong-state.
struct Waiting {
  queue::KeptLine line;
  queue::Ticket ticket;
};
Result<Waiting> waiting(const Services& services, store::Snapshot& snapshot, const Call& call) {
  const auto id = call.id<AppointmentId>("appointment");
  const auto appointment = visible_appointment(services, snapshot, call.principal, id);
  if (!appointment) return appointment.error();
  auto kept = queue::ticket_of(snapshot, {"appointment", id.value});
  if (!kept || !queue::is_open(kept->ticket.state)) return Refusal("not-in-line");
  using queue::State;
  if (kept->ticket.state != State::waiting && kept->ticket.state != State::near)
    return Refusal("wrong-state").with("state", queue::name_of(kept->ticket.state));
  return Waiting{queue::load(snapshot, kept->line).value(), std::move(kept->ticket)};
}

Json place_json_of(const Services& services, const std::optional<clinic::Place>& place) {
  return place ? place_ahead_json(services, *place) : Json();
}

}  // namespace

int postponements_left(store::Snapshot& snapshot, TicketId ticket) {
  const int used =
      queue::count_events(snapshot, ticket, queue::What::postponed, std::string_view("patient"));
  return std::max(0, kMostPostponements - used);
}

Answer show_postponement(const Services& services, const Call& call) {
  return services.database.read([&](store::Snapshot& snapshot) -> Answer {
    const auto mine = waiting(services, snapshot, call);
    if (!mine) return mine.error();
    const auto& [line, ticket] = *mine;
    Json choices = Json::array();
    for (const auto later : kChoices) {
      const auto change = line.line.postpone(ticket.id, later, call.now).value();
      auto choice =
          place_json_of(services, services.waits.place_after(snapshot, line, change, call.now));
      choice["minutes"] = later.count();
      choices.push_back(std::move(choice));
    }
    return json(200, {{"left", postponements_left(snapshot, ticket.id)},
                      {"now", place_json_of(services, services.waits.place(snapshot, line,
                                                                           ticket.id, call.now))},
                      {"choices", std::move(choices)}});
  });
}

LaterAnswer postpone_visit(const Services& services, const Call& call) {
  Input in(call.request);
  const minutes later{in.integer("minutes", 1, 240)};
  if (std::ranges::find(kChoices, later) == std::end(kChoices)) in.wrong("minutes", "10, 20, 30");
  if (auto bad = in.finish()) co_return *bad;
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto mine = waiting(services, tx, call);
    if (!mine) return mine.error();
    const int left = postponements_left(tx, mine->ticket.id);
    if (left == 0) return Refusal("postponed-enough").with("n", std::to_string(kMostPostponements));
    clinic::Step step;
    step.what = clinic::Step::What::postpone;
    step.later = later;
    const auto done = services.clinic_day.step(tx, mine->ticket.id, step, call.actor(), call.now);
    if (!done) return done.error();
    const auto line = queue::load(tx, done->line).value();
    return Json{{"left", left - 1},
                {"ahead", clinic::ahead_of(line.line, done->ticket.id).value_or(0)}};
  };
  co_return co_await write_once(services, call, 200, work);
}

namespace {

struct Names {
  std::map<ServiceId, centre::Service> services;
  std::map<DepartmentId, booking::Department> departments;
  std::map<ClinicKindId, booking::ClinicKind> kinds;

  explicit Names(store::Snapshot& snapshot) {
    for (auto& one : centre::services(snapshot)) services.emplace(one.id, one);
    for (auto& one : booking::departments(snapshot)) departments.emplace(one.id, one);
    for (auto& one : booking::clinic_kinds(snapshot)) kinds.emplace(one.id, one);
  }
  template <class Map, class IdType>
  static Json named(const Map& map, IdType id) {
    const auto found = map.find(id);
    const bool known = found != map.end();
    return {{"id", to_string(id)},
            {"name", known ? found->second.name : ""},
            {"nameEn", known ? found->second.name_en : ""}};
  }
};

/// `out`: whose.
Json score_json(const queue::WaitScore& score, Json out) {
  out["date"] = format_day(score.day);
  out["called"] = score.called;
  out["withinHalf"] = score.within_half;
  out["withinMost"] = score.within_most;
  out["secondsOff"] = score.off.count();
  out["secondsLate"] = score.late.count();
  out["setAside"] = score.set_aside;
  return out;
}

}  // namespace

Answer list_wait_forecasts(const Services& services, const Call& call) {
  const auto from = query_day(call.request, "from");
  if (!from) return from.error();
  const auto to = query_day(call.request, "to");
  if (!to) return to.error();
  const auto last = to->value_or(services.time.day_of(call.now));
  const auto first = from->value_or(last - date::days{6});
  if (last < first || last - first > date::days{kMostDays})
    return Refusal("query-invalid").with("name", "from").with("value", format_day(first));
  return services.database.read([&](store::Snapshot& snapshot) -> Answer {
    const Names names(snapshot);
    Json items = Json::array();
    for (const auto& score : clinic::wait_scores(snapshot, first, last))
      items.push_back(score_json(
          score, {{"department", Names::named(names.departments, DepartmentId{score.topic.id})},
                  {"kind", Names::named(names.kinds, ClinicKindId{score.topic.part})}}));
    Json services_items = Json::array();
    for (const auto& score : centre::waits::wait_scores(snapshot, first, last))
      services_items.push_back(score_json(
          score, {{"service", Names::named(names.services, ServiceId{score.topic.id})}}));
    return json(200, {{"from", format_day(first)},
                      {"to", format_day(last)},
                      {"items", std::move(items)},
                      {"services", std::move(services_items)}});
  });
}

}  // namespace yuyue::api
