// Who sits at which window, and pauses.
#include "centre/visit_records.hpp"

namespace yuyue::centre {
namespace {

Refusal not_found() {
  return Refusal("not-found").with("what", "service-window");
}

void put_down(const Environment& env, store::Transaction& tx, std::string_view what,
              ServiceWindowId window, const std::string& reason, const access::Actor& by,
              Instant now) {
  if (!env.journal) return;
  env.journal->record(
      tx, by, {.what = std::string(what), .subject = window, .details = {}, .note = reason}, now);
}

}  // namespace

Result<Post> Visits::sit(store::Transaction& tx, ServiceWindowId window, AccountId account,
                         bool calls_next, const access::Actor& by, Instant now) const {
  const auto there = find_window(tx, window);
  if (!there || !there->active) return not_found();
  auto post = post_of(tx, window);
  const bool today = post.sat_at && env_.time->day_of(*post.sat_at) == env_.time->day_of(now);
  if (post.account && *post.account != account && today)
    return Refusal("window-taken").with("window", there->name);
  if (window_of(tx, account) != window) {
    if (auto up = get_up(tx, account, by, now); !up) return up.error();
  }
  if (!today || post.account != account) post.sat_at = now;
  post.account = account;
  post.calls_next = calls_next;
  records::put(tx, post);
  put_down(env_, tx, "window-sat", window, {}, by, now);
  return post;
}

Result<void> Visits::get_up(store::Transaction& tx, AccountId account, const access::Actor& by,
                            Instant now) const {
  const auto window = window_of(tx, account);
  if (!window) return {};
  auto post = post_of(tx, *window);
  post.account.reset();
  post.sat_at.reset();
  records::put(tx, post);
  put_down(env_, tx, "window-left", *window, {}, by, now);
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
  records::put(tx, post);
  put_down(env_, tx, "window-paused", window, reason, by, now);
  return post;
}

Result<Post> Visits::resume(store::Transaction& tx, ServiceWindowId window, const access::Actor& by,
                            Instant now) const {
  if (!find_window(tx, window)) return not_found();
  auto post = post_of(tx, window);
  if (!post.pause) return post;
  post.pause.reset();
  records::put(tx, post);
  put_down(env_, tx, "window-resumed", window, {}, by, now);
  return post;
}

}  // namespace yuyue::centre
