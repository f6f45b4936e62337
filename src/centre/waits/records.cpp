#include "centre/waits/records.hpp"

namespace yuyue::centre::waits::records {

std::string stamp(store::Snapshot& snapshot, Day day) {
  std::string text = format_day(day);
  const auto add = [&](std::optional<std::int64_t> number) {
    text += '-';
    if (number) text += std::to_string(*number);
  };
  add(snapshot.integer("SELECT sum(last_event) FROM line WHERE day = ? AND owner_kind = 'svc'",
                       {day}));
  add(snapshot.integer("SELECT sum(version) + count(*) FROM service", {}));
  add(snapshot.integer("SELECT sum(version) + count(*) FROM service_window", {}));
  auto posts = snapshot.query(
      "SELECT window_id, account_id, sat_at, paused_at, paused_until FROM window_post"
      " ORDER BY window_id",
      {});
  while (posts.next())
    for (int column = 0; column < 5; ++column)
      add(posts->is_null(column) ? std::nullopt : std::optional(posts->integer(column)));
  return text;
}

}  // namespace yuyue::centre::waits::records
