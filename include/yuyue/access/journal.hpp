#pragma once
#include <cstdint>
#include <string>

#include "yuyue/access/audit.hpp"

namespace yuyue::access {

/// Who does something, as it is recorded: a reference, never a name. `kind` is that of the
/// principal ("patient", "staff", "key", "operator", "system").
struct Actor {
  std::string kind = "system";
  std::int64_t id = 0;
  std::string request_id{};  ///< of the request being served, for the audit
};
Actor actor_of(const Principal& principal);

/// One change worth an audit entry. Details hold references and public data only.
struct Change {
  std::string what;  ///< "appointment-booked", "department-changed" …
  AuditSubject subject;
  AuditDetails details;
  std::string note{};  ///< free text by a person (a reason); kept sealed
};

/// Takes down changes inside the transaction that makes them (the audit chain, in the server).
class Journal {
 public:
  virtual ~Journal() = default;
  virtual void record(store::Transaction& tx, const Actor& by, const Change& change,
                      Instant now) = 0;
};

/// Writes to the audit chain.
class AuditJournal final : public Journal {
 public:
  explicit AuditJournal(const AuditLog& audit) : audit_(audit) {}
  void record(store::Transaction& tx, const Actor& by, const Change& change, Instant now) override;

 private:
  const AuditLog& audit_;
};

}  // namespace yuyue::access
