// The figures themselves. Every ratio comes from rounds that alternate within one run, and is the
// median of the rounds' ratios.
#include "bench/figure.hpp"

#include <fstream>
#include <thread>

#include "app/demo_centre.hpp"
#include "app/hospital.hpp"
#include "bench/bookings.hpp"
#include "bench/history.hpp"
#include "bench/lines.hpp"
#include "bench/socket.hpp"
#include "bench/streams.hpp"
#include "yuyue/centre/visits.hpp"

namespace yuyue::bench {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kGroup = 64;
constexpr int kRounds = 9;

std::string against(const std::string& unit, const std::vector<double>& measured,
                    const std::string& what, const std::vector<double>& reference) {
  return whole(median(measured)) + " " + unit + ", " + what + " " + whole(median(reference));
}

/// Two rates measured in turn.
struct Rounds {
  std::vector<double> first, second;
  double ratio() const {
    std::vector<double> ratios;
    for (std::size_t i = 0; i < first.size(); ++i) ratios.push_back(first[i] / second[i]);
    return median(ratios);
  }
};
template <class First, class Second>
Rounds in_turn(First first, Second second) {
  Rounds rounds;
  for (int i = 0; i < kRounds; ++i) {
    rounds.second.push_back(second());
    rounds.first.push_back(first());
  }
  return rounds;
}

Measured store_ceiling(Workshop& workshop) {
  BookingInProcess booking(workshop.town(), workshop.copy_of_town());
  booking.rate(2000, kGroup);
  const auto rounds =
      in_turn([&] { return booking.rate(6000, kGroup); }, [&] { return booking.rate(600, 1); });
  return at_least(
      4, rounds.ratio(),
      against("bookings/s in groups of 64", rounds.first, "one a commit", rounds.second));
}

Measured booking_http(Workshop& workshop) {
  BookingInProcess in_process(workshop.town(), workshop.copy_of_town());
  const auto server = workshop.serve(workshop.copy_of_town());
  BookingOverHttp over_http(workshop.town(), *server);
  in_process.rate(2000, kGroup);
  over_http.as_fast_as_possible(2000);
  const auto rounds = in_turn([&] { return over_http.as_fast_as_possible(5000).rate(); },
                              [&] { return in_process.rate(6000, kGroup); });
  return at_least(0.4, rounds.ratio(),
                  against("bookings/s over HTTP", rounds.first, "in-process", rounds.second));
}

/// Reads of what the server keeps as bytes, against a static file that is the very answer, so that
/// it is as long and packs as well.
Measured against_static(Workshop& workshop, const std::filesystem::path& data,
                        const std::string& target) {
  const auto pages = workshop.new_folder();
  std::filesystem::create_directories(pages);
  {
    const auto server = workshop.serve(data);
    std::ofstream(pages / "answer.json") << ask(
        connect_to(server->port()), "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
  }
  const auto server = workshop.serve(data, pages);
  const auto rate = [&](const std::string& wanted, std::size_t count) {
    const auto request = get(wanted);
    const std::vector<std::string_view> requests(count, request);
    return all_good(Load{.port = server->port(), .connections = 64}.as_fast_as_possible(requests))
        .rate();
  };
  rate(target, 2000);
  rate("/answer.json", 2000);
  const auto rounds =
      in_turn([&] { return rate(target, 20'000); }, [&] { return rate("/answer.json", 20'000); });
  return at_least(0.8, rounds.ratio(),
                  against("reads/s", rounds.first, "static file", rounds.second));
}

Measured free_slots_http(Workshop& workshop) {
  const auto& town = workshop.town();
  return against_static(workshop, workshop.copy_of_town(),
                        "/api/v1/departments/" + to_string(town.department()) +
                            "/sessions?date=" + format_day(town.day()));
}

/// The demo's services and windows, and as many people waiting as are let in at this hour.
Measured centre_http(Workshop& workshop) {
  constexpr int kVisitors = 60;
  const auto data = workshop.copy_of_town();
  {
    app::Hospital hospital(config_for(data), /*demo=*/false, {});
    const auto now = hospital.services().clock.now();
    app::fill_demo_centre(hospital, now);
    hospital.database().write_now(store::Lane::housekeeping, [&](store::Transaction& tx) {
      const auto services = centre::services(tx);
      for (int i = 0; i < kVisitors; ++i) {
        const centre::TakeRequest wanted{
            .services = {services[static_cast<std::size_t>(i) % services.size()].id}};
        if (!hospital.services().visits.take(tx, wanted, {}, now)) continue;
      }
      return true;
    });
  }
  return against_static(workshop, data, "/api/v1/centre");
}

Measured booking_latency(Workshop& workshop) {
  const auto server = workshop.serve(workshop.copy_of_town());
  BookingOverHttp booking(workshop.town(), *server);
  booking.as_fast_as_possible(2000);
  std::vector<double> full, p50, p99;
  for (int i = 0; i < 3; ++i) {
    full.push_back(booking.as_fast_as_possible(4000).rate());
    const auto half = full.back() / 2;
    const auto answers = booking.at_rate(static_cast<std::size_t>(half * 4), half);
    p50.push_back(answers.percentile_ms(0.5));
    p99.push_back(answers.percentile_ms(0.99));
  }
  return at_most(20, median(p99),
                 "ms at " + whole(median(full) / 2) + " bookings/s; median " +
                     std::to_string(median(p50)).substr(0, 4) + " ms");
}

/// A server that has worked and rests again.
std::unique_ptr<ServerProcess> rested_server(Workshop& workshop) {
  auto server = workshop.serve(workshop.copy_of_town());
  BookingOverHttp(workshop.town(), *server).as_fast_as_possible(5000);
  std::this_thread::sleep_for(2s);
  return server;
}

Measured memory_at_rest(Workshop& workshop) {
  const auto server = rested_server(workshop);
  return at_most(60, server->memory_mib(), "MiB resident, after 5000 bookings");
}

Measured memory_5000_idle(Workshop& workshop) {
  const auto server = rested_server(workshop);
  const auto request = get("/healthz");
  std::vector<Socket> connections;
  for (int i = 0; i < 5000; ++i) {
    connections.push_back(connect_to(server->port()));
    // Each has been of use once, as an idle connection of a browser has.
    ask(connections.back(), request);
  }
  std::this_thread::sleep_for(1s);
  return at_most(150, server->memory_mib(), "MiB resident with 5000 idle connections");
}

/// An empty hospital and one with a past, both served, measured in turn.
struct WithAndWithoutPast {
  explicit WithAndWithoutPast(Workshop& workshop)
      : town(workshop.town()),
        past_data(workshop.copy_of_town()),
        appointments(workshop.is_long() ? 1'000'000 : 200'000) {
    workshop.say("adding " + std::to_string(appointments) + " past appointments");
    add_history(town, past_data, appointments);
    past = workshop.serve(past_data);
    empty = workshop.serve(workshop.copy_of_town());
  }
  std::string among() const { return " past appointments " + std::to_string(appointments); }

  const Town& town;
  const std::filesystem::path past_data;
  const std::size_t appointments;
  std::unique_ptr<ServerProcess> past, empty;
};

Measured history_booking(Workshop& workshop) {
  const WithAndWithoutPast servers(workshop);
  BookingOverHttp past(servers.town, *servers.past), empty(servers.town, *servers.empty);
  past.as_fast_as_possible(3000);
  empty.as_fast_as_possible(3000);
  const auto rounds = in_turn([&] { return past.as_fast_as_possible(5000).rate(); },
                              [&] { return empty.as_fast_as_possible(5000).rate(); });
  return at_least(
      0.9, rounds.ratio(),
      against("bookings/s", rounds.first, "empty", rounds.second) + ";" + servers.among());
}

/// Free slots of all departments and people's own upcoming appointments, half and half.
std::vector<std::string> reads(const Town& town, std::size_t count) {
  std::vector<std::string> list;
  const auto slots = get("/api/v1/departments/" + to_string(town.department()) + "/days");
  for (std::size_t i = 0; i < count; i += 2) {
    list.push_back(slots);
    list.push_back(get("/api/v1/appointments?state=upcoming",
                       town.citizens()[i * 7 % town.citizens().size()].token));
  }
  return list;
}

Measured history_reading(Workshop& workshop) {
  const WithAndWithoutPast servers(workshop);
  const auto list = reads(servers.town, 10'000);
  for (const auto* server : {servers.past.get(), servers.empty.get()})
    BookingOverHttp(servers.town, *server).as_fast_as_possible(5000);
  const auto rate = [&](const ServerProcess& server) {
    return all_good(Load{.port = server.port(), .connections = 64}.as_fast_as_possible(views(list)))
        .rate();
  };
  rate(*servers.past);
  rate(*servers.empty);
  const auto rounds =
      in_turn([&] { return rate(*servers.past); }, [&] { return rate(*servers.empty); });
  return at_least(0.9, rounds.ratio(),
                  against("reads/s", rounds.first, "empty", rounds.second) + ";" + servers.among());
}

Measured start_time(Workshop& workshop) {
  WithAndWithoutPast servers(workshop);
  std::vector<double> seconds;
  for (int i = 0; i < kRounds; ++i) {
    servers.past.reset();
    servers.past = workshop.serve(servers.past_data);
    seconds.push_back(servers.past->start_seconds());
  }
  return at_most(0.5, median(seconds), "s until ready;" + servers.among());
}

}  // namespace

std::string whole(double value) {
  return std::to_string(static_cast<long long>(value + 0.5));
}

std::vector<Figure> figures() {
  return {
      {"store-ceiling", ">= 4", "bookings in-process: groups of 64 against one a commit",
       &store_ceiling},
      {"booking-http", ">= 0.4", "durable bookings over HTTP against the ceiling", &booking_http},
      {"free-slots-http", ">= 0.8", "free-slot reads against a static file of the same size",
       &free_slots_http},
      {"centre-http", ">= 0.8", "the service centre's page against a static file of the same size",
       &centre_http},
      {"booking-latency", "<= 20 ms", "p99 of bookings over HTTP at half load", &booking_latency},
      {"queue-latency", "<= 20 ms", "p99 of queue operations: 300 rooms call, 3,000 patients wait",
       &queue_latency},
      {"call-reaches", "<= 150 ms", "p99 of a call's way to 1,000 displays and phones",
       &call_reaches},
      {"memory-per-stream", "<= 30 KiB", "resident, for each client of an event stream",
       &memory_per_stream},
      {"memory-at-rest", "<= 60 MiB", "resident, after work", &memory_at_rest},
      {"memory-5000-idle", "<= 150 MiB", "resident, with 5000 idle connections", &memory_5000_idle},
      {"history-booking", ">= 0.9", "bookings with a long past against an empty hospital",
       &history_booking},
      {"history-reading", ">= 0.9", "reads with a long past against an empty hospital",
       &history_reading},
      {"start-time", "<= 0.5 s", "from start to ready with a long past", &start_time},
  };
}

}  // namespace yuyue::bench
