#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "yuyue/booking/environment.hpp"

// Partner institutions of the hospital's group refer patients up to a department and get them
// referred back down.
namespace yuyue::booking::referral {

struct Institution {  ///< 医联体成员单位
  InstitutionId id;
  std::int64_t version = 0;
  std::string code;  ///< unique
  std::string name, name_en, phone, address;
  bool active = true;
};

/// Who acts for an institution.
struct InstitutionUsers {
  std::vector<AccountId> accounts;
  std::vector<ApiKeyId> keys;
};

enum class Direction { up, down };
std::string_view name_of(Direction direction);
std::optional<Direction> direction_from(std::string_view name);

/// `accepted`: the receiver will see the patient; `booked`: with an appointment; `reported`: the
/// sender has been told how it ended.
enum class State { sent, accepted, booked, refused, withdrawn, reported };
std::string_view name_of(State state);
std::optional<State> state_from(std::string_view name);

struct Referral {
  ReferralId id;
  std::int64_t version = 0;
  InstitutionId institution;
  Direction direction = Direction::up;
  DepartmentId department;  ///< receives (up) or sends (down)
  PersonId person;
  bool urgent = false;
  State state = State::sent;
  std::string reason;               ///< kept sealed
  std::vector<std::string> papers;  ///< what comes with the patient, by name; kept sealed
  std::string report;               ///< kept sealed; empty unless reported
  std::optional<AppointmentId> appointment;
  Instant created_at{};
  std::string created_by_kind;
  std::int64_t created_by_id = 0;
  std::optional<Instant> ended_at;
};

/// What happened to a referral, oldest first.
struct ReferralEvent {
  Instant at{};
  /// "sent" | "accepted" | "redirected" | "refused" | "booked" | "asked" | "answered" |
  /// "reported" | "withdrawn" | "moved-person"
  std::string what;
  std::string actor_kind;
  std::int64_t actor_id = 0;
  std::optional<DepartmentId> from_department, to_department;
  std::string note;  ///< a person's words; kept sealed
};

}  // namespace yuyue::booking::referral
