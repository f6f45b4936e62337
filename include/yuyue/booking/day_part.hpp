#pragma once
#include <optional>
#include <string_view>

namespace yuyue::booking {

enum class DayPart { morning, afternoon, evening };
std::string_view name_of(DayPart part);
std::optional<DayPart> day_part(std::string_view name);

}  // namespace yuyue::booking
