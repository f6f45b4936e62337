#include "api/centre_board.hpp"

#include <algorithm>

#include "api/area_board.hpp"
#include "yuyue/booking/clinic/calling.hpp"
#include "yuyue/booking/clinic/waits.hpp"
#include "yuyue/booking/timetable_weekday.hpp"
#include "yuyue/centre/hours.hpp"
#include "yuyue/centre/waits/waits.hpp"

namespace yuyue::api {

namespace clinic = booking::clinic;

namespace {

using queue::State;

constexpr std::size_t kNextShown = 6;

bool serves(const centre::Window& window, ServiceId service) {
  return std::ranges::find(window.duties, service, &centre::WindowDuty::service) !=
         window.duties.end();
}

/// The lines of today by service, as far as there are any.
using Lines = std::map<ServiceId, queue::KeptLine>;

Json window_now(const Services& services, const Lines& lines, queue::Station here) {
  const queue::Ticket* now = nullptr;
  for (const auto& [service, kept] : lines)
    for (const auto& ticket : kept.line.tickets()) {
      const bool inside = ticket.state == State::called || ticket.state == State::serving;
      // Whoever is called to come next is shown, not whom they find there.
      if (inside && ticket.station == here && (!now || now->called_at < ticket.called_at))
        now = &ticket;
    }
  if (!now) return nullptr;
  return {{"number", now->number},
          {"state", queue::name_of(now->state)},
          {"calledAt", services.time.rfc3339(now->called_at)}};
}

/// One campus' centre, or one zone of it, at this moment.
class CentreBoard {
 public:
  CentreBoard(const Services& services, store::Snapshot& snapshot, const CentrePart& part,
              Instant now)
      : services_(services),
        snapshot_(snapshot),
        part_(part),
        now_(now),
        day_(services.time.day_of(now)),
        weekday_(booking::timetable_weekday(snapshot, day_)),
        names_(snapshot),
        waits_(services.centre_waits.look(snapshot, now)),
        all_windows_(centre::windows(snapshot)),
        windows_(all_windows_) {
    std::erase_if(windows_, [&](const centre::Window& window) {
      return !window.active || !shows(part, window);
    });
    for (const auto& window : windows_)
      for (const auto& duty : window.duties)
        if (const auto id = centre::line_of(snapshot, duty.service, day_))
          if (!lines_.contains(duty.service))
            lines_.emplace(duty.service, queue::load(snapshot, *id).value());
  }

  Json json() const {
    Json windows = Json::array();
    for (const auto& window : windows_) windows.push_back(window_json(window));
    std::int64_t seq = 0;
    for (const auto& [service, kept] : lines_) seq += kept.last_event;
    const auto campus = find_campus(snapshot_, part_.campus).value();
    return {{"campus",
             {{"id", to_string(campus.id)}, {"name", campus.name}, {"nameEn", campus.name_en}}},
            {"zone", zone_json(snapshot_, part_.zone)},
            {"at", services_.time.rfc3339(now_)},
            {"seq", seq},
            {"windows", std::move(windows)},
            {"services", services_json()},
            {"calls", calls_json()}};
  }

 private:
  Json window_json(const centre::Window& window) const {
    const auto spans = centre::rules::hours_of(window, weekday_);
    auto out = names_.window(queue::Station{window.id.value});
    out["open"] = std::ranges::any_of(spans, [&](const auto& span) {
      return services_.time.at(day_, span.opens) <= now_ &&
             now_ < services_.time.at(day_, span.closes);
    });
    out["now"] = window_now(services_, lines_, queue::Station{window.id.value});
    out["services"] = Json::array();
    for (const auto& duty : window.duties)
      if (!duty.help_after) out["services"].push_back(names_.service(duty.service));
    out["pause"] = nullptr;
    if (const auto pause = centre::post_of(snapshot_, window.id).pause) {
      out["pause"] = {{"reason", pause->reason}};
      if (pause->until) out["pause"]["until"] = services_.time.rfc3339(*pause->until);
    }
    return out;
  }

  Json services_json() const {
    Json list = Json::array();
    auto all = centre::services(snapshot_);
    std::ranges::stable_sort(all, {}, &centre::Service::code);
    for (const auto& service : all) {
      if (!service.active || std::ranges::none_of(windows_, [&](const auto& window) {
            return serves(window, service.id);
          }))
        continue;
      Json one{{"id", to_string(service.id)}, {"name", service.name},
               {"nameEn", service.name_en},   {"waiting", 0},
               {"next", Json::array()},       {"missed", Json::array()}};
      one["full"] = waits_->is_full(service.id);
      one["wait"] = nullptr;
      if (const auto wait = waits_->wait_of(service.id))
        one["wait"] = {{"fromMinutes", wait->from.count()}, {"toMinutes", wait->to.count()}};
      one["intake"] = intake_json(services_.time, all_windows_, service, weekday_, now_);
      if (const auto kept = lines_.find(service.id); kept != lines_.end()) {
        const auto order = kept->second.line.order();
        one["waiting"] = order.size();
        for (std::size_t i = 0; i < std::min(order.size(), kNextShown); ++i)
          one["next"].push_back(order[i]->number);
        for (const auto& ticket : kept->second.line.tickets())
          if (ticket.state == State::missed) one["missed"].push_back(ticket.number);
      }
      list.push_back(std::move(one));
    }
    return list;
  }

