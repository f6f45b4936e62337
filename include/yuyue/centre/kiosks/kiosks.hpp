#pragma once
#include <string>
#include <vector>

#include "yuyue/centre/model.hpp"
#include "yuyue/core/result.hpp"
#include "yuyue/store/transaction.hpp"

namespace yuyue {
struct SlipPrintKind {
  static constexpr std::string_view kPrefix = "prt";
};
using SlipPrintId = Id<SlipPrintKind>;  ///< one slip, printed once
}  // namespace yuyue

namespace yuyue::centre::kiosks {

enum class Paper { ok, low, out, unknown };
/// "ok", "low", "out", "unknown".
std::string_view name_of(Paper paper);
std::optional<Paper> paper_from(std::string_view name);

/// A kiosk, ours (a paired device) or another vendor's (an API key), as it last said how it is.
struct Kiosk {
  std::string kind;  ///< "device" or "key"
  std::int64_t id = 0;
  Paper paper = Paper::unknown;
  Instant paper_since{};
  std::string version;  ///< of its program, in its own words
  Instant seen_at{};
  int prints = 0, reprints = 0;  ///< today; reprints are among the prints
};

/// Where a device of ours stands, and its roll of paper.
struct Placement {
  std::optional<CampusId> centre{};  ///< the campus whose service centre it serves
  std::optional<ZoneId> zone{};      ///< it shows this zone of it alone
  int paper_mm = 80;                 ///< 58 or 80
};

/// What is on a slip: a visit to the centre ("vis"), an appointment ("apt"), the record of the
/// visit it became ("rec"), a plan of examinations ("exp") or a number at a device ("exi").
struct Subject {
  std::string kind;
  std::int64_t id = 0;
};

/// What kiosks print, and how they are (R31). Thread-safe.
class Kiosks {
 public:
  explicit Kiosks(Environment environment) : env_(environment) {}

  /// It is there, and like this. Refusal: forbidden: whoever says so is neither device nor key.
  Result<void> report(store::Transaction& tx, const access::Actor& kiosk, Paper paper,
                      const std::string& version, Instant now) const;
  /// Puts on record that a slip is printed; gives which copy it is: 1, and from 2 on it must be
  /// marked as a reprint. That the subject exists is the caller's to check.
  int print(store::Transaction& tx, const access::Actor& kiosk, const Subject& subject,
            Instant now) const;
  /// All that have ever said how they are, by kind and id.
  std::vector<Kiosk> list(store::Snapshot& snapshot, Instant now) const;

 private:
  Environment env_;
};

/// Whatever says how it is was a kiosk once, slips are numbered as they were printed, and what
/// stands on them exists; zones are of the campus. Empty: all agree.
std::vector<std::string> check_kiosks(store::Snapshot& snapshot);

Placement placement_of(store::Snapshot& snapshot, DeviceId device);
void place(store::Transaction& tx, DeviceId device, const Placement& placement);

}  // namespace yuyue::centre::kiosks
