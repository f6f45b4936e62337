#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "yuyue/queue/several_lines.hpp"

// A simulated day of a service centre: who comes when and for what, how long everything takes,
// which window is open when. Made from a seed, so that one day can be played under several orders.
namespace yuyue::centre_days {

/// Midnight of the day.
inline const Instant kMidnight = from_millis(1'795'017'600'000);

struct Service {
  std::string name;
  double minutes = 5;  ///< a visit, on average
  double an_hour = 0;  ///< who come without a booking, on average; more of them in the morning
  int booked = 0;      ///< in each half-hour
};

struct Span {
  Instant from{}, to{};
};

struct Window {
  queue::Station station;
  std::vector<queue::Duty> duties;  ///< lines: services
  double speed = 1;                 ///< of the clerk's visits, of the service's average
  std::vector<Span> open;           ///< what is planned
  std::optional<Span> pause{};      ///< what is not
  double today = 1;                 ///< days differ
};

struct Visit {
  Instant arrives{};
  std::vector<std::size_t> errands;  ///< services
  std::optional<Instant> slot{};
  int sequence = 0;
  std::string priority{};
  bool comes = true;            ///< booked people stay away at times …
  bool hears = true;            ///< … and some are gone when they are called
  std::vector<double> lengths;  ///< of each errand, of the average
};

struct Day {
  std::vector<Service> services;
  std::vector<Window> windows;
  std::vector<Visit> visits;  ///< as they arrive
};

/// Several services, windows with different skills that open, close, break and pause; appointments,
/// priority classes, several errands, people who are gone.
Day mixed_day(unsigned seed);
/// One service, three windows, nobody booked.
Day plain_day(unsigned seed);

}  // namespace yuyue::centre_days
