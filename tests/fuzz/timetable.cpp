// Timetable files as anybody might hand them over.
#include <cstdint>
#include <string_view>

#include "fuzz/expect.hpp"
#include "yuyue/booking/timetable_file.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace yuyue;
  using fuzz::expect;
  const auto file = booking::parse_timetable({reinterpret_cast<const char*>(data), size});
  expect(file.errors.size() <= 1001, "at most a thousand problems are named");
  for (const auto& problem : file.errors) {
    expect(problem.line >= 0 && problem.column >= 0, "a problem has a place");
    expect(!describe(problem, Language::zh).empty() && !describe(problem, Language::en).empty(),
           "a problem has a sentence in both languages");
  }
  if (!file.errors.empty()) return 0;
  for (const auto& row : file.rows) {
    expect(row.weekday >= 1 && row.weekday <= 7, "an accepted weekday exists");
    expect(row.starts < row.ends && (row.ends - row.starts) % kSlotLength == MinuteOfDay{0},
           "an accepted session is made of whole slots");
    expect(row.slot_capacity >= 1 && row.slot_capacity <= 99, "an accepted capacity is in range");
  }
  return 0;
}
