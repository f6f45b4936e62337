#include "yuyue/http/server.hpp"

#include <unistd.h>

#include <algorithm>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>

#include "http/acceptor.hpp"
#include "http/connection.hpp"

namespace yuyue::http {

namespace asio = boost::asio;
using boost::system::error_code;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace {

constexpr milliseconds kWaitAfterFailedAccept{100};  // out of file descriptors, most likely
constexpr milliseconds kGraceAfterCut{500};
/// While stopping: a client that has just been answered may have sent its next request before it
/// could know, and would see it reset. It is given this long to arrive.
constexpr milliseconds kGraceForIdle{400};
constexpr int kMostAdmittedLate = 1024;  // a full backlog; a flood must not hold the stop up
/// So many clients are told 503 at a time; the rest of a flood is hung up on.
constexpr std::size_t kRefusalsAtOnce = 64;

milliseconds patrol_interval(const Limits& limits) {
  const auto shortest = std::min({limits.header_time, limits.body_time, limits.idle_time,
                                  limits.write_time, limits.beat_time, limits.stop_time});
  return std::clamp(shortest / 10, milliseconds{5}, milliseconds{1000});
}

struct Door {
  Listener listener;
  std::string name;
  std::string unix_path;
  Acceptor acceptor;
};

asio::awaitable<void> serve(std::shared_ptr<ServerState> state,
                            std::unique_ptr<Connection> connection, bool refuse) {
  try {
    if (refuse) {
      co_await connection->refuse();
    } else {
      co_await connection->serve();
    }
  } catch (const std::exception& e) {
    state->report(std::string("connection lost: ") + e.what());
  }
}

}  // namespace

/// Doors, patrol and stop run on one strand, so they need no lock among themselves.
struct Server::Impl : std::enable_shared_from_this<Server::Impl> {
  Impl(asio::io_context& c, const Router& router, Limits limits, ServerHooks hooks)
      : context(c),
        strand(asio::make_strand(c)),
        state(std::make_shared<ServerState>(router, limits, std::move(hooks))),
        timer(c),
        idle_grace(c) {}

  void start(std::shared_ptr<Door> door);
  asio::awaitable<void> accept_all(std::shared_ptr<Door> door);
  asio::awaitable<void> patrol();
  void admit(Socket socket, Listener listener, const Endpoint& peer);
  bool is_full(Listener listener, const std::string& address) const;
  void begin_stop(std::function<void(bool)> on_stopped);
  void accept_waiting(Door& door);
  void finish_stop(bool all_answered);

