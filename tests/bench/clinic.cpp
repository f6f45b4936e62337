#include "bench/clinic.hpp"

#include <cstdio>
#include <ctime>
#include <stdexcept>

#include "bench/load.hpp"
#include "yuyue/access/password.hpp"
#include "yuyue/access/settings.hpp"
#include "yuyue/booking/timetable_import.hpp"

namespace yuyue::bench {
namespace {

template <class T>
T must(Result<T> result) {
  if (!result) throw std::runtime_error("preparing: refused: " + result.error().code);
  return std::move(*result);
}

std::string csv_of(const std::vector<ClinicHours>& hours) {
  std::string csv =
      "院区,科室代码,科室,门诊类型,医生工号,医生,职称,星期,时段,开始,结束,每时段号数,诊室\n";
  for (const auto& row : hours) {
    const auto department = std::to_string(row.department);
    const auto clinician = department + std::to_string(row.clinician);
    std::string rooms;
    for (const auto& room : row.rooms) rooms += (rooms.empty() ? "" : "/") + room;
    const auto who = row.clinician == 0 ? std::string("普通,,,")
                                        : "专家," + clinician + ",医生" + clinician + ",主任医师";
    for (int weekday = 1; weekday <= 7; ++weekday)
      csv += "本部," + department + ",科室" + department + "," + who + "," +
             std::to_string(weekday) + ",上午," + row.starts + "," + row.ends + "," +
             std::to_string(row.places) + "," + rooms + "\n";
  }
  return csv;
}

}  // namespace

Clinic::Clinic(const std::filesystem::path& data, const std::vector<ClinicHours>& hours)
    : hospital_(config_for(data), /*demo=*/false, {}) {
  const auto& services = hospital_.services();
  const auto now = services.clock.now();
  // Who starts a day before midnight still has a whole one to come.
  day_ = services.time.day_of(now) + std::chrono::days{2};
  write([](store::Transaction& tx) { return tx.execute("DELETE FROM calendar_day"); });
  import(hours, now);
  hospital_.prepare();
  const auto hash = access::hash_password(kPassword);
  write([&](store::Transaction& tx) {
    const auto by = access::Principal::system("bench");
    must(access::set_setting(tx, services.audit, by, "demo.filled", "true", std::nullopt, now));
    access::NewAccount account;
    account.name = kAccount;
    account.display_name = "护士";
    account.roles = {access::Role::desk, access::Role::administrator};
    account.password_hash = hash;
    account.must_change_password = false;
    return must(services.accounts.create(tx, by, account, now)).version;
  });
}

void Clinic::import(const std::vector<ClinicHours>& hours, Instant now) {
  const auto parsed = booking::parse_timetable(csv_of(hours));
  if (!parsed.errors.empty())
    throw std::runtime_error("the timetable: " +
                             booking::describe(parsed.errors.front(), Language::en));
  must(hospital_.services().timetable_import.run(parsed, {}, now));
}

PersonId Clinic::settle(store::Transaction& tx, std::size_t n) {
  const auto& services = hospital_.services();
  patients::NewPerson person;
  person.name = "张三丰";
  person.documents = {{IdentifierType::resident_card, card_number(n), ""}};
  person.phone = std::to_string(13'000'000'000 + n);
  return must(services.patients.register_person(tx, access::Principal::system("bench"), person,
                                                services.clock.now()))
      .id;
}

std::string request_text(std::string_view method, std::string_view target, std::string_view cookie,
                         std::string_view body, std::string_view key) {
  std::string text(method);
  text.append(" ").append(target).append(
      " HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\nAccept-Language: zh-CN\r\n");
  if (!cookie.empty()) text.append("Cookie: yuyue_session=").append(cookie).append("\r\n");
  if (!key.empty()) text.append("Idempotency-Key: ").append(key).append("\r\n");
  if (method != "GET") {
    text.append("Content-Type: application/json\r\nContent-Length: ")
        .append(std::to_string(body.size()))
        .append("\r\n");
  }
  return text.append("\r\n").append(body);
}

Talk::Answer Talk::ask(std::string_view method, const std::string& target, const Json& body) {
  ++requests_;
  const auto answer = whole_answer(
      socket_, request_text(method, target, cookie_, body.is_null() ? "" : body.dump()));
  constexpr std::string_view kCookie = "Set-Cookie: yuyue_session=";
  if (const auto at = answer.find(kCookie); at != std::string::npos) {
    const auto from = at + kCookie.size();
    cookie_ = answer.substr(from, answer.find(';', from) - from);
  }
  return {status_of(answer), Json::parse(body_of(answer), nullptr, /*allow_exceptions=*/false)};
}

Talk::Json Talk::good(const std::string& target, Answer answer) {
  if (answer.status != 200 && answer.status != 201)
    throw std::runtime_error(target + " was answered " + std::to_string(answer.status) + ": " +
                             answer.body.dump());
  return std::move(answer.body);
}

void Talk::sign_in(const std::string& account, const std::string& password) {
  cookie_.clear();
  post("/api/v1/sign-ins",
       {{"provider", "password"}, {"account", account}, {"password", password}});
}

std::string moment_text(Instant at) {
  const auto ms = at.time_since_epoch().count();
  const auto seconds = static_cast<std::time_t>(ms / 1000);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[40];
  const auto length = std::strftime(text, sizeof text, "%FT%T", &parts);
  std::snprintf(text + length, sizeof text - length, ".%03dZ", static_cast<int>(ms % 1000));
  return text;
}

}  // namespace yuyue::bench
