#pragma once
#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "yuyue/core/ids.hpp"
#include "yuyue/core/person_data.hpp"
#include "yuyue/core/time.hpp"
#include "yuyue/planner/model.hpp"

namespace yuyue {
struct ExamKind {
  static constexpr std::string_view kPrefix = "exm";
};
using ExamId = Id<ExamKind>;  ///< 检查检验项目
struct ExamRuleKind {
  static constexpr std::string_view kPrefix = "exr";
};
using ExamRuleId = Id<ExamRuleKind>;
struct ExamQuestionKind {
  static constexpr std::string_view kPrefix = "exq";
};
using ExamQuestionId = Id<ExamQuestionKind>;
struct ExamBundleKind {
  static constexpr std::string_view kPrefix = "exb";
};
using ExamBundleId = Id<ExamBundleKind>;  ///< 常用组合
struct ExamSiteKind {
  static constexpr std::string_view kPrefix = "exs";
};
using ExamSiteId = Id<ExamSiteKind>;
struct ExamDeviceKind {
  static constexpr std::string_view kPrefix = "exd";
};
using ExamDeviceId = Id<ExamDeviceKind>;
struct ExamClosureKind {
  static constexpr std::string_view kPrefix = "exl";
};
using ExamClosureId = Id<ExamClosureKind>;
}  // namespace yuyue

