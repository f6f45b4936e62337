// What follows from too many cancellations and missed appointments.
#include <algorithm>

#include "booking/policy/civil_days.hpp"
#include "yuyue/booking/policy/rules.hpp"
#include "yuyue/booking/policy/text.hpp"

namespace yuyue::booking::policy {
namespace {

using date::days;

bool during(const Outage& outage, const ConductRecord& record) {
  return record.at >= outage.from && record.at < outage.to &&
         (outage.campus.empty() || outage.campus == record.campus);
}

bool spent(std::span<const Bar> bars, const ConductRecord& record) {
  return std::ranges::any_of(bars, [&](const Bar& bar) {
    return bar.because == record.kind && std::ranges::count(bar.records, record.id) > 0;
  });
}

bool in_window(const Window& window, Day day, Day today) {
  switch (window.kind) {
    case Window::Kind::days:
      return day > today - days{window.count};
    case Window::Kind::months:
      return day > plus_months(today, -window.count);
    case Window::Kind::month:
      return day >= first_of_month(today);
    case Window::Kind::ever:
      return true;
  }
  return true;
}

Day end_of(const Penalty& penalty, Day today) {
  switch (penalty.length) {
    case Penalty::Length::rest_of_month:
      return plus_months(first_of_month(today), 1);
    case Penalty::Length::days:
      return today + days{penalty.count};
    case Penalty::Length::months:
      return plus_months(today, penalty.count);
  }
  return today;
}

// Of one kind, as they came.
std::vector<ConductRecord> countable(ConductKind kind, std::span<const ConductRecord> records,
                                     std::span<const Bar> bars, std::span<const Outage> outages) {
  std::vector<ConductRecord> list;
  for (const auto& record : records) {
    const bool excused = record.excused || std::ranges::any_of(outages, [&](const Outage& o) {
                           return during(o, record);
                         });
    if (record.kind == kind && !excused && !spent(bars, record)) list.push_back(record);
  }
  std::ranges::stable_sort(list, {}, &ConductRecord::at);
  return list;
}

std::optional<Bar> bar_due(const Threshold& threshold, const std::vector<ConductRecord>& records,
                           const std::string& campus, const Civil& civil, Instant now) {
  if (records.empty()) return std::nullopt;
  const auto today = civil.time.day_of(records.back().at);
  Bar bar;
  for (const auto& record : records) {
    const auto day = civil.time.day_of(record.at);
    if (threshold.same_day_only && day != record.visit_day) continue;
    if (threshold.penalty.one_campus && record.campus != campus) continue;
    if (in_window(threshold.window, day, today)) bar.records.push_back(record.id);
  }
  bar.needed = threshold.count + (threshold.more_than ? 1 : 0);
  if (static_cast<int>(bar.records.size()) < bar.needed) return std::nullopt;
  bar.because = threshold.counts;
  bar.from = now;
  bar.until = civil.time.at(end_of(threshold.penalty, today), MinuteOfDay{0});
  if (threshold.penalty.one_campus) bar.campus = campus;
  bar.channels = threshold.penalty.channels;
  bar.walk_in = threshold.penalty.walk_in;
  if (bar.until <= now) return std::nullopt;
  return bar;
}

bool covers(const Bar& longer, const Bar& bar) {
  return longer.because == bar.because && longer.until >= bar.until &&
         longer.campus == bar.campus && longer.channels == bar.channels &&
         longer.walk_in == bar.walk_in;
}

}  // namespace

std::vector<Bar> bars_due(std::span<const Threshold> thresholds,
                          std::span<const ConductRecord> records, std::span<const Bar> bars,
                          std::span<const Outage> outages, const Civil& civil, Instant now) {
  std::vector<Bar> due;
  for (const auto& threshold : thresholds) {
    const auto list = countable(threshold.counts, records, bars, outages);
    const auto campus = list.empty() ? std::string() : list.back().campus;
    auto bar = bar_due(threshold, list, campus, civil, now);
    if (!bar || std::ranges::any_of(due, [&](const Bar& other) { return covers(other, *bar); }))
      continue;
    std::erase_if(due, [&](const Bar& other) { return covers(*bar, other); });
    due.push_back(std::move(*bar));
  }
  return due;
}

Result<void> not_barred(std::span<const Bar> bars, const Visit& wanted, Channel channel,
                        const Civil& civil, Instant now) {
  const bool walks_in = channel == Channel::desk && wanted.day == civil.time.day_of(now);
  const Bar* last = nullptr;
  for (const auto& bar : bars) {
    if (bar.lifted || now < bar.from || now >= bar.until) continue;
    if (!bar.campus.empty() && bar.campus != wanted.campus) continue;
    if (!bar.channels.contains(channel) || (walks_in && bar.walk_in)) continue;
    if (!last || bar.until > last->until) last = &bar;
  }
  if (!last) return {};
  return Refusal("barred")
      .with("why", name_of(last->because))
      .with("until", format_day(civil.time.day_of(last->until)))
      .until(last->until);
}

}  // namespace yuyue::booking::policy
