#include "app/demo_partners.hpp"

#include <algorithm>

#include "app/demo_data.hpp"

namespace yuyue::app {

namespace referral = booking::referral;
using namespace demo_data;

void fill_demo_partners(Hospital& hospital, const std::map<std::string, PersonId>& people,
                        Instant now) {
  const auto& services = hospital.services();
  const auto data = read("partners.toml");
  const auto write = [&](auto job) {
    return hospital.database().write_now(store::Lane::housekeeping, job);
  };
  std::map<std::string, InstitutionId> known;
  for_each_table(data, "institution", [&](const toml::table& item) {
    write([&](store::Transaction& tx) {
      referral::Institution institution;
      institution.code = text(item, "code");
      institution.name = text(item, "name");
      institution.name_en = text(item, "name_en");
      institution.phone = text(item, "phone");
      institution.address = text(item, "address");
      const auto made = must(services.institutions.add(tx, institution, {}, now), institution.code);
      known[made.code] = made.id;
      referral::InstitutionUsers users;
      for (const auto& name : texts(item, "accounts"))
        users.accounts.push_back(services.accounts.find(tx, name).value().id);
      must(services.institutions.set_users(tx, made.id, users, {}, now), made.code);
      return true;
    });
  });
  for_each_table(data, "referral", [&](const toml::table& item) {
    write([&](store::Transaction& tx) {
      referral::NewReferral wanted;
      wanted.direction = referral::direction_from(text(item, "direction")).value();
      wanted.institution = known.at(text(item, "institution"));
      const auto departments = booking::departments(tx);
      wanted.department =
          std::ranges::find(departments, text(item, "department"), &booking::Department::code)->id;
      wanted.person = people.at(text(item, "person"));
      wanted.urgent = item["urgent"].value_or(false);
      wanted.reason = text(item, "reason");
      wanted.papers = texts(item, "papers");
      const referral::Handler by{.side = referral::rules::sender(wanted.direction),
                                 .institution = wanted.institution,
                                 .actor = {}};
      must(services.referrals.send(tx, wanted, by, now), text(item, "person"));
      return true;
    });
  });
}

}  // namespace yuyue::app
