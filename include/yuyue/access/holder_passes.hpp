#pragma once
#include <chrono>
#include <string>
#include <string_view>

#include "yuyue/access/principal.hpp"
#include "yuyue/access/vault.hpp"
#include "yuyue/core/result.hpp"

namespace yuyue::access {

/// What a kiosk holds of whoever stands before it, for a few minutes, and no other kiosk can use.
/// Nothing is stored: the pass is sealed, and says itself what it is for and until when. One that
/// was given for one purpose is worth nothing for another. Thread-safe.
class KioskPasses {
 public:
  static constexpr std::chrono::minutes kValidFor{10};
  static constexpr std::size_t kLongest = 1200;

  KioskPasses(const Vault& vault, std::string purpose)
      : vault_(vault), purpose_(std::move(purpose)) {}
  std::string issue(const Principal& kiosk, std::string_view what, Instant now) const;
  /// Refusal: kiosk-pass-over (too old, another kiosk's, or none of ours).
  Result<std::string> read(const Principal& kiosk, std::string_view pass, Instant now) const;

 private:
  std::string context(const Principal& kiosk) const;

  const Vault& vault_;
  std::string purpose_;
};

/// Of whoever has just shown it a document: it may act for this person.
class HolderPasses {
 public:
  static constexpr auto kValidFor = KioskPasses::kValidFor;

  explicit HolderPasses(const Vault& vault) : passes_(vault, "holder-pass") {}
  std::string issue(const Principal& kiosk, PersonId holder, Instant now) const {
    return passes_.issue(kiosk, to_string(holder), now);
  }
  /// Refusal: kiosk-pass-over.
  Result<PersonId> read(const Principal& kiosk, std::string_view pass, Instant now) const;

 private:
  KioskPasses passes_;
};

}  // namespace yuyue::access
