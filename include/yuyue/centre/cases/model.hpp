#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "yuyue/centre/visits.hpp"

namespace yuyue {
struct CaseKind {
  static constexpr std::string_view kPrefix = "cas";
};
using CaseId = Id<CaseKind>;  ///< 办件
struct AttachmentKind {
  static constexpr std::string_view kPrefix = "att";
};
using AttachmentId = Id<AttachmentKind>;  ///< a scan
}  // namespace yuyue

// Paperwork that goes from hand to hand (R22, R23): received with its papers, reviewed, signed and
// stamped, handed over. Every step is an event, and nothing is skipped.
namespace yuyue::centre::cases {

enum class State {
  received,
  waiting_for_papers,  ///< the patient was asked for some
  in_review,
  returned,  ///< by whoever reviews or signs; the window mends it
  to_sign,
  ready,  ///< to be collected
  handed_over,
  refused,
  withdrawn
};
inline constexpr State kStates[] = {
    State::received, State::waiting_for_papers, State::in_review, State::returned, State::to_sign,
    State::ready,    State::handed_over,        State::refused,   State::withdrawn};
std::string_view name_of(State state);  ///< "waiting-for-papers" …
std::optional<State> state_from(std::string_view name);

enum class Step {
  ask_for_papers,
  submit,  ///< the papers are there: on to whoever is next
  accept,  ///< in review
  give_back,
  refuse,
  sign,  ///< and stamp
  hand_over,
  withdraw
};
inline constexpr Step kSteps[] = {Step::ask_for_papers, Step::submit,  Step::accept,
                                  Step::give_back,      Step::refuse,  Step::sign,
                                  Step::hand_over,      Step::withdraw};
std::string_view name_of(Step step);  ///< "ask-for-papers", "return" …
std::optional<Step> step_from(std::string_view name);

/// One of the papers that the case needs.
struct Item {
  enum class State { missing, there, not_needed };
  Paper paper;
  State state = State::missing;
};
std::string_view name_of(Item::State state);
std::optional<Item::State> item_state_from(std::string_view name);

/// Somebody who asks or collects for another.
struct Helper {
  std::string name, relation;
  std::string phone;     ///< may be empty
  std::string document;  ///< which one was checked; of whoever collects
};

struct Case {
  CaseId id;
  std::int64_t version = 0;
  std::string number;  ///< "2026-00017", never twice
  ServiceId service;
  PersonId person;
  std::optional<VisitId> visit;  ///< in which it was received
  std::optional<Helper> asker;   ///< none: the person themselves
  CaseForm form;                 ///< of the service, when it was received
  State state = State::received;
  Day due{};  ///< the last day on which it should be ready
  Instant received_at{}, changed_at{};
  std::vector<Item> items;
};

/// What happened to a case. `what`: "received", a step's past ("submitted", "handed-over" …),
/// "papers-checked", "scan-added", "scan-removed", "undone", "moved-person".
struct Event {
  std::int64_t seq = 0;
  Instant at{};
  std::string what;
  std::optional<State> from;  ///< none: it began
  State to = State::received;
  std::optional<Day> from_due{};
  std::optional<VisitId> visit{};
  std::string actor_kind{};
  std::int64_t actor_id = 0;
  std::string note{};             ///< a person's words
  std::optional<Helper> taker{};  ///< to whom it was handed over
};

/// A scan, without its bytes.
struct Attachment {
  AttachmentId id;
  CaseId of;
  std::optional<int> item;  ///< the paper that it shows
  std::string file;         ///< its name in the folder
  std::string file_hash;    ///< of the file as it is on the disk
  std::string key;          ///< opens it
  std::string type;         ///< "application/pdf" …
  std::int64_t bytes = 0;
  std::string name;  ///< as it was called where it came from
  Instant added_at{};
};

/// A scan that was taken off again: a wrong one. Its bytes are gone.
struct RemovedScan {
  AttachmentId id;  ///< as it was
  std::optional<int> item;
  std::string type;
  std::int64_t bytes = 0;
  std::string name;
  Instant added_at{}, removed_at{};
  std::string remover_kind;
  std::int64_t remover_id = 0;
  std::string reason;
};

/// What scans the hospital takes.
struct ScanRules {
  static constexpr int kMostMib = 20;
  std::int64_t version = 0;
  int most_mib = 10;               ///< 1 … kMostMib
  std::vector<std::string> types;  ///< of kScanTypes, at least one
};
/// As they are written: "pdf", "jpeg", "png".
inline constexpr std::string_view kScanTypes[] = {"pdf", "jpeg", "png"};

// What may be done with a case. Pure.
namespace rules {

/// Where a step leads; none: it cannot be done from there.
std::optional<State> next(State state, Step step, const CaseForm& form);
/// Not over.
bool is_open(State state);
/// Somebody of the hospital has something to do, so that it can be late.
bool is_at_work(State state);
/// Reviewing and signing are the office's; the rest is the windows'.
bool is_decision(Step step);
bool needs_reason(Step step);
/// How a step reads in the history: "submitted".
std::string_view past_of(Step step);

/// "2026", 17 → "2026-00017".
std::string case_number(int year, std::int64_t number);
/// The `days`-th working day after `from`; 0: `from` itself, or the next working day.
Day add_working_days(Day from, int days, const std::function<bool(Day)>& is_working_day);

}  // namespace rules
}  // namespace yuyue::centre::cases
