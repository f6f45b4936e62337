#pragma once
#include "booking/policy/sentence_words.hpp"

namespace yuyue::booking::policy {

/// How those who have arrived are called.
void say_line(Writer& w, const LineSettings& line);

}  // namespace yuyue::booking::policy
