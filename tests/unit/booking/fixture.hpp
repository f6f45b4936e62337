#pragma once
// A clinic in a temporary file: one campus, timetable rows as a test wants them, people without
// names, and a clock that the test sets.
#include <doctest/doctest.h>

#include <atomic>
#include <string>
#include <vector>

#include "unit/real_file.hpp"
#include "yuyue/booking/appointments.hpp"
#include "yuyue/booking/availability.hpp"
#include "yuyue/booking/checks.hpp"
#include "yuyue/booking/policy/live.hpp"
#include "yuyue/booking/timetable_import.hpp"
#include "yuyue/store/database.hpp"

namespace yuyue::booking::test {

class TestClock final : public Clock {
 public:
  Instant now() const override { return from_millis(millis_.load()); }
  void set(Instant t) { millis_.store(to_millis(t)); }

 private:
  std::atomic<std::int64_t> millis_{0};
};

inline const std::string kHeader =
    "院区,科室代码,科室,门诊类型,医生工号,医生,职称,星期,时段,开始,结束,每时段号数,诊室,挂号费,"
    "单双周,起始日期,截止日期\n";

/// Monday, 23 November 2026, 08:00, unless a test says otherwise.
class Clinic {
 public:
  Clinic() : ids_(clock_) {
    clock_.set(at("2026-11-23", 8 * 60));
    open_file();
    env.time = &time;
    env.ids = &ids_;
    env.settings = &settings;
    env.policies = &policies;
    env.watcher = &board;
    database_->write_now(store::Lane::housekeeping, [](store::Transaction& tx) {
      tx.execute("DELETE FROM calendar_day");
      return true;
    });
  }
  Clinic(const Clinic&) = delete;
  Clinic& operator=(const Clinic&) = delete;

  Instant at(const std::string& day, int minute) const {
    return time.at(*parse_day(day), MinuteOfDay{minute});
  }
  /// The file as a server finds it that starts anew.
  void restart() {
    database_.reset();
    open_file();
  }
  Instant now() const { return clock_.now(); }
  void set_now(Instant now) { clock_.set(now); }
  void set_now(const std::string& day, int minute) { clock_.set(at(day, minute)); }
  store::Database& db() { return *database_; }

  template <class F>
  auto write(F f) {
    return database_->write_now(store::Lane::counter, std::move(f));
  }
  template <class F>
  auto read(F f) {
    return database_->read(std::move(f));
  }

  ImportSummary import(const std::string& rows) {
    const auto file = parse_timetable(kHeader + rows);
    for (const auto& e : file.errors) MESSAGE(e.line << " " << describe(e, Language::en));
    REQUIRE(file.errors.empty());
    auto done = TimetableImport(env, *database_).run(file, staff, now());
    REQUIRE(done.has_value());
    return *done;
  }
  SessionsReport make_sessions() { return ensure_sessions(*database_, env, now()); }

  std::vector<PersonId> people(int count) {
    std::vector<PersonId> list;
    for (int i = 0; i < count; ++i) list.push_back(ids_.next<PersonId>());
    write([&](store::Transaction& tx) {
      for (const auto id : list)
        tx.execute(
            "INSERT INTO person (id, name_sealed, name_hash, pinyin_hash, initials_hash, sex,"
            " needs, state, version, created_at, changed_at)"
            " VALUES (?, x'00', x'00', x'00', x'00', 'unknown', '[]', 'active', 1, 0, 0)",
            {id});
      return true;
    });
    return list;
  }

  /// Slots of all sessions of a day, in order of session and time.
  std::vector<Slot> slots(const std::string& day) {
    return read([&](store::Snapshot& snapshot) {
      std::vector<Slot> list;
      auto rows = snapshot.query("SELECT id FROM session WHERE day = ? ORDER BY id", {day});
      while (rows.next())
        for (const auto& slot : slots_of(snapshot, rows->id<SessionId>(0))) list.push_back(slot);
      return list;
    });
  }

  Result<Appointment> book(PersonId person, SlotId slot, Channel channel = Channel::web) {
    const BookingRequest request{.slot = slot,
                                 .person = person,
                                 .by = {{.kind = "staff", .id = 1}, channel},
                                 .member = {},
                                 .note = {}};
    return write([&](store::Transaction& tx) { return appointments.book(tx, request, now()); });
  }
  Result<Appointment> cancel(AppointmentId id, Channel channel = Channel::web) {
    const Actor by{{.kind = "patient", .id = 1}, channel};
    return write(
        [&](store::Transaction& tx) { return appointments.cancel(tx, id, by, {}, now()); });
  }
  Result<Appointment> reschedule(AppointmentId id, SlotId to, Channel channel = Channel::web) {
    const Actor by{{.kind = "patient", .id = 1}, channel};
    return write(
        [&](store::Transaction& tx) { return appointments.reschedule(tx, id, to, by, now()); });
  }
  void check_sound() {
    const auto problems = read([](store::Snapshot& snapshot) { return check_counters(snapshot); });
    for (const auto& problem : problems) MESSAGE(problem);
    CHECK(problems.empty());
  }

  HospitalTime time;
  LiveSettings settings;
  policy::LivePolicy policies;
  AvailabilityBoard<std::string> board;
  Environment env;
  Actor staff{{.kind = "staff", .id = 1}};

 private:
  void open_file() {
    store::Options options;
    options.file = folder_ / "test.db";
    options.disk_reserve = 0;
    database_ = store::Database::open(options);
  }
  yuyue::test::TempFolder folder_;
  TestClock clock_;
  IdMaker ids_;
  std::unique_ptr<store::Database> database_;

  // Made from `env` as it is once the constructor has filled it.
 public:
  Appointments appointments{Environment{.time = &time,
                                        .ids = &ids_,
                                        .settings = &settings,
                                        .policies = &policies,
                                        .watcher = &board}};
};

inline std::string code_of(const Result<Appointment>& result) {
  return result ? "" : result.error().code;
}

}  // namespace yuyue::booking::test
