#pragma once
#include <memory>
#include <span>
#include <vector>

#include "yuyue/booking/appointments.hpp"
#include "yuyue/booking/availability.hpp"

namespace yuyue::booking {

// What can be had now, kept in memory with the pages that show it: whoever asks for a full slot is
// told of others at the price of a look.

/// A slot with room, as it is offered.
struct OpenPlace {
  SlotOffer offer;
  SessionId session;
  PractitionerId practitioner;  ///< empty: a department session
};
/// What this audience can book of one department on one day, by time.
using OpenDay = std::vector<OpenPlace>;

/// The open places of a page, which say until when they hold as the page does.
OpenDay open_places(const SessionPage& page, const Department& department);

/// What is asked instead of.
struct WantedPlace {
  SlotId slot;
  SessionId session;
  DepartmentId department;
  PractitionerId practitioner;  ///< empty: a department session
  Day day{};
  Instant starts_at{};
};
std::optional<WantedPlace> wanted_place(store::Snapshot& snapshot, SlotId slot);

/// The days on which something may be open, from today on.
std::vector<Day> open_days(const Environment& environment, Instant now);

/// As `alternatives` orders them (appointments.hpp), the same for everybody: nearest first, at most
/// five.
std::vector<SlotOffer> nearest(const WantedPlace& wanted,
                               std::span<const std::shared_ptr<const OpenDay>> days);

/// By which of the pages a channel's bookers see what is free; none: no page shows it.
std::optional<Audience> audience_of(Channel channel);

}  // namespace yuyue::booking
