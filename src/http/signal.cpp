#include "http/signal.hpp"

#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

namespace yuyue::http {

namespace asio = boost::asio;

namespace {

constexpr std::size_t kAtOnce = 32;

}  // namespace

// Whoever waits has a read of its socket under way, too, so the context does not run out of work.
asio::awaitable<void> Signal::wait() {
  // Named first: g++ 12 destroys the captures of a lambda twice if it is written inside the
  // expression that is awaited (gcc.gnu.org/bugzilla/show_bug.cgi?id=104031).
  auto initiate = [this](auto handler) {
    auto shared = std::make_shared<decltype(handler)>(std::move(handler));
    Resume resume = [shared] {
      std::move (*shared)();
    };
    {
      const std::lock_guard lock(mutex_);
      if (!std::exchange(raised_, false)) {
        waiting_ = std::move(resume);
        return;
      }
    }
    asio::post(executor_, std::move(resume));
  };
  auto& token = asio::use_awaitable;
  co_await asio::async_initiate<const asio::use_awaitable_t<>, void()>(initiate, token);
}

Signal::Resume Signal::take() {
  const std::lock_guard lock(mutex_);
  if (waiting_) return std::exchange(waiting_, nullptr);
  raised_ = true;
  return nullptr;
}

void Signal::raise() {
  if (auto resume = take()) asio::post(executor_, std::move(resume));
}

void Signal::raise_all(const std::vector<std::shared_ptr<Signal>>& signals) {
  std::vector<Resume> together;
  const auto post = [&](const Executor& executor) {
    if (together.empty()) return;
    asio::post(executor, [all = std::exchange(together, {})] {
      for (const auto& resume : all) resume();
    });
  };
  const Signal* first = nullptr;  // of those together: they belong to one context
  for (const auto& signal : signals) {
    auto resume = signal->take();
    if (!resume) continue;
    if (first && (together.size() == kAtOnce || first->executor_ != signal->executor_))
      post(first->executor_);
    if (together.empty()) first = signal.get();
    together.push_back(std::move(resume));
  }
  if (first) post(first->executor_);
}

void Signal::hear() {
  {
    const std::lock_guard lock(mutex_);
    heard_ = true;
  }
  raise();
}

bool Signal::take_heard() {
  const std::lock_guard lock(mutex_);
  return std::exchange(heard_, false);
}

}  // namespace yuyue::http
