#include "yuyue/booking/policy/service.hpp"

#include <nlohmann/json.hpp>

#include "booking/policy/version_records.hpp"
#include "booking/reference_records.hpp"
#include "yuyue/booking/policy/text.hpp"

namespace yuyue::booking::policy {

Result<Version> Policies::add(store::Transaction& tx, const std::string& document,
                              std::optional<Instant> effective_from, const std::string& note,
                              const Actor& by, Instant now) const {
  if (auto policy = from_text(document); !policy) return policy.error();
  if (effective_from && *effective_from < now)
    return Refusal("effective-in-the-past").at("/effectiveFrom");
  Version version{.id = env_.ids->next<PolicyVersionId>(),
                  .effective_from = effective_from.value_or(now),
                  .document = document,
                  .note = note,
                  .created_at = now,
                  .created_by = by.kind + " " + std::to_string(by.id)};
  records::insert(tx, version);
  // The horizon decides which sessions there are.
  booking::records::raise_generation(tx);
  env_.policies->load_after_commit(tx);
  if (env_.watcher) tx.after_commit([watcher = env_.watcher] { watcher->everything_changed(); });
  if (env_.journal)
    env_.journal->record(tx, by,
                         {.what = "policy-added",
                          .subject = version.id,
                          .details = {{"from", std::to_string(to_millis(version.effective_from))}},
                          .note = note},
                         now);
  return version;
}

Result<bool> Policies::amend(store::Transaction& tx, const nlohmann::json& patch, const Actor& by,
                             Instant now) const {
  const auto present = nlohmann::json::parse(document(tx, now));
  auto changed = present;
  changed.merge_patch(patch);
  const auto before = from_json(present);
  const auto after = from_json(changed);
  if (!after) return after.error();
  if (before && *before == *after) return false;
  const auto added = add(tx, changed.dump(), std::nullopt, {}, by, now);
  if (!added) return added.error();
  return true;
}

std::string Policies::document(store::Snapshot& snapshot, Instant now) const {
  for (const auto& version : versions(snapshot))
    if (version.effective_from <= now) return version.document;
  return "{}";
}

}  // namespace yuyue::booking::policy
