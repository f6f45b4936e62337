#pragma once
#include "api/answers.hpp"
#include "yuyue/api/services.hpp"

// How handlers answer with a stream of events.
namespace yuyue::api {

/// The channel's events for as long as `allowed`, which is asked before the first one, too.
using Allowed = std::function<Result<void>(store::Snapshot&)>;
template <class Channel>
Answer stream(const Services& services, Allowed allowed, Channel channel) {
  const auto may = services.database.read(allowed);
  if (!may) return may.error();
  auto response = http::Response::stream(channel());
  response.may_go_on = [&services, allowed = std::move(allowed)] {
    return services.database.read(allowed).has_value();
  };
  return response;
}

}  // namespace yuyue::api
