#include "api/answers.hpp"

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/execution/outstanding_work.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <charconv>

#include "yuyue/api/api.hpp"
#include "yuyue/api/planning_gate.hpp"

namespace yuyue::api {

namespace asio = boost::asio;

http::Response json(int status, const Json& body) {
  return http::Response::json(status, body.dump(-1, ' ', false, Json::error_handler_t::replace));
}

std::string text_of(const Json& body) {
  return body.is_null() ? std::string() : body.dump(-1, ' ', false, Json::error_handler_t::replace);
}

namespace {

http::Response answer(int status, const std::string& body) {
  return status == 204 ? http::Response::no_content() : http::Response::json(status, body);
}

}  // namespace

LaterAnswer write(const Services& services, const Call& call, int status, Work work) {
  auto job = [work = std::move(work)](store::Transaction& tx) -> Result<std::string> {
    const auto done = work(tx);
    if (!done) return done.error();
    return text_of(*done);
  };
  const auto body = co_await services.database.write(call.lane(), job);
  if (!body) co_return body.error();
  co_return answer(status, *body);
}

LaterAnswer write_once(const Services& services, const Call& call, int status, Work work) {
  const auto key = call.request.header("Idempotency-Key");
  if (key.empty()) co_return co_await write(services, call, status, std::move(work));
  const access::RequestKey request{
      std::string(key), access::principal_key(call.principal),
      std::string(http::name_of(call.request.verb)) + " " + call.request.path, call.request.body};
  auto job = [&services, &call, request, status,
              work = std::move(work)](store::Transaction& tx) -> Result<access::StoredAnswer> {
    const auto earlier = services.idempotency.find(tx, request, call.now);
    if (!earlier) return earlier.error();
    if (*earlier) return **earlier;
    const auto done = work(tx);
    if (!done) return done.error();
    access::StoredAnswer stored{status, text_of(*done)};
    services.idempotency.remember(tx, request, stored, call.now);
    return stored;
  };
  const auto stored = co_await services.database.write(call.lane(), job);
  if (!stored) co_return stored.error();
  co_return answer(stored->status, stored->body);
}

namespace {

asio::awaitable<void> on_pool(asio::thread_pool& pool, std::function<void()> work) {
  // Named before it is awaited: see store/database.cpp.
  auto initiate = [&pool, &work](auto handler) {
    auto executor = asio::prefer(asio::get_associated_executor(handler),
                                 asio::execution::outstanding_work.tracked);
    auto resume = std::make_shared<decltype(handler)>(std::move(handler));
    asio::post(pool, [executor, resume, work = std::move(work)] {
      std::exception_ptr failure;
      try {
        work();
      } catch (...) {
        failure = std::current_exception();
      }
      asio::post(executor, [resume, failure] { std::move (*resume)(failure); });
    });
  };
  auto& token = asio::use_awaitable;
  co_await asio::async_initiate<const asio::use_awaitable_t<>, void(std::exception_ptr)>(initiate,
                                                                                         token);
}

/// One request among those that wait for a provider.
class Waiting {
 public:
  explicit Waiting(std::atomic<int>& count) : count_(count), place_(++count) {}
  ~Waiting() { --count_; }
  Waiting(const Waiting&) = delete;
  Waiting& operator=(const Waiting&) = delete;
  int place() const { return place_; }

 private:
  std::atomic<int>& count_;
  const int place_;
};

}  // namespace

asio::awaitable<void> on_worker(const Services& services, std::function<void()> work) {
  co_await on_pool(services.workers, std::move(work));
}

asio::awaitable<bool> on_planner(const Services& services, std::function<void()> work) {
  auto& gate = services.planning_gate;
  const PlanningGate::Turn turn(gate);
  if (!turn.possible()) co_return false;
  co_await on_pool(gate.threads, std::move(work));
  co_return true;
}

asio::awaitable<bool> with_provider(const Services& services, std::function<void()> work) {
  auto& workers = services.provider_workers;
  const Waiting waiting(workers.waiting);
  if (waiting.place() > workers.most) co_return false;
  co_await on_pool(workers.threads, std::move(work));
  co_return true;
}

Result<std::int64_t> query_integer(const http::Request& request, std::string_view name,
                                   std::int64_t otherwise, std::int64_t min, std::int64_t max) {
  const auto text = request.query_or(name, "");
  if (text.empty()) return otherwise;
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < min || value > max)
    return Refusal("query-invalid").with("name", name).with("value", text);
  return value;
}

Result<std::optional<Day>> query_day(const http::Request& request, std::string_view name) {
  const auto text = request.query_or(name, "");
  if (text.empty()) return std::optional<Day>{};
  const auto day = parse_day(text);
  if (!day) return Refusal("query-invalid").with("name", name).with("value", text);
  return day;
}

}  // namespace yuyue::api
