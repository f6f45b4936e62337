#include "bench/history.hpp"

#include "app/hospital.hpp"

namespace yuyue::bench {
namespace {

constexpr std::size_t kADay = 4000;
constexpr std::size_t kAJob = 250;
constexpr int kDaysToCome = 14;

/// Past days, each a copy of a coming one moved back.
class History {
 public:
  History(const Town& town, app::Hospital& hospital)
      : town_(town),
        hospital_(hospital),
        now_(hospital.services().clock.now()),
        like_(format_day(town.day())) {}

  void add_day(int days_ago) {
    back_ms_ = std::int64_t{days_ago} * 86'400'000;
    back_ids_ = back_ms_ << 22;  // an id begins with its milliseconds (core/ids.cpp)
    day_ = format_day(town_.day() - std::chrono::days{days_ago});
    write([&](store::Transaction& tx) { return copy_sessions(tx); });
    for (std::size_t i = 0; i < kADay; i += kAJob)
      write([&](store::Transaction& tx) {
        for (auto n = i; n < i + kAJob; ++n) add_appointment(tx, n);
        return true;
      });
  }

 private:
  template <class F>
  void write(F job) {
    hospital_.database().write_now(store::Lane::housekeeping, job);
  }

  bool copy_sessions(store::Transaction& tx) const {
    tx.execute(
        "INSERT INTO session (id, version, schedule_id, schedule_row, department_id,"
        " practitioner_id, kind_id, day, part, starts, ends, starts_at, ends_at, fee, remote,"
        " state, stop_reason) SELECT id - ?, 1, NULL, schedule_row, department_id,"
        " practitioner_id, kind_id, ?, part, starts, ends, starts_at - ?, ends_at - ?, fee, remote,"
        " state, stop_reason FROM session WHERE day = ?",
        {back_ids_, day_, back_ms_, back_ms_, like_});
    tx.execute(
        "INSERT INTO slot (id, session_id, starts_at, ends_at, capacity, taken)"
        " SELECT l.id - ?, l.session_id - ?, l.starts_at - ?, l.ends_at - ?, l.capacity, 0"
        " FROM slot l JOIN session s ON s.id = l.session_id WHERE s.day = ?",
        {back_ids_, back_ids_, back_ms_, back_ms_, like_});
    return true;
  }

  void add_appointment(store::Transaction& tx, std::size_t n) {
    const auto wanted = town_.wanted(n);
    const auto& who = town_.citizens()[appointments_ % town_.citizens().size()];
    const auto at = now_ - std::chrono::milliseconds{back_ms_};
    const auto id = hospital_.services().ids.next_value() - back_ids_;
    const SlotId slot{wanted.slot.value - back_ids_};
    tx.execute("UPDATE slot SET taken = taken + 1 WHERE id = ?", {slot});
    tx.execute(
        "INSERT INTO appointment (id, version, code, state, active, person_id, member_id, slot_id,"
        " session_id, department_id, practitioner_id, day, starts_at, ends_at, sequence, arrive_at,"
        " fee, channel, note, created_at, cancel_reason)"
        " SELECT ?, 1, ?, 'booked', 1, ?, ?, l.id, s.id, s.department_id, s.practitioner_id, s.day,"
        " l.starts_at, l.ends_at, l.taken, l.starts_at, s.fee, 'web', '', ?, ''"
        " FROM slot l JOIN session s ON s.id = l.session_id WHERE l.id = ?",
        {id, static_cast<std::int64_t>(++appointments_), who.person, who.member, at, slot});
    tx.execute(
        "INSERT INTO appointment_event (id, appointment_id, at, what, actor_kind, actor_id, "
        "channel,"
        " from_slot, to_slot, details) VALUES (?, ?, ?, 'booked', 'patient', ?, 'web', NULL, ?, "
        "'')",
        {id, id, at, who.member, slot});
    tx.execute(
        "INSERT INTO message (id, channel, state, created_at, due_at, sent_at, about_kind, "
        "about_id)"
        " VALUES (?, 'sms', 'delivered', ?, ?, ?, 'apt', ?)",
        {id, at, at, at, id});
    access::Principal patient;
    patient.kind = access::PrincipalKind::patient;
    patient.id = who.member.value;
    hospital_.services().audit.record(tx, patient,
                                      {.action = "appointment-booked",
                                       .subject = AppointmentId{id},
                                       .details = {{"person", to_string(who.person)}},
                                       .note = {}},
                                      at);
  }

  const Town& town_;
  app::Hospital& hospital_;
  const Instant now_;
  const std::string like_;
  std::string day_;
  std::int64_t back_ms_ = 0, back_ids_ = 0;
  std::size_t appointments_ = 0;
};

}  // namespace

void add_history(const Town& town, const std::filesystem::path& data, std::size_t count) {
  app::Hospital hospital(config_for(data), /*demo=*/false, {});
  History history(town, hospital);
  const int days = static_cast<int>(count / kADay);
  for (int i = 0; i < days; ++i) history.add_day(days - i + kDaysToCome);
}

}  // namespace yuyue::bench
