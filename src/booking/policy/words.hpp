#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "yuyue/booking/policy/text.hpp"

namespace yuyue::booking::policy {

/// Words of an enumeration, as they stand in JSON.
template <class T, std::size_t kCount>
struct Words {
  std::array<std::pair<T, std::string_view>, kCount> entries;
  constexpr std::string_view name(T value) const {
    for (const auto& [known, word] : entries)
      if (known == value) return word;
    return {};
  }
  std::optional<T> operator()(const std::string& text) const {
    for (const auto& [known, word] : entries)
      if (word == text) return known;
    return std::nullopt;
  }
};

inline constexpr Words<OncePer, 3> kOncePer{
    {{{OncePer::department, "department"},
      {OncePer::department_practitioner, "department-practitioner"},
      {OncePer::practitioner, "practitioner"}}}};
inline constexpr Words<Counting, 3> kCounting{{{{Counting::calendar, "calendar"},
                                                {Counting::no_holidays, "no-holidays"},
                                                {Counting::working_days, "working-days"}}}};
inline constexpr Words<TimeUnit, 3> kUnits{{{{TimeUnit::minutes, "minutes"},
                                             {TimeUnit::hours, "hours"},
                                             {TimeUnit::half_days, "half-days"}}}};
inline constexpr Words<Deadline::Of, 2> kOf{
    {{{Deadline::Of::slot, "slot"}, {Deadline::Of::session, "session"}}}};
inline constexpr Words<Cancellation::Late, 2> kLateCancel{
    {{{Cancellation::Late::refused, "refused"}, {Cancellation::Late::no_show, "no-show"}}}};
inline constexpr Words<Arrival::Late, 3> kLateArrival{{{{Arrival::Late::late, "late"},
                                                        {Arrival::Late::void_, "void"},
                                                        {Arrival::Late::no_show, "no-show"}}}};
inline constexpr Words<ConductKind, 3> kConduct{{{{ConductKind::cancellation, "cancellation"},
                                                  {ConductKind::no_show, "no-show"},
                                                  {ConductKind::unpaid, "unpaid"}}}};
inline constexpr Words<Window::Kind, 4> kWindows{{{{Window::Kind::days, "days"},
                                                   {Window::Kind::months, "months"},
                                                   {Window::Kind::month, "month"},
                                                   {Window::Kind::ever, "ever"}}}};
inline constexpr Words<Penalty::Length, 3> kLengths{
    {{{Penalty::Length::rest_of_month, "rest-of-month"},
      {Penalty::Length::days, "days"},
      {Penalty::Length::months, "months"}}}};

}  // namespace yuyue::booking::policy
