#pragma once
// A hospital drawn at random, on a real file: its examinations, rules and devices. What happens in
// it is in random_hospital_test.cpp.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <random>

#include "unit/exams/plan_checker.hpp"
#include "unit/temp_folder.hpp"
#include "yuyue/exams/breakdowns.hpp"
#include "yuyue/exams/catalogue.hpp"
#include "yuyue/exams/next_stop.hpp"
#include "yuyue/exams/rules.hpp"
#include "yuyue/exams/worklist.hpp"
#include "yuyue/store/database.hpp"

namespace yuyue::exams::test_hospital {

inline const HospitalTime kTime;
inline const Day kMonday = *parse_day("2026-11-23");
inline const access::Actor kBy{.kind = "staff", .id = 7};
inline constexpr int kPeople = 6, kExams = 7, kDevices = 4;

class Hospital {
  template <class F>
  auto write(F f) {
    return database_->write_now(store::Lane::counter, std::move(f));
  }
  template <class F>
  auto read(F f) {
    return database_->read(std::move(f));
  }

 public:
  explicit Hospital(unsigned seed) : random_(seed) {
    store::Options options;
    options.file = folder_ / "test.db";
    options.disk_reserve = 0;
    database_ = store::Database::open(options);
    write([&](store::Transaction& tx) -> Result<bool> {
      tx.execute(
          "INSERT INTO campus (id, version, added_in, name, name_en, address)"
          " VALUES (1, 1, 0, '本部', '', '')");
      for (int n = 1; n <= kPeople; ++n)
        tx.execute(
            "INSERT INTO person (id, name_sealed, name_hash, pinyin_hash, initials_hash, sex,"
            " needs, state, version, created_at, changed_at) VALUES"
            " (?, x'00', x'00', x'00', x'00', 'unknown', '[]', 'active', 1, 0, 0)",
            {n});
      draw_catalogue(tx);
      draw_devices(tx);
      return true;
    });
  }

  /// One thing happens, and all is looked at.
  void step() {
    const auto before = rows();
    const bool done = happens();
    if (!done) CHECK_MESSAGE(rows() == before, "a refusal left something: " << what_);
    look();
  }
  const std::string& what() const { return what_; }
  std::map<std::string, int> counts;  ///< of what was done

 private:
  int upto(int limit) { return std::uniform_int_distribution<int>(0, limit - 1)(random_); }
  bool one_in(int n) { return upto(n) == 0; }

  void draw_catalogue(store::Transaction& tx) {
    for (int n = 0; n < kExams; ++n) {
      Exam e{.code = std::string(1, static_cast<char>('A' + n)),
             .name = "项目" + std::to_string(n)};
      e.modality = "M" + std::to_string(upto(2));
      e.length = minutes{5 + 5 * upto(12)};
      e.device_time = std::min(e.length, minutes{5 + 5 * upto(8)});
      e.recovery = minutes{one_in(4) ? 30 : 0};
      e.fasting = minutes{one_in(3) ? 240 : 0};
      e.water_stop = minutes{one_in(5) ? 120 : 0};
      e.breaks_fast = one_in(4);
      e.needs_meal = e.fasting == minutes{0} && one_in(5);
      e.bladder = static_cast<Bladder>(one_in(3) ? upto(3) : 0);
      e.lead_days = one_in(5) ? 1 : 0;
      e.earliest = MinuteOfDay{480};
      e.latest = MinuteOfDay{1020};
      e.turnaround = minutes{30 * upto(4)};
      exams_.push_back(catalogue_.add(tx, e, kBy, now_).value());
    }
    for (int n = upto(5); n > 0; --n) {
      const int a = upto(kExams);
      Rule r{.code = "R" + std::to_string(n), .kind = static_cast<RuleKind>(upto(5))};
      r.a = exams_[static_cast<std::size_t>(a)].id;
      r.b = exams_[static_cast<std::size_t>((a + 1 + upto(kExams - 1)) % kExams)].id;
      r.min = minutes{30 * upto(4)};
      if (r.kind == RuleKind::before && one_in(3)) r.max = r.min + minutes{600};
      if (r.kind == RuleKind::separate) {
        if (!one_in(3)) r.a_first = minutes{60 * upto(4)};
        if (!r.a_first || !one_in(3)) r.b_first = minutes{240 * upto(8)};
      }
      if (const auto added = catalogue_.add(tx, r, kBy, now_)) note(*added);
    }
  }
  void note(const Rule& r) {
    const auto code = [&](ExamId id) {
      return std::ranges::find(exams_, id, &Exam::id)->code;
    };
    test::WrittenRule w{r.code, std::string(name_of(r.kind)), code(r.a), code(r.b), r.min.count()};
    if (r.max) w.max = r.max->count();
    if (r.a_first) w.a_first = r.a_first->count();
    if (r.b_first) w.b_first = r.b_first->count();
    written_.rules.push_back(w);
  }

