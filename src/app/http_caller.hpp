#pragma once
#include "yuyue/booking/fees/sandbox.hpp"

namespace yuyue::app {

/// Sends requests with libcurl: http and https, certificates checked, no redirects, answers of at
/// most a megabyte, ten seconds for all of it.
booking::fees::HttpCaller make_http_caller();

}  // namespace yuyue::app
