// Commands about who may do what: staff accounts, the key file, API keys, the audit log.
#include <iostream>

#include "app/control.hpp"
#include "app/key_commands.hpp"
#include "app/replies.hpp"

namespace yuyue::app {
namespace {

using nlohmann::json;

struct Options {
  std::string name, display_name, practitioner, file, head;
  std::vector<std::string> roles, permissions;
  std::int64_t limit = 50;
};
using SharedOptions = std::shared_ptr<Options>;

std::string joined(const json& list) {
  std::string out;
  for (const auto& item : list) out += (out.empty() ? "" : ",") + item.get<std::string>();
  return out;
}

json find_account(Control& control, const std::string& name) {
  const auto accounts = reply(control.send(http::Verb::get, "/api/v1/accounts"));
  for (const auto& account : accounts.at("items"))
    if (account.at("name") == name) return account;
  throw CommandFailed(2, "no account is called " + name);
}

json change_account(const Config& config, const std::string& name, json change) {
  Control control(config);
  const auto account = find_account(control, name);
  change["version"] = account.at("version");
  return reply(control.send(
      http::Verb::patch, "/api/v1/accounts/" + account.at("id").get<std::string>(), change.dump()));
}

/// By staff number (工号), as in the timetable.
json practitioner_id(Control& control, const std::string& code) {
  const auto all = reply(control.send(http::Verb::get, "/api/v1/practitioners"));
  for (const auto& one : all.at("items"))
    if (one.at("code") == code) return one.at("id");
  throw CommandFailed(2, "no clinician has the staff number " + code);
}

void print_one_time_password(const json& account) {
  std::cout << account.at("name").get<std::string>() << ": one-time password "
            << account.at("oneTimePassword").get<std::string>()
            << " (to be changed at the first sign-in)\n";
}

void add_user_commands(CLI::App& app, const ConfigSource& config, const SharedOptions& o) {
  auto* user = app.add_subcommand("user", "Staff accounts");
  user->require_subcommand(1);

  user->add_subcommand("list", "All accounts")->callback([=] {
    const auto accounts = reply(Control(config()).send(http::Verb::get, "/api/v1/accounts"));
    for (const auto& a : accounts.at("items"))
      std::cout << a.at("name").get<std::string>() << "\t" << a.at("state").get<std::string>()
                << "\t" << joined(a.at("roles")) << "\t" << a.at("displayName").get<std::string>()
                << "\n";
  });

  auto* add = user->add_subcommand("add", "A new account with a one-time password");
  add->add_option("name", o->name, "what one signs in with")->required();
  add->add_option("--display-name", o->display_name, "as colleagues know them");
  add->add_option("--role", o->roles, "desk, clinician, partner, administrator, auditor, operator")
      ->required();
  add->add_option("--practitioner", o->practitioner,
                  "staff number in the timetable: a clinician calls in their own sessions only");
  add->callback([=] {
    Control control(config());
    json body{{"name", o->name},
              {"displayName", o->display_name.empty() ? o->name : o->display_name},
              {"roles", o->roles}};
    if (!o->practitioner.empty())
      body["practitionerId"] = practitioner_id(control, o->practitioner);
    print_one_time_password(reply(control.send(http::Verb::post, "/api/v1/accounts", body.dump())));
  });

  auto* tie = user->add_subcommand("tie", "Whose account it is in the timetable");
  tie->add_option("name", o->name, "the account")->required();
  tie->add_option("--practitioner", o->practitioner, "staff number; without it: nobody's any more");
  tie->callback([=] {
    json id;
    if (!o->practitioner.empty()) {
      Control control(config());
      id = practitioner_id(control, o->practitioner);
    }
    change_account(config(), o->name, {{"practitionerId", id}});
    std::cout << o->name << (id.is_null() ? " is nobody's" : " is " + o->practitioner + "'s")
              << "\n";
  });

  auto* reset = user->add_subcommand("reset", "A new one-time password");
  reset->add_option("name", o->name, "the account")->required();
  reset->callback([=] {
    print_one_time_password(change_account(config(), o->name, {{"resetPassword", true}}));
  });

  for (const auto& [word, state] : {std::pair{"lock", "locked"}, std::pair{"unlock", "active"}}) {
    auto* command = user->add_subcommand(
        word, word == std::string("lock") ? "Sign out and shut out" : "Let in again");
    command->add_option("name", o->name, "the account")->required();
    command->callback([=, state = std::string(state)] {
      change_account(config(), o->name, {{"state", state}});
      std::cout << o->name << " is " << state << "\n";
    });
  }
}

void add_key_commands(CLI::App& app, const ConfigSource& config, const SharedOptions& o) {
  auto* key = app.add_subcommand("key", "The key of the personal fields");
  key->require_subcommand(1);
  auto* create = key->add_subcommand("create", "Make the key file (never over an existing one)");
  create->add_option("--file", o->file, "default: the configured one");
  create->callback([=] {
    const std::filesystem::path file =
        o->file.empty() ? config().key_file : std::filesystem::path(o->file);
    access::KeyRing::create(file);
    std::cout << file.string() << "\nKeep a copy of it away from the copies of the data.\n";
  });
  auto* show = key->add_subcommand("show", "Which generations the key file holds (no secrets)");
  show->callback([=] { show_key(config()); });
  key->add_subcommand("rotate",
                      "Another key for the personal fields; also goes on with what was interrupted")
      ->callback([=] { rotate_key(config()); });
  auto* retire = key->add_subcommand("retire", "Delete a generation that nothing needs any more");
  retire->add_option("generation", o->limit, "its number, as shown by key show")
      ->required()
      ->check(CLI::Range(1, 255));
  retire->callback(
      [=] { retire_key(config(), static_cast<access::KeyRing::Generation>(o->limit)); });
}

void add_api_key_commands(CLI::App& app, const ConfigSource& config, const SharedOptions& o) {
  auto* keys = app.add_subcommand("api-key", "Keys of kiosks and other systems");
  keys->require_subcommand(1);
  keys->add_subcommand("list", "All keys")->callback([=] {
    const auto body = reply(Control(config()).send(http::Verb::get, "/api/v1/api-keys"));
    for (const auto& k : body.at("items"))
      std::cout << k.at("id").get<std::string>() << "\t" << k.at("name").get<std::string>() << "\t"
                << joined(k.at("permissions")) << "\n";
  });
  auto* add = keys->add_subcommand("add", "A new key, shown once");
  add->add_option("name", o->name, "what it is for")->required();
  add->add_option("--permission", o->permissions, "timetable-read, metrics-read …")->required();
  add->callback([=] {
    const json body{{"name", o->name}, {"permissions", o->permissions}};
    const auto made =
        reply(Control(config()).send(http::Verb::post, "/api/v1/api-keys", body.dump()));
    std::cout << made.at("key").get<std::string>() << "\n";
  });
  auto* revoke = keys->add_subcommand("revoke", "A key is no longer valid");
  revoke->add_option("id", o->name, "key_… as listed")->required();
  revoke->callback([=] {
    reply(Control(config()).send(http::Verb::del, "/api/v1/api-keys/" + o->name));
    std::cout << "revoked\n";
  });
}

void add_audit_commands(CLI::App& app, const ConfigSource& config, const SharedOptions& o) {
  auto* audit = app.add_subcommand("audit", "Who did or looked at what");
  audit->require_subcommand(1);
  auto* list = audit->add_subcommand("list", "The latest entries, newest first");
  list->add_option("--limit", o->limit, "how many, 1 to 200")->check(CLI::Range(1, 200));
  list->callback([=] {
    const auto body = reply(Control(config()).send(
        http::Verb::get, "/api/v1/audit-entries?limit=" + std::to_string(o->limit)));
    for (const auto& e : body.at("items"))
      std::cout << e.at("seq") << "\t" << e.at("at").get<std::string>() << "\t"
                << e.at("actor").value("kind", "") << " " << e.at("actor").value("name", "") << "\t"
                << e.at("action").get<std::string>() << "\t" << e.value("subject", "") << "\n";
  });
  auto* verify = audit->add_subcommand("verify", "Is the chain unaltered?");
  verify->add_option("--head", o->head,
                     "SEQ:HASH from a line \"audit head\" of the server's log, kept elsewhere: is "
                     "that entry still in the chain?");
  verify->callback([=] {
    if (!o->head.empty() && !access::parse_audit_head(o->head))
      throw CommandFailed(2, "--head: SEQ:HASH as in the log, not \"" + o->head + "\"");
    const auto query = o->head.empty() ? std::string() : "?head=" + o->head;
    const auto body = reply(
        Control(config()).send(http::Verb::get, "/api/v1/audit-entries/verification" + query));
    if (!body.at("ok").get<bool>())
      throw CommandFailed(1, "the audit log was altered: entry " + body.at("brokenAt").dump() +
                                 ": " + body.value("detail", ""));
    std::cout << body.at("entries") << " entries, unaltered";
    if (!o->head.empty()) std::cout << "; the remembered one is among them";
    std::cout << "\n";
    if (const auto& head = body.at("head"); head.at("seq") > 0)
      std::cout << "audit head " << head.at("seq") << ":" << head.at("hash").get<std::string>()
                << "\n";
  });
}

}  // namespace

void add_people_commands(CLI::App& app, const ConfigSource& config) {
  const auto options = std::make_shared<Options>();
  add_user_commands(app, config, options);
  add_key_commands(app, config, options);
  add_api_key_commands(app, config, options);
  add_audit_commands(app, config, options);
}

}  // namespace yuyue::app
