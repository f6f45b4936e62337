#include "app/demo_exams.hpp"

#include <map>

#include "app/demo_data.hpp"
#include "yuyue/exams/recognition.hpp"

namespace yuyue::app {
namespace {

using namespace demo_data;
using std::chrono::minutes;

/// Fills in the order in which things refer to each other.
class ExamFiller {
 public:
  ExamFiller(const api::Services& services, store::Transaction& tx, Instant now)
      : catalogue_(services.exam_catalogue), devices_(services.exam_devices), tx_(tx), now_(now) {
    for (const auto& campus : booking::campuses(tx)) campuses_[campus.name] = campus.id;
  }

  void fill(const toml::table& data) {
    catalogue_.add_starting_catalogue(tx_, {}, now_);
    for (const auto& exam : exams::exams(tx_)) exams_[exam.code] = exam.id;
    for_each_table(data, "site", [&](const toml::table& item) { add_site(item); });
    for_each_table(data, "site", [&](const toml::table& item) { set_walks(item); });
    for_each_table(data, "device", [&](const toml::table& item) { add_device(item); });
    for_each_table(data, "bundle", [&](const toml::table& item) {
      const exams::Bundle bundle{.code = text(item, "code"),
                                 .name = text(item, "name"),
                                 .name_en = text(item, "name_en"),
                                 .exams = exams_of(item),
                                 .body_parts = parts_of(item),
                                 .example = true};
      must(catalogue_.add(tx_, bundle, {}, now_), bundle.code);
    });
    recognise(data);
  }

 private:
  std::vector<ExamId> exams_of(const toml::table& item) const {
    std::vector<ExamId> ids;
    if (const auto* list = item["exams"].as_array())
      for (const auto& code : *list) ids.push_back(exams_.at(code.value_or(std::string())));
    return ids;
  }
  std::map<ExamId, std::string> parts_of(const toml::table& item) const {
    std::map<ExamId, std::string> parts;
    if (const auto* table = item["parts"].as_table())
      for (const auto& [code, part] : *table)
        parts[exams_.at(std::string(code.str()))] = part.value_or(std::string());
    return parts;
  }
  void recognise(const toml::table& data) {
    auto all = exams::recognition(tx_);
    for_each_table(data, "institution", [&](const toml::table& item) {
      all.institutions.push_back({text(item, "code"), text(item, "name"), text(item, "name_en")});
    });
    for_each_table(data, "validity", [&](const toml::table& item) {
      for (const auto exam : exams_of(item))
        all.validities.push_back({exam, item["days"].value_or(1)});
    });
    must(exams::change_recognition(catalogue_.environment(), tx_, all, {}, now_), "institution");
  }
  static MinuteOfDay minute(const toml::node& node) {
    return parse_minute(node.value_or(std::string())).value();
  }

  void add_site(const toml::table& item) {
    const exams::Site site{.campus = campuses_.at(text(item, "campus")),
                           .name = text(item, "name"),
                           .name_en = text(item, "name_en"),
                           .place = text(item, "place"),
                           .place_en = text(item, "place_en")};
    sites_[text(item, "key")] = must(devices_.add(tx_, site, {}, now_), site.name).id;
  }
  void set_walks(const toml::table& item) {
    auto site = exams::find_site(tx_, sites_.at(text(item, "key"))).value();
    for_each_table(item, "walk", [&](const toml::table& walk) {
      site.walks.push_back({sites_.at(text(walk, "to")), minutes{walk["minutes"].value_or(0)}});
    });
    must(devices_.change(tx_, site, {}, now_), site.name);
  }

  void add_device(const toml::table& item) {
    exams::Device device{.site = sites_.at(text(item, "site")),
                         .name = text(item, "name"),
                         .name_en = text(item, "name_en"),
                         .place = text(item, "place"),
                         .place_en = text(item, "place_en"),
                         .modality = text(item, "modality"),
                         .exams = exams_of(item)};
    device.example = true;
    const auto& spans = *item["hours"].as_array();
    for (const auto& day : *item["weekdays"].as_array())
      for (std::size_t i = 0; i + 1 < spans.size(); i += 2)
        device.hours.push_back({day.value_or(1), minute(spans[i]), minute(spans[i + 1]),
                                item["capacity"].value_or(1)});
    for_each_table(item, "keep", [&](const toml::table& keep) {
      device.quotas.push_back({.source = exams::source_from(text(keep, "source")).value(),
                               .places = keep["places"].value_or(1),
                               .returned = minutes{keep["return_minutes"].value_or(0)}});
    });
    must(devices_.add(tx_, device, {}, now_), device.name);
  }

  const exams::Catalogue& catalogue_;
  const exams::Devices& devices_;
  store::Transaction& tx_;
  Instant now_;
  std::map<std::string, CampusId> campuses_;
  std::map<std::string, ExamId> exams_;
  std::map<std::string, ExamSiteId> sites_;
};

}  // namespace

void fill_demo_exams(Hospital& hospital, Instant now) {
  const auto data = read("exams.toml");
  hospital.database().write_now(store::Lane::housekeeping, [&](store::Transaction& tx) {
    ExamFiller(hospital.services(), tx, now).fill(data);
    return true;
  });
}

}  // namespace yuyue::app
