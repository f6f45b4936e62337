#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "yuyue/access/principal.hpp"
#include "yuyue/access/vault.hpp"
#include "yuyue/store/database.hpp"

namespace yuyue::access {

/// What an entry is about: the id's prefix ("per") and its value. Empty kind: nothing in
/// particular.
struct AuditSubject {
  std::string kind;
  std::int64_t id = 0;
  AuditSubject() = default;
  AuditSubject(std::string_view subject_kind, std::int64_t value) : kind(subject_kind), id(value) {}
  template <class Kind>
  AuditSubject(Id<Kind> of) : kind(Kind::kPrefix), id(of.value) {}
};

/// Facts without personal data: ids, names of fields, counts. Written as a JSON object of strings.
using AuditDetails = std::vector<std::pair<std::string, std::string>>;

struct AuditEvent {
  std::string action;  ///< "person-found", "appointment-booked" …
  AuditSubject subject;
  AuditDetails details;
  std::string note;  ///< free text by a person (a reason); kept sealed
};

struct AuditEntry {
  std::int64_t seq = 0;
  Instant at;
  PrincipalKind actor_kind = PrincipalKind::anonymous;
  std::int64_t actor_id = 0;
  std::string actor_name;  ///< as it is now: account's or key's name; empty otherwise
  std::string action;
  AuditSubject subject;
  std::string request_id;
  std::string details;  ///< JSON object
  std::string note;
};

struct AuditFilter {
  std::optional<AuditSubject> subject;
  std::optional<PrincipalKind> actor_kind;
  std::optional<std::int64_t> actor_id;
  std::string action;
  std::optional<Instant> from, to;     ///< from ≤ at < to
  std::optional<std::int64_t> before;  ///< the last seq of the page before
  int limit = 50;                      ///< 1 … 200
};
struct AuditPage {
  std::vector<AuditEntry> items;  ///< newest first
  std::optional<std::int64_t> next;
};

/// The chain's end. Written down elsewhere (a log, paper), it proves later that nothing was cut
/// off.
struct AuditHead {
  std::int64_t seq = 0;
  std::string hash;  ///< 64 hex digits; empty for an empty chain
};
/// "123:9f3c…", as it stands in the server's log; empty for an empty chain.
std::string to_text(const AuditHead& head);
/// The same read back, digits in either case; nothing if it is not such a text.
std::optional<AuditHead> parse_audit_head(std::string_view text);

struct AuditVerdict {
  bool intact = true;
  std::int64_t checked = 0;
  std::int64_t broken_at = 0;  ///< seq of the first entry that does not fit; 0: none
  std::string why;             ///< "altered", "missing", "order", "cut-off", "key-missing"
  AuditHead head;              ///< last entry that fits
};

/// Who did or looked at what, each entry keyed-hashed over the one before, so that an altered,
/// inserted or removed entry is noticed by whoever holds the keys.
class AuditLog {
 public:
  explicit AuditLog(const Vault& vault) : vault_(vault) {}

  void record(store::Transaction& tx, const Principal& who, const AuditEvent& event,
              Instant now) const;
  AuditPage read(store::Snapshot& snapshot, const AuditFilter& filter) const;
  AuditHead head(store::Snapshot& snapshot) const;
  /// One stretch of at most `limit` entries after `after`; `checked` less than `limit`: the end.
  AuditVerdict verify(store::Snapshot& snapshot, const AuditHead& after, int limit) const;
  /// The whole chain in short reads. `remembered`: a head noted earlier, which must still be in it.
  AuditVerdict verify_all(const store::Database& database,
                          const std::optional<AuditHead>& remembered = {}) const;

 private:
  const Vault& vault_;
};

}  // namespace yuyue::access
