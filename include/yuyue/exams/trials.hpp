#pragma once
#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "yuyue/exams/catalogue.hpp"
#include "yuyue/exams/devices.hpp"
#include "yuyue/exams/plans.hpp"

// What a change of the catalogue would have done to plans that patients have taken.
namespace yuyue::exams {

/// An examination or a rule as it would be; a rule without an id would be new.
struct Proposal {
  std::optional<Exam> exam{};
  std::optional<Rule> rule{};
};

/// A plan that somebody has taken.
struct TriedPlan {
  struct Item {
    ExamId exam;
    ExamDeviceId device;
    Day day{};
    int start = 0;  ///< minute of the day
  };
  ExamPlanId id;
  bool to_come = false;  ///< some of it
  std::vector<Item> items;
};

/// All that a trial reads from the file; the rest needs no database.
struct TrialBasis {
  std::map<ExamId, Exam> exams;
  std::vector<Rule> rules;
  std::vector<Site> sites;
  FreePlaces free;               ///< for outpatients, from tomorrow on
  std::vector<TriedPlan> plans;  ///< the newest first
};
inline constexpr int kTriedPlans = 100;
TrialBasis trial_basis(store::Snapshot& snapshot, const Devices& devices, const HospitalTime& time,
                       Instant now);

struct Trial {
  /// What a plan has that would no longer hold: rules' codes, "place", "stomach", "bladder" …
  struct Clash {
    ExamPlanId plan;
    bool to_come = false;
    std::vector<std::string> breaks;
  };
  /// Of the same examinations planned anew from tomorrow on, by one catalogue.
  struct Cost {
    int none = 0;     ///< there is no plan
    int days = 0;     ///< on which somebody has to come, of the plans that both catalogues allow
    int on_site = 0;  ///< minutes
  };
  int plans = 0;
  int planned_anew = 0;  ///< fewer: time ran out
  std::vector<Clash> clashes;
  Cost now, then;
};
/// Takes until the deadline at most, and a little.
Trial try_out(const TrialBasis& basis, const Proposal& proposal,
              std::chrono::steady_clock::time_point deadline);

}  // namespace yuyue::exams
