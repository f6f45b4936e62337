#include "app/demo_voice.hpp"

#include <map>

#include "app/demo_data.hpp"

namespace yuyue::app {
namespace {

using namespace demo_data;
namespace voice = centre::voice;

std::vector<AccountId> accounts_of(const api::Services& services, store::Snapshot& snapshot,
                                   const toml::table& item) {
  std::vector<AccountId> ids;
  for (const auto& name : texts(item, "accounts"))
    if (const auto account = services.accounts.find(snapshot, name)) ids.push_back(account->id);
  return ids;
}

}  // namespace

void fill_demo_voice(Hospital& hospital, Instant now) {
  const auto& services = hospital.services();
  const auto& complaints = services.complaints;
  const voice::Offices keeper(complaints.environment());
  const auto data = read("voice.toml");
  hospital.database().write_now(store::Lane::housekeeping, [&](store::Transaction& tx) {
    std::map<std::string, VoiceOfficeId> offices;
    for_each_table(data, "office", [&](const toml::table& item) {
      voice::Office office;
      office.name = text(item, "name");
      office.name_en = text(item, "name_en");
      office.accounts = accounts_of(services, tx, item);
      offices[office.name] = must(keeper.add(tx, office, {}, now), office.name).id;
    });
    for_each_table(data, "letter", [&](const toml::table& item) {
      voice::NewComplaint wanted;
      wanted.kind = voice::kind_from(text(item, "kind")).value();
      wanted.way = voice::way_from(text(item, "way")).value();
      wanted.who = {text(item, "name"), text(item, "phone")};
      wanted.text = text(item, "text");
      const auto id = must(complaints.receive(tx, wanted, {}, now), wanted.text).complaint.id;
      std::vector<voice::NewAssignment> to;
      for (const auto& name : texts(item, "offices")) to.push_back({offices.at(name), ""});
      if (!to.empty()) must(complaints.assign(tx, id, to, std::nullopt, {}, now), wanted.text);
      if (const auto reply = text(item, "reply"); !reply.empty())
        must(complaints.reply(tx, id, reply, {}, now), wanted.text);
    });
    return true;
  });
}

}  // namespace yuyue::app
