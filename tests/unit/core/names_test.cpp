#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "yuyue/core/person_data.hpp"

using namespace yuyue;

TEST_CASE("departments are found by pinyin and by its initials") {
  struct Case {
    std::string text, pinyin, initials;
  };
  const std::vector<Case> cases{
      {"心内科", "xinneike", "xnk"},
      {"心血管内科", "xinxueguanneike", "xxgnk"},
      {"耳鼻咽喉科", "erbiyanhouke", "ebyhk"},
      {"重症医学科", "zhongzhengyixueke", "zzyxk"},
      {"绿色通道", "lvsetongdao", "lstd"},
      {"女性健康", "nvxingjiankang", "nxjk"},
      {"CT室", "ctshi", "cts"},
      {"Ｂ超室", "bchaoshi", "bcs"},
      {"内科（老年病）", "neikelaonianbing", "nklnb"},
      {"普外一科 2楼", "puwaiyike2lou", "pwyk2l"},
      {"John Smith", "johnsmith", "js"},
      {"Zoë Müller", "zoemuller", "zm"},
      {"", "", ""},
      {"·。！", "", ""},
  };
  for (const auto& one : cases) {
    CAPTURE(one.text);
    CHECK(pinyin(one.text) == one.pinyin);
    CHECK(pinyin_initials(one.text) == one.initials);
  }
}

TEST_CASE("surnames have their own readings") {
  CHECK(pinyin_of_name("单雄信") == "shanxiongxin");
  CHECK(pinyin_of_name("仇英") == "qiuying");
  CHECK(pinyin_of_name("解缙") == "xiejin");
  CHECK(pinyin_of_name("曾国藩") == "zengguofan");
  CHECK(pinyin_of_name("区小明") == "ouxiaoming");
  CHECK(pinyin_of_name("吕布") == "lvbu");
  CHECK(pinyin_initials_of_name("单雄信") == "sxx");
  CHECK(pinyin_initials_of_name("欧阳娜娜") == "oynn");
  CHECK(pinyin_initials_of_name("买买提·艾力") == "mmtal");
}

TEST_CASE("pinyin is lower-case ASCII whatever comes in") {
  std::mt19937 random(5);
  std::uniform_int_distribution<int> byte(0, 255);
  for (int round = 0; round < 3000; ++round) {
    std::string text = "王";
    for (int i = 0; i < round % 15; ++i) text += static_cast<char>(byte(random));
    for (const std::string& out : {pinyin(text), pinyin_initials(text), pinyin_of_name(text)}) {
      CHECK(std::ranges::all_of(
          out, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }));
    }
  }
}

TEST_CASE("threads do not disturb one another") {
  std::vector<std::thread> threads;
  std::vector<int> wrong(4);
  for (int& mine : wrong) {
    threads.emplace_back([&mine] {
      for (int i = 0; i < 200; ++i) {
        mine += pinyin("心血管内科") != "xinxueguanneike";
        mine += pinyin_initials_of_name("单雄信") != "sxx";
        mine += mask_name("王小明") != "王*明";
      }
    });
  }
  for (auto& thread : threads) thread.join();
  for (int count : wrong) CHECK(count == 0);
}

TEST_CASE("a name is compared without what people leave out or type differently") {
  CHECK(normalise_name(" 王 小　明 ") == "王小明");
  CHECK(normalise_name("买买提·艾力") == normalise_name("买买提•艾力"));
  CHECK(normalise_name("买买提・艾力") == normalise_name("买买提 艾力"));
  CHECK(normalise_name("買") != normalise_name("买"));
  CHECK(normalise_name("Ｊｏｈｎ　SMITH") == normalise_name("john smith"));
  CHECK(normalise_name("王\u200b小明") == "王小明");
  CHECK(normalise_name("\uF90A") == "金");  // a compatibility ideograph
  CHECK(normalise_name("") == "");
}

TEST_CASE("normalising a name twice changes nothing") {
  std::mt19937 random(6);
  const std::vector<std::string> pieces{"王",     "·",      " ", "e",  "\u0301", ".",
                                        "ﬁ",      "\u200d", "Å", "ᄀ", "ᅡ",     "ᆨ",
                                        "\u0345", "ß",      "İ", "﷽",  "・",     "\xFF"};
  for (int round = 0; round < 20000; ++round) {
    std::string name;
    for (int i = 0; i < round % 9; ++i) name += pieces[random() % pieces.size()];
    CAPTURE(name);
    const std::string once = normalise_name(name);
    CHECK(normalise_name(once) == once);
  }
}
