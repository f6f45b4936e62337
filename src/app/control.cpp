#include "app/control.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/url/parse.hpp>

#include "yuyue/api/api.hpp"

namespace yuyue::app {

namespace asio = boost::asio;
namespace beast = boost::beast;

Control::Control(const Config& config) : config_(config) {
  try {
    hospital_ = std::make_unique<Hospital>(config, /*demo=*/false, Hospital::Hooks{});
  } catch (const store::Locked&) {
    return;  // a server has it
  }
  hospital_->prepare();
  router_ = std::make_unique<http::Router>(api::make_router(hospital_->services()));
}

Control::~Control() = default;

http::Response Control::send(http::Verb verb, const std::string& target, std::string body,
                             std::string_view type) {
  if (hospital_) return ask_here(verb, target, std::move(body), type);
  return ask_server(verb, target, body, type);
}

http::Response Control::ask_server(http::Verb verb, const std::string& target,
                                   const std::string& body, std::string_view type) const {
  asio::io_context context;
  asio::local::stream_protocol::socket socket(context);
  boost::system::error_code error;
  socket.connect({config_.control_socket().string()}, error);
  if (error)
    throw std::runtime_error("the file is in use, but the server's control socket " +
                             config_.control_socket().string() + " does not answer (" +
                             error.message() + ")");
  beast::http::request<beast::http::string_body> request;
  request.method_string(std::string(http::name_of(verb)));
  request.target(target);
  request.version(11);
  request.set("Host", "localhost");
  request.set("Connection", "close");
  request.set("Accept-Language", "en");
  if (verb != http::Verb::get && verb != http::Verb::del) {
    request.set("Content-Type", std::string(type));
    request.body() = body;
    request.prepare_payload();
  }
  beast::http::write(socket, request);
  beast::flat_buffer buffer;
  beast::http::response_parser<beast::http::string_body> parser;
  parser.body_limit(boost::none);
  beast::http::read(socket, buffer, parser);
  http::Response response;
  response.status = static_cast<int>(parser.get().result_int());
  response.body = std::move(parser.get().body());
  return response;
}

http::Response Control::ask_here(http::Verb verb, const std::string& target, std::string body,
                                 std::string_view type) {
  const auto url = boost::urls::parse_origin_form(target);
  if (!url) throw std::logic_error("not a target: " + target);
  http::Request request;
  request.verb = verb;
  request.path = url->path();
  for (const auto& parameter : url->params()) request.query[parameter.key] = parameter.value;
  request.listener = http::Listener::control;
  request.language = Language::en;
  request.headers["Content-Type"] = std::string(type);
  request.body = std::move(body);
  const auto match = router_->find(verb, request.path, http::Listener::control);
  if (!match.route) throw std::logic_error("no such endpoint: " + target);
  request.params = match.params;
  asio::io_context context;
  http::Response response;
  std::exception_ptr failure;
  asio::co_spawn(context, match.route->handler(request),
                 [&](std::exception_ptr thrown, http::Response answer) {
                   failure = thrown;
                   response = std::move(answer);
                 });
  context.run();
  if (failure) std::rethrow_exception(failure);
  if (response.shared) response.body = response.shared->identity;
  return response;
}

}  // namespace yuyue::app
