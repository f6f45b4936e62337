#include <algorithm>
#include <stdexcept>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

#include "booking/appointment_records.hpp"

namespace yuyue::booking {
namespace {

constexpr std::size_t kOffers = 5;
constexpr int kAny = 1000;
constexpr int kPerSession = 2;  // so that the offers differ in more than half an hour

struct Candidate {
  SlotId slot;
  SessionId session;
  int tier = 0;
  std::chrono::milliseconds distance{};
  int most = 0;  ///< places that its quotas leave
};

int tier_of(const rules::Wanted& wanted, SessionId session,
            std::optional<PractitionerId> practitioner, bool same_day) {
  if (session == wanted.session.id) return 0;
  if (practitioner && practitioner == wanted.session.practitioner) return 1;
  return same_day ? 2 : 3;
}

/// What `channel` can have of the department's sessions with quotas.
using OpenPlaces = std::unordered_map<SessionId, int>;
OpenPlaces open_places(store::Snapshot& snapshot, const Environment& env, DepartmentId department,
                       Day from, Day to, Channel channel, Instant now) {
  const auto settings = env.settings->current();
  OpenPlaces open;
  auto rows = snapshot.query(
      "SELECT q.session_id, s.day, q.pool, q.size, q.taken FROM session s"
      " JOIN session_quota q ON q.session_id = s.id"
      " WHERE s.quotas = 1 AND s.department_id = ? AND s.day BETWEEN ? AND ?",
      {department, from, to});
  while (rows.next()) {
    const PoolCount pool{pool_from(rows->text(2)).value(), static_cast<int>(rows->integer(3)),
                         static_cast<int>(rows->integer(4))};
    const bool returned = now >= places::returned_at(rows->day(1), *settings, *env.time);
    open[rows->id<SessionId>(0)] += open_to(channel, returned, {pool});
  }
  return open;
}

// Only what the order needs: a department has a thousand slots within the horizon, and a full slot
// makes many ask at once. The names are read for those that are offered.
std::vector<Candidate> candidates(store::Snapshot& snapshot, const Environment& env,
                                  const rules::Wanted& wanted, Channel channel, Instant now) {
  const auto last = rules::last_released_day(*env.policies->at(now), *env.time, now);
  const auto earliest = is_staff(channel) ? now - kSlotLength : now;
  const auto day_begins = env.time->at(wanted.session.day, MinuteOfDay{0});
  const auto day_ends = env.time->at(wanted.session.day + date::days{1}, MinuteOfDay{0});
  const auto open = open_places(snapshot, env, wanted.session.department, env.time->day_of(now),
                                last, channel, now);
  std::vector<Candidate> list;
  auto rows = snapshot.query(
      "SELECT l.id, s.id, s.practitioner_id, l.starts_at FROM session s"
      " JOIN slot l ON l.session_id = s.id WHERE s.department_id = ? AND s.day BETWEEN ? AND ?"
      " AND s.state = 'open' AND l.taken < l.capacity AND l.starts_at > ?",
      {wanted.session.department, env.time->day_of(now), last, earliest});
  while (rows.next()) {
    const auto slot = rows->id<SlotId>(0);
    if (slot == wanted.slot.id) continue;
    const auto session = rows->id<SessionId>(1);
    const auto pools = open.find(session);
    const int most = pools == open.end() ? kAny : pools->second;
    if (most == 0) continue;
    const auto starts_at = rows->instant(3);
    list.push_back({slot, session,
                    tier_of(wanted, session, rows->maybe_id<PractitionerId>(2),
                            starts_at >= day_begins && starts_at < day_ends),
                    std::chrono::abs(starts_at - wanted.slot.starts_at), most});
  }
  return list;
}

SlotOffer offer_of(store::Snapshot& snapshot, const HospitalTime& time, SlotId slot) {
  auto rows = snapshot.query(
      "SELECT s.day, l.starts_at, l.capacity - l.taken, d.name, d.name_en, p.name, p.name_en,"
      " k.name, k.name_en FROM slot l JOIN session s ON s.id = l.session_id"
      " JOIN department d ON d.id = s.department_id JOIN clinic_kind k ON k.id = s.kind_id"
      " LEFT JOIN practitioner p ON p.id = s.practitioner_id WHERE l.id = ?",
      {slot});
  if (!rows.next()) throw std::logic_error("a slot vanished from its snapshot");
  SlotOffer offer;
  offer.slot = slot;
  offer.day = rows->day(0);
  offer.starts_at = rows->instant(1);
  offer.start = time.minute_of(offer.starts_at);
  offer.end = offer.start + kSlotLength;
  offer.free = static_cast<int>(rows->integer(2));
  offer.department = rows->text(3);
  offer.department_en = rows->text(4);
  offer.practitioner = rows->text(5);
  offer.practitioner_en = rows->text(6);
  offer.kind = rows->text(7);
  offer.kind_en = rows->text(8);
  return offer;
}

/// Whether the rules would let this person have the slot.
class Fitting {
 public:
  Fitting(store::Snapshot& snapshot, const Environment& env, const std::optional<OfferFor>& whom,
          Channel channel, Instant now)
      : snapshot_(snapshot),
        env_(env),
        in_force_(env.policies->at(now)),
        whom_(whom),
        channel_(channel),
        now_(now) {
    if (whom_) held_ = records::held_by(snapshot, whom_->person, now, *env.time);
  }
  bool fits(SlotId slot, SessionId session) {
    // What the clock forbids it forbids for the whole session: a department may have hundreds of
    // slots today after the last hour to book them.
    if (shut_.contains(session)) return false;
    const auto wanted = records::wanted_slot(snapshot_, slot);
    if (!wanted) return false;
    if (!rules::may_be_booked(*wanted, channel_, *in_force_, *env_.time, now_)) {
      shut_.insert(session);
      return false;
    }
    return !whom_ ||
           rules::fits_person(*wanted, held_, whom_->instead_of, *in_force_, *env_.time, now_);
  }

 private:
  store::Snapshot& snapshot_;
  const Environment& env_;
  const std::shared_ptr<const policy::InForce> in_force_;
  const std::optional<OfferFor>& whom_;
  const Channel channel_;
  const Instant now_;
  std::vector<rules::Held> held_;
  std::unordered_set<SessionId> shut_;
};

}  // namespace

std::vector<SlotOffer> alternatives(store::Snapshot& snapshot, const Environment& env, SlotId slot,
                                    Channel channel, const std::optional<OfferFor>& whom,
                                    Instant now) {
  const auto wanted = records::wanted_slot(snapshot, slot);
  if (!wanted) return {};
  auto list = candidates(snapshot, env, *wanted, channel, now);
  std::ranges::sort(list, [](const Candidate& a, const Candidate& b) {
    return std::tie(a.tier, a.distance, a.slot) < std::tie(b.tier, b.distance, b.slot);
  });
  Fitting fitting(snapshot, env, whom, channel, now);
  std::vector<SlotOffer> offers;
  std::unordered_map<SessionId, int> used;
  for (const auto& candidate : list) {
    if (offers.size() == kOffers) break;
    if (used[candidate.session] < kPerSession && fitting.fits(candidate.slot, candidate.session)) {
      ++used[candidate.session];
      offers.push_back(offer_of(snapshot, *env.time, candidate.slot));
      offers.back().free = std::min(offers.back().free, candidate.most);
    }
  }
  return offers;
}

}  // namespace yuyue::booking
