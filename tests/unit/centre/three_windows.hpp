#pragma once
// A centre of three windows, on a real file.
#include <algorithm>

#include "unit/real_file.hpp"
#include "yuyue/centre/visits.hpp"

namespace yuyue::centre::test {

using namespace std::chrono_literals;

inline const HospitalTime kTime;
inline const Day kMonday = *parse_day("2026-11-23");
inline const access::Actor kClerk{.kind = "staff", .id = 7};

inline Instant at(int hour, int minute) {
  return kTime.at(kMonday, MinuteOfDay{hour * 60 + minute});
}

/// Insurance and certificates, at three windows: one for each, and one that serves certificates and
/// only helps with insurance.
struct Centre : yuyue::test::RealFile {
  Centre() {
    reopen();
    write([&](store::Transaction& tx) {
      add_campus(tx);
      const Catalogue catalogue(environment);
      const auto now = at(7, 0);
      const auto group = [&](const char* letter, const char* name) {
        return catalogue.add(tx, ServiceGroup{.letter = letter, .name = name}, kClerk, now)
            .value()
            .id;
      };
      const auto a = group("A", "医保"), b = group("B", "证明");
      const auto service = [&](const char* code, ServiceGroupId in) {
        return catalogue.add(tx, Service{.code = code, .group = in, .name = code}, kClerk, now)
            .value()
            .id;
      };
      insurance = service("insurance", a);
      certificate = service("certificate", b);
      stamp = service("stamp", b);
      const auto window = [&](const char* name, std::vector<WindowDuty> duties) {
        Window one{.campus = CampusId{1}, .name = name, .duties = std::move(duties)};
        one.hours = {{.weekday = 1, .opens = 8h, .closes = 12h},
                     {.weekday = 1, .opens = 14h, .closes = 17h}};
        return catalogue.add(tx, one, kClerk, now).value().id;
      };
      first = window("1", {{.service = insurance}});
      second = window("2", {{.service = certificate}, {.service = stamp}});
      helper = window("3", {{.service = certificate},
                            {.service = insurance, .help_after = 20min, .help_when_idle = false}});
      return true;
    });
  }
  void reopen() {
    visits.reset();
    open_file();
    visits.emplace(
        environment, [](Instant) { return queue::LineRules{}; },
        [](store::Snapshot&, Day day) { return day == kMonday ? 1 : 0; }, nullptr);
  }
  Result<Visit> take(std::vector<ServiceId> services, Instant now, std::string priority = "") {
    return write([&](store::Transaction& tx) {
      return visits->take(tx, {.services = services, .priority = priority}, kClerk, now);
    });
  }
  Result<Called> call(ServiceWindowId window, Instant now, std::optional<TicketId> ticket = {},
                      const std::string& reason = "") {
    return write([&](store::Transaction& tx) {
      return visits->call(tx, window, ticket, reason, kClerk, now);
    });
  }
  Result<Called> step(TicketId ticket, WindowStep step, Instant now) {
    return write(
        [&](store::Transaction& tx) { return visits->step(tx, ticket, step, kClerk, now); });
  }
  Visit visit(const std::string& number) {
    return read([&](store::Snapshot& s) { return find_visit(s, kMonday, number).value(); });
  }
  void check_sound() {
    const auto problems = read([](store::Snapshot& s) {
      auto list = check_visits(s);
      std::ranges::copy(queue::check_lines(s), std::back_inserter(list));
      return list;
    });
    for (const auto& problem : problems) MESSAGE(problem);
    CHECK(problems.empty());
  }

  SystemClock clock;
  IdMaker ids{clock};
  Environment environment{.time = &kTime, .ids = &ids};
  std::optional<Visits> visits;
  ServiceId insurance, certificate, stamp;
  ServiceWindowId first, second, helper;
};

}  // namespace yuyue::centre::test
