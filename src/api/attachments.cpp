// Scans of a case's papers: taken as they are sent, given back to whoever works on the case.
#include "api/case_json.hpp"

namespace yuyue::api {
namespace {

namespace cases = centre::cases;

constexpr std::size_t kName = 120;

/// In a header: what is left of a name that harms nothing.
std::string plain(std::string_view name) {
  std::string out;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    out += byte < 0x20 || byte >= 0x7F || c == '"' || c == '\\' ? '_' : c;
  }
  return out;
}

struct Opened {
  std::optional<std::string> bytes;
  std::string trouble;
};

Opened open_file(const Services& services, const cases::Attachment& scan) {
  try {
    return {services.cases.files().open(scan.file, scan.key), {}};
  } catch (const access::FileDamaged& damaged) {
    return {std::nullopt, damaged.what()};
  }
}

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
  scan.type = std::string(cases::type_of(call.request.body));
  scan.bytes = static_cast<std::int64_t>(call.request.body.size());
  if (scan.type.empty()) co_return Refusal("scan-type");
  const auto may = services.database.read([&](store::Snapshot& snapshot) {
    return services.cases.may_attach(snapshot, id, scan.item);
  });
  if (!may) co_return may.error();
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
  Opened opened;
  std::function<void()> read = [&] {
    opened = open_file(services, *scan);
  };
  co_await on_worker(services, read);
  if (!opened.bytes) {
    services.log_error(opened.trouble);
    co_return Refusal("scan-lost");
  }
  auto response = http::Response::text(200, scan->type, *std::move(opened.bytes));
  response.headers["Content-Disposition"] = "inline; filename=\"" + plain(scan->name) + "\"";
  co_return response;
}

}  // namespace yuyue::api
