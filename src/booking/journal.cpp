#include <stdexcept>

#include "yuyue/booking/environment.hpp"

namespace yuyue::booking {

Actor actor_of(const access::Principal& principal, Channel channel) {
  return {.kind = std::string(access::name_of(principal.kind)),
          .id = principal.id,
          .channel = channel,
          .request_id = principal.request_id};
}

void AuditJournal::record(store::Transaction& tx, const Actor& by, const Change& change,
                          Instant now) {
  const auto kind = access::principal_kind_from(by.kind);
  if (!kind) throw std::logic_error("an actor of no known kind: " + by.kind);
  access::Principal who;
  who.kind = *kind;
  who.id = by.id;
  who.request_id = by.request_id;
  audit_.record(tx, who, {change.what, change.subject, change.details, change.note}, now);
}

}  // namespace yuyue::booking
