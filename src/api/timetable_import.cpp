// The weekly timetable as one file.
#include "api/answers.hpp"
#include "api/timetable_changes.hpp"

namespace yuyue::api {
namespace {

struct Imported {
  booking::ImportSummary summary;
  std::optional<Refusal> refusal;
};

/// Slow: reads and compares everything. On a worker thread.
Imported import(const Services& services, const Call& call, bool dry_run) {
  const auto file = booking::parse_timetable(call.request.body);
  Imported out;
  // The dry run finds all that is wrong, so that a refused import tells it, too.
  out.summary = services.timetable_import.dry_run(file, call.now);
  if (!out.summary.errors.empty()) {
    out.refusal =
        Refusal("timetable-invalid").with("count", std::to_string(out.summary.errors.size()));
    return out;
  }
  if (dry_run) return out;
  auto done = services.timetable_import.run(file, call.actor(), call.now);
  if (done)
    out.summary = std::move(*done);
  else
    out.refusal = done.error();
  return out;
}

Json problems_json(const std::vector<booking::FileProblem>& problems, Language language) {
  Json out = Json::array();
  for (const auto& problem : problems) {
    out.push_back({{"line", problem.line},
                   {"column", problem.column},
                   {"code", problem.code},
                   {"detail", booking::describe(problem, language)}});
  }
  return out;
}

Json summary_json(const booking::ImportSummary& summary, bool dry_run, Language language) {
  return {{"dryRun", dry_run},
          {"changed", summary.changed},
          {"added",
           {{"campuses", summary.campuses},
            {"buildings", summary.buildings},
            {"rooms", summary.rooms},
            {"departments", summary.departments},
            {"practitioners", summary.practitioners},
            {"schedules", summary.schedules}}},
          {"updated", summary.updated},
          {"ended", summary.ended},
          {"unchanged", summary.unchanged},
          {"lines", summary.lines},
          {"keptSessions", kept_sessions_json(summary.kept_sessions)},
          {"warnings", problems_json(summary.warnings, language)}};
}

}  // namespace

LaterAnswer import_timetable(const Services& services, const Call& call) {
  const auto wish = call.request.query_or("dryRun", "false");
  if (wish != "true" && wish != "false")
    co_return Refusal("query-invalid").with("name", "dryRun").with("value", wish);
  const bool dry_run = wish == "true";
  Imported imported;
  std::function<void()> work = [&] {
    imported = import(services, call, dry_run);
  };
  co_await on_worker(services, work);
  const auto language = call.request.language;
  if (imported.refusal) {
    Json more = Json::object();
    if (!imported.summary.errors.empty())
      more["errors"] = problems_json(imported.summary.errors, language);
    co_return problem(call.request, *imported.refusal, more);
  }
  co_return json(dry_run ? 200 : 201, summary_json(imported.summary, dry_run, language));
}

}  // namespace yuyue::api
