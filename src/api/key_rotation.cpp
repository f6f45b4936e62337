// The change to another generation of the key of the personal fields.
#include "yuyue/access/key_rotation.hpp"
#include "api/answers.hpp"

namespace yuyue::api {
namespace {

/// A request does so much and answers how far it has got; the server goes on by itself, too.
constexpr std::chrono::milliseconds kAtOnce{800};

Json state_json(const Services& services) {
  const auto state = services.database.read(
      [&](store::Snapshot& snapshot) { return services.key_rotation.state(snapshot); });
  Json out{{"generation", state.newest},    {"settled", state.settled},
           {"running", state.is_running()}, {"waiting", state.waiting > 0},
           {"table", state.table},          {"tablesDone", state.tables_done},
           {"tables", state.tables},        {"resealed", state.resealed}};
  if (state.begun_at) out["begunAt"] = services.time.rfc3339(*state.begun_at);
  if (state.done_at) out["doneAt"] = services.time.rfc3339(*state.done_at);
  return out;
}

Result<void> go_on(const Services& services, Instant now) {
  try {
    services.key_rotation.take_up(services.database, now);
  } catch (const access::KeyFileError& e) {
    return Refusal("key-file-unusable").with("why", e.what());
  }
  const auto until = std::chrono::steady_clock::now() + kAtOnce;
  while (std::chrono::steady_clock::now() < until &&
         services.key_rotation.step(services.database, now)) {
  }
  return {};
}

}  // namespace

Answer show_key_rotation(const Services& services, const Call&) {
  return json(200, state_json(services));
}

LaterAnswer rotate_key(const Services& services, const Call& call) {
  Result<void> done;
  std::function<void()> work = [&] {
    done = go_on(services, call.now);
  };
  co_await on_worker(services, work);
  if (!done) co_return done.error();
  co_return json(200, state_json(services));
}

LaterAnswer show_key_use(const Services& services, const Call& call) {
  const auto generation = query_integer(call.request, "generation", 0, 1, 255);
  if (!generation) co_return generation.error();
  if (*generation == 0)
    co_return Refusal("query-invalid").with("name", "generation").with("value", "");
  std::vector<std::string> users;
  std::function<void()> work = [&] {
    users = services.key_rotation.used_by(services.database,
                                          static_cast<access::KeyRing::Generation>(*generation));
  };
  co_await on_worker(services, work);
  co_return json(200, Json{{"generation", *generation}, {"usedBy", users}});
}

}  // namespace yuyue::api
