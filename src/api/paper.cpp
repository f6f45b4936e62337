// A day on paper: numbers printed beforehand, who waits, and what happened, entered afterwards.
#include "yuyue/centre/paper.hpp"

#include "api/visit_json.hpp"

namespace yuyue::api {
namespace {

constexpr std::size_t kNumber = 8, kOutcome = 100;

Json sheet_json(const Services& services, store::Snapshot& snapshot, const Call& call,
                const centre::PaperSheet& sheet) {
  Json groups = Json::array();
  for (const auto& [group, first, last] : sheet.numbers) {
    Json numbers = Json::array();
    for (auto n = first; n <= last; ++n)
      numbers.push_back(centre::rules::visit_number(group.letter, n));
    groups.push_back({{"letter", group.letter},
                      {"name", group.name},
                      {"nameEn", group.name_en},
                      {"numbers", std::move(numbers)}});
  }
  return {
      {"id", to_string(sheet.id)},
      {"day", format_day(sheet.day)},
      {"madeAt", services.time.rfc3339(sheet.made_at)},
      {"seenAt", services.time.rfc3339(call.now)},
      {"groups", std::move(groups)},
      {"visits", visits_seen(services, snapshot, call, centre::open_visits(snapshot, sheet.day))}};
}

void record_look(const Services& services, store::Transaction& tx, const Call& call,
                 const centre::PaperSheet& sheet) {
  services.audit.record(tx, call.principal,
                        {.action = "paper-sheet-seen",
                         .subject = sheet.id,
                         .details = {{"day", format_day(sheet.day)}},
                         .note = {}},
                        call.now);
}

}  // namespace

LaterAnswer make_paper_sheet(const Services& services, const Call& call) {
  Input in(call.request);
  const auto day = in.maybe_day("day").value_or(services.time.day_of(call.now));
  if (auto bad = in.finish()) co_return *bad;
  if (call.principal.kind != access::PrincipalKind::staff) co_return Refusal("forbidden");
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto sheet =
        centre::make_paper_sheet(tx, services.visits.environment(), day,
                                 AccountId{call.principal.id}, call.actor(), call.now);
    if (!sheet) return sheet.error();
    return sheet_json(services, tx, call, *sheet);
  };
  co_return co_await write_once(services, call, 201, work);
}

LaterAnswer show_paper_sheet(const Services& services, const Call& call) {
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto sheet = centre::find_paper_sheet(tx, call.id<PaperSheetId>("sheet"));
    if (!sheet) return Refusal("not-found").with("what", "paper-sheet");
    record_look(services, tx, call, *sheet);
    return sheet_json(services, tx, call, *sheet);
  };
  co_return co_await write(services, call, 200, work);
}

LaterAnswer enter_from_paper(const Services& services, const Call& call) {
  Input in(call.request);
  centre::PaperEntry entry;
  entry.day = in.maybe_day("day").value_or(services.time.day_of(call.now));
  entry.number = in.text("number", kNumber);
  entry.service = in.id<ServiceId>("serviceId");
  entry.window = in.id<ServiceWindowId>("windowId");
  entry.account = in.maybe_id<AccountId>("accountId");
  entry.called_at = services.time.at(entry.day, in.minute("calledAt"));
  if (const auto finished = in.maybe_minute("finishedAt"))
    entry.finished_at = services.time.at(entry.day, *finished);
  entry.outcome = in.maybe_text("outcome", kOutcome).value_or("");
  if (auto bad = in.finish()) co_return *bad;
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    if (entry.account && !services.accounts.find(tx, *entry.account))
      return Refusal("unknown-reference").with("name", "accountId").at("/accountId");
    const auto visit = services.visits.enter(tx, entry, call.actor(), call.now);
    if (!visit) return visit.error();
    return visit_seen(services, tx, call, *visit);
  };
  co_return co_await write_once(services, call, 201, work);
}

}  // namespace yuyue::api