namespace yuyue::exams {

using planner::Bladder;
using planner::RuleKind;
using std::chrono::minutes;

std::string_view name_of(Bladder bladder);
std::optional<Bladder> bladder_from(std::string_view name);
/// "before", "separate", "same-day", "not-same-day", "same-day-order".
std::string_view name_of(RuleKind kind);
std::optional<RuleKind> rule_kind_from(std::string_view name);

/// That the hospital's own clinicians have looked at an entry as it is now. A change takes it away.
struct Confirmation {
  AccountId by;
  Instant at{};
};

/// What is asked of the patient once, whatever the examinations.
struct Question {
  enum class Kind { yes_no, number };
  ExamQuestionId id;
  std::int64_t version = 0;
  std::string code;  ///< "pregnant"
  std::string name, name_en;
  Kind kind = Kind::yes_no;
  std::string unit;  ///< of a number
  int position = 0;
  bool active = true;
  Sex asked_of = Sex::unknown;              ///< only of them; unknown: of everybody
  std::optional<int> age_from{}, age_to{};  ///< only at these ages, both included
};
std::string_view name_of(Question::Kind kind);
std::optional<Question::Kind> question_kind_from(std::string_view name);

/// Answers by the question's code: 1 yes, 0 no, or the number.
using Answers = std::map<std::string, int>;

/// What an answer does to an examination.
struct Effect {
  enum class When { yes, no, below, at_least };
  enum class What {
    bars,    ///< it cannot be done
    delays,  ///< not on the first `days` days
    adds,    ///< `exam` has to be done, too
    warns    ///< only said
  };
  std::string question;  ///< code
  When when = When::yes;
  int limit = 0;  ///< below, at_least
  What what = What::bars;
  int days = 0;
  std::optional<ExamId> exam{};
  std::string why, why_en;  ///< a sentence for patient and staff
};
std::string_view name_of(Effect::When when);
std::optional<Effect::When> effect_when_from(std::string_view name);
std::string_view name_of(Effect::What what);
std::optional<Effect::What> effect_what_from(std::string_view name);

/// An examination that has to be added, and why.
struct Need {
  ExamId exam;
  std::string why, why_en;
};

/// Something to do that the lengths do not say, at its own time.
struct Instruction {
  enum class When {
    booking,  ///< to be known as soon as it is planned
    before,   ///< from `days` days before on
    day,      ///< on the day itself, before leaving home
    after     ///< when it is over
  };
  When when = When::before;
  int days = 0;  ///< before
  std::string text, text_en;
};
std::string_view name_of(Instruction::When when);
std::optional<Instruction::When> instruction_when_from(std::string_view name);

/// An examination (检查检验项目). 0 in a length: it does not apply.
struct Exam {
  ExamId id;
  std::int64_t version = 0;
  std::string code;  ///< the hospital's, unique
  std::string name, name_en;
  std::string pinyin, initials;  ///< computed from the name
  std::string modality;          ///< "US"
  minutes length{10};            ///< the patient is in the room
  minutes device_time{10};       ///< the device is taken; at most `length`
  minutes recovery{0};           ///< the patient stays on, the device is free
  minutes fasting{0};
  minutes longest_fast{0};  ///< a warning, no rule
  minutes water_stop{0};
  minutes eat_after{0};  ///< from its end until one may eat and drink again
  bool breaks_fast = false;
  bool needs_meal = false;
  Bladder bladder = Bladder::any;
  int lead_days = 0;                              ///< of preparation
  MinuteOfDay earliest{8 * 60}, latest{17 * 60};  ///< start, end
  minutes turnaround{0};                          ///< until the report
  /// For the evening before: what the lengths and flags do not say by themselves.
  std::string preparation, preparation_en;
  std::vector<Instruction> instructions{};
  bool asks_body_part = false;
  std::vector<std::string> body_parts;  ///< the usual ones; any other may be named
  bool needs_companion = false;
  std::vector<Need> needs;
  std::vector<Effect> effects;
  std::string evidence;  ///< where it comes from: S a source was found, U none
  std::optional<Confirmation> confirmed{};
  bool active = true;
};

/// What holds between two examinations (planner: what the kinds mean).
struct Rule {
  ExamRuleId id;
  std::int64_t version = 0;
  std::string code;
  RuleKind kind = RuleKind::before;
  ExamId a, b;
  bool after_report = false;         ///< before: `min` is the turnaround of a
  minutes min{0};                    ///< before, same-day-order
  std::optional<minutes> max{};      ///< before; none: no limit
  std::optional<minutes> a_first{};  ///< separate; none: a must not come first
  std::optional<minutes> b_first{};  ///< separate; none: b must not come first
  std::string note, note_en, evidence;
  std::optional<Confirmation> confirmed{};
  bool active = true;
};

/// Examinations usually ordered together.
struct Bundle {
  ExamBundleId id;
  std::int64_t version = 0;
  std::string code, name, name_en;
  std::vector<ExamId> exams;
  std::map<ExamId, std::string> body_parts{};  ///< of those that ask for one
  bool example = false;                        ///< came with the program
  bool active = true;
};

/// On foot from one site to another; back may take longer.
struct Walk {
  ExamSiteId to;
  minutes length{0};
};
/// A building, or a floor of one.
struct Site {
  ExamSiteId id;
  std::int64_t version = 0;
  CampusId campus;
  std::string name, name_en;    ///< unique within the campus
  std::string place, place_en;  ///< how to find it
  std::vector<Walk> walks;
  bool active = true;
};

/// Whom a place is for: outpatients, wards, the emergency department, health checks.
enum class Source { outpatient, ward, emergency, check_up };
inline constexpr Source kSources[] = {Source::outpatient, Source::ward, Source::emergency,
                                      Source::check_up};
std::string_view name_of(Source source);
std::optional<Source> source_from(std::string_view name);

/// Open on a weekday (1: Monday) from … to, both on a half hour, with so many places each.
struct DeviceHours {
  int weekday = 1;
  MinuteOfDay opens{}, closes{};
  int capacity = 1;
};
/// Places of each half hour that are kept for one source.
struct DeviceQuota {
  Source source = Source::outpatient;
  int places = 1;
  /// So long before the half hour what is left of it is for all; none: never.
  std::optional<minutes> returned{};
};

struct Device {
  ExamDeviceId id;
  std::int64_t version = 0;
  ExamSiteId site;
  std::string name, name_en;    ///< unique
  std::string place, place_en;  ///< its room
  std::string modality;
  std::vector<ExamId> exams;  ///< empty: all of its modality
  std::vector<DeviceHours> hours;
  std::vector<DeviceQuota> quotas;
  bool example = false;
  bool active = true;
};

/// A time in which a device takes nobody.
struct Closure {
  enum class Kind { closed, maintenance, broken };
  ExamClosureId id;
  ExamDeviceId device;
  Kind kind = Kind::maintenance;
  Instant from{};
  std::optional<Instant> to{};      ///< none: until it is lifted
  std::optional<Instant> lifted{};  ///< it ended then, or was called off
  std::string reason;
  /// When it really ends.
  std::optional<Instant> until() const { return lifted && (!to || *lifted < *to) ? lifted : to; }
};
std::string_view name_of(Closure::Kind kind);
std::optional<Closure::Kind> closure_kind_from(std::string_view name);

}  // namespace yuyue::exams
