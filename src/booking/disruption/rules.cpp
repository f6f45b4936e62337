#include "yuyue/booking/disruption/rules.hpp"

#include <algorithm>
#include <tuple>
#include <unordered_map>

namespace yuyue::booking::disruption::rules {
namespace {

using std::chrono::minutes;

constexpr int kPerSession = 2;  // so that the proposals differ in more than half an hour
constexpr int kPerFit = 2;      // … and in more than the day

constexpr minutes kWorthReminding{2 * 60};

/// Kinds of clinic that differ in who sees the patient, not in what is done. Any other (nursing,
/// pharmacy, several clinicians at once …) is only replaced by its own kind.
bool is_general(std::string_view code) {
  return code == "ordinary" || code == "expert" || code == "special-need";
}

struct Candidate {
  std::size_t place = 0;
  Fit fit = Fit::department;
  bool other_kind = false;
  std::chrono::milliseconds distance{};
};

bool overlaps(Instant starts_at, Instant ends_at, const booking::rules::Held& held) {
  return held.starts_at < ends_at && starts_at < held.ends_at;
}

/// The person could have this place beside their other appointments.
bool is_free_for(const Patient& patient, const Place& place, const Clinic& clinic) {
  return std::ranges::none_of(patient.held, [&](const booking::rules::Held& other) {
    if (other.id == patient.appointment) return false;
    const bool same_day_twice = other.department == clinic.department && other.day == clinic.day;
    return other.session == clinic.session || same_day_twice ||
           overlaps(place.starts_at, place.ends_at, other);
  });
}

std::vector<Candidate> candidates(const Patient& patient, const Market& market, Instant earliest) {
  std::vector<std::optional<Fit>> fits;
  for (const auto& clinic : market.clinics) fits.push_back(fit_of(patient.was, clinic));
  std::vector<Candidate> list;
  for (std::size_t i = 0; i < market.places.size(); ++i) {
    const auto& place = market.places[i];
    const auto& clinic = market.clinics[place.clinic];
    const bool same_place = patient.same_place == place.slot;
    const auto fit = same_place ? std::optional(Fit::same_place) : fits[place.clinic];
    if (!fit || place.free < 1 || place.slot == patient.slot) continue;
    if (clinic.session == patient.was.session) continue;
    if ((!same_place && place.starts_at < earliest) || !is_free_for(patient, place, clinic))
      continue;
    if (patient.also && !patient.also(place)) continue;
    list.push_back({i, *fit, clinic.kind != patient.was.kind,
                    std::chrono::abs(place.starts_at - patient.starts_at)});
  }
  std::ranges::sort(list, [&](const Candidate& a, const Candidate& b) {
    return std::tuple(a.fit, a.other_kind, a.distance, market.places[a.place].slot) <
           std::tuple(b.fit, b.other_kind, b.distance, market.places[b.place].slot);
  });
  return list;
}

Refusal invalid(std::string_view why, std::string_view field) {
  return Refusal("disruption-invalid").with("why", why).at("/" + std::string(field));
}

Result<void> check_scope(const Wish& wish) {
  const bool stretch = wish.practitioner || wish.from || wish.to;
  if (stretch == wish.session.has_value()) return invalid("sessions", "sessionId");
  if (!stretch) return {};
  if (wish.kind != Kind::stop) return invalid("stretch", "kind");
  if (!wish.practitioner || !wish.from || !wish.to || *wish.to < *wish.from)
    return invalid("days", "to");
  if (*wish.to - *wish.from >= date::days{kMostDays}) return invalid("days", "to");
  return {};
}

Result<void> check_details(const Wish& wish) {
  const auto required = [](std::string_view name) {
    return Refusal("required").with("name", name).at("/" + std::string(name));
  };
  switch (wish.kind) {
    case Kind::stop:
      break;
    case Kind::shrink:
      if (wish.slots.empty()) return required("slots");
      for (const auto& target : wish.slots)
        if (target.capacity < 0 || target.capacity > 99) return invalid("slots", "slots");
      break;
    case Kind::move:
      if (!wish.day && !wish.starts) return required("starts");
      if (wish.starts && (*wish.starts < minutes{0} || *wish.starts >= minutes{24 * 60} ||
                          *wish.starts % kSlotLength != minutes{0}))
        return invalid("times", "starts");
      break;
    case Kind::room:
      if (wish.rooms.empty()) return required("rooms");
      break;
    case Kind::substitute:
      if (!wish.substitute) return required("substituteId");
      break;
  }
  return {};
}

}  // namespace

std::optional<Fit> fit_of(const Clinic& was, const Clinic& candidate) {
  if (candidate.remote != was.remote || candidate.rank < was.rank) return std::nullopt;
  const bool kind_fits =
      candidate.kind == was.kind || (is_general(candidate.kind_code) && is_general(was.kind_code));
  if (!kind_fits) return std::nullopt;
  if (candidate.department != was.department) {
    const bool same_specialty = !was.specialty.empty() && candidate.specialty == was.specialty;
    return same_specialty ? std::optional(Fit::elsewhere) : std::nullopt;
  }
  if (candidate.day == was.day) return Fit::substitute;
  if (was.practitioner && candidate.practitioner == was.practitioner) return Fit::clinician;
  return Fit::department;
}

std::int64_t fee_after(std::int64_t had, std::int64_t now_is) {
  return std::min(had, now_is);
}

std::vector<AppointmentId> surplus(std::vector<Sitting> sitting, int capacity) {
  std::ranges::sort(sitting, [](const Sitting& a, const Sitting& b) {
    return std::tuple(!a.arrived, a.booked_at, a.appointment) <
           std::tuple(!b.arrived, b.booked_at, b.appointment);
  });
  std::vector<AppointmentId> out;
  for (auto i = static_cast<std::size_t>(std::max(capacity, 0)); i < sitting.size(); ++i)
    out.push_back(sitting[i].appointment);
  return out;
}

Result<void> suits(SessionId session, Instant starts_at, Instant ends_at,
                   std::span<const booking::rules::Held> held,
                   std::optional<AppointmentId> instead_of, const HospitalTime& time) {
  for (const auto& other : held) {
    if (instead_of == other.id) continue;
    if (other.session == session)
      return Refusal("already-booked")
          .with("code", spaced_code(other.code))
          .with("date", format_day(other.day));
    if (overlaps(starts_at, ends_at, other))
      return Refusal("collides")
          .with("code", spaced_code(other.code))
          .with("date", format_day(other.day))
          .with("start", format_minute(time.minute_of(other.starts_at)));
  }
  return {};
}

std::vector<Proposal> propose(const Patient& patient, Market& market, int limit, Instant earliest) {
  std::vector<Proposal> proposals;
  const auto list = candidates(patient, market, earliest);
  std::vector<bool> chosen(list.size());
  std::unordered_map<SessionId, int> of_session;
  std::unordered_map<Fit, int> of_fit;
  const auto choose = [&](bool varied) {
    for (std::size_t i = 0; i < list.size(); ++i) {
      if (static_cast<int>(proposals.size()) >= limit) return;
      const auto& place = market.places[list[i].place];
      const auto session = market.clinics[place.clinic].session;
      if (chosen[i] || of_session[session] >= kPerSession) continue;
      if (varied && of_fit[list[i].fit] >= kPerFit) continue;
      chosen[i] = true;
      ++of_session[session];
      ++of_fit[list[i].fit];
      proposals.push_back({place.slot, place.starts_at, list[i].fit, false});
    }
  };
  choose(true);
  choose(false);  // where there is nothing else, more of the same
  std::ranges::stable_sort(proposals, {}, &Proposal::fit);
  if (proposals.empty() || !patient.priority) return proposals;
  proposals.front().kept = true;
  --std::ranges::find(market.places, proposals.front().slot, &Place::slot)->free;
  return proposals;
}

Instant answer_until(Instant now, minutes answer_within, Instant was_starts_at,
                     std::optional<Instant> kept_starts_at, const Rules& rules) {
  auto until = std::min(now + answer_within, was_starts_at);
  if (kept_starts_at) until = std::min(until, *kept_starts_at - rules.before_place);
  return std::max(until, now + rules.least_time);
}

std::optional<Instant> remind_at(Instant asked_at, Instant answer_until, const Rules& rules) {
  const auto time = answer_until - asked_at;
  if (rules.remind_before == minutes{0} || time < kWorthReminding) return std::nullopt;
  return std::max(answer_until - rules.remind_before, asked_at + time / 2);
}

Choice default_choice(Otherwise otherwise, bool place_is_kept) {
  return otherwise == Otherwise::move && place_is_kept ? Choice::move : Choice::cancel;
}

Result<void> check(const Wish& wish) {
  if (auto fine = check_scope(wish); !fine) return fine.error();
  if (wish.reason.empty()) return Refusal("required").with("name", "reason").at("/reason");
  if (wish.answer_within &&
      (*wish.answer_within < minutes{15} || *wish.answer_within > minutes{14 * 24 * 60}))
    return invalid("answer", "answerWithinMinutes");
  return check_details(wish);
}

}  // namespace yuyue::booking::disruption::rules
