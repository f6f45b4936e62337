#include "booking/session_making.hpp"

#include <algorithm>

#include "booking/timetable_records.hpp"
#include "yuyue/booking/places.hpp"
#include "yuyue/booking/policy/live.hpp"

namespace yuyue::booking {

Calendar::Calendar(store::Snapshot& snapshot, Day from, Day to)
    : days_(calendar_days(snapshot, from, to)),
      exceptions_(schedule_exceptions(snapshot, from, to)) {}

rules::DayFacts Calendar::on(Day day) const {
  rules::DayFacts facts;
  facts.day = day;
  const auto found = std::ranges::find(days_, day, &CalendarDay::day);
  if (found != days_.end()) facts.calendar = *found;
  std::ranges::copy_if(exceptions_, std::back_inserter(facts.exceptions),
                       [day](const ScheduleException& e) { return e.day == day; });
  return facts;
}

std::vector<SessionChange> changes_of_day(
    const std::vector<Schedule>& schedules, const rules::DayFacts& facts,
    const std::vector<records::MadeSession>& existing,
    const std::unordered_map<ClinicKindId, std::int64_t>& fees, const HospitalTime& time,
    Instant now) {
  std::unordered_map<ScheduleId, const records::MadeSession*> by_schedule;
  for (const auto& made : existing)
    if (made.session.schedule) by_schedule.emplace(*made.session.schedule, &made);
  std::vector<SessionChange> changes;
  std::unordered_map<ScheduleId, bool> wanted;
  for (const auto& schedule : schedules) {
    if (!rules::takes_place(schedule, facts)) continue;
    wanted.emplace(schedule.id, true);
    const auto kind_fee = fees.find(schedule.kind);
    const auto fee = schedule.fee.value_or(kind_fee == fees.end() ? 0 : kind_fee->second);
    const auto found = by_schedule.find(schedule.id);
    if (found == by_schedule.end()) {
      if (time.at(facts.day, schedule.ends) > now)
        changes.push_back({.wanted = schedule, .existing = {}, .fee = fee});
      continue;
    }
    const auto& made = *found->second;
    const bool agrees = made.schedule_row == schedule.row && made.session.fee == fee &&
                        made.session.state != SessionState::withdrawn;
    if (!agrees && made.session.starts_at > now)
      changes.push_back({.wanted = schedule, .existing = made.session.id, .fee = fee});
  }
  for (const auto& made : existing) {
    if (made.session.starts_at <= now || made.session.state == SessionState::withdrawn) continue;
    // Without a row and open: made in the stead of a session that moved or got another clinician.
    if (!made.session.schedule) continue;
    if (!wanted.contains(*made.session.schedule))
      changes.push_back({.wanted = {}, .existing = made.session.id, .fee = 0});
  }
  return changes;
}

namespace {

constexpr std::size_t kChunk = 12;  // sessions a job: with their slots about 150 statements
constexpr int kRestarts = 50;

struct Counts {
  int made = 0, updated = 0, withdrawn = 0, removed = 0;
};

/// Writes the changes of one day. Each is checked again here: between the reading and the writing
/// somebody may have booked.
class SessionWriter {
 public:
  SessionWriter(store::Transaction& tx, const Environment& env, Day day)
      : tx_(tx), env_(env), day_(day) {}

  void apply(const SessionChange& change, Instant now) {
    if (!change.existing) return make(*change.wanted, change.fee);
    auto made = records::made_session(tx_, *change.existing);
    if (!made || made->session.starts_at <= now) return;
    const auto& s = made->session;
    announce(s);
    if (!change.wanted) return withdraw(*made);
    const auto& row = *change.wanted;
    const bool same_clinic =
        row.department == s.department && row.practitioner == s.practitioner && row.kind == s.kind;
    if (same_clinic) return align(*made, row, change.fee);
    // The row has become another clinic: who booked this one keeps it, and it is no longer the
    // row's.
    withdraw(*made);
    if (auto still = records::made_session(tx_, *change.existing)) {
      still->session.schedule.reset();
      records::update_session(tx_, *still);
    }
    make(row, change.fee);
  }
  const Counts& counts() const { return counts_; }

 private:
  void announce(const Session& s) {
    if (!env_.watcher) return;
    tx_.after_commit([watcher = env_.watcher, department = s.department, day = s.day,
                      who = s.practitioner] { watcher->changed(department, day, who); });
  }

  void follow(Session& s, const Schedule& row, std::int64_t fee) const {
    s.part = row.part;
    s.starts = row.starts;
    s.ends = row.ends;
    s.starts_at = env_.time->at(day_, row.starts);
    s.ends_at = env_.time->at(day_, row.ends);
    s.fee = fee;
    s.remote = row.remote;
  }

  void add_slot(SessionId session, MinuteOfDay start, int capacity) {
    records::insert_slot(tx_, {.id = env_.ids->next<SlotId>(),
                               .session = session,
                               .starts_at = env_.time->at(day_, start),
                               .ends_at = env_.time->at(day_, start + kSlotLength),
                               .capacity = capacity});
  }

