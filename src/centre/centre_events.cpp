#include "centre/centre_events.hpp"

#include <nlohmann/json.hpp>

#include "centre/visit_records.hpp"

namespace yuyue::centre::events {
namespace {

using Json = nlohmann::json;

struct Event {
  Day day;
  std::string_view what;
  std::optional<VisitId> visit;
  std::optional<ServiceWindowId> window;
  Json whole;
};

void insert(store::Transaction& tx, const Event& event, const std::string& reason,
            const access::Actor& by, Instant at) {
  tx.execute(
      "INSERT INTO centre_event (seq, day, at, what, visit_id, window_id, whole, reason, "
      "actor_kind,"
      " actor_id) SELECT coalesce(max(seq), 0) + 1, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM centre_event",
      {event.day, at, event.what, event.visit, event.window, event.whole.dump(), reason, by.kind,
       by.id});
}

Json whole_of(const Visit& visit) {
  Json errands = Json::array();
  for (const auto& one : visit.errands)
    errands.push_back(
        {{"service", one.service.value}, {"state", name_of(one.state)}, {"outcome", one.outcome}});
  return {{"number", visit.number},
          {"how", name_of(visit.how)},
          {"state", name_of(visit.state)},
          {"errands", std::move(errands)}};
}

std::vector<Errand> errands_of(const std::string& whole) {
  std::vector<Errand> errands;
  const auto visit = Json::parse(whole);
  for (const auto& one : visit.at("errands"))
    errands.push_back(
        {.service = ServiceId{one.at("service").get<std::int64_t>()},
         .state = records::errand_state_from(one.at("state").get<std::string>()).value(),
         .outcome = one.at("outcome").get<std::string>()});
  return errands;
}

Json millis(const std::optional<Instant>& at) {
  return at ? Json(to_millis(*at)) : Json();
}

}  // namespace

void note(store::Transaction& tx, std::string_view what, const Visit& visit,
          const std::string& reason, const access::Actor& by, Instant now) {
  insert(tx, {visit.day, what, visit.id, {}, whole_of(visit)}, reason, by, now);
}

std::optional<std::vector<Errand>> errands_before(store::Snapshot& snapshot, VisitId visit,
                                                  Instant at) {
  auto rows = snapshot.query(
      "SELECT what, at, whole FROM centre_event WHERE visit_id = ? ORDER BY seq DESC LIMIT 2",
      {visit});
  if (!rows.next() || rows->text(0) == "paper" || rows->instant(1) != at || !rows.next())
    return std::nullopt;
  return errands_of(rows->text(2));
}

void note(store::Transaction& tx, Day day, std::string_view what, const Post& post,
          const std::string& reason, const access::Actor& by, Instant now) {
  const auto& pause = post.pause;
  Json whole{{"account", post.account ? Json(post.account->value) : Json()},
             {"satAt", millis(post.sat_at)},
             {"pausedAt", millis(pause ? std::optional(pause->since) : std::nullopt)},
             {"pauseReason", pause ? pause->reason : ""},
             {"pausedUntil", millis(pause ? pause->until : std::nullopt)},
             {"callsNext", post.calls_next}};
  insert(tx, {day, what, {}, post.window, std::move(whole)}, reason, by, now);
}

void note(store::Transaction& tx, const Visit& visit, const Paper& paper, const access::Actor& by) {
  auto whole = whole_of(visit);
  whole["paper"] = {{"service", paper.service.value},
                    {"window", paper.window.value},
                    {"account", paper.account ? Json(paper.account->value) : Json()},
                    {"takenAt", to_millis(visit.taken_at)},
                    {"calledAt", to_millis(paper.called_at)},
                    {"finishedAt", millis(paper.finished_at)},
                    {"missed", paper.missed}};
  insert(tx, {visit.day, "paper", visit.id, {}, std::move(whole)}, "", by, paper.called_at);
}

}  // namespace yuyue::centre::events
