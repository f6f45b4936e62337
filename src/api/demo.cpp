// Only with --demo: the mailbox that shows what would have been sent, and a clock that can be
// turned. Without --demo these endpoints do not exist.
#include "api/answers.hpp"
#include "yuyue/core/person_data.hpp"

namespace yuyue::api {

Answer demo_messages(const Services& services, const Call& call) {
  const auto wanted = call.request.query_or("phone", "");
  std::optional<std::string> phone;
  if (!wanted.empty()) {
    const auto checked = check_phone(wanted);
    if (!checked) return checked.error();
    phone = *checked;
  }
  return services.database.read([&](store::Snapshot& snapshot) -> Answer {
    Json items = Json::array();
    for (const auto& message : services.outbox.demo_messages(snapshot, phone))
      items.push_back({{"at", services.time.rfc3339(message.created_at)},
                       {"to", mask_phone(message.to)},
                       {"text", message.text}});
    return json(200, {{"items", std::move(items)}});
  });
}

Answer show_demo_clock(const Services& services, const Call& call) {
  return json(200, {{"now", services.time.rfc3339(call.now)}});
}

LaterAnswer turn_demo_clock(const Services& services, const Call& call) {
  Input in(call.request);
  const auto text = in.text("now");
  const auto now = parse_rfc3339(text);
  if (!now) in.wrong("now", "2026-11-23T08:00:00+08:00");
  if (auto bad = in.finish()) co_return *bad;
  services.demo_clock->set(*now);
  services.board.everything_changed();
  std::function<void()> make = [&] {
    booking::ensure_sessions(services.database, services.booking, *now);
  };
  co_await on_worker(services, make);
  co_return json(200, {{"now", services.time.rfc3339(services.clock.now())}});
}

}  // namespace yuyue::api