  void draw_devices(store::Transaction& tx) {
    for (int n = 0; n < 2; ++n)
      sites_.push_back(devices_
                           .add(tx,
                                Site{.campus = CampusId{1}, .name = std::to_string(n + 1) + " 层"},
                                kBy, now_)
                           .value()
                           .id);
    const int there = 5 + 5 * upto(3), back = 5 + 5 * upto(3);
    auto first = find_site(tx, sites_[0]).value(), second = find_site(tx, sites_[1]).value();
    first.walks = {{sites_[1], minutes{there}}};
    second.walks = {{sites_[0], minutes{back}}};
    devices_.change(tx, first, kBy, now_).value();
    devices_.change(tx, second, kBy, now_).value();
    written_.walk = {{0, there}, {back, 0}};
    for (int n = 0; n < kDevices; ++n) {
      Device d{.site = sites_[static_cast<std::size_t>(upto(2))],
               .name = "设备" + std::to_string(n)};
      d.modality = "M" + std::to_string(n % 2);
      const int capacity = 1 + upto(3);
      for (int weekday = 1; weekday <= 7; ++weekday)
        if (!one_in(4))
          d.hours.push_back(
              {weekday, MinuteOfDay{480}, MinuteOfDay{600 + 30 * upto(14)}, capacity});
      int left = capacity;
      for (const auto source : kSources)
        if (left > 0 && one_in(3)) {
          --left;
          d.quotas.push_back(
              {source, 1, one_in(2) ? std::optional(minutes{60 * upto(4)}) : std::nullopt});
        }
      all_devices_.push_back(devices_.add(tx, d, kBy, now_).value());
    }
  }

  bool happens();
  bool order();
  bool take();
  bool change();
  bool breaks_down();
  bool at_a_device();
  bool earlier();
  bool astray();
  bool next_booked_day();
  void settle_past();
  bool repair();
  void repair_of(PersonId person);
  void look_at_new_time(const Repair& repair, const std::vector<Arranged>& wanted);
  bool time_passes();
  PersonId somebody() { return PersonId{1 + upto(kPeople)}; }
  std::optional<Plan> some_plan();
  std::optional<Work> some_work(bool come);
  /// So many rows of each kind, and versions: nothing else changes where something does.
  std::vector<std::int64_t> rows() {
    return read([](store::Snapshot& s) {
      std::vector<std::int64_t> out;
      for (const auto* sql :
           {"SELECT count(*) FROM exam_plan", "SELECT count(*) FROM exam_plan_item",
            "SELECT count(*) FROM exam_place", "SELECT ifnull(sum(version), 0) FROM exam_plan",
            "SELECT ifnull(sum(version), 0) FROM exam_order",
            "SELECT ifnull(sum(outpatient + ward + emergency + check_up), 0) FROM exam_device_slot",
            "SELECT count(*) FROM line_event"})
        out.push_back(s.integer(sql).value());
      return out;
    });
  }
  void look();
  void look_at_places(store::Snapshot& s);
  void look_at_plans(store::Snapshot& s, PersonId person);
  /// An examination of somebody's plans, as it is written down and as it was done.
  struct Placed {
    test::PlacedExam exam;
    ExamOrderId order;
    std::optional<std::int64_t> began{};  ///< as it was done
    int arranged_in = 0, done_in = 0;     ///< steps
  };
  std::vector<Placed> placed(store::Snapshot& s, PersonId person);
  void look_at_flags(store::Snapshot& s, PersonId person);

  test::TempFolder folder_;
  std::mt19937 random_;
  std::unique_ptr<store::Database> database_;
  SystemClock clock_;
  IdMaker ids_{clock_};
  access::KeyRing keys_ = access::KeyRing::ephemeral();
  access::Vault vault_{keys_};
  Environment env_{.time = &kTime, .ids = &ids_, .vault = &vault_};
  Catalogue catalogue_{env_};
  Devices devices_{env_, [](store::Snapshot&, Day day) {
                     return static_cast<int>(date::weekday(day).iso_encoding());
                   }};
  Orders orders_{env_};
  Plans plans_{env_, orders_, devices_};
  Breakdowns breakdowns_{env_, orders_, devices_, plans_};
  Worklist worklist_{env_,   orders_, devices_, plans_, [](Instant) { return queue::LineRules{}; },
                     nullptr};
  Repairs repairs_{env_, orders_, plans_};
  Instant now_ = kTime.at(kMonday, MinuteOfDay{420});
  std::vector<Exam> exams_;
  std::vector<ExamSiteId> sites_;
  std::vector<Device> all_devices_;
  test::Written written_;
  struct When {
    Instant at{};
    int step = 0;
  };
  std::map<std::int64_t, When> arranged_, done_;  ///< by place
  std::string what_;
  int looks_ = 0;
};

}  // namespace yuyue::exams::test_hospital