  void make(const Schedule& row, std::int64_t fee) {
    records::MadeSession made;
    auto& s = made.session;
    s.id = env_.ids->next<SessionId>();
    s.version = 1;
    s.schedule = row.id;
    s.department = row.department;
    s.practitioner = row.practitioner;
    s.kind = row.kind;
    s.day = day_;
    follow(s, row, fee);
    made.schedule_row = row.row;
    if (!records::insert_session(tx_, made)) return;
    records::set_rooms(tx_, s.id, row.rooms);
    for (const auto start : rules::cut_slots(row.starts, row.ends))
      add_slot(s.id, start, row.slot_capacity);
    if (!row.quotas.empty()) places::lay_quotas(tx_, s.id, row.quotas);
    announce(s);
    ++counts_.made;
  }

  void withdraw(records::MadeSession made) {
    if (!records::has_history(tx_, made.session.id)) {
      records::delete_session(tx_, made.session.id);
      ++counts_.removed;
      return;
    }
    records::close_slots(tx_, made.session.id);
    made.session.state = SessionState::withdrawn;
    ++made.session.version;
    records::update_session(tx_, made);
    ++counts_.withdrawn;
  }

  // Places changed by hand stay as they are unless the row's own number has changed.
  void align(records::MadeSession made, const Schedule& row, std::int64_t fee) {
    auto& s = made.session;
    const bool was_withdrawn = s.state == SessionState::withdrawn;
    const bool new_capacity =
        was_withdrawn || records::capacity_of_row(tx_, made.schedule_row) != row.slot_capacity;
    const bool new_quotas = records::quotas_of_row(tx_, made.schedule_row) != row.quotas;
    follow(s, row, fee);
    made.schedule_row = row.row;
    if (was_withdrawn) s.state = s.stop_reason.empty() ? SessionState::open : SessionState::stopped;
    ++s.version;
    records::update_session(tx_, made);
    records::set_rooms(tx_, s.id, row.rooms);
    auto wanted = rules::cut_slots(row.starts, row.ends);
    for (const auto& slot : slots_of(tx_, s.id)) {
      const auto found = std::ranges::find(wanted, env_.time->minute_of(slot.starts_at));
      if (found != wanted.end()) {
        wanted.erase(found);
        if (new_capacity)
          records::set_capacity(
              tx_, slot.id,
              std::max(row.slot_capacity + records::extra_numbers(tx_, slot.id), slot.taken));
      } else if (records::has_history(tx_, slot.id)) {
        records::set_capacity(tx_, slot.id, slot.taken);
      } else {
        records::delete_slot(tx_, slot.id);
      }
    }
    for (const auto start : wanted) add_slot(s.id, start, row.slot_capacity);
    if (new_quotas) places::lay_quotas(tx_, s.id, row.quotas);
    if (!new_quotas && s.quotas) places::renew_common(tx_, s.id);
    ++counts_.updated;
  }

  store::Transaction& tx_;
  const Environment& env_;
  Day day_;
  Counts counts_;
};

std::vector<SessionChange> read_changes(store::Snapshot& snapshot, const Environment& env, Day day,
                                        Instant now) {
  std::unordered_map<ClinicKindId, std::int64_t> fees;
  for (const auto& kind : clinic_kinds(snapshot)) fees.emplace(kind.id, kind.fee);
  return changes_of_day(schedules(snapshot), Calendar(snapshot, day, day).on(day),
                        records::sessions_on(snapshot, day), fees, *env.time, now);
}

/// False: the timetable has changed meanwhile.
bool write_changes(store::Database& database, const Environment& env, Day day,
                   const std::vector<SessionChange>& changes, std::int64_t generation, Instant now,
                   SessionsReport& report) {
  for (std::size_t at = 0; at < changes.size(); at += kChunk) {
    const auto end = std::min(changes.size(), at + kChunk);
    const auto done = database.write_now(
        store::Lane::housekeeping, [&](store::Transaction& tx) -> Result<Counts> {
          if (records::timetable_state(tx).generation != generation)
            return Refusal("changed-meanwhile");
          SessionWriter writer(tx, env, day);
          for (auto i = at; i < end; ++i) writer.apply(changes[i], now);
          return writer.counts();
        });
    if (!done) return false;
    report.made += done->made;
    report.updated += done->updated;
    report.withdrawn += done->withdrawn;
    report.removed += done->removed;
  }
  return true;
}

}  // namespace

SessionsReport ensure_sessions(store::Database& database, const Environment& env, Instant now) {
  SessionsReport report;
  const auto today = env.time->day_of(now);
  report.until = env.policies->furthest_day(*env.time, now);
  for (int restarts = 0;; ++restarts) {
    if (restarts > kRestarts) throw std::runtime_error("the timetable does not come to rest");
    const auto state =
        database.read([](store::Snapshot& snapshot) { return records::timetable_state(snapshot); });
    if (state.made_generation == state.generation && state.made_until >= report.until) {
      if (restarts == 0) return report;
      break;
    }
    bool undisturbed = true;
    for (auto day = today; day <= report.until && undisturbed; day += date::days{1}) {
      const auto changes = database.read(
          [&](store::Snapshot& snapshot) { return read_changes(snapshot, env, day, now); });
      undisturbed = write_changes(database, env, day, changes, state.generation, now, report);
    }
    if (!undisturbed) continue;
    database.write_now(store::Lane::housekeeping, [&](store::Transaction& tx) {
      records::set_made(tx, state.generation, report.until);
      return true;
    });
  }
  report.kept = database.read([&](store::Snapshot& snapshot) {
    return kept_sessions(snapshot, env, schedules(snapshot), now);
  });
  return report;
}

}  // namespace yuyue::booking
