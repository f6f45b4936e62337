#include "bench/town.hpp"

#include <cstdio>
#include <stdexcept>

#include "app/hospital.hpp"

namespace yuyue::bench {
namespace {

namespace fs = std::filesystem;

constexpr int kDepartments = 24, kCliniciansEach = 5, kPlaces = 20;
constexpr std::size_t kCitizensAJob = 100;

template <class T>
T must(Result<T> result) {
  if (!result) throw std::runtime_error("preparing: refused: " + result.error().code);
  return std::move(*result);
}

/// Every clinician on every day, morning and afternoon.
std::string timetable() {
  std::string csv =
      "院区,科室代码,科室,门诊类型,医生工号,医生,职称,星期,时段,开始,结束,每时段号数,诊室\n";
  for (int d = 1; d <= kDepartments; ++d)
    for (int c = 1; c <= kCliniciansEach; ++c)
      for (int weekday = 1; weekday <= 7; ++weekday)
        for (const char* part : {"上午,08:00,12:00", "下午,14:00,18:00"}) {
          const auto department = std::to_string(100 + d),
                     clinician = department + std::to_string(c);
          csv += "本部," + department + ",科室" + department + ",专家," + clinician + ",医生" +
                 clinician + ",主任医师," + std::to_string(weekday) + "," + part + "," +
                 std::to_string(kPlaces) + ",诊室" + clinician + "\n";
        }
  return csv;
}

Citizen settle(app::Hospital& hospital, store::Transaction& tx, std::size_t n, Instant now) {
  const auto& services = hospital.services();
  const auto phone = std::to_string(13'000'000'000 + n);
  const auto by = access::Principal::system("bench");
  Citizen citizen;
  citizen.member = services.members.of_phone(tx, phone, now);
  const patients::NewOwnPerson person{
      .name = "张三丰",
      .document = patients::DocumentInput{IdentifierType::resident_card, card_number(n), ""},
      .phone = phone,
      .relation = patients::Relation::self,
      .birth_date = {},
      .sex = Sex::unknown,
      .guardian = false,
      .newborn = false};
  citizen.person =
      must(services.patients.register_own_person(tx, by, citizen.member, person, now)).id;
  citizen.token = services.sign_ins.open(tx, citizen.member, now).token;
  return citizen;
}

fs::path key_of(fs::path data) {
  return data += ".key";
}

}  // namespace

std::string card_number(std::size_t n) {
  constexpr int kWeights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  const auto month = n / 999 % 12 + 1, day = n / 999 / 12 % 28 + 1;
  char digits[32];
  std::snprintf(digits, sizeof digits, "1101051980%02zu%02zu%03zu", month, day, n % 999 + 1);
  int sum = 0;
  for (std::size_t i = 0; i < 17; ++i) sum += (digits[i] - '0') * kWeights[i];
  return std::string(digits) + "10X98765432"[sum % 11];
}

app::Config config_for(const fs::path& data) {
  app::Config config;
  config.data = data;
  config.key_file = key_of(data);
  config.backups = data / "backups";
  return config;
}

Town::Town(const fs::path& data) : data_(data) {
  app::Hospital hospital(config_for(data), /*demo=*/false, {});
  const auto& services = hospital.services();
  auto& database = hospital.database();
  const auto now = services.clock.now();
  const auto write = [&](auto job) {
    return database.write_now(store::Lane::housekeeping, job);
  };
  // Holidays would make some weeks of the year shorter than others.
  write([](store::Transaction& tx) { return tx.execute("DELETE FROM calendar_day"); });
  must(services.timetable_import.run(booking::parse_timetable(timetable()), {}, now));
  hospital.prepare();
  while (citizens_.size() < kCitizens) {
    const auto settled = write([&](store::Transaction& tx) {
      std::vector<Citizen> some;
      for (std::size_t i = 0; i < kCitizensAJob; ++i)
        some.push_back(settle(hospital, tx, citizens_.size() + i, now));
      return some;
    });
    citizens_.insert(citizens_.end(), settled.begin(), settled.end());
  }

  const Day tomorrow = services.time.day_of(now) + std::chrono::days{1};
  const auto most =
      static_cast<std::size_t>(services.booking.policies->at(now)->policy.limits.active.value());
  database.read([&](store::Snapshot& snapshot) {
    auto rows = snapshot.query(
        "SELECT s.day, l.id, s.department_id FROM slot l JOIN session s ON s.id = l.session_id"
        " WHERE s.day >= ? ORDER BY s.day, l.id",
        {tomorrow});
    while (rows.next()) {
      const auto day = rows->day(0);
      if (days_.empty() || days_.back().day != day) {
        if (days_.size() == most) break;
        days_.push_back({day, {}});
      }
      days_.back().slots.push_back(rows->id<SlotId>(1));
      department_ = rows->id<DepartmentId>(2);
    }
    return true;
  });
}

void Town::copy_to(const fs::path& data) const {
  fs::create_directories(data);
  for (const char* suffix : {"", "-wal"}) {
    const auto file = config_for(data_).file().string() + suffix;
    if (fs::exists(file)) fs::copy_file(file, config_for(data).file().string() + suffix);
  }
  fs::copy_file(key_of(data_), key_of(data));
}

Town::Wanted Town::wanted(std::size_t n) const {
  // In no order of ids: neighbours in the file do not book one after another.
  constexpr std::size_t kStride = 7919;
  const auto who = n * kStride % kCitizens;
  const auto& day = days_.at(n / kCitizens);
  return {citizens_[who], day.slots[who % day.slots.size()]};
}

}  // namespace yuyue::bench
