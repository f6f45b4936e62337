#pragma once
// SQL of conduct, bars and outages.
#include "yuyue/booking/policy/conduct.hpp"

namespace yuyue::booking::policy::records {

struct NewConduct {
  ConductId id;
  PersonId person;
  AppointmentId appointment;
  ConductKind kind = ConductKind::no_show;
  Instant at{};
  Day visit_day{};
  CampusId campus;
  std::string excused;
};
void insert(store::Transaction& tx, const NewConduct& entry);
void insert(store::Transaction& tx, BarId id, PersonId person, const Bar& bar);
void insert(store::Transaction& tx, const DeclaredOutage& outage);

/// Everything of a person, oldest first, as the rules want it.
std::vector<ConductRecord> all_conduct(store::Snapshot& snapshot, PersonId person);
/// Every bar there was. What was lifted because the hospital had failed no longer uses up entries.
std::vector<Bar> all_bars(store::Snapshot& snapshot, PersonId person);
std::vector<Outage> all_outages(store::Snapshot& snapshot);
std::optional<BarEntry> find_bar(store::Snapshot& snapshot, BarId id);

/// Whose entry it is, and why it does not count.
struct Counted {
  PersonId person;
  std::string excused;
};
std::optional<Counted> find_conduct(store::Snapshot& snapshot, ConductId id);
void excuse(store::Transaction& tx, ConductId id, std::string_view why);
void excuse_missed(store::Transaction& tx, AppointmentId appointment, std::string_view why);
void lift(store::Transaction& tx, BarId id, std::string_view why, Instant now);
/// Bars in force that rest on an entry of that time; of one person, or of all.
std::vector<BarId> bars_resting_on(store::Snapshot& snapshot, Instant from, Instant to,
                                   std::optional<PersonId> person, Instant now);
/// The account that booked what led to a bar, the last one if there were several.
std::optional<MemberId> account_behind(store::Snapshot& snapshot, BarId bar);
void move(store::Transaction& tx, PersonId from, PersonId into);

bool is_campus(store::Snapshot& snapshot, CampusId id);

}  // namespace yuyue::booking::policy::records
