#include "api/exam_board.hpp"

#include <algorithm>

#include "api/area_board.hpp"
#include "api/streaming.hpp"
#include "yuyue/api/live.hpp"
#include "yuyue/booking/clinic/calling.hpp"
#include "yuyue/booking/timetable_weekday.hpp"
#include "yuyue/exams/rules.hpp"

namespace yuyue::api {

namespace clinic = booking::clinic;

namespace {

using queue::State;

constexpr std::size_t kNextShown = 6;

/// Where one goes: the room, or the device where nobody has named one.
Json room_json(const exams::Device& device) {
  const bool named = !device.place.empty();
  return {{"id", to_string(device.id)},
          {"name", named ? device.place : device.name},
          {"nameEn", named ? device.place_en : device.name_en}};
}

Json device_json(const Services& services, const exams::ShownDevice& shown, bool open) {
  const auto& device = shown.device;
  Json out{{"id", to_string(device.id)},
           {"name", device.name},
           {"nameEn", device.name_en},
           {"place", device.place},
           {"placeEn", device.place_en},
           {"open", open},
           {"now", nullptr},
           {"waiting", 0},
           {"next", Json::array()},
           {"missed", Json::array()},
           {"pause", nullptr}};
  if (!shown.line) return out;
  const queue::Ticket* now = nullptr;
  for (const auto& ticket : shown.line->line.tickets()) {
    if (ticket.state == State::missed) out["missed"].push_back(ticket.number);
    const bool inside = ticket.state == State::called || ticket.state == State::serving;
    // Whoever is called to come next is shown, not whom they find there.
    if (inside && (!now || now->called_at < ticket.called_at)) now = &ticket;
  }
  if (now)
    out["now"] = {{"number", now->number},
                  {"state", queue::name_of(now->state)},
                  {"calledAt", services.time.rfc3339(now->called_at)}};
  const auto order = shown.line->line.order();
  out["waiting"] = order.size();
  for (std::size_t i = 0; i < std::min(order.size(), kNextShown); ++i)
    out["next"].push_back(order[i]->number);
  return out;
}

/// What a display is set to; staff say what they want to see. Refusals: forbidden, query-invalid.
Result<exams::Shown> wanted_board(store::Snapshot& snapshot, const access::Principal& principal,
                                  std::optional<ExamSiteId> site) {
  if (principal.kind == access::PrincipalKind::device) {
    const auto own = exams::shown_on(snapshot, DeviceId{principal.id});
    if (!own || (site && site != own->site)) return Refusal("forbidden");
    return *own;
  }
  if (!site) return Refusal("query-invalid").with("name", "siteId").with("value", "");
  if (!exams::find_site(snapshot, *site)) return Refusal("not-found").with("what", "exam-site");
  return exams::Shown{.site = *site};
}

}  // namespace

Json called_to_device_json(const Services& services, store::Snapshot& snapshot,
                           const exams::Device& device, const CalledToDevice& call) {
  const auto work = exams::find_work(snapshot, call.place);
  const auto person =
      work ? services.patients.person(snapshot, work->person) : std::optional<patients::Person>();
  const auto needs = person ? person->needs : decltype(person->needs){};
  const auto how = clinic::calling_for({needs.begin(), needs.end()});
  return {{"id", to_string(call.line) + "-" + std::to_string(call.seq)},
          {"number", call.number},
          {"name", nullptr},
          {"room", room_json(device)},
          {"at", services.time.rfc3339(call.at)},
          {"times", how.times},
          {"slowly", how.slowly},
          {"english", how.english},
          {"fetch", how.fetch},
          {"session", "centre"}};
}

Json exam_board_json(const Services& services, store::Snapshot& snapshot, const exams::Shown& shown,
                     Instant now) {
  const auto day = services.time.day_of(now);
  const int weekday = booking::timetable_weekday(snapshot, day);
  const int slot = static_cast<int>(services.time.minute_of(now).count()) / planner::kSlotMinutes;
  const auto site = exams::find_site(snapshot, shown.site).value();
  Json devices = Json::array(), calls = Json::array();
  std::int64_t seq = 0;
  for (const auto& one : exams::shown_devices(snapshot, shown, day)) {
    devices.push_back(
        device_json(services, one, exams::rules::capacity_at(one.device, weekday, slot) > 0));
    if (!one.line) continue;
    seq += one.line->last_event;
    for (const auto& kept : queue::calls_since(snapshot, one.line->id, now - kCallStands)) {
      const auto ticket = queue::find_ticket(snapshot, kept.event.ticket).value();
      calls.push_back(called_to_device_json(services, snapshot, one.device,
                                            {.line = one.line->id,
                                             .seq = kept.seq,
                                             .device = one.device.id,
                                             .number = ticket.ticket.number,
                                             .place = ExamPlaceId{ticket.subject.id},
                                             .at = kept.event.at}));
    }
  }
  std::stable_sort(calls.begin(), calls.end(),
                   [](const Json& a, const Json& b) { return a["at"] < b["at"]; });
  return {{"site", {{"id", to_string(site.id)}, {"name", site.name}, {"nameEn", site.name_en}}},
          {"at", services.time.rfc3339(now)},
          {"seq", seq},
          {"windows", std::move(devices)},
          {"services", Json::array()},
          {"calls", std::move(calls)}};
}

Answer show_exam_board(const Services& services, const Call& call) {
  const auto site = query_id<ExamSiteId>(call.request, "siteId");
  if (!site) return site.error();
  return services.database.read([&](store::Snapshot& snapshot) -> Answer {
    const auto shown = wanted_board(snapshot, call.principal, *site);
    if (!shown) return shown.error();
    return json(200, exam_board_json(services, snapshot, *shown, call.now));
  });
}

Answer stream_exam_board(const Services& services, const Call& call) {
  const auto site = query_id<ExamSiteId>(call.request, "siteId");
  if (!site) return site.error();
  const auto shown = services.database.read(
      [&](store::Snapshot& snapshot) { return wanted_board(snapshot, call.principal, *site); });
  if (!shown) return shown.error();
  // A display that is set to something else is told so, and asks anew.
  Allowed allowed = [principal = call.principal,
                     board = *shown](store::Snapshot& snapshot) -> Result<void> {
    const auto now_is = wanted_board(snapshot, principal, board.site);
    if (!now_is) return now_is.error();
    if (*now_is != board && principal.kind == access::PrincipalKind::device)
      return Refusal("forbidden");
    return {};
  };
  return stream(services, std::move(allowed), [&] { return services.live.exam_board(*shown); });
}

}  // namespace yuyue::api