  asio::io_context& context;
  asio::strand<asio::io_context::executor_type> strand;
  std::shared_ptr<ServerState> state;
  std::vector<std::shared_ptr<Door>> doors;
  asio::steady_timer timer;
  asio::steady_timer idle_grace;
  bool patrolling = false;
  // While stopping:
  bool stop_begun = false;
  bool cut = false;
  bool stopped = false;
  steady_clock::time_point cut_at;
  std::vector<std::function<void(bool)>> waiting_for_stop;
};

void Server::Impl::start(std::shared_ptr<Door> door) {
  const auto self = shared_from_this();
  asio::co_spawn(strand, accept_all(std::move(door)), [self](const std::exception_ptr& failure) {
    if (failure) self->state->report("a listener ended unexpectedly");
  });
  if (std::exchange(patrolling, true)) return;
  asio::co_spawn(strand, patrol(), [self](const std::exception_ptr& failure) {
    if (failure) self->state->report("time limits are no longer watched");
  });
}

asio::awaitable<void> Server::Impl::accept_all(std::shared_ptr<Door> door) {
  const auto self = shared_from_this();
  asio::steady_timer pause(context);
  while (door->acceptor.is_open()) {
    Endpoint peer;
    auto [error, socket] = co_await door->acceptor.async_accept(context, peer, kAsTuple);
    if (stopped) break;
    if (!error) {
      admit(std::move(socket), door->listener, peer);
    } else if (stop_begun) {
      break;
    } else if (error != asio::error::connection_aborted) {
      state->report("cannot accept on " + door->name + ": " + error.message());
      pause.expires_after(kWaitAfterFailedAccept);
      co_await pause.async_wait(kAsTuple);
    }
  }
}

bool Server::Impl::is_full(Listener listener, const std::string& address) const {
  const Limits& limits = state->limits;
  if (listener == Listener::control) return false;
  const std::size_t kept_back = listener == Listener::open ? limits.connections / 8 : 0;
  if (state->registry.counted() >= limits.connections - kept_back) return true;
  return limits.connections_per_address != 0 &&
         state->registry.count_of(address) >= limits.connections_per_address;
}

void Server::Impl::admit(Socket socket, Listener listener, const Endpoint& peer) {
  Origin origin{listener, address_of(peer), listener != Listener::control};
  const bool full = is_full(listener, origin.address);
  if (full) {
    ++state->refused_connections;
    origin.counted = false;
    // Refused ones are in the registry, but not counted; so are the control socket's few.
    if (state->registry.count() - state->registry.counted() >= kRefusalsAtOnce) return;
  }
  auto connection = std::make_unique<Connection>(state, std::move(socket), std::move(origin));
  asio::co_spawn(context, serve(state, std::move(connection), full), asio::detached);
}

asio::awaitable<void> Server::Impl::patrol() {
  const auto self = shared_from_this();
  const auto interval = patrol_interval(state->limits);
  while (!stopped) {
    timer.expires_after(interval);
    co_await timer.async_wait(kAsTuple);
    state->registry.cut_overdue();
    state->registry.wake_due();
    if (!stop_begun || stopped) continue;
    const auto now = steady_clock::now();
    if (!cut && now >= cut_at) {
      cut = true;
      state->registry.cut_all();
    }
    if (cut && now >= cut_at + kGraceAfterCut) finish_stop(false);
  }
}

/// Whoever the system has already let in is served; closing the door on them would reset them.
void Server::Impl::accept_waiting(Door& door) {
  error_code error;
  door.acceptor.non_blocking(true, error);
  for (int n = 0; n < kMostAdmittedLate && !error; ++n) {
    Endpoint peer;
    Socket socket = door.acceptor.accept(context, peer, error);
    if (!error) admit(std::move(socket), door.listener, peer);
  }
}

void Server::Impl::begin_stop(std::function<void(bool)> on_stopped) {
  if (on_stopped) waiting_for_stop.push_back(std::move(on_stopped));
  if (stopped) return finish_stop(!cut);
  if (std::exchange(stop_begun, true)) return;
  cut_at = steady_clock::now() + state->limits.stop_time;
  for (const auto& door : doors) {
    accept_waiting(*door);
    error_code ignored;
    door->acceptor.close(ignored);
    if (!door->unix_path.empty()) ::unlink(door->unix_path.c_str());
  }
  state->stopping = true;
  state->registry.wake_all();
  if (state->registry.count() == 0) return finish_stop(true);
  idle_grace.expires_after(std::min(kGraceForIdle, state->limits.stop_time / 4));
  idle_grace.async_wait(asio::bind_executor(strand, [self = shared_from_this()](error_code error) {
    if (error) return;
    self->state->ending_idle = true;
    self->state->registry.end_idle();
  }));
}

void Server::Impl::finish_stop(bool all_answered) {
  stopped = true;
  timer.cancel();
  idle_grace.cancel();
  const auto told = std::exchange(waiting_for_stop, {});
  for (const auto& on_stopped : told) on_stopped(all_answered);
}

Server::Server(asio::io_context& context, const Router& router, Limits limits, ServerHooks hooks)
    : impl_(std::make_shared<Impl>(context, router, limits, std::move(hooks))) {
  impl_->state->on_empty = [weak = impl_->weak_from_this()] {
    const auto impl = weak.lock();
    if (!impl) return;
    asio::post(impl->strand, [impl] {
      if (!impl->stopped) impl->finish_stop(!impl->cut);
    });
  };
}

Server::~Server() {
  stop({});
}

void Server::listen(const std::vector<ListenAddress>& addresses) {
  std::vector<std::shared_ptr<Door>> opened;
  for (const auto& address : addresses) {
    Acceptor acceptor = open_acceptor(impl_->context, address);
    const std::string name = name_of(acceptor.local_endpoint());
    opened.push_back(std::make_shared<Door>(
        Door{address.listener, name, address.unix_path, std::move(acceptor)}));
  }
  for (const auto& door : opened) {  // only when all are open
    impl_->doors.push_back(door);
    impl_->start(door);
  }
}

std::vector<std::string> Server::addresses() const {
  std::vector<std::string> names;
  for (const auto& door : impl_->doors) names.push_back(door->name);
  return names;
}

void Server::stop(std::function<void(bool all_answered)> on_stopped) {
  asio::post(impl_->strand, [impl = impl_, told = std::move(on_stopped)]() mutable {
    impl->begin_stop(std::move(told));
  });
}

ServerFigures Server::figures() const {
  const ServerState& state = *impl_->state;
  return {state.registry.count(), state.requests, state.refused_connections};
}

}  // namespace yuyue::http
