// A window at work: who sits there, whether it pauses, who is with it and who is next.
#include <algorithm>

#include "api/line_json.hpp"
#include "api/visit_json.hpp"
#include "yuyue/api/live.hpp"
#include "yuyue/centre/waits/waits.hpp"

namespace yuyue::api {
namespace {

constexpr std::size_t kReason = 200;
constexpr std::size_t kSeq = 200;

Json post_json(const Services& services, store::Snapshot& snapshot, const centre::Post& post) {
  Json out{{"windowId", to_string(post.window)},
           {"account", nullptr},
           {"callsNext", post.calls_next},
           {"pause", nullptr}};
  if (post.account) {
    const auto account = services.accounts.find(snapshot, *post.account);
    out["account"] = {{"id", to_string(*post.account)}, {"name", account ? account->name : ""}};
  }
  if (const auto& pause = post.pause) {
    out["pause"] = {{"reason", pause->reason}, {"since", services.time.rfc3339(pause->since)}};
    if (pause->until) out["pause"]["until"] = services.time.rfc3339(*pause->until);
  }
  return out;
}

/// The visits of a line's tickets, in the order given.
std::vector<centre::Visit> visits_of(store::Snapshot& snapshot,
                                     const std::vector<const queue::Ticket*>& tickets,
                                     const queue::KeptLine& line) {
  std::vector<centre::Visit> list;
  for (const auto* ticket : tickets)
    list.push_back(centre::find_visit(snapshot, VisitId{line.subjects.at(ticket->id).id}).value());
  return list;
}

/// A service's line as a window sees it: who waits, in its order; who is called or served
/// there; who is parked or was missed.
struct Seen {
  Json waiting = Json::array(), here = Json::array(), out = Json::array();
};

Seen look(const Services& services, store::Snapshot& snapshot, const Call& call,
          const queue::KeptLine& kept, queue::Station station) {
  std::vector<const queue::Ticket*> here, out;
  for (const auto& ticket : kept.line.tickets()) {
    using enum queue::State;
    if (ticket.state == missed || ticket.state == away) out.push_back(&ticket);
    if ((ticket.state == called || ticket.state == serving) && ticket.station == station)
      here.push_back(&ticket);
  }
  const auto shown = [&](const std::vector<const queue::Ticket*>& tickets) {
    return visits_seen(services, snapshot, call, visits_of(snapshot, tickets, kept));
  };
  const auto order = kept.line.order(station);
  auto waiting = shown(order);
  for (std::size_t i = 0; i < order.size(); ++i)
    waiting[i]["ticket"]["why"] =
        reasons_json(services, queue::explain(kept.line, *order[i], services.time), call.now);
  return {std::move(waiting), shown(here), shown(out)};
}

void append(Json& list, Json more) {
  for (auto& one : more) list.push_back(std::move(one));
}

/// Whoever has seen this has seen all: what happened in the window's lines, whom it would call (by
/// and by it may help with another line), who sits there, what it serves.
std::string desk_seq(const Services& services, store::Snapshot& snapshot,
                     const centre::Window& window, Instant now) {
  const auto today = services.time.day_of(now);
  std::int64_t events = 0;
  for (const auto& duty : window.duties)
    if (const auto id = centre::line_of(snapshot, duty.service, today))
      events += queue::last_event(snapshot, *id);
  const auto next = services.visits.next(snapshot, window.id, now);
  const auto post = centre::post_of(snapshot, window.id);
  const auto text = [](const auto& time) {
    return time ? std::to_string(time->time_since_epoch().count()) : "";
  };
  std::string seq = format_day(today) + "-" + std::to_string(window.version) + "-" +
                    std::to_string(events) + "-" + (next ? next->number : "") + "-" +
                    text(post.sat_at) + (post.calls_next ? "-n" : "");
  if (const auto& pause = post.pause)
    seq += "-" + text(std::optional(pause->since)) + "-" + text(pause->until);
  return seq;
}

/// Who may go first, so that the desk can say so.
Json priorities_json(const Services& services, Instant now) {
  Json list = Json::array();
  for (const auto& one : services.booking.policies->at(now)->policy.base.line.classes)
    list.push_back({{"code", one.code}, {"name", one.name}, {"nameEn", one.name_en}});
  return list;
}

Json desk_json(const Services& services, store::Snapshot& snapshot, const Call& call,
               const centre::Window& window) {
  const auto today = services.time.day_of(call.now);
  const CentreNames names(snapshot);
  Json lines = Json::array(), here = Json::array(), out = Json::array();
  for (const auto& duty : window.duties) {
    Json line{{"service", names.service(duty.service)},
              {"helpsOnly", duty.help_after.has_value()},
              {"waiting", Json::array()}};
    if (const auto id = centre::line_of(snapshot, duty.service, today)) {
      auto seen = look(services, snapshot, call, queue::load(snapshot, *id).value(),
                       queue::Station{window.id.value});
      line["waiting"] = std::move(seen.waiting);
      append(here, std::move(seen.here));
      append(out, std::move(seen.out));
    }
    lines.push_back(std::move(line));
  }
  const auto next = services.visits.next(snapshot, window.id, call.now);
  return {{"window", names.window(queue::Station{window.id.value})},
          {"post", post_json(services, snapshot, centre::post_of(snapshot, window.id))},
          {"here", std::move(here)},
          {"next", next ? visit_seen(services, snapshot, call, *next) : Json()},
          {"lines", std::move(lines)},
          {"out", std::move(out)},
          {"priorities", priorities_json(services, call.now)},
          {"seq", desk_seq(services, snapshot, window, call.now)}};
}

void tell_window(const Services& services, store::Transaction& tx, ServiceWindowId window) {
  tx.after_commit([&live = services.live, window] { live.window_changed(window); });
}

Result<Json> post_answer(const Services& services, store::Transaction& tx,
                         const Result<centre::Post>& post) {
  if (!post) return post.error();
  tell_window(services, tx, post->window);
  return post_json(services, tx, *post);
}

}  // namespace

LaterAnswer show_window_desk(const Services& services, const Call& call) {
  const auto after = call.request.query_or("after", "");
  if (after.size() > kSeq) co_return Refusal("query-invalid").with("name", "after");
  // A page asks every few seconds. Only when there is something new does somebody see it, and only
  // that is put on record. Read beside the writer, whom nobody who looks shall hold up.
  const auto seen = services.database.read([&](store::Snapshot& snapshot) -> Result<Json> {
    const auto window = centre::find_window(snapshot, call.id<ServiceWindowId>("window"));
    if (!window) return Refusal("not-found").with("what", "service-window");
    if (desk_seq(services, snapshot, *window, call.now) == after) return Json();
    services.centre_waits.look(snapshot, call.now);
    return desk_json(services, snapshot, call, *window);
  });
  if (!seen) co_return seen.error();
  if (seen->is_null()) co_return http::Response::no_content();
  Work record = [&](store::Transaction& tx) -> Result<Json> {
    services.audit.record(tx, call.principal,
                          {.action = "window-seen",
                           .subject = {},
                           .details = {{"window", to_string(call.id<ServiceWindowId>("window"))}},
                           .note = {}},
                          call.now);
    return Json();
  };
  if (auto recorded = co_await write(services, call, 204, record); !recorded)
    co_return recorded.error();
  co_return json(200, *seen);
}

LaterAnswer sit_at_window(const Services& services, const Call& call) {
  Input in(call.request);
  const centre::Visits::Sitting sitting{.calls_next = in.flag("callsNext", false),
                                        .take_over = in.flag("takeOver", false)};
  if (auto bad = in.finish()) co_return *bad;
  if (call.principal.kind != access::PrincipalKind::staff) co_return Refusal("forbidden");
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    return post_answer(
        services, tx,
        services.visits.sit(tx, call.id<ServiceWindowId>("window"), AccountId{call.principal.id},
                            sitting, call.actor(), call.now));
  };
  co_return co_await write(services, call, 200, work);
}

