#pragma once
#include "api/answers.hpp"

namespace yuyue::api {

/// When somebody will be called: {middle, half: {from, to}, most: {from, to}}.
Json forecast_json(const Services& services, const queue::Forecast& forecast);
/// {ahead, forecast | null}
Json place_ahead_json(const Services& services, const booking::clinic::Place& place);

}  // namespace yuyue::api
