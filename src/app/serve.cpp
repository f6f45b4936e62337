#include "app/serve.hpp"

#include <ifaddrs.h>
#include <net/if.h>
#include <netdb.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <optional>
#include <thread>

#include "app/demo.hpp"
#include "app/hospital.hpp"
#include "app/housekeeping.hpp"
#include "app/log.hpp"
#include "app/metrics.hpp"
#include "yuyue/api/api.hpp"
#include "yuyue/http/server.hpp"
#include "yuyue/http/static_files.hpp"

namespace yuyue::app {
namespace {

namespace asio = boost::asio;

/// The public listener has only what patients use, and the demo's pages are a demo's only.
bool is_served(const http::Request& request, bool demo) {
  static constexpr std::string_view kStaffOnly[] = {"/desk",    "/clinic", "/window", "/cases",
                                                    "/partner", "/admin",  "/staff",  "/triage",
                                                    "/display", "/kiosk"};
  if (!demo && request.path.starts_with("/demo")) return false;
  if (request.listener != http::Listener::open) return true;
  return std::ranges::none_of(
      kStaffOnly, [&](std::string_view folder) { return request.path.starts_with(folder); });
}

http::ServerHooks hooks_of(const http::StaticFiles& files, bool demo, Log& log, Metrics& metrics) {
  http::ServerHooks hooks;
  hooks.problem = [](const http::Request& request, int status, std::string_view code) {
    return api::problem(request, status, code);
  };
  hooks.on_answered = [&](const http::AccessRecord& record) {
    metrics.answered(record);
    log.answered(record);
  };
  hooks.on_error = [&](const std::string& text) {
    log.error(text);
  };
  hooks.fallback = [&, demo](const http::Request& request, http::Headers& extra) {
    return is_served(request, demo) ? files.find(request.path, extra) : nullptr;
  };
  hooks.security_headers = &api::security_headers;
  return hooks;
}

std::vector<http::ListenAddress> addresses_of(const Config& config) {
  const auto open = parse_address(config.public_address);
  const auto internal = parse_address(config.internal_address);
  return {{.listener = http::Listener::open, .host = open.host, .port = open.port},
          {.listener = http::Listener::internal, .host = internal.host, .port = internal.port},
          {.listener = http::Listener::control, .unix_path = config.control_socket().string()}};
}

/// "every address of this machine" is nothing a browser can open: one that it can instead, if
/// possible one that a phone in the same network reaches, too.
std::string browsable(const std::string& address) {
  const auto colon = address.rfind(':');
  const auto host = address.substr(0, colon);
  if (host != "0.0.0.0" && host != "[::]") return address;
  std::string found = "localhost";
  ifaddrs* list = nullptr;
  if (getifaddrs(&list) != 0) return found + address.substr(colon);
  const std::unique_ptr<ifaddrs, decltype(&freeifaddrs)> owner(list, &freeifaddrs);
  for (const auto* entry = list; entry; entry = entry->ifa_next) {
    if (!entry->ifa_addr || entry->ifa_addr->sa_family != AF_INET) continue;
    if ((entry->ifa_flags & IFF_LOOPBACK) != 0 || (entry->ifa_flags & IFF_UP) == 0) continue;
    char text[NI_MAXHOST];
    if (getnameinfo(entry->ifa_addr, sizeof(sockaddr_in), text, sizeof text, nullptr, 0,
                    NI_NUMERICHOST) != 0)
      continue;
    found = text;
    break;
  }
  return found + address.substr(colon);
}

/// As printed, padded to one width; CJK characters are two wide.
constexpr std::pair<const char*, const char*> kStaffPages[] = {
    {"服务台 desk     ", "/desk"},   {"分诊台 triage   ", "/triage"},
    {"叫号 clinic     ", "/clinic"}, {"服务窗口 window ", "/window"},
    {"办件 cases      ", "/cases"},  {"投诉 voice      ", "/voice"},
    {"检查 device     ", "/device"}, {"大屏 display    ", "/display"},
    {"自助机 kiosk    ", "/kiosk"},  {"合作机构 partner", "/partner"},
    {"管理 admin      ", "/admin"}};

void say_ready(const std::vector<std::string>& addresses, bool demo) {
  const auto open = "http://" + browsable(addresses[0]);
  const auto internal = "http://" + browsable(addresses[1]);
  if (isatty(STDOUT_FILENO) == 0) {
    const nlohmann::json line{{"ready", true}, {"public", open}, {"internal", internal}};
    std::puts(line.dump().c_str());
  } else {
    std::printf("\n  患者 patients    %s/\n", open.c_str());
    for (const auto& [name, path] : kStaffPages)
      std::printf("  %s %s%s/\n", name, internal.c_str(), path);
    if (demo) std::fputs(demo_accounts_text(open).c_str(), stdout);
    std::puts("\n  Ctrl-C 停止 stops\n");
  }
  std::fflush(stdout);
}

/// With --demo an empty file is filled; a real hospital's is refused, because anybody could read
/// its patients' codes. Without it nothing of the demo is served.
void check_demo(Hospital& hospital, bool demo, Log& log) {
  const auto file = hospital.config().file().string();
  if (demo) fill_demo_if_empty(hospital, [&](const std::string& text) { log.info(text); });
  if (demo == is_demo_hospital(hospital)) return;
  throw store::CannotOpen(
      demo ? file + " is a real hospital's: --demo would show its patients' codes to anybody"
           : file +
                 " is a demo hospital with known passwords: serve it with --demo, or begin with "
                 "another data folder");
}

/// A new hospital has nobody who could sign in; whoever starts it should not have to find out how.
void hint_at_first_account(Hospital& hospital, Log& log) {
  const auto& accounts = hospital.services().accounts;
  const bool none = hospital.database().read(
      [&](store::Snapshot& snapshot) { return accounts.list(snapshot).empty(); });
  if (none)
    log.info("no staff account yet; make the first: yuyue user add NAME --role administrator");
}

Metrics::Money money_of(Hospital& hospital) {
  const auto& services = hospital.services();
  return {.callbacks = services.payment_callbacks.figures(),
          .errands = hospital.errands().figures(),
          .waiting = hospital.database().read(
              [&](store::Snapshot& snapshot) { return services.fees.figures(snapshot); })};
}

class Stop {
 public:
  Stop(asio::io_context& context, http::Server& server, Hospital& hospital, Log& log)
      : signals_(context, SIGINT, SIGTERM), server_(server), hospital_(hospital), log_(log) {
    signals_.async_wait([this](boost::system::error_code error, int) {
      if (!error) now();
    });
  }
  bool all_answered() const { return all_answered_; }

