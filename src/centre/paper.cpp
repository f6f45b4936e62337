#include "yuyue/centre/paper.hpp"

#include <algorithm>

namespace yuyue::centre {
namespace {

constexpr std::int64_t kFirst = 501;  ///< more than are taken in turn on most days
constexpr std::int64_t kEach = 30;
constexpr std::int64_t kMostSheets = 20;  ///< a day
constexpr date::days kAhead{7};

std::int64_t first_free(store::Snapshot& snapshot, ServiceGroupId group, Day day) {
  const auto taken = snapshot.integer(
      "SELECT last FROM visit_number WHERE group_id = ? AND day = ?", {group, day});
  const auto printed = snapshot.integer(
      "SELECT max(last) FROM paper_number WHERE group_id = ? AND day = ?", {group, day});
  return std::max({kFirst, taken.value_or(0) + 1, printed.value_or(0) + 1});
}

}  // namespace

Result<PaperSheet> make_paper_sheet(store::Transaction& tx, const Environment& env, Day day,
                                    AccountId account, const access::Actor& by, Instant now) {
  const auto today = env.time->day_of(now);
  if (day < today || day > today + kAhead)
    return Refusal("field-invalid").with("name", "day").at("/day");
  if (tx.integer("SELECT count(*) FROM paper_sheet WHERE day = ?", {day}).value() >= kMostSheets)
    return Refusal("too-many-paper-sheets").with("limit", std::to_string(kMostSheets));
  const auto id = env.ids->next<PaperSheetId>();
  tx.execute("INSERT INTO paper_sheet (id, day, made_at, account_id) VALUES (?, ?, ?, ?)",
             {id, day, now, account});
  for (const auto& group : service_groups(tx)) {
    const auto first = first_free(tx, group.id, day);
    tx.execute(
        "INSERT INTO paper_number (sheet_id, group_id, day, first, last) VALUES (?, ?, ?, ?, ?)",
        {id, group.id, day, first, first + kEach - 1});
  }
  if (env.journal)
    env.journal->record(
        tx, by, {.what = "paper-sheet-made", .subject = id, .details = {{"day", format_day(day)}}},
        now);
  return find_paper_sheet(tx, id).value();
}

std::optional<PaperSheet> find_paper_sheet(store::Snapshot& snapshot, PaperSheetId id) {
  auto rows = snapshot.query("SELECT day, made_at FROM paper_sheet WHERE id = ?", {id});
  if (!rows.next()) return std::nullopt;
  PaperSheet sheet{.id = id, .day = rows->day(0), .made_at = rows->instant(1)};
  for (auto& group : service_groups(snapshot)) {
    auto range = snapshot.query(
        "SELECT first, last FROM paper_number WHERE sheet_id = ? AND group_id = ?", {id, group.id});
    if (range.next())
      sheet.numbers.push_back({std::move(group), range->integer(0), range->integer(1)});
  }
  return sheet;
}

}  // namespace yuyue::centre
