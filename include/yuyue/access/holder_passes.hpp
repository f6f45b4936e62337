#pragma once
#include <chrono>
#include <string>
#include <string_view>

#include "yuyue/access/principal.hpp"
#include "yuyue/access/vault.hpp"
#include "yuyue/core/result.hpp"

namespace yuyue::access {

/// What a kiosk holds of whoever has just shown it a document: it may act for this person, for a
/// few minutes, and no other kiosk may with the same. Nothing is stored: the pass is sealed, and
/// says itself whose it is and until when. Thread-safe.
class HolderPasses {
 public:
  static constexpr std::chrono::minutes kValidFor{10};

  explicit HolderPasses(const Vault& vault) : vault_(vault) {}
  std::string issue(const Principal& kiosk, PersonId holder, Instant now) const;
  /// Refusal: kiosk-pass-over (too old, another kiosk's, or none of ours).
  Result<PersonId> read(const Principal& kiosk, std::string_view pass, Instant now) const;

 private:
  const Vault& vault_;
};

}  // namespace yuyue::access
