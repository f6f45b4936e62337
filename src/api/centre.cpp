// The service centre as everybody sees it: what it does for people, what to bring, where, how many
// wait now. One answer, asked for by phones, kiosks and displays alike; with an ETag, as it mostly
// is what they have already.
#include <algorithm>

#include "api/answers.hpp"
#include "api/centre_board.hpp"
#include "api/centre_json.hpp"
#include "api/keyword_letters.hpp"
#include "yuyue/booking/timetable_weekday.hpp"
#include "yuyue/centre/hours.hpp"
#include "yuyue/centre/waits/waits.hpp"

namespace yuyue::api {
namespace {

using namespace std::chrono_literals;

constexpr auto kForecastHolds = 20s;

/// What is the same for all services of one answer.
struct Today {
  const Services& services;
  store::Snapshot& snapshot;
  Instant now;
  Day day;
  int weekday;
  std::vector<centre::Window> windows;
  std::shared_ptr<const centre::waits::Board> board;
  std::vector<int> later_weekdays;  ///< of the days after this one

  Today(const Services& s, store::Snapshot& in, Instant at)
      : services(s),
        snapshot(in),
        now(at),
        day(s.time.day_of(at)),
        weekday(booking::timetable_weekday(in, day)),
        windows(centre::windows(in)),
        board(s.centre_waits.look(in, at)) {
    constexpr int kDaysAhead = 14;
    for (int ahead = 1; ahead <= kDaysAhead; ++ahead)
      later_weekdays.push_back(booking::timetable_weekday(in, day + date::days{ahead}));
    std::erase_if(windows, [](const centre::Window& window) { return !window.active; });
  }
};

Json spans_json(const std::vector<centre::rules::OpenSpan>& spans) {
  Json list = Json::array();
  for (const auto& span : spans)
    list.push_back({{"opens", format_minute(span.opens)}, {"closes", format_minute(span.closes)}});
  return list;
}

/// From the opening that holds or comes next until the last closing. Not from this moment on: then
/// no two answers would be the same.
Json open_json(const Today& today, const std::vector<centre::rules::OpenSpan>& spans) {
  const auto& time = today.services.time;
  const auto next = std::ranges::find_if(
      spans, [&](const auto& span) { return time.at(today.day, span.closes) > today.now; });
  return {{"opensAt", time.rfc3339(time.at(today.day, next->opens))},
          {"closesAt", time.rfc3339(time.at(today.day, spans.back().closes))}};
}

/// When it is served again on a later day. Null: not within so many.
Json opens_next_json(const Today& today, ServiceId service) {
  auto day = today.day;
  for (const int weekday : today.later_weekdays) {
    day += date::days{1};
    const auto spans = centre::rules::hours_of(today.windows, service, weekday);
    if (!spans.empty())
      return today.services.time.rfc3339(today.services.time.at(day, spans.front().opens));
  }
  return nullptr;
}

/// Those who have not been called yet.
std::size_t count_waiting(const Today& today, ServiceId service) {
  const auto id = centre::line_of(today.snapshot, service, today.day);
  if (!id) return 0;
  const auto kept = queue::load(today.snapshot, *id).value();
  return static_cast<std::size_t>(
      std::ranges::count_if(kept.line.tickets(), [](const queue::Ticket& ticket) {
        return ticket.state == queue::State::waiting || ticket.state == queue::State::near;
      }));
}

Json windows_of(const Today& today, ServiceId service) {
  Json list = Json::array();
  for (const auto& window : today.windows)
    if (std::ranges::find(window.duties, service, &centre::WindowDuty::service) !=
        window.duties.end())
      list.push_back(to_string(window.id));
  return list;
}

Json service_today_json(const Today& today, const centre::Service& s) {
  const auto spans = centre::rules::hours_of(today.windows, s.id, today.weekday);
  auto out = service_json(s);
  add_keyword_letters(out, s.keywords);
  out["windowIds"] = windows_of(today, s.id);
  out["hours"] = spans_json(spans);
  out["waiting"] = count_waiting(today, s.id);
  if (const auto wait = today.board->wait_of(s.id))
    out["wait"] = {{"fromMinutes", wait->from.count()}, {"toMinutes", wait->to.count()}};
  out["full"] = today.board->is_full(s.id);
  if (s.walk_in)
    if (auto intake = intake_json(today.services.time, today.windows, s, today.weekday, today.now);
        !intake.is_null())
      out["intake"] = std::move(intake);
  if (s.department) out["departmentId"] = to_string(*s.department);
  if (!spans.empty() && today.services.time.at(today.day, spans.back().closes) > today.now)
    out["open"] = open_json(today, spans);
  else if (auto next = opens_next_json(today, s.id); !next.is_null())
    out["opensNext"] = std::move(next);
  return out;
}

Json groups_json(const Today& today) {
  auto services = centre::services(today.snapshot);
  std::ranges::stable_sort(services, {}, &centre::Service::code);
  Json groups = Json::array();
  for (const auto& group : centre::service_groups(today.snapshot)) {
    Json list = Json::array();
    for (const auto& service : services)
      if (service.group == group.id && service.active)
        list.push_back(service_today_json(today, service));
    if (list.empty()) continue;
    groups.push_back({{"id", to_string(group.id)},
                      {"letter", group.letter},
                      {"name", group.name},
                      {"nameEn", group.name_en},
                      {"services", std::move(list)}});
  }
  return groups;
}

Json window_json(const Today& today, const centre::Window& window,
                 const std::vector<booking::Campus>& campuses) {
  const auto& time = today.services.time;
  const auto spans = centre::rules::hours_of(window, today.weekday);
  const bool open = std::ranges::any_of(spans, [&](const auto& span) {
    return time.at(today.day, span.opens) <= today.now &&
           today.now < time.at(today.day, span.closes);
  });
  Json out{{"id", to_string(window.id)}, {"name", window.name},        {"nameEn", window.name_en},
           {"place", window.place},      {"placeEn", window.place_en}, {"open", open},
           {"hours", spans_json(spans)}};
  const auto campus = std::ranges::find(campuses, window.campus, &booking::Campus::id);
  out["zone"] = zone_json(today.snapshot, window.zone);
  out["campus"] = {
      {"id", to_string(campus->id)}, {"name", campus->name}, {"nameEn", campus->name_en}};
  if (const auto pause = centre::post_of(today.snapshot, window.id).pause) {
    out["paused"] = {{"reason", pause->reason}};
    if (pause->until) out["paused"]["until"] = time.rfc3339(*pause->until);
  }
  return out;
}

}  // namespace

Answer show_centre(const Services& services, const Call& call) {
  // Asked for by everybody, so kept as bytes until something happens in the centre (LiveCentre), a
  // minute begins, at which something may open or close, or the forecast is old.
  auto page = services.board.departments.get(kCentrePage, call.now, [&] {
    return services.database.read([&](store::Snapshot& snapshot) {
      const Today today(services, snapshot, call.now);
      const auto campuses = booking::campuses(snapshot);
      Json windows = Json::array();
      for (const auto& window : today.windows)
        windows.push_back(window_json(today, window, campuses));
      const auto body = text_of({{"groups", groups_json(today)}, {"windows", std::move(windows)}});
      const auto next_minute = std::chrono::floor<std::chrono::minutes>(call.now) + 1min;
      return std::pair(*http::make_shared_body("application/json", body, /*archival=*/false),
                       std::min<Instant>(today.board->at + kForecastHolds, next_minute));
    });
  });
  http::Response response;
  response.shared = std::move(page);
  response.headers["Cache-Control"] = "no-cache";
  return response;
}

}  // namespace yuyue::api