  Json calls_json() const {
    Json calls = Json::array();
    for (const auto& [service, line] : lines_)
      for (const auto& kept : queue::calls_since(snapshot_, line.id, now_ - kCallStands)) {
        const auto ticket = queue::find_ticket(snapshot_, kept.event.ticket);
        const auto station = kept.event.station ? kept.event.station : ticket->ticket.station;
        if (!station || std::ranges::find(windows_, ServiceWindowId{station->value},
                                          &centre::Window::id) == windows_.end())
          continue;
        calls.push_back(called_to_window_json(services_, snapshot_, names_,
                                              {.line = line.id,
                                               .seq = kept.seq,
                                               .window = ServiceWindowId{station->value},
                                               .number = ticket->ticket.number,
                                               .visit = VisitId{ticket->subject.id},
                                               .at = kept.event.at}));
      }
    std::stable_sort(calls.begin(), calls.end(),
                     [](const Json& a, const Json& b) { return a["at"] < b["at"]; });
    return calls;
  }

  const Services& services_;
  store::Snapshot& snapshot_;
  const CentrePart part_;
  const Instant now_;
  const Day day_;
  const int weekday_;
  const CentreNames names_;
  const std::shared_ptr<const centre::waits::Board> waits_;
  const std::vector<centre::Window> all_windows_;
  std::vector<centre::Window> windows_;  ///< of this part
  Lines lines_;
};

}  // namespace

bool shows(const CentrePart& part, const centre::Window& window) {
  return window.campus == part.campus && (!part.zone || window.zone == part.zone);
}

Json zone_json(store::Snapshot& snapshot, const std::optional<ZoneId>& id) {
  const auto zone = id ? centre::find_zone(snapshot, *id) : std::nullopt;
  if (!zone) return nullptr;
  return {{"id", to_string(zone->id)}, {"name", zone->name}, {"nameEn", zone->name_en}};
}

Json intake_json(const HospitalTime& time, const std::vector<centre::Window>& windows,
                 const centre::Service& service, int weekday, Instant now) {
  const auto intake = centre::rules::intake_of(windows, service, weekday, time.minute_of(now));
  if (!intake) return nullptr;
  return {{"open", intake->open},
          {"until", format_minute(intake->until)},
          {"again", intake->again ? Json(format_minute(*intake->again)) : Json()}};
}

Json called_to_window_json(const Services& services, store::Snapshot& snapshot,
                           const CentreNames& names, const CalledToWindow& call) {
  const auto visit = centre::find_visit(snapshot, call.visit);
  const auto person = visit && visit->person ? services.patients.person(snapshot, *visit->person)
                                             : std::optional<patients::Person>();
  const auto needs = person ? person->needs : decltype(person->needs){};
  const auto how = clinic::calling_for({needs.begin(), needs.end()});
  return {{"id", to_string(call.line) + "-" + std::to_string(call.seq)},
          {"number", call.number},
          {"name", nullptr},
          {"room", names.window(queue::Station{call.window.value})},
          {"at", services.time.rfc3339(call.at)},
          {"times", how.times},
          {"slowly", how.slowly},
          {"english", how.english},
          {"fetch", how.fetch},
          {"session", "centre"}};
}

Json centre_board_json(const Services& services, store::Snapshot& snapshot, const CentrePart& part,
                       Instant now) {
  return CentreBoard(services, snapshot, part, now).json();
}

std::optional<booking::Campus> find_campus(store::Snapshot& snapshot, CampusId id) {
  for (auto& campus : booking::campuses(snapshot))
    if (campus.id == id) return std::move(campus);
  return std::nullopt;
}

const queue::KeptLine& VisitPlaces::line(LineId id) {
  const auto [at, is_new] = lines_.try_emplace(id);
  if (is_new) at->second = queue::load(snapshot_, id).value();
  return at->second;
}

Json VisitPlaces::windows_of(ServiceId service) {
  if (!windows_) windows_ = centre::windows(snapshot_);
  Json list = Json::array();
  for (const auto& window : *windows_)
    if (window.active && serves(window, service))
      list.push_back(names_.window(queue::Station{window.id.value}));
  return list;
}

Json VisitPlaces::of(const centre::Visit& visit) {
  const auto kept =
      queue::ticket_of(snapshot_, {std::string(VisitKind::kPrefix), visit.id.value}).value();
  auto out = visit_json(services_, names_, visit, kept, nullptr);
  for (const auto* hidden : {"id", "person", "priority", "proof", "ticket", "how", "state"})
    out.erase(hidden);
  const auto& ticket = kept.ticket;
  const auto errand = visit.now_at();
  out["visitId"] = to_string(visit.id);
  out["at"] = services_.time.rfc3339(now_);
  out["state"] = errand ? queue::name_of(ticket.state) : centre::name_of(visit.state);
  out["service"] = errand ? names_.service(visit.errands[*errand].service) : Json();
  out["windows"] = errand ? windows_of(visit.errands[*errand].service) : Json::array();
  out["window"] = nullptr;
  if (!errand) return out;
  const bool there = ticket.state == State::called || ticket.state == State::serving;
  if (there) out["window"] = names_.window(ticket.station);
  out["assignedWindow"] = names_.window(ticket.assigned);
  out["arrivedAt"] = services_.time.rfc3339(ticket.arrived_at);
  out["calls"] = ticket.calls;
  if (ticket.calls > 0) out["calledAt"] = services_.time.rfc3339(ticket.called_at);
  if (const auto ahead = clinic::ahead_of(line(kept.line).line, ticket.id)) out["ahead"] = *ahead;
  return out;
}

}  // namespace yuyue::api
