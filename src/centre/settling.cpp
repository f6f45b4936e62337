// What becomes of those who are left when the centre has closed for the day.
#include <algorithm>

#include "centre/references.hpp"

namespace yuyue::centre {
namespace {

/// More than the lines of one day: the clinics' are another's to settle.
constexpr int kMost = 1000;

std::optional<LineId> past_line(store::Snapshot& snapshot, Day before) {
  for (const auto id : queue::unfinished_before(snapshot, before, kMost))
    if (service_of(snapshot, queue::owner_of(snapshot, id).value())) return id;
  return std::nullopt;
}

}  // namespace

bool Visits::any_past(store::Snapshot& snapshot, Instant now) const {
  return past_line(snapshot, env_.time->day_of(now)).has_value();
}

bool Visits::settle_past(store::Transaction& tx, Instant now) const {
  const auto past = past_line(tx, env_.time->day_of(now));
  if (!past) return false;
  const auto kept = queue::load(tx, *past).value();
  for (const auto& ticket : kept.line.tickets())
    step(tx, ticket.id, {.what = WindowStep::What::leave}, {}, now).value();
  const auto by = reference({});
  if (kept.state == queue::LineState::open) lines_.begin_closing(tx, *past, by, "", now).value();
  lines_.close(tx, *past, by, now).value();
  return true;
}

}  // namespace yuyue::centre
