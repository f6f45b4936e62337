#include <algorithm>
#include <unordered_map>

#include "booking/appointment_records.hpp"

namespace yuyue::booking {
namespace {

constexpr std::size_t kOffers = 5;
constexpr int kPerSession = 2;  // so that the offers differ in more than half an hour

struct Candidate {
  SlotOffer offer;
  SessionId session;
  int tier = 0;
  std::chrono::milliseconds distance{};
};

int tier_of(const rules::Wanted& wanted, SessionId session,
            std::optional<PractitionerId> practitioner, Day day) {
  if (session == wanted.session.id) return 0;
  if (practitioner && practitioner == wanted.session.practitioner) return 1;
  return day == wanted.session.day ? 2 : 3;
}

std::vector<Candidate> candidates(store::Snapshot& snapshot, const Environment& env,
                                  const rules::Wanted& wanted, Channel channel, Instant now) {
  const auto settings = env.settings->current();
  const auto today = env.time->day_of(now);
  std::vector<Candidate> list;
  auto rows = snapshot.query(
      "SELECT l.id, s.id, s.day, l.starts_at, l.ends_at, l.capacity - l.taken, s.practitioner_id,"
      " d.name, d.name_en, p.name, p.name_en, k.name, k.name_en FROM session s"
      " JOIN slot l ON l.session_id = s.id JOIN department d ON d.id = s.department_id"
      " JOIN clinic_kind k ON k.id = s.kind_id LEFT JOIN practitioner p ON p.id ="
      " s.practitioner_id WHERE s.department_id = ? AND s.day BETWEEN ? AND ?"
      " AND s.state = 'open' AND l.taken < l.capacity",
      {wanted.session.department, today, today + date::days{settings->horizon_days}});
  while (rows.next()) {
    Candidate c;
    c.offer.slot = rows->id<SlotId>(0);
    c.session = rows->id<SessionId>(1);
    c.offer.day = rows->day(2);
    c.offer.starts_at = rows->instant(3);
    const auto closes = is_staff(channel) ? rows->instant(4) : c.offer.starts_at;
    if (c.offer.slot == wanted.slot.id || now >= closes ||
        now < rules::released_at(c.offer.day, *settings, *env.time))
      continue;
    c.offer.start = env.time->minute_of(c.offer.starts_at);
    c.offer.end = c.offer.start + kSlotLength;
    c.offer.free = static_cast<int>(rows->integer(5));
    c.tier = tier_of(wanted, c.session, rows->maybe_id<PractitionerId>(6), c.offer.day);
    c.distance = std::chrono::abs(c.offer.starts_at - wanted.slot.starts_at);
    c.offer.department = rows->text(7);
    c.offer.department_en = rows->text(8);
    c.offer.practitioner = rows->text(9);
    c.offer.practitioner_en = rows->text(10);
    c.offer.kind = rows->text(11);
    c.offer.kind_en = rows->text(12);
    list.push_back(std::move(c));
  }
  return list;
}

}  // namespace

std::vector<SlotOffer> alternatives(store::Snapshot& snapshot, const Environment& env, SlotId slot,
                                    Channel channel, Instant now) {
  const auto wanted = records::wanted_slot(snapshot, slot);
  if (!wanted) return {};
  auto list = candidates(snapshot, env, *wanted, channel, now);
  std::ranges::sort(list, [](const Candidate& a, const Candidate& b) {
    return std::tie(a.tier, a.distance, a.offer.slot) < std::tie(b.tier, b.distance, b.offer.slot);
  });
  std::vector<SlotOffer> offers;
  std::unordered_map<SessionId, int> used;
  for (auto& candidate : list) {
    if (offers.size() == kOffers) break;
    if (++used[candidate.session] <= kPerSession) offers.push_back(std::move(candidate.offer));
  }
  return offers;
}

}  // namespace yuyue::booking
