#pragma once
#include <functional>
#include <nlohmann/json.hpp>

#include "api/endpoint.hpp"
#include "api/input.hpp"

namespace yuyue::api {

using Answer = Result<http::Response>;
using LaterAnswer = boost::asio::awaitable<Answer>;

http::Response json(int status, const Json& body);
/// As it is sent; what is no UTF-8 is replaced. null: nothing.
std::string text_of(const Json& body);

/// The problem of a refusal, in the reader's language; `more` adds members (alternatives).
http::Response problem(const http::Request& request, const Refusal& refusal, const Json& more = {});

/// What a write answers: the body of a success.
using Work = std::function<Result<Json>(store::Transaction&)>;

/// Runs `work` in one write transaction and answers `status` with what it returns (204: no body).
LaterAnswer write(const Services& services, const Call& call, int status, Work work);

/// The same under the request's Idempotency-Key, if it has one: within 24 hours the same request
/// gives the first answer and does nothing; with another body it is refused.
LaterAnswer write_once(const Services& services, const Call& call, int status, Work work);

/// Runs `work` on the worker threads and resumes the caller on its own executor.
boost::asio::awaitable<void> on_worker(const Services& services, std::function<void()> work);
/// The same on the threads that plan examinations. False: too many wait for them, and nothing was
/// planned.
boost::asio::awaitable<bool> on_planner(const Services& services, std::function<void()> work);
/// The same on the threads that wait for payment providers. False: all of them are busy, and the
/// work was not done.
boost::asio::awaitable<bool> with_provider(const Services& services, std::function<void()> work);

template <class Kind>
std::optional<std::int64_t> decode_id_of(Id<Kind>*, std::string_view text) {
  return decode_id(Kind::kPrefix, text);
}
/// The query's positive integer, or `otherwise`. Refusal: query-invalid.
Result<std::int64_t> query_integer(const http::Request& request, std::string_view name,
                                   std::int64_t otherwise, std::int64_t min, std::int64_t max);
Result<std::optional<Day>> query_day(const http::Request& request, std::string_view name);
template <class IdType>
Result<std::optional<IdType>> query_id(const http::Request& request, std::string_view name) {
  const auto text = request.query_or(name, "");
  if (text.empty()) return std::optional<IdType>{};
  const auto value = decode_id_of(static_cast<IdType*>(nullptr), text);
  if (!value) return Refusal("query-invalid").with("name", name).with("value", text);
  return std::optional<IdType>{IdType{*value}};
}

}  // namespace yuyue::api
