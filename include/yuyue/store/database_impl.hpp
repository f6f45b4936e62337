#pragma once
// Templates of Database; included by database.hpp only.
#include <future>

namespace yuyue::store {

namespace detail {
template <class T>
struct IsResult : std::false_type {};
template <class T, class E>
struct IsResult<boost::system::result<T, E>> : std::true_type {};
}  // namespace detail

/// Keeps the job's answer in a box shared with the waiter, who may not outlive the job's run.
template <class F>
struct Database::TypedJob final : Database::Job {
  using Answer = std::invoke_result_t<F&, Transaction&>;
  struct Box {
    std::optional<Answer> answer;
  };
  TypedJob(F f, std::shared_ptr<Box> into) : job(std::move(f)), box(std::move(into)) {}

  bool run(Transaction& tx) override {
    box->answer.reset();
    box->answer.emplace(job(tx));
    if constexpr (detail::IsResult<Answer>::value) return box->answer->has_value();
    return true;
  }
  F job;
  std::shared_ptr<Box> box;
};

template <class F>
boost::asio::awaitable<std::invoke_result_t<F&, Transaction&>> Database::write(Lane lane, F job) {
  using Typed = TypedJob<F>;
  auto box = std::make_shared<typename Typed::Box>();
  auto typed = std::make_unique<Typed>(std::move(job), box);
  co_await submit_and_wait(lane, std::move(typed));
  co_return std::move(*box->answer);
}

template <class F>
std::invoke_result_t<F&, Transaction&> Database::write_now(Lane lane, F job) {
  using Typed = TypedJob<F>;
  auto box = std::make_shared<typename Typed::Box>();
  auto typed = std::make_unique<Typed>(std::move(job), box);
  auto promise = std::make_shared<std::promise<void>>();
  auto done = promise->get_future();
  typed->on_done = [promise](std::exception_ptr failure) {
    if (failure) {
      promise->set_exception(std::move(failure));
    } else {
      promise->set_value();
    }
  };
  submit(lane, std::move(typed));
  done.get();
  return std::move(*box->answer);
}

template <class F>
std::invoke_result_t<F&, Snapshot&> Database::read(F job) const {
  struct Loan {
    const Database& database;
    std::unique_ptr<Snapshot> snapshot;
    ~Loan() { database.give_back(std::move(snapshot)); }
  } loan{*this, borrow()};
  return job(*loan.snapshot);
}

}  // namespace yuyue::store
