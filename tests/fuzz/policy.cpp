// Booking rules as administrators send them: whatever is accepted can be written, read back as the
// same, said in words, and asked without end or exception.
#include <algorithm>
#include <array>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string_view>

#include "fuzz/expect.hpp"
#include "yuyue/booking/policy/rules.hpp"
#include "yuyue/booking/policy/sentences.hpp"
#include "yuyue/booking/policy/text.hpp"

namespace {

using namespace yuyue;
using namespace yuyue::booking;
using fuzz::expect;

void ask(const policy::Rules& rules, const policy::Civil& civil) {
  const Day day = *parse_day("2026-10-08");
  for (const int minute : {0, 479, 480, 839, 1080}) {
    const auto starts = civil.time.at(day, MinuteOfDay{480});
    const policy::Visit visit{.day = day,
                              .part = DayPart::morning,
                              .session_starts = starts,
                              .starts = starts,
                              .ends = starts + kSlotLength};
    const policy::SlotTimes slot{visit.day, visit.part, visit.starts, visit.ends};
    const auto now = civil.time.at(day - date::days{minute % 3}, MinuteOfDay{minute});
    for (const auto channel : {Channel::web, Channel::desk}) {
      const auto may = policy::may_book_now(rules, slot, channel, civil, now);
      if (!may && may.error().possible_at)
        expect(*may.error().possible_at > now, "what is possible later is later");
      if (const auto next = policy::next_change(rules, slot, channel, civil, now))
        expect(*next > now, "a change to come is to come");
    }
    expect(policy::cancel_until(rules, visit, Channel::web, civil) <= visit.starts,
           "nothing is cancelled after it began");
    (void)policy::may_arrive(rules, policy::Step::check_in, visit, {}, civil, now);
  }
}

void expect_known(const Refusal& refusal) {
  constexpr std::array kCodes{"body-invalid", "field-required", "field-invalid", "field-unknown"};
  expect(std::ranges::find(kCodes, refusal.code) != kCodes.end(), "a refusal is a known one");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const HospitalTime time;
  static const policy::DayCalendar days{.holidays = {*parse_day("2026-10-07")}, .workdays = {}};
  const auto read = policy::from_text({reinterpret_cast<const char*>(data), size});
  if (!read) {
    expect_known(read.error());
    return 0;
  }
  const auto again = policy::from_json(policy::to_json(*read));
  expect(again && *again == *read, "a policy reads as written");
  for (const auto language : {Language::zh, Language::en})
    expect(!policy::paragraphs(*read, language).empty(), "rules can be said");
  const policy::Civil civil{time, days};
  ask(read->base, civil);
  for (const auto& item : read->overrides)
    ask(policy::rules_for(*read, {item.campuses.empty() ? "" : *item.campuses.begin(),
                                  item.departments.empty() ? "" : *item.departments.begin(),
                                  item.kinds.empty() ? "" : *item.kinds.begin()}),
        civil);
  return 0;
}
