#pragma once
// What single cells of a timetable say.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "yuyue/booking/timetable.hpp"

namespace yuyue::booking::cells {

/// 1-7, 一…日, 周一, 星期一, Mon, Monday.
std::optional<int> weekday(std::string_view text);
/// 上午, 下午, 晚上 and English.
std::optional<DayPart> part(std::string_view text);
/// 8:00, 08:00, 08:00:00, also with full-width characters.
std::optional<MinuteOfDay> time(std::string_view text);
/// A whole number without sign, at most nine digits.
std::optional<int> number(std::string_view text);
/// Yuan with up to two decimals, "¥" or "元" allowed; in fen.
std::optional<std::int64_t> fee(std::string_view text);
/// 每周, 单周, 双周; empty is every week.
std::optional<Weeks> weeks(std::string_view text);
/// 2026-11-03, 2026/11/3, 2026.11.3, 2026年11月3日, 20261103.
std::optional<Day> day(std::string_view text);
/// 是, 否; empty is no.
std::optional<bool> yes_or_no(std::string_view text);
/// What a code of the national list may have been before a spreadsheet took it for a number: "3" →
/// 03, "3.04" → 03.04, "3.1" → 03.01 and 03.10. Nothing for what is no such number.
std::vector<std::string> specialty_candidates(std::string_view text);
/// "窗口4；医联体2", "desk 4; partner 2"; empty is none.
std::optional<Quotas> quotas(std::string_view text);
/// Pieces between any of the separators (each one character, ASCII or not), empty ones left out.
std::vector<std::string> list(std::string_view text, const std::vector<std::string>& separators);

}  // namespace yuyue::booking::cells
