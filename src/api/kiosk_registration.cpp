// Whoever comes for the first time: their document was read by a card reader, they type a phone,
// agree, and are registered as a desk would. What somebody types of themselves registers nobody.
#include "api/answers.hpp"
#include "api/kiosk_shown.hpp"
#include "yuyue/access/holder_passes.hpp"
#include "yuyue/access/throttle.hpp"

namespace yuyue::api {
namespace {

constexpr std::size_t kPhone = 20;
/// A visitor takes more than a minute; whoever makes people up does not.
constexpr access::ThrottleRules kRegistrations{.free_failures = 40,
                                               .forget_after = std::chrono::hours{1}};

access::KioskPasses passes_of(const Services& services) {
  return {services.vault, "registration-pass"};
}

std::string sealed_text(const Shown& shown, const ReadDocument& document) {
  Json out{{"type", name_of(document.type)},
           {"number", shown.number},
           {"name", document.name},
           {"sex", name_of(document.sex)}};
  if (document.birth_date) out["birthDate"] = format_day(*document.birth_date);
  return out.dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// What only the server has written.
patients::NewPerson person_from(const std::string& sealed) {
  const auto in = Json::parse(sealed);
  patients::NewPerson person;
  person.name = in.at("name").get<std::string>();
  person.documents.push_back({identifier_type(in.at("type").get<std::string>()).value(),
                              in.at("number").get<std::string>(), ""});
  person.sex = sex_from(in.at("sex").get<std::string>()).value();
  if (in.contains("birthDate")) person.birth_date = parse_day(in["birthDate"].get<std::string>());
  return person;
}

/// Their birth date, by the number first. Nothing: it is not known, or the number is none.
std::optional<Day> birth_date_of(const Shown& shown, const ReadDocument& document, Day today) {
  if (!is_identity_document(document.type)) return std::nullopt;
  const auto facts = check_document(document.type, shown.number);
  if (!facts) return std::nullopt;
  const auto settled = patients::settle_birth_date(facts->birth_date, document.birth_date, today);
  if (!settled) return std::nullopt;
  return *settled;
}

}  // namespace

Json registration_offer(const Services& services, store::Snapshot& snapshot, const Call& call,
                        const Shown& shown, const ReadDocument& document) {
  const auto today = services.time.day_of(call.now);
  const auto name = patients::check_name(document.name);
  const auto born = birth_date_of(shown, document, today);
  // A guardian agrees for a child, and shows who they are at a desk.
  if (!name || !born || patients::needs_guardian(*born, today, patients::read_rules(snapshot)))
    return nullptr;
  const auto facts = check_document(document.type, shown.number).value();
  const auto sex = facts.sex == Sex::unknown ? document.sex : facts.sex;
  return {
      {"pass", passes_of(services).issue(call.principal, sealed_text(shown, document), call.now)},
      {"validSeconds", std::chrono::seconds(access::KioskPasses::kValidFor).count()},
      {"person",
       {{"name", mask_name(*name)}, {"sex", name_of(sex)}, {"age", age_on(*born, today)}}}};
}

// Asked again after a lost answer, the document is known, and its holder is who it registered.
LaterAnswer register_at_kiosk(const Services& services, const Call& call) {
  Input in(call.request);
  const auto pass = in.text("pass", access::KioskPasses::kLongest);
  const auto phone = in.text("phone", kPhone);
  if (!in.flag("agreed", false)) in.wrong("agreed", "true");
  if (auto bad = in.finish()) co_return *bad;
  const auto sealed = passes_of(services).read(call.principal, pass, call.now);
  if (!sealed) co_return sealed.error();
  auto person = person_from(*sealed);
  person.phone = phone;
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const access::Throttle throttle(services.vault, kRegistrations);
    const auto counted = "registrations " + triers_name(call.principal);
    if (auto free = throttle.check(tx, counted, call.now); !free) return free.error();
    const auto made = services.patients.register_person(tx, call.principal, person, call.now);
    if (!made && made.error().code != "document-known") return made.error();
    if (!made) {
      const auto holders = services.patients.by_number(tx, person.documents.front().number);
      if (holders.size() != 1) return Refusal("kiosk-person-unknown");
      return holder_json(services, tx, call, holders.front(), "kiosk-identified",
                         {{"source", "card"}});
    }
    throttle.failed(tx, counted, call.now);
    return holder_json(services, tx, call, made->id, "kiosk-registered", {{"agreed", "privacy"}});
  };
  co_return co_await write(services, call, 201, work);
}

}  // namespace yuyue::api
