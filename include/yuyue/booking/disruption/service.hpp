#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "yuyue/access/vault.hpp"
#include "yuyue/booking/disruption/model.hpp"
#include "yuyue/store/database.hpp"

namespace yuyue::booking::disruption {

/// What somebody affected is told, and when it is worthless.
struct Notice {
  enum class What {
    asked,       ///< what is offered, and the link to answer by
    reminded,    ///< the same once more, before the time to answer is over
    room,        ///< other rooms
    substitute,  ///< another clinician, the same or a higher rank
    colleague,   ///< the same of another clinician of a team
    moved,
    cancelled,
    taken_back,  ///< all is as it was
  };
  What what = What::asked;
  const Disruption& disruption;
  const Appointment& appointment;  ///< as it is now
  std::string token;               ///< asked, reminded: for the link
  std::optional<Instant> answer_until;
  std::optional<PlaceView> kept;     ///< asked, reminded: what is kept for them
  std::optional<PlaceView> instead;  ///< colleague: the place that stands in
};

/// Owes people messages: patients and, of a team's visit, whoever leads it. Called inside the
/// transaction; what it writes stands or falls with it.
class Messages {
 public:
  virtual ~Messages() = default;
  /// None: there is no phone to write to.
  virtual std::optional<MessageId> owe(store::Transaction& tx, const Notice& notice,
                                       Instant now) = 0;
};

/// Whom an answer link speaks for.
struct LinkTarget {
  DisruptionId disruption;
  AppointmentId appointment;
  Instant expires_at{};
};

// ---- Reading ----

Rules load_rules(store::Snapshot& snapshot);
std::optional<Disruption> find_disruption(store::Snapshot& snapshot, DisruptionId id);
std::vector<DisruptedSession> sessions_of(store::Snapshot& snapshot, DisruptionId id);
Counts counts_of(store::Snapshot& snapshot, DisruptionId id, Instant now);
/// Newest first; `before` continues.
std::vector<Disruption> disruptions(store::Snapshot& snapshot, bool running_only,
                                    std::optional<DisruptionId> before, int limit);
std::optional<Affected> find_affected(store::Snapshot& snapshot, DisruptionId disruption,
                                      AppointmentId appointment);
/// By the appointment's id; `after` continues.
std::vector<Affected> affected_by(store::Snapshot& snapshot, DisruptionId disruption,
                                  std::optional<AppointmentId> after, int limit);
/// Whom the desk has to call: those who could not be written to or whose message was not delivered
/// (after the deadline, too: they have to hear what was decided), and those who have let half of
/// their time pass without an answer; not those it has spoken to. Soonest deadline first.
std::vector<Affected> to_call(store::Snapshot& snapshot, Instant now, int limit);
/// The open question about an appointment.
std::optional<Affected> open_question(store::Snapshot& snapshot, AppointmentId appointment);
AffectedView view_of(store::Snapshot& snapshot, const Environment& environment,
                     const Affected& affected, Instant now);
std::optional<PlaceView> place_view(store::Snapshot& snapshot, const HospitalTime& time,
                                    SlotId slot);

/// The nearest slots for somebody who comes away empty-handed (a no-show, a cancellation by the
/// hospital): clinicians of the same department, and the same specialty in other departments and on
/// other campuses. Only what `channel` can book now.
std::vector<PlaceView> rebooking_offers(store::Snapshot& snapshot, const Environment& environment,
                                        const Appointment& appointment, Channel channel,
                                        std::size_t limit, Instant now);

/// The same instead of a slot that cannot be had; `person`: whose other appointments count.
std::vector<PlaceView> offers_instead(store::Snapshot& snapshot, const Environment& environment,
                                      SlotId slot, std::optional<PersonId> person, Channel channel,
                                      std::size_t limit, Instant now);

// ---- Acting ----

/// Changes of plan from the wish to everybody's outcome. Everything that is under way stands in the
/// file, so that a restart goes on where it was; thread-safe.
class Disruptions {
 public:
  /// `environment.listener` is told of what becomes of appointments; that patients are told is this
  /// module's to see to, through `messages`.
  Disruptions(Environment environment, const access::Vault& vault, Messages& messages)
      : env_(environment), vault_(vault), messages_(messages), appointments_(environment) {}

  /// Who would be affected, and what each would be offered. Refusals: those of `begin`.
  Result<Preview> preview(store::Snapshot& snapshot, const Wish& wish, Instant now) const;

  /// From its commit on nobody can book what is lost; who is affected is written down and told by
  /// `advance`. Refusals: required, disruption-invalid, not-found, past-slot, session-withdrawn,
  /// session-disrupted (params: id), nothing-to-disrupt, substitute-lower-rank,
  /// practitioner-elsewhere (params: date, start), unknown-reference.
  Result<Disruption> begin(store::Transaction& tx, const Wish& wish, const Actor& by,
                           Instant now) const;

  /// What somebody affected chose, themselves or through the desk. `to`: one of the proposals
  /// (default: the best); the desk may take any slot. Refusals: not-found, answered-already,
  /// answer-too-late (patients), not-proposed, and those of a booking.
  Result<Affected> answer(store::Transaction& tx, DisruptionId disruption,
                          AppointmentId appointment, Choice choice, std::optional<SlotId> to,
                          Settler settler, const Actor& by, Instant now) const;

  /// The desk has spoken to them. Refusal: not-found.
  Result<Affected> mark_told(store::Transaction& tx, DisruptionId disruption,
                             AppointmentId appointment, const Actor& by, Instant now) const;

  /// All is as it was. Refusals: not-found, disruption-over, disruption-under-way (somebody has
  /// been moved or cancelled already).
  Result<Disruption> take_back(store::Transaction& tx, DisruptionId id, const Actor& by,
                               Instant now) const;

  /// Whom a link's token speaks for. None: unknown or expired.
  std::optional<LinkTarget> target_of(store::Snapshot& snapshot, std::string_view token,
                                      Instant now) const;

  /// Removes links that have expired; returns how many.
  int purge_links(store::Transaction& tx, Instant now, int limit = 500) const;

  /// Goes on with whatever is under way: one chunk of at most 20 patients, in one short write job.
  /// False: nothing is left to do now. Called by the housekeeping until it says so; safe to stop
  /// anywhere. Blocks the caller.
  bool advance(store::Database& database, Instant now) const;

 private:
  Environment env_;
  const access::Vault& vault_;
  Messages& messages_;
  Appointments appointments_;
};

}  // namespace yuyue::booking::disruption
