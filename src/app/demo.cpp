#include "app/demo.hpp"

#include <algorithm>
#include <map>

#include "app/demo_admissions.hpp"
#include "app/demo_areas.hpp"
#include "app/demo_cases.hpp"
#include "app/demo_centre.hpp"
#include "app/demo_clinician.hpp"
#include "app/demo_data.hpp"
#include "app/demo_exam_plans.hpp"
#include "app/demo_exams.hpp"
#include "app/demo_partners.hpp"
#include "app/demo_quotas.hpp"
#include "app/demo_voice.hpp"
#include "yuyue/access/password.hpp"
#include "yuyue/access/settings.hpp"
#include "yuyue/core/person_data.hpp"

namespace yuyue::app {

namespace {

using namespace demo_data;
using Say = std::function<void(const std::string&)>;
// The mark is set first and never taken away: from then on the file holds known passwords. While it
// is being filled a second one says so, and stays if that is cut short.
constexpr const char* kMark = "demo.filled";
constexpr const char* kFilling = "demo.filling";

/// Fills step by step; each step is a few short jobs.
class Filler {
  template <class F>
  auto write(F job) {
    return hospital_.database().write_now(store::Lane::housekeeping, std::move(job));
  }

 public:
  Filler(Hospital& hospital, const Say& say)
      : hospital_(hospital),
        services_(hospital.services()),
        by_(access::Principal::system("demo")),
        now_(services_.clock.now()),
        data_(read("hospital.toml")) {
    say_ = say;
  }

  void fill() {
    write([&](store::Transaction& tx) {
      set(tx, kFilling, "true");
      return set(tx, kMark, "true");
    });
    say_("demo: importing the timetable");
    import_timetable();
    describe_hospital();
    describe_places();
    name_places_in_english();
    describe_departments();
    fill_demo_areas(hospital_, now_);
    fill_demo_centre(hospital_, now_);
    fill_demo_exams(hospital_, now_);
    say_("demo: making accounts and people");
    make_accounts();
    make_families();
    make_walk_in_people();
    say_("demo: booking");
    book();
    std::map<std::string, PersonId> people;
    for (const auto& [key, known] : people_) people[key] = known.id;
    fill_demo_admissions(hospital_, people, now_);
    fill_demo_partners(hospital_, people, now_);
    fill_demo_cases(hospital_, people, now_);
    fill_demo_voice(hospital_, now_);
    say_("demo: planning examinations");
    fill_demo_exam_plans(hospital_, now_);
    write([&](store::Transaction& tx) { return set(tx, kFilling, "false"); });
  }

 private:
  bool set(store::Transaction& tx, const char* mark, const char* value) {
    return must(access::set_setting(tx, services_.audit, by_, mark, value, std::nullopt, now_),
                mark)
               .version > 0;
  }

  void import_timetable() {
    const auto parsed = booking::parse_timetable(file("timetable.csv"));
    if (!parsed.errors.empty()) {
      const auto& first = parsed.errors.front();
      throw std::runtime_error("demo data: timetable.csv, line " + std::to_string(first.line) +
                               ": " + booking::describe(first, Language::en));
    }
    booking::TimetableImport::clear_unfinished(hospital_.database());
    must(services_.timetable_import.run(parsed, {}, now_), "timetable.csv");
    fill_demo_quotas(hospital_, now_);
    booking::ensure_sessions(hospital_.database(), services_.booking, now_);
  }

  void describe_hospital() {
    const auto& hospital = *data_["hospital"].as_table();
    const std::pair<const char*, const char*> names[] = {{"hospital.name", "name"},
                                                         {"hospital.name-en", "name_en"},
                                                         {"hospital.phone", "phone"},
                                                         {"hospital.notice", "notice"},
                                                         {"hospital.notice-en", "notice_en"}};
    for (const auto& [setting, key] : names) {
      std::string quoted = "\"";
      for (const char c : text(hospital, key)) {
        if (c == '"' || c == '\\') quoted += '\\';
        quoted += c;
      }
      quoted += '"';
      write([&](store::Transaction& tx) {
        return must(access::set_setting(tx, services_.audit, by_, setting, quoted, std::nullopt,
                                        now_),
                    setting)
                   .version > 0;
      });
    }
  }

  void describe_places() {
    for_each_table(data_, "campus", [&](const toml::table& item) {
      write([&](store::Transaction& tx) {
        for (auto campus : booking::campuses(tx)) {
          if (campus.name != text(item, "name")) continue;
          campus.name_en = text(item, "name_en");
          campus.address = text(item, "address");
          must(services_.reference.change(tx, campus, {}, now_), campus.name);
        }
        return true;
      });
    });
    for_each_table(data_, "building", [&](const toml::table& item) {
      write([&](store::Transaction& tx) {
        for (auto building : booking::buildings(tx)) {
          if (building.name != text(item, "name")) continue;
          building.name_en = text(item, "name_en");
          building_names_[building.name] = building.name_en;
          must(services_.reference.change(tx, building, {}, now_), building.name);
        }
        return true;
      });
    });
  }

