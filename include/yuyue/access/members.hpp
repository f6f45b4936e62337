#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "yuyue/access/vault.hpp"
#include "yuyue/core/ids.hpp"
#include "yuyue/store/transaction.hpp"

namespace yuyue::access {

/// Patients' sign-ins: one per phone number. Whom a member may act for belongs to `patients`.
class Members {
 public:
  Members(const Vault& vault, IdMaker& ids) : vault_(vault), ids_(ids) {}

  /// The member of a phone in normal form (core: check_phone); made on the first sign-in.
  MemberId of_phone(store::Transaction& tx, std::string_view phone, Instant now) const;
  std::optional<MemberId> find(store::Snapshot& snapshot, std::string_view phone) const;
  /// The phone in clear; mask it before showing. Throws std::runtime_error for an unknown member.
  std::string phone(store::Snapshot& snapshot, MemberId member) const;

 private:
  const Vault& vault_;
  IdMaker& ids_;
};

}  // namespace yuyue::access
