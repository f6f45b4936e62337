#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "yuyue/access/journal.hpp"
#include "yuyue/access/vault.hpp"
#include "yuyue/core/ids.hpp"
#include "yuyue/core/time.hpp"

namespace yuyue {
struct ServiceGroupKind {
  static constexpr std::string_view kPrefix = "sgr";
};
using ServiceGroupId = Id<ServiceGroupKind>;  ///< 服务类别
struct ServiceKind {
  static constexpr std::string_view kPrefix = "svc";
};
using ServiceId = Id<ServiceKind>;  ///< 服务事项
struct ServiceWindowKind {
  static constexpr std::string_view kPrefix = "win";
};
using ServiceWindowId = Id<ServiceWindowKind>;  ///< 服务窗口
struct ZoneKind {
  static constexpr std::string_view kPrefix = "zon";
};
using ZoneId = Id<ZoneKind>;  ///< 服务中心分区
}  // namespace yuyue

// The one-stop service centre (一站式服务中心, R20–R25): one door, one queue, every service.
namespace yuyue::centre {

using std::chrono::minutes;

/// What the use cases of this module need beside the transaction: references to things that live as
/// long as the server; copied freely.
struct Environment {
  const HospitalTime* time = nullptr;
  IdMaker* ids = nullptr;
  access::Journal* journal = nullptr;    ///< null: nothing is taken down
  const access::Vault* vault = nullptr;  ///< of what is kept encrypted
};

/// Services whose tickets share a letter and a row of numbers: "A012".
struct ServiceGroup {
  ServiceGroupId id;
  std::int64_t version = 0;
  std::string letter;  ///< one of A … Z
  std::string name, name_en;
  int position = 0;
};

/// A paper to bring. `when` is empty (always), or says when: "他人代办时".
struct Paper {
  std::string text, text_en;
  std::string when, when_en;
};

/// A form to download: an address, or a file among the pages.
struct Form {
  std::string name, name_en;
  std::string address;
};

/// How paperwork of a service goes, where it takes more than one visit to a window (R22, R23).
struct CaseForm {
  bool review = false;     ///< somebody accepts, returns or refuses it
  bool signature = false;  ///< it is signed and stamped
  int working_days = 0;    ///< until it is ready; 0: the same day
};

/// Something the centre does for people (服务事项).
struct Service {
  ServiceId id;
  std::int64_t version = 0;
  std::string code;  ///< the hospital's, unique
  ServiceGroupId group;
  std::string name, name_en;
  std::string about, about_en;
  std::string audience, audience_en;  ///< who it is for
  std::string fee, fee_en;            ///< in words; empty: it costs nothing
  minutes expected{5};                ///< at the window, 1 … 240
  bool walk_in = true;
  /// Appointments are made in this department's sessions; none: only walk-in.
  std::optional<DepartmentId> department;
  std::string pinyin, initials;       ///< computed from the name
  std::vector<std::string> keywords;  ///< everyday phrasing: "报销要盖章"
  std::vector<Paper> papers;
  std::vector<Form> forms;
  std::optional<CaseForm> case_form;  ///< none: it is done at the window at once
  minutes last_number{0};             ///< as of a window; the longer one of both holds
  bool example = false;               ///< came with the program; the hospital has not confirmed it
  bool active = true;
};

/// Which services a window serves, and how (queue::Duty).
struct WindowDuty {
  ServiceId service;
  minutes bias{0};
  std::optional<minutes> help_after{};  ///< it only helps with this one
  bool help_when_idle = true;
};

/// Open on a weekday (1: Monday) from … to; what lies between two of them is a break.
struct OpenHours {
  int weekday = 1;
  MinuteOfDay opens{}, closes{};
};

/// A part of a campus' centre, as a floor or a hall: displays may show one alone.
struct Zone {
  ZoneId id;
  std::int64_t version = 0;
  CampusId campus;
  std::string name, name_en;  ///< unique within the campus
  int position = 0;
  bool active = true;
};

struct Window {  ///< 服务窗口
  ServiceWindowId id;
  std::int64_t version = 0;
  CampusId campus;
  std::optional<ZoneId> zone;   ///< none: of no particular part
  std::string name, name_en;    ///< unique within the campus
  std::string place, place_en;  ///< how to find it
  std::vector<WindowDuty> duties;
  std::vector<OpenHours> hours;
  minutes last_number{0};  ///< before each closing no number is given, 0 … 240
  bool active = true;
};

}  // namespace yuyue::centre