  /// "门诊楼 2 层" → "Outpatient Building, floor 2", as the spreadsheet has no column for it.
  std::string place_in_english(const std::string& location) const {
    for (const auto& [name, name_en] : building_names_) {
      if (!location.starts_with(name + " ")) continue;
      const auto floor = location.substr(name.size() + 1);
      return name_en + ", floor " + floor.substr(0, floor.find(' '));
    }
    return {};
  }

  void name_places_in_english() {
    write([&](store::Transaction& tx) {
      for (auto department : booking::departments(tx)) {
        department.location_en = place_in_english(department.location);
        must(services_.reference.change(tx, department, {}, now_), department.name);
      }
      return true;
    });
  }

  void describe_departments() {
    for_each_table(data_, "department", [&](const toml::table& item) {
      write([&](store::Transaction& tx) {
        for (auto department : booking::departments(tx)) {
          if (department.code != text(item, "code")) continue;
          department.intro = text(item, "intro");
          department.intro_en = text(item, "intro_en");
          must(services_.reference.change(tx, department, {}, now_), department.name);
        }
        return true;
      });
    });
  }

  void make_accounts() {
    for_each_table(data_, "account", [&](const toml::table& item) {
      access::NewAccount account{.name = text(item, "account"),
                                 .display_name = text(item, "name"),
                                 .password_hash = access::hash_password(text(item, "password")),
                                 .must_change_password = false};
      for (const auto& role : *item["roles"].as_array())
        account.roles.push_back(*access::role_from(role.value_or(std::string())));
      if (item["clinician"].value_or(false)) belong_to_somebody(account);
      write([&](store::Transaction& tx) {
        return must(services_.accounts.create(tx, by_, account, now_), account.name).version;
      });
    });
  }

  /// To whoever has most to do on the day on which the demo is filled, and in the days after it.
  void belong_to_somebody(access::NewAccount& account) {
    hospital_.database().read([&](store::Snapshot& snapshot) {
      account.practitioner = demo_clinician(snapshot, services_.booking, now_);
      if (account.practitioner)
        account.display_name = booking::find_practitioner(snapshot, *account.practitioner)->name;
      return true;
    });
  }

  std::optional<patients::DocumentInput> document(const toml::table& item) const {
    const auto* found = item["document"].as_table();
    if (!found) return std::nullopt;
    return read_document(*found);
  }
  static patients::DocumentInput read_document(const toml::table& item) {
    return {*identifier_type(text(item, "type")), text(item, "number"), text(item, "issuer")};
  }
  std::optional<Day> birth_date(const toml::table& item) const {
    if (const auto days = item["days_old"].value<int>())
      return services_.time.day_of(now_) - std::chrono::days{*days};
    return parse_day(text(item, "birth_date"));
  }
  static std::vector<std::string> needs(const toml::table& item) {
    std::vector<std::string> out;
    if (const auto* list = item["needs"].as_array())
      for (const auto& need : *list) out.push_back(need.value_or(std::string()));
    return out;
  }

  void make_families() {
    for_each_table(data_, "family", [&](const toml::table& family) {
      const auto phone = text(family, "phone");
      const auto member = write(
          [&](store::Transaction& tx) { return services_.members.of_phone(tx, phone, now_); });
      for_each_table(family, "people", [&](const toml::table& item) { add(item, phone, member); });
    });
  }

  void add(const toml::table& item, const std::string& phone, MemberId member) {
    patients::NewOwnPerson person{
        .name = text(item, "name"),
        .document = document(item),
        .phone = phone,
        .relation = patients::relation_from(text(item, "relation")).value(),
        .birth_date = birth_date(item),
        .sex = sex_from(text(item, "sex")).value_or(Sex::unknown),
        .guardian = item["guardian"].value_or(false),
        .newborn = item["newborn"].value_or(false)};
    const auto key = text(item, "key");
    const auto id = write([&](store::Transaction& tx) {
      auto made = must(services_.patients.register_own_person(tx, by_, member, person, now_), key);
      if (const auto list = needs(item); !list.empty()) {
        patients::PersonChange change{.needs = list, .version = made.version};
        must(services_.patients.change_person(tx, by_, made.id, change, now_), key);
      }
      return made.id;
    });
    people_[key] = {id, member};
  }

