#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "yuyue/app/config.hpp"
#include "yuyue/core/ids.hpp"

namespace yuyue::bench {

/// Somebody with an account and a record, signed in.
struct Citizen {
  MemberId member;
  PersonId person;
  std::string token;
};

/// A resident card of somebody born in 1980, with its check digit (GB 11643).
std::string card_number(std::size_t n);

/// A hospital of 24 departments and 120 clinicians with a place for everybody, and 20,000 citizens
/// who book there: one booking a person and day, so that no rule refuses any. Made once into a
/// folder of data, of which measurements take copies.
class Town {
 public:
  static constexpr std::size_t kCitizens = 20'000;

  /// Fills `data`, a folder that does not exist yet, through the program's own use cases.
  explicit Town(const std::filesystem::path& data);

  /// A copy of the data, with its key, as a server may open it.
  void copy_to(const std::filesystem::path& data) const;

  /// The n-th booking; none takes the place of another.
  struct Wanted {
    const Citizen& citizen;
    SlotId slot;
  };
  Wanted wanted(std::size_t n) const;
  std::size_t bookings() const { return kCitizens * days_.size(); }

  const std::vector<Citizen>& citizens() const { return citizens_; }
  DepartmentId department() const { return department_; }  ///< one of them
  Day day() const { return days_.front().day; }            ///< on which it can be booked

 private:
  struct DayOfSlots {
    Day day;
    std::vector<SlotId> slots;
  };
  std::filesystem::path data_;
  std::vector<Citizen> citizens_;
  std::vector<DayOfSlots> days_;
  DepartmentId department_;
};

/// The configuration of everything that is measured: the defaults, on any free ports.
app::Config config_for(const std::filesystem::path& data);

}  // namespace yuyue::bench
