#pragma once
// How somebody affected comes to their one outcome.
#include "booking/disruption/records.hpp"
#include "booking/disruption/seats.hpp"
#include "yuyue/booking/team/teams.hpp"

namespace yuyue::booking::disruption {

/// The parts of a disruption's work inside one transaction.
struct Desk {
  const Environment& env;
  const Appointments& appointments;
  const access::Vault& vault;
  Messages& messages;
  const team::Teams& teams;
  store::Transaction& tx;
  Instant now;
  Rules rules;
};

/// Who acts when nobody asks.
Actor hospital_itself();

/// Writes somebody down who is to be asked: keeps the best place that can be had, makes the link,
/// owes the message.
void ask(const Desk& desk, const Disruption& disruption, const Appointment& appointment,
         std::vector<Proposal> proposals, bool again);
/// The question once more, with a link of its own: the first one is known to whoever got it only.
void remind(const Desk& desk, const Disruption& disruption, Affected& affected);
/// Whoever is asked by `was` is asked by `now_is` instead: the same places, the same time to
/// answer, the same links. Told again only if what becomes of those who do not answer is another.
void take_over(const Desk& desk, const Disruption& was, const Disruption& now_is);
/// Nothing is asked: tells them.
void inform(const Desk& desk, const Disruption& disruption, const Appointment& appointment,
            Outcome outcome, Notice::What what, std::optional<SlotId> to);

/// The choice is carried out. `to`: another slot than the kept one. Refusals: not-proposed, and
/// those of a booking; then nothing has changed.
Result<void> settle(const Desk& desk, const Disruption& disruption, Affected& affected,
                    Choice choice, std::optional<SlotId> to, Settler settler, const Actor& by);
/// Nobody answered in time.
void settle_by_default(const Desk& desk, const Disruption& disruption, Affected& affected);
/// The appointment has gone its own way; `settler`: who saw to that.
void let_go(const Desk& desk, Affected& affected, Settler settler);
/// The disruption does not happen after all.
void take_back(const Desk& desk, const Disruption& disruption, Affected& affected);

}  // namespace yuyue::booking::disruption
