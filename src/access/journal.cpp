#include "yuyue/access/journal.hpp"

#include <stdexcept>

namespace yuyue::access {

Actor actor_of(const Principal& principal) {
  return {.kind = std::string(name_of(principal.kind)),
          .id = principal.id,
          .request_id = principal.request_id};
}

void AuditJournal::record(store::Transaction& tx, const Actor& by, const Change& change,
                          Instant now) {
  const auto kind = principal_kind_from(by.kind);
  if (!kind) throw std::logic_error("an actor of no known kind: " + by.kind);
  Principal who;
  who.kind = *kind;
  who.id = by.id;
  who.request_id = by.request_id;
  audit_.record(tx, who, {change.what, change.subject, change.details, change.note}, now);
}

}  // namespace yuyue::access
