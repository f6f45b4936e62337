#include "yuyue/http/message.hpp"

#include <algorithm>

#include "http/negotiation.hpp"

namespace yuyue::http {

std::string_view name_of(Verb verb) {
  switch (verb) {
    case Verb::get:
      return "GET";
    case Verb::head:
      return "HEAD";
    case Verb::post:
      return "POST";
    case Verb::put:
      return "PUT";
    case Verb::patch:
      return "PATCH";
    case Verb::del:
      return "DELETE";
    case Verb::options:
      return "OPTIONS";
  }
  return "";
}

bool HeaderLess::operator()(std::string_view a, std::string_view b) const {
  const auto lower = [](char c) {
    return static_cast<unsigned char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  };
  return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(),
                                      [lower](char x, char y) { return lower(x) < lower(y); });
}

std::string_view Request::header(std::string_view name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? std::string_view{} : found->second;
}

std::string_view Request::cookie(std::string_view name) const {
  std::string_view rest = header("Cookie");
  while (!rest.empty()) {
    std::string_view value = take_part(rest, ';');
    if (take_part(value, '=') != name) continue;
    value = trimmed(value);
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"') {
      value = value.substr(1, value.size() - 2);
    }
    return value;
  }
  return {};
}

std::string_view Request::param(std::string_view name) const {
  const auto found = params.find(std::string(name));
  return found == params.end() ? std::string_view{} : found->second;
}

std::string_view Request::query_or(std::string_view name, std::string_view otherwise) const {
  const auto found = query.find(std::string(name));
  return found == query.end() ? otherwise : found->second;
}

Response Response::json(int status, std::string body) {
  const bool problem = status >= 400;
  return text(status, problem ? "application/problem+json" : "application/json", std::move(body));
}

Response Response::text(int status, std::string type, std::string body) {
  Response response;
  response.status = status;
  response.headers.emplace("Content-Type", std::move(type));
  response.body = std::move(body);
  return response;
}

Response Response::stream(std::shared_ptr<EventChannel> events) {
  Response response;
  response.headers.emplace("Content-Type", "text/event-stream");
  response.headers.emplace("Cache-Control", "no-store");
  response.headers.emplace("X-Accel-Buffering", "no");  // or nginx keeps events for a full page
  response.events = std::move(events);
  return response;
}

Response Response::no_content() {
  Response response;
  response.status = 204;
  return response;
}

}  // namespace yuyue::http
