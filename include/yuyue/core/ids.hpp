#pragma once
#include <compare>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "yuyue/core/time.hpp"

namespace yuyue {

/// A 64-bit, time-ordered name of one thing. `Kind` gives the API's prefix, so that ids of
/// different things are different types here and look different there ("apt_06f3k2m8q0v1a").
/// An id is a name, never a secret.
template <class Kind>
struct Id {
  std::int64_t value = 0;
  auto operator<=>(const Id&) const = default;
};

/// 13 characters of Crockford's base 32, lower case, sorted as the numbers are.
std::string encode_id(std::string_view prefix, std::int64_t value);
std::optional<std::int64_t> decode_id(std::string_view prefix, std::string_view text);

template <class Kind>
std::string to_string(Id<Kind> id) {
  return encode_id(Kind::kPrefix, id.value);
}
template <class Kind>
std::optional<Id<Kind>> parse_id(std::string_view text) {
  if (auto value = decode_id(Kind::kPrefix, text)) return Id<Kind>{*value};
  return std::nullopt;
}

#define YUYUE_ID(Name, prefix)                          \
  struct Name##Kind {                                   \
    static constexpr std::string_view kPrefix = prefix; \
  };                                                    \
  using Name##Id = Id<Name##Kind>

YUYUE_ID(Account, "acc");            // staff account
YUYUE_ID(Member, "mem");             // a patient's sign-in (one phone number)
YUYUE_ID(Person, "per");             // somebody who is treated
YUYUE_ID(Identifier, "idn");         // one document or card of a person
YUYUE_ID(ApiKey, "key");             // a kiosk's or another system's key
YUYUE_ID(Message, "msg");            // a message owed to somebody
YUYUE_ID(Campus, "cam");             // 院区
YUYUE_ID(Building, "bld");           // 楼
YUYUE_ID(Room, "roo");               // 诊室
YUYUE_ID(Area, "are");               // 候诊区
YUYUE_ID(Device, "dev");             // a display or kiosk, paired
YUYUE_ID(Department, "dep");         // 科室
YUYUE_ID(Practitioner, "pra");       // 医生
YUYUE_ID(ClinicKind, "kin");         // 门诊类型
YUYUE_ID(Schedule, "sch");           // a row of the weekly timetable (排班模板)
YUYUE_ID(ScheduleException, "exc");  // one day on which a row does not hold
YUYUE_ID(Session, "ses");            // one clinic session of one day (班次)
YUYUE_ID(Slot, "slo");               // 30 minutes of a session (时段)
YUYUE_ID(Appointment, "apt");
YUYUE_ID(Claim, "hol");          // a place that is held, offered or cooling (号源占用)
YUYUE_ID(WaitlistEntry, "wai");  // 候补
YUYUE_ID(AdmissionList, "adl");  // a ward's or theatre's list (住院、手术名单)
YUYUE_ID(Admission, "adm");      // one request to be admitted or operated on
YUYUE_ID(ChecklistItem, "chi");  // what must be done before an admission
YUYUE_ID(Institution, "ins");    // a partner institution (医联体成员单位)
YUYUE_ID(Referral, "rfl");       // 转诊
YUYUE_ID(Series, "srs");         // a course of appointments
YUYUE_ID(Disruption, "dis");     // a change of plan by the hospital (停诊、调诊)
YUYUE_ID(Payment, "pay");
YUYUE_ID(Receipt, "rct");  // money that came in
YUYUE_ID(Refund, "rfd");
YUYUE_ID(PolicyVersion, "pol");  // a hospital's booking rules from some moment on
YUYUE_ID(Conduct, "con");        // a cancellation or missed appointment, as it counts
YUYUE_ID(Bar, "bar");            // a time in which somebody cannot book
YUYUE_ID(Outage, "out");         // a time in which the hospital failed
YUYUE_ID(Import, "imp");         // one import of a timetable

#undef YUYUE_ID

/// Makes ids: unique for one program on one file, rising with time even if the clock steps back.
class IdMaker {
 public:
  explicit IdMaker(const Clock& clock);
  template <class IdType>
  IdType next() {
    return IdType{next_value()};
  }
  /// Thread-safe.
  std::int64_t next_value();

 private:
  const Clock& clock_;
  std::mutex mutex_;
  std::int64_t last_;
  std::int64_t start_;  ///< where each millisecond begins to count; differs from run to run
};

}  // namespace yuyue

template <class Kind>
struct std::hash<yuyue::Id<Kind>> {
  std::size_t operator()(yuyue::Id<Kind> id) const noexcept {
    return std::hash<std::int64_t>{}(id.value);
  }
};
