#include "api/forecast_json.hpp"

namespace yuyue::api {

Json forecast_json(const Services& services, const queue::Forecast& forecast) {
  const auto between = [&](const queue::Forecast::Between& range) {
    return Json{{"from", services.time.rfc3339(range.from)},
                {"to", services.time.rfc3339(range.to)}};
  };
  return {{"middle", services.time.rfc3339(forecast.middle)},
          {"half", between(forecast.half)},
          {"most", between(forecast.most)}};
}

Json place_ahead_json(const Services& services, const booking::clinic::Place& place) {
  return {{"ahead", place.ahead},
          {"forecast", place.forecast ? forecast_json(services, *place.forecast) : Json()}};
}

}  // namespace yuyue::api