LaterAnswer leave_window(const Services& services, const Call& call) {
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const AccountId account{call.principal.id};
    const auto window = call.id<ServiceWindowId>("window");
    if (centre::window_of(tx, account) != window) return Json();
    tell_window(services, tx, window);
    if (auto up = services.visits.get_up(tx, account, call.actor(), call.now); !up)
      return up.error();
    return Json();
  };
  co_return co_await write(services, call, 204, work);
}

LaterAnswer pause_window(const Services& services, const Call& call) {
  Input in(call.request);
  const auto reason = in.text("reason", kReason);
  const auto expected = in.maybe_integer("minutes", 1, 240);
  if (auto bad = in.finish()) co_return *bad;
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    return post_answer(services, tx,
                       services.visits.pause(
                           tx, call.id<ServiceWindowId>("window"), reason,
                           expected ? std::optional(std::chrono::minutes{*expected}) : std::nullopt,
                           call.actor(), call.now));
  };
  co_return co_await write(services, call, 200, work);
}

LaterAnswer resume_window(const Services& services, const Call& call) {
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    return post_answer(
        services, tx,
        services.visits.resume(tx, call.id<ServiceWindowId>("window"), call.actor(), call.now));
  };
  co_return co_await write(services, call, 200, work);
}

LaterAnswer call_to_window(const Services& services, const Call& call) {
  Input in(call.request);
  const auto visit = in.maybe_id<VisitId>("visitId");
  const auto reason = in.maybe_text("reason", kReason).value_or("");
  if (auto bad = in.finish()) co_return *bad;
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    std::optional<TicketId> ticket;
    if (visit) {
      const auto kept = queue::ticket_of(tx, {std::string(VisitKind::kPrefix), visit->value});
      if (!kept) return Refusal("not-found").with("what", "visit");
      ticket = kept->ticket.id;
    }
    const auto called = services.visits.call(tx, call.id<ServiceWindowId>("window"), ticket, reason,
                                             call.actor(), call.now);
    if (!called) return called.error();
    return visit_seen(services, tx, call, called->visit);
  };
  co_return co_await write_once(services, call, 201, work);
}

}  // namespace yuyue::api
