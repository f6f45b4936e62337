#pragma once
#include "yuyue/exams/catalogue.hpp"
#include "yuyue/exams/plans.hpp"

namespace yuyue::exams {

/// Builds what a patient is planned from, step by step.
struct PlanReading {
  store::Snapshot& snapshot;
  const Environment& env;
  PersonId person;
  Instant now;
  PlanBasis basis{};
  std::map<ExamId, Exam> catalogue{};
  std::vector<Site> all_sites{};
  std::vector<Device> all_devices{};
  std::map<CampusId, int> clinics{};      ///< sites of appointments: one for each campus
  std::map<ExamOrderId, Instant> done{};  ///< when, as far as it was put down

  /// Devices, sites and the ways between: before all else.
  void places();
  void pairs();

  /// One that waits for a place, on no day before `from`.
  void wants(const Order& order, const Verdict& verdict, std::optional<Day> from = {});
  /// One that has a place already: its preparation began in time for that day.
  void wants_again(const Order& order, const Verdict& verdict, const PlanItem& one);
  /// One whose place is not looked at.
  void stands(const Order& order, const PlanItem& one);
  void had(const ExamResult& result);
  void appointed(const std::vector<Appointed>& all);
  /// The patient has had a meal then.
  void eaten(Instant at);
  /// The patient's bladder was empty then.
  void emptied(Instant at);
  void wishes(const PlanWishes& wishes);

  void free(const FreePlaces& places);
  /// Places without end: the writer's counters judge.
  void judged_later();
  /// What it takes itself is free for it.
  void own(const PlanItem& one);

 private:
  planning::Planning& planning() { return basis.planning; }
  int day_of(Day day) const;
  void was(planner::Item item, Instant at);
  int site(ExamSiteId id) const;
  CampusId campus(std::size_t site) const;
  int walk(std::size_t a, std::size_t b) const;
  planner::Item item(const Exam& exam, std::int64_t order) const;
  Instant began(const Order& order, const PlanItem& one) const;
};

}  // namespace yuyue::exams
