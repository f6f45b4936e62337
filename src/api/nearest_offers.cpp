#include "api/nearest_offers.hpp"

#include <algorithm>

#include "yuyue/booking/open_places.hpp"

namespace yuyue::api {
namespace {

using booking::OpenDay;

std::pair<OpenDay, Instant> build_day(const Services& services,
                                      const booking::DepartmentDayFor& key, Instant now) {
  return services.database.read([&](store::Snapshot& snapshot) {
    const auto department = booking::find_department(snapshot, key.of.department);
    const auto page = booking::session_page(snapshot, services.booking, key.of.department,
                                            key.of.day, key.audience, now);
    auto open = department ? booking::open_places(page, *department) : OpenDay{};
    return std::pair(std::move(open), page.changes_at);
  });
}

}  // namespace

std::vector<booking::SlotOffer> nearest_offers(const Services& services, SlotId slot,
                                               booking::Channel channel, Instant now) {
  const auto audience = booking::audience_of(channel);
  if (!audience)
    return services.database.read([&](store::Snapshot& snapshot) {
      return booking::alternatives(snapshot, services.booking, slot, channel, std::nullopt, now);
    });
  const auto wanted = services.database.read(
      [&](store::Snapshot& snapshot) { return booking::wanted_place(snapshot, slot); });
  if (!wanted) return {};
  std::vector<std::shared_ptr<const OpenDay>> days;
  for (const auto day : booking::open_days(services.booking, now)) {
    const booking::DepartmentDayFor key{{wanted->department, day}, *audience};
    days.push_back(
        services.board.open.get(key, now, [&] { return build_day(services, key, now); }));
  }
  return booking::nearest(*wanted, days);
}

std::vector<booking::SlotOffer> soonest_offers(const Services& services, DepartmentId department,
                                               booking::Channel channel, Instant now) {
  constexpr std::size_t kOffers = 5;
  const auto audience = booking::audience_of(channel).value_or(booking::Audience::patients);
  std::vector<booking::SlotOffer> offers;
  for (const auto day : booking::open_days(services.booking, now)) {
    const booking::DepartmentDayFor key{{department, day}, audience};
    auto open = *services.board.open.get(key, now, [&] { return build_day(services, key, now); });
    std::ranges::stable_sort(open, {}, [](const auto& place) { return place.offer.starts_at; });
    for (auto& place : open) {
      if (offers.size() == kOffers) return offers;
      offers.push_back(std::move(place.offer));
    }
  }
  return offers;
}

}  // namespace yuyue::api
