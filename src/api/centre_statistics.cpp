// A day of the service centre in figures: by service, window and person, to look at and to take
// away.
#include "api/csv_cell.hpp"
#include "api/visit_json.hpp"
#include "yuyue/centre/statistics.hpp"

namespace yuyue::api {
namespace {

Json lengths_json(const centre::Lengths& lengths) {
  const auto seconds = [](std::chrono::milliseconds length) {
    return std::chrono::round<std::chrono::seconds>(length).count();
  };
  return {{"count", lengths.all.size()},
          {"total", seconds(lengths.total())},
          {"mean", seconds(lengths.mean())},
          {"median", seconds(lengths.reached_by(50))},
          {"nineInTen", seconds(lengths.reached_by(90))}};
}

Json figures_json(const centre::Figures& f, Json of) {
  return {{"of", std::move(of)},
          {"taken", f.taken},
          {"called", f.called},
          {"served", f.served},
          {"missed", f.missed},
          {"left", f.left},
          {"transferred", f.transferred},
          {"parked", f.parked},
          {"waits", lengths_json(f.waits)},
          {"service", lengths_json(f.service)}};
}

Json statistics_json(const Services& services, store::Snapshot& snapshot, Day day) {
  const auto found = centre::statistics(snapshot, day);
  const CentreNames names(snapshot);
  Json by_service = Json::array(), by_window = Json::array(), by_person = Json::array();
  for (const auto& [id, figures] : found.services)
    by_service.push_back(figures_json(figures, names.service(id)));
  for (const auto& [id, figures] : found.windows)
    by_window.push_back(figures_json(figures, names.window(queue::Station{id.value})));
  for (const auto& [id, figures] : found.people) {
    const auto account = services.accounts.find(snapshot, id);
    const auto name = account ? account->name : std::string();
    by_person.push_back(
        figures_json(figures, {{"id", to_string(id)}, {"name", name}, {"nameEn", ""}}));
  }
  return {{"day", format_day(day)},
          {"numbers", found.numbers},
          {"all", figures_json(found.all, nullptr)},
          {"services", std::move(by_service)},
          {"windows", std::move(by_window)},
          {"people", std::move(by_person)}};
}

std::string to_csv(const Json& statistics) {
  static constexpr const char* kCounts[] = {"taken", "called",      "served", "missed",
                                            "left",  "transferred", "parked"};
  static constexpr const char* kLengths[] = {"count", "total", "mean", "median", "nineInTen"};
  std::string out =
      "\xEF\xBB\xBF"
      "day,by,name";
  for (const auto* name : kCounts) out += "," + std::string(name);
  for (const auto* what : {"waits", "service"})
    for (const auto* name : kLengths) out += "," + std::string(what) + "." + name;
  out += "\r\n";
  const auto row = [&](const char* by, const Json& figures) {
    const auto& of = figures.at("of");
    out += statistics.at("day").get<std::string>() + "," + by + "," +
           csv_cell(of.is_null() ? std::string() : of.at("name").get<std::string>());
    for (const auto* name : kCounts) out += "," + figures.at(name).dump();
    for (const auto* what : {"waits", "service"})
      for (const auto* name : kLengths) out += "," + figures.at(what).at(name).dump();
    out += "\r\n";
  };
  row("all", statistics.at("all"));
  for (const auto& [list, by] : {std::pair("services", "service"), std::pair("windows", "window"),
                                 std::pair("people", "person")})
    for (const auto& figures : statistics.at(list)) row(by, figures);
  return out;
}

}  // namespace

Answer show_centre_statistics(const Services& services, const Call& call) {
  const auto given = query_day(call.request, "day");
  if (!given) return given.error();
  const auto format = call.request.query_or("format", "json");
  if (format != "json" && format != "csv")
    return Refusal("query-invalid").with("name", "format").with("value", format);
  const auto day = given->value_or(services.time.day_of(call.now));
  const auto body = services.database.read(
      [&](store::Snapshot& snapshot) { return statistics_json(services, snapshot, day); });
  if (format == "json") return json(200, body);
  auto response = http::Response::text(200, "text/csv; charset=utf-8", to_csv(body));
  response.headers["Content-Disposition"] =
      "attachment; filename=\"centre-" + format_day(day) + ".csv\"";
  return response;
}

}  // namespace yuyue::api
