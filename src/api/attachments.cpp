// Scans of a case's papers: taken as they are sent, given back to whoever works on the case.
#include "api/case_json.hpp"
#include "api/files_shown.hpp"
#include "api/overlay.hpp"

namespace yuyue::api {
namespace {

namespace cases = centre::cases;

constexpr std::size_t kName = 120, kReason = 200;

}  // namespace

LaterAnswer add_attachment(const Services& services, const Call& call) {
  const auto id = call.id<CaseId>("case");
  cases::NewAttachment scan;
  if (!call.request.query_or("item", "").empty()) {
    const auto item = query_integer(call.request, "item", 0, 0, 1000);
    if (!item) co_return item.error();
    scan.item = static_cast<int>(*item);
  }
  scan.name = std::string(call.request.query_or("name", "")).substr(0, kName);
  scan.bytes = static_cast<std::int64_t>(call.request.body.size());
  const auto type = services.database.read([&](store::Snapshot& snapshot) -> Result<std::string> {
    if (auto may = services.cases.may_attach(snapshot, id, scan.item); !may) return may.error();
    return services.cases.accepted_type(snapshot, call.request.body);
  });
  if (!type) co_return type.error();
  scan.type = *type;
  // Before its row: a row without its file must not be, a file without a row is swept away.
  std::function<void()> keep = [&] {
    scan.kept = services.cases.files().put(call.request.body);
  };
  co_await on_worker(services, keep);
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto added = services.cases.attach(tx, id, scan, call.actor(), call.now);
    if (!added) return added.error();
    return attachment_json(services, *added);
  };
  co_return co_await write(services, call, 201, work);
}

LaterAnswer show_attachment(const Services& services, const Call& call) {
  std::optional<cases::Attachment> scan;
  auto look = [&](store::Transaction& tx) -> Result<bool> {
    scan = services.cases.find_attachment(tx, call.id<AttachmentId>("attachment"));
    if (!scan) return Refusal("not-found").with("what", "attachment");
    services.audit.record(tx, call.principal,
                          {.action = "attachment-seen",
                           .subject = scan->of,
                           .details = {{"attachment", to_string(scan->id)}},
                           .note = {}},
                          call.now);
    return true;
  };
  const auto seen = co_await services.database.write(call.lane(), look);
  if (!seen) co_return seen.error();
  FileShown shown{.file = scan->file, .key = scan->key, .type = scan->type, .name = scan->name};
  co_return co_await file_answer(services, std::move(shown));
}

LaterAnswer remove_attachment(const Services& services, const Call& call) {
  Input in(call.request);
  const auto reason = in.text("reason", kReason);
  if (auto bad = in.finish()) co_return *bad;
  // What a case was decided on is taken away by those who decide, once it is over.
  const bool also_ended = call.principal.may(access::Permission::decide_cases);
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto removed = services.cases.remove_scan(tx, call.id<AttachmentId>("attachment"), reason,
                                                    also_ended, call.actor(), call.now);
    if (!removed) return removed.error();
    return Json();
  };
  co_return co_await write(services, call, 204, work);
}

namespace {

Json rules_json(const cases::ScanRules& rules) {
  return {{"mostMib", rules.most_mib},
          {"mostMibEver", cases::ScanRules::kMostMib},
          {"types", rules.types},
          {"version", rules.version}};
}

}  // namespace

Answer show_scan_rules(const Services& services, const Call&) {
  return json(200, rules_json(services.database.read(&cases::scan_rules)));
}

LaterAnswer change_scan_rules(const Services& services, const Call& call) {
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    auto rules = cases::scan_rules(tx);
    Overlay in(call.request, Overlay::Purpose::change);
    in.integer("mostMib", rules.most_mib, 1, cases::ScanRules::kMostMib);
    in.texts("types", rules.types);
    rules.version = in.version();
    if (auto bad = in.finish()) return *bad;
    const auto kept = services.cases.set_scan_rules(tx, rules, call.actor(), call.now);
    if (!kept) return kept.error();
    return rules_json(*kept);
  };
  co_return co_await write(services, call, 200, work);
}

}  // namespace yuyue::api
