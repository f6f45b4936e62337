#pragma once
#include "yuyue/centre/model.hpp"
#include "yuyue/core/result.hpp"

namespace yuyue {
struct ComplaintKind {
  static constexpr std::string_view kPrefix = "cmp";
};
using ComplaintId = Id<ComplaintKind>;  ///< 投诉、建议、表扬
struct ComplaintAssignmentKind {
  static constexpr std::string_view kPrefix = "cas";
};
using ComplaintAssignmentId = Id<ComplaintAssignmentKind>;  ///< to an office
struct VoiceOfficeKind {
  static constexpr std::string_view kPrefix = "vof";
};
using VoiceOfficeId = Id<VoiceOfficeKind>;  ///< 责任科室
struct SatisfactionKind {
  static constexpr std::string_view kPrefix = "sat";
};
using SatisfactionId = Id<SatisfactionKind>;  ///< an answer to the question after a visit
}  // namespace yuyue

// What people say about the hospital: complaints, suggestions, praise (R26), and the one question
// after a visit.
namespace yuyue::centre::voice {

enum class Kind { complaint, suggestion, praise };
std::string_view name_of(Kind kind);
std::optional<Kind> kind_from(std::string_view name);

/// By which way it came.
enum class Way { page, desk, phone, letter };
std::string_view name_of(Way way);
std::optional<Way> way_from(std::string_view name);

enum class State {
  received,
  assigned,  ///< offices have it; not all of their answers are accepted
  reviewed,  ///< all are: whoever complained can be answered
  answered,
  closed
};
std::string_view name_of(State state);

/// Whose words they are. Both empty: anonymous.
struct Who {
  std::string name;
  std::string phone;  ///< in normal form
};

struct Complaint {
  ComplaintId id;
  std::int64_t version = 0;
  std::string number;  ///< "2026-0012"
  Kind kind = Kind::complaint;
  Way way = Way::page;
  State state = State::received;
  Instant received_at{};
  Day counts_from{};  ///< its deadlines count from here: received, or reopened
  Day due_on{};
  std::optional<AccountId> charge{};  ///< the first who received it (首诉负责)
  std::optional<MemberId> member{};   ///< sent it, and follows it
  std::optional<PersonId> person{};   ///< who it is about
  Who who{};
  bool may_show = false;  ///< who complained, to the offices
  std::string text;
  std::string answer{};
  std::optional<Instant> answered_at{}, closed_at{};
  std::optional<int> rating{};  ///< of the answer, 1 … 5
  int reopened = 0;
};

enum class AssignmentState { open, answered, accepted, withdrawn };
std::string_view name_of(AssignmentState state);

/// What an office has to answer.
struct Assignment {
  ComplaintAssignmentId id;
  std::int64_t version = 0;
  ComplaintId complaint;
  VoiceOfficeId office;
  std::string office_name{}, office_name_en{};
  AssignmentState state = AssignmentState::open;
  std::string brief;  ///< what it reads
  Day due_on{};
  Instant assigned_at{};
  std::optional<Instant> reminded_at{};
  std::optional<Instant> overdue_at{};  ///< when it was told that the deadline has passed
  std::string answer{};
  std::optional<Instant> answered_at{};
  std::string returned{};  ///< why its answer was sent back; empty: it was not
};

struct Event {
  Instant at{};
  std::string what;
  std::string actor_kind;
  std::int64_t actor_id = 0;
  std::optional<VoiceOfficeId> office{};
  std::string note{};
};

/// A part of the hospital that answers (责任科室), and the accounts that act for it.
struct Office {
  VoiceOfficeId id;
  std::int64_t version = 0;
  std::string name, name_en;
  std::string phone;     ///< a mobile one is told of deadlines
  bool handles = false;  ///< the complaints office itself: receives and assigns, too
  bool active = true;
  std::vector<AccountId> accounts;
};

/// The hospital's own deadlines and what it posts. What nobody has confirmed is a start, not a rule
/// of anybody's.
struct Settings {
  std::int64_t version = 0;  ///< 0: nobody has changed anything
  bool confirmed = false;
  int days = 5;                       ///< working days until the answer
  int days_several = 10;              ///< when several offices are involved
  int remind_days = 1;                ///< working days before the deadline
  int reopen_days = 15;               ///< after the answer
  int ask_days = 7;                   ///< after a visit
  std::string duties{}, duties_en{};  ///< 投诉接待处理 "十应当", in the hospital's words
  std::string place{}, place_en{};
  std::string phone{};
  std::string hours{}, hours_en{};
};

}  // namespace yuyue::centre::voice
