#pragma once
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "app/hospital.hpp"
#include "bench/socket.hpp"
#include "bench/town.hpp"

namespace yuyue::bench {

/// One row of a timetable, of every day of the week.
struct ClinicHours {
  int department = 101;
  int clinician = 0;  ///< 0: a department's own session
  std::string starts = "08:00", ends = "12:00";
  int places = 1;  ///< a slot
  std::vector<std::string> rooms;
};

/// The data of a hospital that may be served with a clock that can be turned: a timetable without
/// holidays, an account for all that is done at a clinic, and nobody yet.
class Clinic {
 public:
  static constexpr const char* kAccount = "nurse";
  static constexpr const char* kPassword = "Bench-nurse-2026";

  /// Opens `data`, a folder that does not exist yet, until it is destroyed.
  Clinic(const std::filesystem::path& data, const std::vector<ClinicHours>& hours);

  app::Hospital& hospital() { return hospital_; }
  template <class F>
  auto write(F job) {
    return hospital_.database().write_now(store::Lane::housekeeping, job);
  }
  /// The n-th of people who differ.
  PersonId settle(store::Transaction& tx, std::size_t n);
  /// The first day that is a whole day away.
  Day day() const { return day_; }

 private:
  void import(const std::vector<ClinicHours>& hours, Instant now);
  app::Hospital hospital_;
  Day day_{};
};

/// Somebody at a page of the staff's, one request after another.
class Talk {
 public:
  using Json = nlohmann::json;
  struct Answer {
    int status = 0;
    Json body;
  };
  explicit Talk(unsigned short port, std::string cookie = {})
      : socket_(connect_to(port)), cookie_(std::move(cookie)) {}

  void sign_in(const std::string& account, const std::string& password);
  Answer ask(std::string_view method, const std::string& target, const Json& body = nullptr);
  /// Throws std::runtime_error unless it is answered 200 or 201.
  Json get(const std::string& target) { return good(target, ask("GET", target)); }
  Json post(const std::string& target, const Json& body) {
    return good(target, ask("POST", target, body));
  }
  std::size_t requests() const { return requests_; }
  const std::string& cookie() const { return cookie_; }

 private:
  static Json good(const std::string& target, Answer answer);
  Socket socket_;
  std::string cookie_;
  std::size_t requests_ = 0;
};

/// A whole request of a signed-in page.
std::string request_text(std::string_view method, std::string_view target, std::string_view cookie,
                         std::string_view body, std::string_view key = {});

/// RFC 3339, to the millisecond.
std::string moment_text(Instant at);

}  // namespace yuyue::bench
