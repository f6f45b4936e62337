#pragma once
#include <functional>

#include "bench/clinic.hpp"
#include "bench/day_orders.hpp"
#include "bench/server_process.hpp"

namespace yuyue::bench::day {

/// The sessions of a day, as the timetable has them.
struct Timetable {
  yuyue::Day date;
  std::vector<std::string> sessions;
  std::vector<std::vector<std::string>> slots;  ///< of each session, by time
  std::vector<std::string> rooms;               ///< of the day
};

/// Makes the data of a hospital with these sessions.
Timetable make_hospital(const std::filesystem::path& data, const std::vector<Session>& sessions);

/// The lines of a running server, at which everything is done through its API while its clock is
/// turned from one moment of the day to the next. In the middle of the day it is started anew.
class Served final : public Order {
 public:
  using Start = std::function<std::unique_ptr<ServerProcess>()>;
  Served(const Day& day, const Timetable& timetable, Start start);

  /// Registers everybody, and books for those who are. Before the day.
  void book();

  void arrive(std::size_t visit, Moment now) override;
  std::optional<std::size_t> call(std::size_t room, Moment now) override;
  void call(std::size_t visit, std::size_t room, Moment now) override;
  void recall(std::size_t visit, Moment now) override { step(visit, "recall", now); }
  void start(std::size_t visit, Moment now) override { step(visit, "start", now); }
  void finish(std::size_t visit, Moment now) override { step(visit, "finish", now); }
  void miss(std::size_t visit, Moment now) override { step(visit, "miss", now); }
  void send_away(std::size_t visit, Moment now) override { step(visit, "send-away", now); }
  void come_back(std::size_t visit, Moment now) override { step(visit, "come-back", now); }
  std::vector<std::size_t> waiting(std::size_t session) override;

  std::size_t requests() const { return requests_ + talk_->requests(); }
  /// As the server told it for each session's line; zero: it had none.
  const std::vector<std::chrono::minutes>& promises() const { return promises_; }

 private:
  void start_anew();
  void turn_clock(Moment now);
  void step(std::size_t visit, const char* name, Moment now);
  Talk::Json line(std::size_t session);
  const std::string& session_of(std::size_t visit) const;

  const Day& day_;
  const Timetable& timetable_;
  const std::vector<std::size_t> rooms_;
  const Instant midnight_;
  const Start start_;
  std::unique_ptr<ServerProcess> server_;
  std::optional<Talk> talk_;
  std::size_t requests_ = 0;  ///< before it was started anew
  bool is_anew_ = false;
  Moment clock_{};
  std::chrono::steady_clock::time_point turned_{};
  std::vector<std::string> people_, appointments_, tickets_;  ///< by visit
  std::map<std::string, std::size_t> visits_;                 ///< by appointment
  std::vector<std::chrono::minutes> promises_;
};

}  // namespace yuyue::bench::day
