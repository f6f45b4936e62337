#pragma once
// Words that sentences about rules are made of, in two languages.
#include <set>
#include <string>
#include <vector>

#include "yuyue/booking/policy/model.hpp"
#include "yuyue/core/language.hpp"

namespace yuyue::booking::policy {

using Texts = std::vector<std::string>;

/// Adds sentences in one of two languages.
class Writer {
 public:
  explicit Writer(Language language) : en_(language == Language::en) {}
  std::string pick(std::string zh, std::string en) const {
    return en_ ? std::move(en) : std::move(zh);
  }
  void say(std::string zh, std::string en) { out.push_back(pick(std::move(zh), std::move(en))); }
  std::string list(const Texts& items) const {
    std::string text;
    for (const auto& item : items) text += (text.empty() ? "" : pick("、", ", ")) + item;
    return text;
  }
  Texts out;

 private:
  bool en_;
};

std::string number(int n);
/// "1 day", "2 days"
std::string count(int n, const std::string& what);
std::string part_name(const Writer& w, DayPart part);
std::string channel_list(const Writer& w, const std::set<Channel>& channels);
std::string document_label(const Writer& w, IdentifierType type);

}  // namespace yuyue::booking::policy
