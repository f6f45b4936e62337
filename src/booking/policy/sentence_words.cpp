#include "booking/policy/sentence_words.hpp"

#include <map>

namespace yuyue::booking::policy {
namespace {

std::string channel_label(const Writer& w, Channel channel) {
  switch (channel) {
    case Channel::web:
      return w.pick("网上", "web");
    case Channel::desk:
      return w.pick("服务台", "desk");
    case Channel::kiosk:
      return w.pick("自助机", "kiosk");
    case Channel::phone:
      return w.pick("电话", "phone");
    case Channel::partner:
      return w.pick("合作机构", "partner institutions");
    case Channel::clinician:
      return w.pick("医生", "clinicians");
  }
  return {};
}

}  // namespace

std::string number(int n) {
  return std::to_string(n);
}
std::string count(int n, const std::string& what) {
  return number(n) + " " + what + (n == 1 ? "" : "s");
}

std::string part_name(const Writer& w, DayPart part) {
  switch (part) {
    case DayPart::morning:
      return w.pick("上午", "morning");
    case DayPart::afternoon:
      return w.pick("下午", "afternoon");
    case DayPart::evening:
      return w.pick("晚上", "evening");
  }
  return {};
}

std::string channel_list(const Writer& w, const std::set<Channel>& channels) {
  Texts names;
  for (const auto channel : channels) names.push_back(channel_label(w, channel));
  return w.list(names);
}

std::string document_label(const Writer& w, IdentifierType type) {
  static const std::map<IdentifierType, std::pair<const char*, const char*>> kNames = {
      {IdentifierType::resident_card, {"居民身份证", "resident identity card"}},
      {IdentifierType::foreign_resident,
       {"外国人永久居留身份证", "foreign permanent resident card"}},
      {IdentifierType::hk_macau_permit, {"港澳居民来往内地通行证", "Hong Kong and Macau permit"}},
      {IdentifierType::taiwan_permit, {"台湾居民来往大陆通行证", "Taiwan permit"}},
      {IdentifierType::passport, {"护照", "passport"}},
      {IdentifierType::birth_certificate, {"出生医学证明", "birth certificate"}},
      {IdentifierType::military, {"军人证件", "military card"}}};
  const auto found = kNames.find(type);
  if (found == kNames.end()) return std::string(name_of(type));
  return w.pick(found->second.first, found->second.second);
}

}  // namespace yuyue::booking::policy
