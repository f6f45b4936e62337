#include "bench/bookings.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <stdexcept>

#include "app/hospital.hpp"

namespace yuyue::bench {
namespace {

namespace asio = boost::asio;

constexpr std::size_t kCallers = 128;

/// One caller: books until its share is done.
asio::awaitable<void> book_some(app::Hospital& hospital, const Town& town, std::size_t first,
                                std::size_t count, std::size_t step) {
  const auto& services = hospital.services();
  for (std::size_t n = first; n < first + count; n += step) {
    const auto wanted = town.wanted(n);
    const booking::BookingRequest request{
        .slot = wanted.slot,
        .person = wanted.citizen.person,
        .by = {{.kind = "patient", .id = wanted.citizen.member.value}, booking::Channel::web},
        .member = wanted.citizen.member,
        .note = {}};
    const auto now = services.clock.now();
    auto job = [&](store::Transaction& tx) {
      return services.appointments.book(tx, request, now);
    };
    const auto booked = co_await services.database.write(store::Lane::open, job);
    if (!booked) throw std::runtime_error("booking refused: " + booked.error().code);
  }
}

}  // namespace

double BookingInProcess::rate(std::size_t count, std::size_t group) {
  auto config = config_for(data_);
  config.group_limit = static_cast<std::int64_t>(group);
  app::Hospital hospital(config, /*demo=*/false, {});
  asio::io_context context(1);
  for (std::size_t caller = 0; caller < kCallers; ++caller)
    asio::co_spawn(context, book_some(hospital, town_, next_ + caller, count - caller, kCallers),
                   [](const std::exception_ptr& failure) {
                     if (failure) std::rethrow_exception(failure);
                   });
  const auto start = std::chrono::steady_clock::now();
  context.run();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  next_ += count;
  return static_cast<double>(count) / took.count();
}

std::vector<std::string> BookingOverHttp::requests(std::size_t count) {
  std::vector<std::string> list;
  for (const auto end = next_ + count; next_ < end; ++next_) {
    const auto wanted = town_.wanted(next_);
    const auto body = R"({"slotId":")" + to_string(wanted.slot) + R"(","personId":")" +
                      to_string(wanted.citizen.person) + R"("})";
    list.push_back(
        "POST /api/v1/appointments HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n"
        "Accept-Encoding: gzip\r\nAccept-Language: zh-CN\r\n"
        "Content-Type: application/json\r\nCookie: yuyue_session=" +
        wanted.citizen.token + "\r\nIdempotency-Key: bench-" + std::to_string(next_) +
        "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
  }
  return list;
}

Load BookingOverHttp::load() const {
  return {.port = server_.port(), .connections = kCallers, .status = 201};
}

Answers BookingOverHttp::as_fast_as_possible(std::size_t count) {
  const auto list = requests(count);
  return all_good(load().as_fast_as_possible(views(list)));
}

Answers BookingOverHttp::at_rate(std::size_t count, double per_second) {
  const auto list = requests(count);
  return all_good(load().at_rate(views(list), per_second));
}

std::vector<std::string_view> views(const std::vector<std::string>& requests) {
  return {requests.begin(), requests.end()};
}

std::string get(std::string_view target, std::string_view token) {
  std::string text("GET ");
  text.append(target).append(
      " HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\nAccept-Encoding: gzip\r\n"
      "Accept-Language: zh-CN\r\n");
  if (!token.empty()) text.append("Cookie: yuyue_session=").append(token).append("\r\n");
  return text.append("\r\n");
}

const Answers& all_good(const Answers& answers) {
  if (answers.bad > 0)
    throw std::runtime_error(std::to_string(answers.bad) +
                             " unexpected answers, the first: " + answers.first_bad);
  return answers;
}

}  // namespace yuyue::bench
