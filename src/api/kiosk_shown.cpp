// Who stands before a kiosk: a document that was read opens, for some minutes, what is theirs; what
// is typed does not.
#include "api/kiosk_shown.hpp"

#include "yuyue/access/holder_passes.hpp"
#include "yuyue/access/throttle.hpp"

namespace yuyue::api {
namespace {

constexpr std::size_t kLongestNumber = 40, kLongestName = 120;
/// Many come to one kiosk in a day without an appointment, or mistype; a script tries thousands.
/// Right ones take nothing off, so that they cannot be mixed in.
constexpr access::ThrottleRules kWrongTries{.free_failures = 200,
                                            .forget_after = std::chrono::hours{1}};

std::optional<Shown::Source> source_from(std::string_view name) {
  if (name == "card") return Shown::Source::card;
  if (name == "scan") return Shown::Source::scan;
  if (name == "typed") return Shown::Source::typed;
  return std::nullopt;
}

}  // namespace

std::string triers_name(const access::Principal& who) {
  return "kiosk " + std::string(access::name_of(who.kind)) + " " + std::to_string(who.id);
}

Shown read_shown(Input& in) {
  Shown shown;
  shown.code = in.maybe_text("code", kLongestNumber).value_or("");
  shown.number = in.maybe_text("number", kLongestNumber).value_or("");
  shown.source = in.maybe_one_of("source", &source_from).value_or(Shown::Source::typed);
  if (shown.code.empty() == shown.number.empty()) in.wrong("code", "either code or number");
  return shown;
}

std::vector<PersonId> holders_of(const Services& services, store::Snapshot& snapshot,
                                 const Shown& shown) {
  if (shown.code.empty()) return services.patients.by_number(snapshot, shown.number);
  const auto a = booking::find_appointment(snapshot, std::string_view(shown.code));
  if (!a) return {};
  return {a->person};
}

Result<void> may_try_at_kiosk(const Services& services, store::Snapshot& snapshot,
                              const Call& call) {
  const access::Throttle throttle(services.vault, kWrongTries);
  return throttle.check(snapshot, triers_name(call.principal), call.now);
}

LaterAnswer count_kiosk_try(const Services& services, const Call& call, Answer answer,
                            std::string_view in_vain) {
  if (answer || answer.error().code != in_vain) co_return answer;
  auto count = [&](store::Transaction& tx) {
    const access::Throttle throttle(services.vault, kWrongTries);
    throttle.failed(tx, triers_name(call.principal), call.now);
    return true;
  };
  co_await services.database.write(call.lane(), count);
  co_return answer;
}

std::optional<ReadDocument> read_document_read(Input& in) {
  const auto given = in.maybe_object("document");
  if (!given) return std::nullopt;
  Input document(*given, "/document");
  ReadDocument read;
  read.type = document.maybe_one_of("type", &identifier_type).value_or(read.type);
  read.name = document.text("name", kLongestName);
  read.birth_date = document.maybe_day("birthDate");
  read.sex = document.maybe_one_of("sex", &sex_from).value_or(Sex::unknown);
  in.wrong_inside(document.finish());
  return read;
}

Json holder_json(const Services& services, store::Transaction& tx, const Call& call,
                 PersonId holder, std::string_view action, const access::AuditDetails& details) {
  const PersonId ids[] = {holder};
  const auto view = services.patients.views(tx, ids, call.now).at(0);
  services.audit.record(
      tx, call.principal,
      {.action = std::string(action), .subject = holder, .details = details, .note = {}}, call.now);
  Json person{{"name", view.name}, {"sex", name_of(view.sex)}};
  if (view.age) person["age"] = *view.age;
  const access::HolderPasses passes(services.vault);
  return {{"pass", passes.issue(call.principal, holder, call.now)},
          {"validSeconds", std::chrono::seconds(passes.kValidFor).count()},
          {"person", std::move(person)}};
}

LaterAnswer identify_at_kiosk(const Services& services, const Call& call) {
  Input in(call.request);
  const auto shown = read_shown(in);
  const auto document = read_document_read(in);
  // A scanner reads numbers; more is said by whoever says they are somebody.
  if (document && shown.source != Shown::Source::card) in.wrong("source", "card");
  if (auto bad = in.finish()) co_return *bad;
  // A code on a slip, or a number that somebody knows, is no proof of who stands there.
  if (!shown.code.empty() || !shown.was_read()) co_return Refusal("kiosk-document-needed");
  Json registration;
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    if (auto may = may_try_at_kiosk(services, tx, call); !may) return may.error();
    const auto holders = holders_of(services, tx, shown);
    if (holders.empty() && document)
      registration = registration_offer(services, tx, call, shown, *document);
    const auto holder = holders.size() == 1 ? services.patients.person(tx, holders.front())
                                            : std::optional<patients::Person>();
    if (!holder) return Refusal("kiosk-person-unknown");
    // A number that a desk has mistyped may be somebody else's.
    if (document && patients::name_key(document->name) != patients::name_key(holder->name))
      return Refusal("document-name-mismatch");
    return holder_json(services, tx, call, holder->id, "kiosk-identified",
                       {{"source", shown.source == Shown::Source::card ? "card" : "scan"}});
  };
  auto answer = co_await write(services, call, 201, work);
  answer = co_await count_kiosk_try(services, call, std::move(answer), "kiosk-person-unknown");
  if (!answer && !registration.is_null())
    co_return problem(call.request, answer.error(), {{"registration", std::move(registration)}});
  co_return answer;
}

Result<PersonId> read_holder(const Services& services, const Call& call, Input& in) {
  return access::HolderPasses(services.vault)
      .read(call.principal, in.text("pass", access::KioskPasses::kLongest), call.now);
}

Result<patients::Person> holder_now(const Services& services, store::Snapshot& snapshot,
                                    PersonId holder) {
  auto person = services.patients.person(snapshot, holder);
  if (!person) return Refusal("kiosk-pass-over");
  return *std::move(person);
}

}  // namespace yuyue::api
