// Bodies of requests: JSON as the endpoints read it.
#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

#include "api/input.hpp"
#include "api/person_input.hpp"
#include "fuzz/expect.hpp"

namespace {

using namespace yuyue;
using fuzz::expect;

constexpr std::size_t kLongest = 20;  // characters of a text asked for below

void expect_known(const std::optional<Refusal>& refusal) {
  constexpr std::array kCodes{"body-invalid", "field-required", "field-invalid", "field-unknown"};
  if (!refusal) return;
  expect(std::ranges::find(kCodes, refusal->code) != kCodes.end(), "a refusal is a known one");
}

void read_object(const api::Json& object) {
  api::Input in(object, "/object");
  const auto text = in.text("name", kLongest);
  const auto flag = in.maybe_flag("newborn");
  const auto bad = in.finish();
  expect_known(bad);
  if (bad) return;
  expect(text.size() <= 4 * kLongest, "a text is not longer than asked for");
  expect(!flag || object.at("newborn").is_boolean(), "a flag was one");
}

void read_fields(const http::Request& request) {
  api::Input in(request);
  const auto number = in.maybe_integer("fee", 0, 1000);
  const auto text = in.maybe_text("name", kLongest);
  const auto day = in.maybe_day("birthDate");
  const auto minute = in.maybe_minute("starts");
  const auto texts = in.maybe_texts("needs", 3);
  const auto id = in.maybe_id<PersonId>("personId");
  const auto objects = in.objects("documents", 3);
  const auto object = in.maybe_object("document");
  for (const auto& one : objects) read_object(one);
  if (object) {
    patients::DocumentInput document;
    expect_known(api::read_document(*object, "/document", document));
  }
  in.cleared("phone");
  const auto bad = in.finish();
  expect_known(bad);
  if (bad) return;
  expect(!number || (*number >= 0 && *number <= 1000), "an accepted number is in its range");
  expect(!text || text->size() <= 4 * kLongest, "an accepted text is not longer than asked for");
  expect(!day || parse_day(format_day(*day)) == day, "an accepted day exists");
  expect(!minute || (*minute >= MinuteOfDay{0} && *minute <= MinuteOfDay{1440}),
         "an accepted minute is one of a day");
  expect(!texts || texts->size() <= 3, "an accepted list is not longer than asked for");
  expect(!id || decode_id("per", to_string(*id)) == id->value, "an id reads as written");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  http::Request request;
  request.body.assign(reinterpret_cast<const char*>(data), size);
  read_fields(request);
  return 0;
}