 private:
  void now() {
    hospital_.set_ready(false);
    log_.info("stopping: what is under way is finished, new requests are refused");
    server_.stop([this](bool all_answered) { all_answered_ = all_answered; });
  }
  asio::signal_set signals_;
  http::Server& server_;
  Hospital& hospital_;
  Log& log_;
  std::atomic<bool> all_answered_ = true;
};

}  // namespace

int serve(const Config& config, bool demo) {
  Log log(config.access_log);
  Metrics metrics;
  std::atomic<bool> outcome_unknown = false;
  // Whoever waits is answered, then the process ends, and whoever started it starts it again.
  const auto end = [&] {
    outcome_unknown = true;
    std::raise(SIGTERM);
  };
  Hospital hospital(config, demo,
                    {.log_error = [&](const std::string& text) { log.error(text); },
                     .metrics = [&] { return metrics.text(); },
                     .on_outcome_unknown = end});
  check_demo(hospital, demo, log);
  hospital.prepare();

  const http::StaticFiles files(config.static_folder, /*reload=*/demo);
  const auto router = api::make_router(hospital.services());
  const auto threads = config.threads > 0 ? static_cast<unsigned>(config.threads)
                                          : std::max(1u, std::thread::hardware_concurrency());
  asio::io_context context(static_cast<int>(threads));
  http::Limits limits;
  limits.connections = static_cast<std::size_t>(config.connections);
  http::Server server(context, router, limits, hooks_of(files, demo, log, metrics));
  metrics.watch([&] { return hospital.database().figures(); }, [&] { return server.figures(); });
  metrics.watch_money([&] { return money_of(hospital); });
  server.listen(addresses_of(config));
  // A real hospital's page is reached by another name than the address that is listened on.
  if (!config.public_url.empty())
    hospital.set_public_page(config.public_url);
  else if (demo)
    hospital.set_public_page("http://" + browsable(server.addresses()[0]));
  const Stop stop(context, server, hospital, log);
  note_audit_head(hospital, log);
  std::optional<Housekeeping> housekeeping(std::in_place, hospital, log);
  hint_at_first_account(hospital, log);
  hospital.set_ready(true);
  say_ready(server.addresses(), demo);

  std::vector<std::jthread> crew;
  for (unsigned i = 1; i < threads; ++i) crew.emplace_back([&] { context.run(); });
  context.run();
  crew.clear();
  housekeeping.reset();
  // Nobody writes any more. What the last line says is no reason for another end than this one.
  try {
    note_audit_head(hospital, log);
  } catch (const std::exception& e) {
    log.error(std::string("audit head: ") + e.what());
  }
  if (!stop.all_answered()) log.error("some requests were cut off at the hard deadline");
  return stop.all_answered() && !outcome_unknown ? 0 : 1;
}

}  // namespace yuyue::app
