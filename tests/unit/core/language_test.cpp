#include "yuyue/core/language.hpp"

#include <doctest/doctest.h>

using namespace yuyue;

TEST_CASE("the first language that is known is answered in, Chinese if none") {
  for (const char* text :
       {"", "*", "zh-CN,zh;q=0.9,en;q=0.8", "zh", "de,fr;q=0.5", "zh-TW", ";;,,", "q=1"}) {
    CAPTURE(text);
    CHECK(preferred_language(text) == Language::zh);
  }
  for (const char* text :
       {"en", "en-GB,en;q=0.8", "en-US,en;q=0.9,zh-CN;q=0.8", "de,en;q=0.5", "en-US , zh;q=0.2"}) {
    CAPTURE(text);
    CHECK(preferred_language(text) == Language::en);
  }
  CHECK(tag(Language::zh) == "zh-CN");
  CHECK(tag(Language::en) == "en");
}
