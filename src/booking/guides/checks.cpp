// What must hold of guides asked for on the spot.
#include "yuyue/booking/guides/requests.hpp"

namespace yuyue::booking::guides {

std::vector<std::string> check_requests(store::Snapshot& snapshot, const HospitalTime& time) {
  std::vector<std::string> problems;
  const auto wrong = [&](const store::Row& row, std::string_view what) {
    problems.push_back("guide request " + to_string(row.id<GuideRequestId>(0)) + ": " +
                       std::string(what));
  };
  auto rows = snapshot.query(
      "SELECT id, day, asked_at, state IN ('done', 'cancelled'), state IN ('met', 'done'),"
      " guide_id IS NOT NULL, assigned_at IS NOT NULL, met_at IS NOT NULL, ended_at IS NOT NULL"
      " FROM guide_request ORDER BY id");
  while (rows.next()) {
    const bool over = rows->flag(3), met = rows->flag(4), guide = rows->flag(5),
               sent = rows->flag(6), met_at = rows->flag(7), ended = rows->flag(8);
    if (time.day_of(rows->instant(2)) != rows->day(1))
      wrong(rows.row(), "it was asked for on another day");
    if (over != ended) wrong(rows.row(), "whether it is over is not when it ended");
    if (guide != sent) wrong(rows.row(), "its guide is not who was sent");
    if (met_at && !guide) wrong(rows.row(), "nobody was sent, and was met");
    if (met && !over && !met_at) wrong(rows.row(), "its guide was met at no time");
  }
  return problems;
}

}  // namespace yuyue::booking::guides
