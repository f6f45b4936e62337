#include "yuyue/planner/instance.hpp"

#include <map>
#include <nlohmann/json.hpp>

#include "planner/fields.hpp"

namespace yuyue::planner {
namespace {

using nlohmann::json;

template <class Value>
Value one_of(const Field& field, const std::map<std::string, Value>& known) {
  const auto found = known.find(field.text());
  if (found == known.end()) field.fail("unknown: \"" + field.text() + "\"");
  return found->second;
}

class Reader {
 public:
  explicit Reader(const Field& root) : root_(root) {}

  Problem read() {
    problem_.days = root_.at("days").number(1, kMostHorizon);
    root_.at("slotMinutes").number(kSlotMinutes, kSlotMinutes);
    problem_.meal = root_.at("mealMinutes").minutes();
    problem_.bladder_fill = root_.at("bladderFillMinutes").minutes();
    each("walkMinutes", [this](const Field& row, std::size_t) { read_walk(row); });
    each("devices", [this](const Field& one, std::size_t i) { read_device(one, i); });
    each("items", [this](const Field& one, std::size_t i) {
      if (i >= kMostItems) one.fail("more than " + std::to_string(kMostItems) + " items");
      problem_.items.push_back(read_item(one, static_cast<int>(i)));
    });
    if (const auto fixed = root_.find("fixed")) {
      for (std::size_t i = 0; i < fixed->size(); ++i) read_fixed(fixed->at(i));
    }
    each("rules", [this](const Field& one, std::size_t) { read_rule(one); });
    read_capacity();
    each("offers", [this](const Field& one, std::size_t) { read_offer(one); });
    return std::move(problem_);
  }

 private:
  void each(const char* name, auto&& read) const {
    const auto all = root_.at(name);
    for (std::size_t i = 0; i < all.size(); ++i) read(all.at(i), i);
  }

  void read_walk(const Field& row) {
    auto& to = problem_.walk.emplace_back();
    const auto sites = row.size(root_.at("walkMinutes").size());
    for (std::size_t i = 0; i < sites; ++i) to.push_back(row.at(i).minutes());
  }

  int site(const Field& field) const {
    return field.number(1, static_cast<int>(problem_.walk.size())) - 1;
  }

  void read_device(const Field& one, std::size_t index) {
    const auto id = static_cast<int>(index) + 1;
    one.at("id").number(id, id);
    problem_.devices.push_back({one.at("modality").text(), site(one.at("site"))});
  }

  Item read_item(const Field& one, int index) {
    Item item;
    const auto code = one.at("code");
    item.code = code.text();
    if (!items_.emplace(item.code, index).second) code.fail("twice: \"" + item.code + "\"");
    item.name = one.at("name").text();
    item.minutes = one.at("minutes").number(1, 1'000'000);
    item.device_minutes = one.at("deviceMinutes").number(0, item.minutes);
    item.recovery = one.at("recoveryMinutes").number(0, 1'000'000);
    item.fasting = one.at("fastingMinutes").minutes();
    item.water_stop = one.at("waterStopMinutes").minutes();
    item.breaks_fast = one.at("breaksFast").truth();
    item.needs_meal = one.at("needsMeal").truth();
    item.bladder = one_of<Bladder>(
        one.at("bladder"),
        {{"any", Bladder::any}, {"full", Bladder::full}, {"empty", Bladder::empty}});
    return item;
  }

  void read_fixed(const Field& one) {
    const auto index = static_cast<int>(problem_.items.size() + problem_.fixed.size());
    Fixed fixed{read_item(one, index)};
    fixed.day = one.at("day").number(-10'000, 10'000);
    fixed.minute = one.at("start").clock();
    fixed.site = site(one.at("site"));
    problem_.fixed.push_back(std::move(fixed));
  }

  int item(const Field& field) const {
    const auto found = items_.find(field.text());
    if (found == items_.end()) field.fail("no item has the code \"" + field.text() + "\"");
    return found->second;
  }

  void read_rule(const Field& one) {
    Rule rule;
    const auto id = one.at("id");
    rule.id = id.text();
    if (!rules_.emplace(rule.id, 0).second) id.fail("twice: \"" + rule.id + "\"");
    rule.kind = one_of<RuleKind>(one.at("kind"), {{"before", RuleKind::before},
                                                  {"separate", RuleKind::separate},
                                                  {"same-day", RuleKind::same_day},
                                                  {"not-same-day", RuleKind::not_same_day},
                                                  {"same-day-order", RuleKind::same_day_order}});
    rule.a = item(one.at("a"));
    rule.b = item(one.at("b"));
    if (rule.a == rule.b) one.fail("a and b are the same item");
    const auto optional = [&](const char* name) -> std::optional<int> {
      const auto field = one.find(name);
      if (!field) return std::nullopt;
      return field->minutes();
    };
    if (rule.kind == RuleKind::before || rule.kind == RuleKind::same_day_order)
      rule.min_minutes = one.at("minMinutes").minutes();
    if (rule.kind == RuleKind::before) rule.max_minutes = optional("maxMinutes");
    if (rule.kind == RuleKind::separate) {
      rule.a_first = optional("aFirstMinutes");
      rule.b_first = optional("bFirstMinutes");
    }
    problem_.rules.push_back(std::move(rule));
  }

  void read_capacity() {
    const auto all = root_.at("capacity");
    all.size(problem_.devices.size());
    for (std::size_t device = 0; device < problem_.devices.size(); ++device) {
      const auto days = all.at(device);
      days.size(static_cast<std::size_t>(problem_.days));
      auto& of_device = problem_.capacity.emplace_back(problem_.days);
      for (std::size_t day = 0; day < of_device.size(); ++day) {
        const auto slots = days.at(day);
        slots.size(kSlotsPerDay);
        for (std::size_t slot = 0; slot < kSlotsPerDay; ++slot)
          of_device[day][slot] = slots.at(slot).number(0, 1'000'000);
      }
    }
  }

  void read_offer(const Field& one) {
    Offer offer;
    const auto code = one.at("item");
    offer.item = item(code);
    if (offer.item >= static_cast<int>(problem_.items.size()))
      code.fail("\"" + code.text() + "\" is fixed");
    offer.day = one.at("day").number(0, problem_.days - 1);
    const auto start = one.at("start");
    const int minute = start.clock();
    if (minute % kSlotMinutes != 0) start.fail("must be the beginning of a slot");
    offer.slot = minute / kSlotMinutes;
    offer.device = one.at("device").number(1, static_cast<int>(problem_.devices.size())) - 1;
    problem_.offers.push_back(offer);
  }

  Field root_;
  Problem problem_;
  std::map<std::string, int> items_, rules_;
};

json parsed(std::string_view text) {
  try {
    return json::parse(text);
  } catch (const json::exception& e) {
    // "[json.exception.parse_error.101] parse error at line 3, column 7: …"
    const std::string why = e.what();
    const auto after = why.find("] ");
    throw BadInstance(after == std::string::npos ? why : why.substr(after + 2));
  }
}

}  // namespace

Problem read_instance(std::string_view text) {
  const auto root = parsed(text);
  return Reader(Field(root, "")).read();
}

}  // namespace yuyue::planner