  /// People whom the desk has registered and who have no sign-in.
  void make_walk_in_people() {
    for_each_table(*data_["desk"].as_table(), "people", [&](const toml::table& item) {
      patients::NewPerson person{.name = text(item, "name"),
                                 .phone = text(item, "phone"),
                                 .birth_date = birth_date(item),
                                 .sex = sex_from(text(item, "sex")).value_or(Sex::unknown),
                                 .needs = needs(item)};
      for_each_table(item, "documents", [&](const toml::table& document) {
        person.documents.push_back(read_document(document));
      });
      const auto key = text(item, "key");
      const auto id = write([&](store::Transaction& tx) {
        return must(services_.patients.register_person(tx, by_, person, now_), key).id;
      });
      people_[key] = {id, std::nullopt};
    });
  }

  /// As hospital.toml says above its bookings. Whatever does not fit is left out: which days are
  /// holidays depends on the day on which the demo is filled.
  std::optional<SlotId> slot_for(store::Snapshot& snapshot, const toml::table& item) const {
    const auto today = services_.time.day_of(now_);
    const auto first = item["in_days"].value_or(1);
    const auto part = text(item, "part");
    const auto nth = static_cast<std::size_t>(item["slot"].value_or(1)) - 1;
    for (const auto& department : booking::departments(snapshot)) {
      if (department.code != text(item, "department")) continue;
      for (int days = first; days < first + 14; ++days) {
        const auto page = booking::session_page(snapshot, services_.booking, department.id,
                                                today + std::chrono::days{days},
                                                booking::Audience::patients, now_);
        for (const auto& session : page.sessions) {
          if (session.kind_code != text(item, "kind")) continue;
          if (!part.empty() && part != booking::name_of(session.session.part)) continue;
          for (auto n = nth; n < session.slots.size(); ++n)
            if (session.slots[n].free > 0) return session.slots[n].id;
        }
      }
    }
    return std::nullopt;
  }

  void book() {
    int made = 0;
    for_each_table(*data_["bookings"].as_table(), "wanted", [&](const toml::table& item) {
      const auto& person = people_.at(text(item, "person"));
      write([&](store::Transaction& tx) {
        const auto slot = slot_for(tx, item);
        if (!slot) return false;
        booking::Actor by;
        by.channel = booking::channel_from(text(item, "channel")).value_or(booking::Channel::web);
        const auto booked = services_.appointments.book(
            tx, {.slot = *slot, .person = person.id, .by = by, .member = person.member}, now_);
        if (!booked) return false;
        if (item["cancelled"].value_or(false))
          must(services_.appointments.cancel(tx, booked->id, by, {}, now_), "cancellation");
        ++made;
        return true;
      });
    });
    say_("demo: " + std::to_string(made) + " bookings");
  }

  struct Known {
    PersonId id;
    std::optional<MemberId> member;
  };
  Hospital& hospital_;
  const api::Services& services_;
  const access::Principal by_;
  const Instant now_;
  const toml::table data_;
  Say say_;
  std::map<std::string, Known> people_;
  std::map<std::string, std::string> building_names_;  ///< Chinese → English
};

}  // namespace

void fill_demo(Hospital& hospital, const Say& say) {
  Filler(hospital, say).fill();
}

bool is_empty_hospital(Hospital& hospital) {
  return hospital.database().read([&](store::Snapshot& snapshot) {
    return booking::departments(snapshot).empty() &&
           hospital.services().accounts.list(snapshot).empty();
  });
}

void fill_demo_if_empty(Hospital& hospital, const Say& say) {
  if (is_empty_hospital(hospital)) return fill_demo(hospital, say);
  const bool cut_short = hospital.database().read(
      [](store::Snapshot& snapshot) { return access::setting_flag(snapshot, kFilling, false); });
  if (cut_short)
    throw store::CannotOpen("filling " + hospital.config().file().string() +
                            " with the demo was interrupted: remove the folder " +
                            hospital.config().data.string() + " and begin again");
}

bool is_demo_hospital(Hospital& hospital) {
  return hospital.database().read(
      [](store::Snapshot& snapshot) { return access::setting_flag(snapshot, kMark, false); });
}

std::string demo_accounts_text(const std::string& public_address) {
  const auto data = toml::parse(file("hospital.toml"));
  std::string out = "\n  演示账号 demo accounts\n";
  for_each_table(data, "account", [&](const toml::table& item) {
    out += "    " + text(item, "account") + " / " + text(item, "password") + "\n";
  });
  const auto phone = data["family"][0]["phone"].value_or(std::string());
  out += "    患者 patient: " + phone + ", 验证码 code: " + public_address + "/demo/mailbox.html\n";
  return out;
}

}  // namespace yuyue::app
