// Scans of a case's papers: added, taken off again, and which are taken at all.
#include <algorithm>

#include "centre/cases/records.hpp"
#include "centre/references.hpp"

namespace yuyue::centre::cases {
namespace {

constexpr std::size_t kMostScans = 40;
constexpr std::int64_t kMib = 1024 * 1024;

/// "application/pdf" → "pdf".
std::string_view short_name(std::string_view type) {
  return type.substr(type.find('/') + 1);
}

}  // namespace

std::string_view type_of(std::string_view bytes) {
  if (bytes.starts_with("%PDF-")) return "application/pdf";
  if (bytes.starts_with("\xFF\xD8\xFF")) return "image/jpeg";
  if (bytes.starts_with("\x89PNG\r\n\x1A\n")) return "image/png";
  return {};
}

std::vector<Attachment> Cases::attachments(store::Snapshot& snapshot, CaseId id) const {
  return records::attachments(snapshot, *env_.vault, id);
}
std::optional<Attachment> Cases::find_attachment(store::Snapshot& snapshot, AttachmentId id) const {
  return records::find_attachment(snapshot, *env_.vault, id);
}
Result<void> Cases::may_attach(store::Snapshot& snapshot, CaseId id,
                               std::optional<int> item) const {
  const auto one = find(snapshot, id);
  if (!one) return not_found("case");
  if (!rules::is_open(one->state)) return Refusal("case-over");
  if (item && (*item < 0 || *item >= static_cast<int>(one->items.size())))
    return Refusal("field-invalid").with("name", "item").at("/item");
  if (attachments(snapshot, id).size() >= kMostScans)
    return Refusal("too-many-scans").with("most", std::to_string(kMostScans));
  return {};
}

Result<Attachment> Cases::attach(store::Transaction& tx, CaseId id, const NewAttachment& given,
                                 const access::Actor& by, Instant now) const {
  for (auto& there : attachments(tx, id))
    if (there.file == given.kept.name) return std::move(there);
  if (auto fine = may_attach(tx, id, given.item); !fine) return fine.error();
  Attachment scan{.id = env_.ids->next<AttachmentId>(),
                  .of = id,
                  .item = given.item,
                  .file = given.kept.name,
                  .file_hash = given.kept.hash,
                  .key = given.kept.key,
                  .type = given.type,
                  .bytes = given.bytes,
                  .name = given.name,
                  .added_at = now};
  records::insert(tx, *env_.vault, scan, by);
  auto one = find(tx, id).value();
  note(tx, one, {.what = "scan-added", .from = one.state}, by, now);
  return scan;
}

int Cases::sweep_files(const store::Database& database) const {
  return files_.sweep(std::chrono::hours{1}, [&](const std::string& file) {
    return database.read(
        [&](store::Snapshot& snapshot) { return records::uses_file(snapshot, file); });
  });
}

Result<void> Cases::remove_scan(store::Transaction& tx, AttachmentId id, const std::string& reason,
                                bool also_ended, const access::Actor& by, Instant now) const {
  const auto scan = find_attachment(tx, id);
  if (!scan) return not_found("attachment");
  if (reason.empty()) return Refusal("required").with("name", "reason").at("/reason");
  auto one = find(tx, scan->of).value();
  if (!also_ended && !rules::is_open(one.state)) return Refusal("case-over");
  records::remove(tx, *env_.vault, *scan, reason, by, now);
  note(tx, one, {.what = "scan-removed", .from = one.state, .note = reason}, by, now);
  return {};
}

std::vector<RemovedScan> Cases::removed_scans(store::Snapshot& snapshot, CaseId id) const {
  return records::removed(snapshot, *env_.vault, id);
}

ScanRules scan_rules(store::Snapshot& snapshot) {
  auto rows = snapshot.query("SELECT version, most_mib, types FROM scan_rules WHERE id = 1");
  rows.next();
  ScanRules rules{
      .version = rows->integer(0), .most_mib = static_cast<int>(rows->integer(1)), .types = {}};
  for (const auto known : kScanTypes)
    if ((" " + rows->text(2) + " ").find(" " + std::string(known) + " ") != std::string::npos)
      rules.types.emplace_back(known);
  return rules;
}

Result<std::string> Cases::accepted_type(store::Snapshot& snapshot, std::string_view bytes) const {
  const auto rules = scan_rules(snapshot);
  const auto type = type_of(bytes);
  if (type.empty() || std::ranges::find(rules.types, short_name(type)) == rules.types.end())
    return Refusal("scan-type");
  if (static_cast<std::int64_t>(bytes.size()) > rules.most_mib * kMib)
    return Refusal("scan-too-large").with("most", std::to_string(rules.most_mib));
  return std::string(type);
}

Result<ScanRules> Cases::set_scan_rules(store::Transaction& tx, ScanRules rules,
                                        const access::Actor& by, Instant now) const {
  if (rules.most_mib < 1 || rules.most_mib > ScanRules::kMostMib)
    return Refusal("field-invalid").with("name", "mostMib").at("/mostMib");
  std::string words;
  for (const auto& type : rules.types) {
    if (std::ranges::find(kScanTypes, type) == std::end(kScanTypes))
      return Refusal("field-invalid").with("name", "types").at("/types");
    words += (words.empty() ? "" : " ") + type;
  }
  if (words.empty()) return Refusal("field-invalid").with("name", "types").at("/types");
  if (tx.execute("UPDATE scan_rules SET version = version + 1, most_mib = ?, types = ?"
                 " WHERE id = 1 AND version = ?",
                 {rules.most_mib, words, rules.version}) != 1)
    return Refusal("changed-meanwhile");
  if (env_.journal)
    env_.journal->record(
        tx, by,
        {.what = "scan-rules-changed",
         .subject = {},
         .details = {{"mostMib", std::to_string(rules.most_mib)}, {"types", words}}},
        now);
  return scan_rules(tx);
}

}  // namespace yuyue::centre::cases
