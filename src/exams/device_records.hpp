#pragma once
#include <map>

#include "yuyue/exams/devices.hpp"

namespace yuyue::exams::records {

void insert(store::Transaction& tx, const Site& site);
void insert(store::Transaction& tx, const Device& device);
void insert(store::Transaction& tx, const Closure& closure, Instant now);
/// False: somebody has changed it meanwhile.
bool update(store::Transaction& tx, const Site& site);
bool update(store::Transaction& tx, const Device& device);
void lift(store::Transaction& tx, ExamClosureId id, Instant now);

bool exists(store::Snapshot& snapshot, ExamSiteId id);
bool exists(store::Snapshot& snapshot, CampusId id);

/// What is taken in a half hour. No row: nothing ever was.
struct SlotCount {
  int slot = 0;
  int capacity = 0;
  std::array<int, std::size(kSources)> taken{};
  int all() const;
};
std::map<Day, std::vector<SlotCount>> slot_counts(store::Snapshot& snapshot, ExamDeviceId device,
                                                  Day from, Day to);
/// One place more or (`by` -1) less. False: it has none left.
bool count(store::Transaction& tx, ExamDeviceId device, Day day, int slot, int capacity,
           Source source, int by);
/// Day and half hour of all counters from that day on.
std::vector<std::pair<Day, int>> counted_slots(store::Snapshot& snapshot, ExamDeviceId device,
                                               Day from);
/// So many places from now on, or as many as are taken.
void refit(store::Transaction& tx, ExamDeviceId device, Day day, int slot, int capacity);
void insert(store::Transaction& tx, const TakenPlaces& places);
void remove(store::Transaction& tx, const TakenPlaces& places);

}  // namespace yuyue::exams::records
