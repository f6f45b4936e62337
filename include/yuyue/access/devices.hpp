#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "yuyue/access/audit.hpp"
#include "yuyue/access/kept.hpp"
#include "yuyue/access/sign_ins.hpp"
#include "yuyue/access/throttle.hpp"

namespace yuyue::access {

enum class DeviceKind { display, kiosk };
/// "display", "kiosk".
std::string_view name_of(DeviceKind kind);
std::optional<DeviceKind> device_kind_from(std::string_view name);

/// How a display calls patients, as it says itself.
enum class Sound { unknown, speech, chime, off };
/// "unknown", "speech", "chime", "off".
std::string_view name_of(Sound sound);
std::optional<Sound> sound_from(std::string_view name);

/// A display or kiosk, known by a cookie.
struct Device {
  DeviceId id;
  std::int64_t version = 0;
  DeviceKind kind = DeviceKind::display;
  std::string name;
  std::optional<AreaId>
      area;  ///< whose patients it serves; none: the service centre's, or no area's
  Instant paired_at;
  std::optional<Instant> seen_at;
  Sound sound = Sound::unknown;
};

/// What is asked of a device every minute; one that has said nothing for longer is silent.
inline constexpr std::chrono::minutes kHeartbeat{1};
bool is_silent(const Device& device, Instant now);

struct PairingRules {
  std::chrono::minutes valid_for{10};
  int most_open = 50;         ///< codes in all: of a million, few are right
  int most_from_remote = 10;  ///< several screens may stand behind one address
};

struct OpenedPairing {
  std::string code;    ///< six digits, shown on the screen
  std::string secret;  ///< by which the screen asks whether it was entered
  Instant expires_at;
};

/// Displays and kiosks: paired by a code on their screen that an administrator enters, once.
/// Thread-safe.
class Devices {
 public:
  Devices(const Vault& vault, IdMaker& ids, SessionCache& cache, const AuditLog& audit,
          PairingRules rules)
      : vault_(vault),
        ids_(ids),
        cache_(cache),
        audit_(audit),
        guesses_(vault, {}),
        rules_(rules) {}
  const PairingRules& rules() const { return rules_; }

  /// Refusal: too-many-pairings (possible_at).
  Result<OpenedPairing> open(store::Transaction& tx, DeviceKind kind, std::string_view remote,
                             Instant now) const;
  /// Whether somebody has entered the code of the screen that knows `secret`. Refusal:
  /// pairing-expired.
  Result<bool> is_entered(store::Snapshot& snapshot, std::string_view secret, Instant now) const;
  /// The key of that screen, for its cookie. Until the code expires it may ask again and gets
  /// another one; the one before is void then, so that a lost answer does no harm. Refusal:
  /// pairing-expired.
  Result<std::string> collect(store::Transaction& tx, std::string_view secret, Instant now) const;

  /// Enters a code. Refusals: too-many-attempts (possible_at), pairing-code-unknown, name-required.
  /// The caller makes sure that the area exists and that a display has something to show, and
  /// counts a wrong code with `guessed_wrong`.
  Result<Device> pair(store::Transaction& tx, const Principal& by, std::string_view code,
                      std::string_view name, std::optional<AreaId> area, Instant now) const;
  Kept<bool> guessed_wrong(store::Transaction& tx, const Principal& by, Instant now) const;

  /// Name and area. Refusals: not-found, changed-meanwhile, name-required.
  Result<Device> change(store::Transaction& tx, const Principal& by, const Device& device,
                        Instant now) const;
  /// It is nobody from the commit on. Refusal: not-found.
  Result<void> revoke(store::Transaction& tx, const Principal& by, DeviceId id, Instant now) const;

  /// Not those revoked.
  std::vector<Device> list(store::Snapshot& snapshot) const;
  std::optional<Device> find(store::Snapshot& snapshot, DeviceId id) const;
  /// Who a cookie stands for; cached as SignIns::resolve is.
  std::optional<Principal> resolve(const store::Database& database, std::string_view key) const;
  /// It is there, and calls like this.
  void seen(store::Transaction& tx, DeviceId id, Sound sound, Instant now) const;
  /// Removes what has expired; returns how many.
  int purge(store::Transaction& tx, Instant now) const;

 private:
  const Vault& vault_;
  IdMaker& ids_;
  SessionCache& cache_;
  const AuditLog& audit_;
  Throttle guesses_;
  PairingRules rules_;
};

}  // namespace yuyue::access
