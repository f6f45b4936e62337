// Reports of results: the hospital's systems bring them; patients see their own people's.
#include "api/report_json.hpp"

namespace yuyue::api {

namespace reports = centre::reports;

namespace {

constexpr std::size_t kNumber = 64, kTitle = 200, kLink = 500;

/// The one of whom it is: by any of their numbers.
struct Brought {
  IdentifierType type = IdentifierType::resident_card;
  std::string document;
  reports::Report report;
};

Result<Brought> read(const Call& call) {
  Input in(call.request);
  Brought brought;
  if (const auto object = in.maybe_object("document")) {
    Input document(*object, "/document");
    brought.type = document.one_of("type", &identifier_type);
    brought.document = document.text("number", kNumber);
    in.wrong_inside(document.finish());
  } else {
    in.text("document");  // says that it is missing
  }
  auto& report = brought.report;
  report.number = in.text("number", kNumber);
  report.kind = in.one_of("kind", &reports::kind_from);
  report.title = in.text("title", kTitle);
  report.department = in.maybe_text("department", kTitle).value_or("");
  report.link = in.maybe_text("link", kLink).value_or("");
  report.source = in.maybe_text("orderId", kNumber).value_or("");
  report.status = in.one_of("status", &reports::status_from);
  if (const auto at = parse_rfc3339(in.text("at", kNumber)))
    report.at = *at;
  else
    in.wrong("at", "time");
  if (auto bad = in.finish()) return *bad;
  return brought;
}

}  // namespace

Json report_json(const Services& services, const reports::Report& report) {
  return {{"id", to_string(report.id)},
          {"number", report.number},
          {"kind", reports::name_of(report.kind)},
          {"title", report.title},
          {"department", report.department},
          {"at", services.time.rfc3339(report.at)},
          {"status", reports::name_of(report.status)},
          {"link", report.link},
          {"hasDocument", report.has_document},
          {"orderId", report.source}};
}

LaterAnswer bring_report(const Services& services, const Call& call) {
  const auto brought = read(call);
  if (!brought) co_return brought.error();
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto person = services.patients.by_document(tx, brought->type, brought->document);
    if (!person) return Refusal("person-unknown").at("/document");
    auto report = brought->report;
    report.person = *person;
    const auto kept = services.reports.bring(tx, std::move(report), call.actor(), call.now);
    if (!kept) return kept.error();
    return report_json(services, *kept);
  };
  co_return co_await write(services, call, 201, work);
}

LaterAnswer list_own_reports(const Services& services, const Call& call) {
  const auto asked = query_id<PersonId>(call.request, "personId");
  if (!asked) co_return asked.error();
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto member = call.principal.member().value();
    if (*asked && !services.patients.acts_for(tx, member, **asked))
      return Refusal("not-your-person");
    Json items = Json::array();
    for (const auto id : services.patients.people_of(tx, member)) {
      if (*asked && id != **asked) continue;
      const auto found = services.reports.of(tx, id);
      if (found.empty()) continue;
      const auto person = services.patients.person(tx, id);
      for (const auto& report : found) {
        auto shown = report_json(services, report);
        shown["person"] = {{"id", to_string(id)}, {"name", person ? person->name : ""}};
        items.push_back(std::move(shown));
      }
      services.audit.record(tx, call.principal,
                            {.action = "reports-seen",
                             .subject = id,
                             .details = {{"by", "own"}, {"count", std::to_string(found.size())}},
                             .note = {}},
                            call.now);
    }
    return Json{{"items", std::move(items)}};
  };
  co_return co_await write(services, call, 200, work);
}

}  // namespace yuyue::api
