#pragma once
#include <array>
#include <functional>
#include <optional>
#include <vector>

#include "yuyue/core/result.hpp"
#include "yuyue/exams/environment.hpp"
#include "yuyue/exams/model.hpp"
#include "yuyue/store/transaction.hpp"

namespace yuyue::exams {

namespace records {
struct SlotCount;
}

/// By campus and name, also those that are not active.
std::vector<Site> sites(store::Snapshot& snapshot);
/// By modality and name, also those that are not active.
std::vector<Device> devices(store::Snapshot& snapshot);
std::optional<Site> find_site(store::Snapshot& snapshot, ExamSiteId id);
std::optional<Device> find_device(store::Snapshot& snapshot, ExamDeviceId id);
std::optional<Closure> find_closure(store::Snapshot& snapshot, ExamClosureId id);
/// Those that were not over at `since`, by device and beginning.
std::vector<Closure> closures(store::Snapshot& snapshot, Instant since);

/// The hospital's calendar: 1 (Monday) … 7, whatever day's hours hold (a make-up workday has
/// another's); 0: closed.
using OpenDays = std::function<int(store::Snapshot&, Day)>;

/// A number for each half hour of a day.
using DayPlaces = std::array<int, planner::kSlotsPerDay>;

/// Free places of the active devices over some days, as one source may take them. Half hours that
/// have begun have none.
struct FreePlaces {
  Day from{};
  std::vector<Device> devices;                 ///< by id
  std::vector<std::vector<DayPlaces>> places;  ///< by device, by day
};

/// Every start between `first_day` and `last_day` (days from places.from) that hours, places and
/// the examination's own hours and lead days (counted from the day of `now`) allow. In order of
/// day, half hour, device; `item` is put into each.
std::vector<planner::Offer> offers_of(const Exam& exam, int item, const FreePlaces& places,
                                      const HospitalTime& time, Instant now, int first_day,
                                      int last_day);

/// The places that one booked examination takes.
struct TakenPlaces {
  std::int64_t holder = 0;  ///< id of the booked examination; it takes places once
  ExamDeviceId device;
  Day day{};
  int slot = 0;   ///< the first
  int slots = 1;  ///< rules::slots_of
  Source source = Source::outpatient;
};

/// All taken places on a device in half hours that lie, even in part, between; by time. `to` none:
/// no end.
std::vector<TakenPlaces> taken_places(store::Snapshot& snapshot, const HospitalTime& time,
                                      ExamDeviceId device, Instant from, std::optional<Instant> to);
std::optional<TakenPlaces> places_of(store::Snapshot& snapshot, std::int64_t holder);

/// In how many days the third free place of a modality is, the measure of access that one
/// cancellation does not bend; none: not within the days looked at.
struct ThirdFree {
  std::string modality;
  std::optional<int> days;
};
/// By modality.
std::vector<ThirdFree> third_free(const FreePlaces& places);

/// How full a device is in each half hour of a day.
struct DayLoad {
  Device device;
  DayPlaces capacity{}, taken{};  ///< capacity 0: closed
};

/// Devices, their hours, places and closures. `add` and `change` as in Catalogue. Thread-safe.
class Devices {
 public:
  Devices(Environment environment, OpenDays open_days)
      : env_(environment), open_days_(std::move(open_days)) {}

  Result<Site> add(store::Transaction& tx, Site, const access::Actor& by, Instant now) const;
  Result<Site> change(store::Transaction& tx, Site, const access::Actor& by, Instant now) const;
  Result<Device> add(store::Transaction& tx, Device, const access::Actor& by, Instant now) const;
  /// What is taken stays taken, even where the new hours have no place for it.
  Result<Device> change(store::Transaction& tx, Device, const access::Actor& by, Instant now) const;

  /// Refusals: not-found (device), required (reason), field-invalid (to).
  Result<Closure> close(store::Transaction& tx, Closure, const access::Actor& by,
                        Instant now) const;
  /// It ends now, or does not begin. Refusals: not-found, closure-over.
  Result<Closure> lift(store::Transaction& tx, ExamClosureId id, const access::Actor& by,
                       Instant now) const;

  FreePlaces free_places(store::Snapshot& snapshot, Source source, Day from, int days,
                         Instant now) const;
  std::vector<DayLoad> load(store::Snapshot& snapshot, Day day) const;

  /// All of them or none: nothing is changed by a refusal, so that the same transaction may plan
  /// again and try others. Refusals: not-found (device), exam-place-gone (device, date, time: the
  /// first half hour in order of time that has no place for the source).
  Result<void> take_places(store::Transaction& tx, std::vector<TakenPlaces> wanted,
                           Instant now) const;
  /// False: it held none.
  bool give_places_back(store::Transaction& tx, std::int64_t holder) const;

  const Environment& environment() const { return env_; }

 private:
  using DayStarts = std::array<Instant, planner::kSlotsPerDay>;
  DayStarts starts_on(Day day) const;
  static DayPlaces free_on(const Device& device, const std::vector<Closure>& closed, Source source,
                           int weekday, const DayStarts& starts,
                           const std::vector<records::SlotCount>& counts, Instant now);
  void refit_slots(store::Transaction& tx, const Device& device, Instant now) const;

  Environment env_;
  OpenDays open_days_;
};

/// The counters of taken places agree with the rows that take them. Empty: all agree.
std::vector<std::string> check_exam_places(store::Snapshot& snapshot);

}  // namespace yuyue::exams
