// Who sits at which window, and pauses.
#include "centre/centre_events.hpp"
#include "centre/visit_records.hpp"

namespace yuyue::centre {
namespace {

Refusal not_found() {
  return Refusal("not-found").with("what", "service-window");
}

/// Puts down a post, with the event and the entry in the audit.
void put_down(const Environment& env, store::Transaction& tx, std::string_view event,
              std::string_view entry, const Post& post, const std::string& reason,
              const access::Actor& by, Instant now, access::AuditDetails details = {}) {
  records::put(tx, post);
  events::note(tx, env.time->day_of(now), event, post, reason, by, now);
  if (!env.journal) return;
  env.journal->record(tx, by,
                      {.what = std::string(entry),
                       .subject = post.window,
                       .details = std::move(details),
                       .note = reason},
                      now);
}

}  // namespace

Result<Post> Visits::sit(store::Transaction& tx, ServiceWindowId window, AccountId account,
                         Sitting sitting, const access::Actor& by, Instant now) const {
  const auto there = find_window(tx, window);
  if (!there || !there->active) return not_found();
  auto post = post_of(tx, window);
  const bool today = post.sat_at && env_.time->day_of(*post.sat_at) == env_.time->day_of(now);
  const bool taken = post.account && *post.account != account && today;
  if (taken && !sitting.take_over) return Refusal("window-taken").with("window", there->name);
  if (window_of(tx, account) != window) {
    if (auto up = get_up(tx, account, by, now); !up) return up.error();
  }
  access::AuditDetails details;
  if (taken) details.emplace_back("from", to_string(*post.account));
  if (!today || post.account != account) post.sat_at = now;
  post.account = account;
  post.calls_next = sitting.calls_next;
  put_down(env_, tx, taken ? "taken-over" : "sat", taken ? "window-taken-over" : "window-sat", post,
           {}, by, now, std::move(details));
  return post;
}

Result<void> Visits::get_up(store::Transaction& tx, AccountId account, const access::Actor& by,
                            Instant now) const {
  const auto window = window_of(tx, account);
  if (!window) return {};
  auto post = post_of(tx, *window);
  post.account.reset();
  post.sat_at.reset();
  put_down(env_, tx, "got-up", "window-left", post, {}, by, now);
  return {};
}

Result<Post> Visits::pause(store::Transaction& tx, ServiceWindowId window,
                           const std::string& reason, std::optional<minutes> expected,
                           const access::Actor& by, Instant now) const {
  if (!find_window(tx, window)) return not_found();
  if (reason.empty()) return Refusal("required").with("name", "reason").at("/reason");
  auto post = post_of(tx, window);
  post.pause = Post::Pause{post.pause ? post.pause->since : now, reason,
                           expected ? std::optional(now + *expected) : std::nullopt};
  put_down(env_, tx, "paused", "window-paused", post, reason, by, now);
  return post;
}

Result<Post> Visits::resume(store::Transaction& tx, ServiceWindowId window, const access::Actor& by,
                            Instant now) const {
  if (!find_window(tx, window)) return not_found();
  auto post = post_of(tx, window);
  if (!post.pause) return post;
  post.pause.reset();
  put_down(env_, tx, "resumed", "window-resumed", post, {}, by, now);
  return post;
}

}  // namespace yuyue::centre
