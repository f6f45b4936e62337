// Looking reports up at a kiosk or a desk. A typed number shows nothing: it takes a code sent to
// the phone on record, or somebody, or a reader, that has seen the document itself.
#include "api/report_json.hpp"
#include "yuyue/access/throttle.hpp"
#include "yuyue/core/person_data.hpp"

namespace yuyue::api {
namespace {

constexpr std::size_t kNumber = 40, kCode = 10;
/// As at the kiosk's check-in: people mistype, a script tries thousands.
constexpr access::ThrottleRules kWrongTries{.free_failures = 200,
                                            .forget_after = std::chrono::hours{1}};

std::string triers_name(const access::Principal& who) {
  return "reports " + std::string(access::name_of(who.kind)) + " " + std::to_string(who.id);
}

struct Asked {
  IdentifierType type = IdentifierType::resident_card;
  std::string number;
};

Asked read_document_of(Input& in) {
  Asked asked;
  if (const auto object = in.maybe_object("document")) {
    Input document(*object, "/document");
    asked.type = document.one_of("type", &identifier_type);
    asked.number = document.text("number", kNumber);
    in.wrong_inside(document.finish());
  } else {
    in.text("document");  // says that it is missing
  }
  return asked;
}

/// Desks see the document; a key that may read reports is that of a reader that does.
bool saw_document(const Call& call) {
  return call.principal.permissions.has(access::Permission::read_reports);
}

Result<patients::Person> person_of(const Services& services, store::Snapshot& snapshot,
                                   const Call& call, const Asked& asked) {
  const access::Throttle throttle(services.vault, kWrongTries);
  if (auto free = throttle.check(snapshot, triers_name(call.principal), call.now); !free)
    return free.error();
  const auto id = services.patients.by_document(snapshot, asked.type, asked.number);
  auto person = id ? services.patients.person(snapshot, *id) : std::nullopt;
  if (!person) return Refusal(saw_document(call) ? "person-unknown" : "no-code-possible");
  return *std::move(person);
}

/// The refused job left no trace; the try is counted by one of its own.
LaterAnswer count_try(const Services& services, const Call& call, Answer answer) {
  if (answer ||
      (answer.error().code != "person-unknown" && answer.error().code != "no-code-possible"))
    co_return answer;
  auto count = [&](store::Transaction& tx) {
    const access::Throttle throttle(services.vault, kWrongTries);
    throttle.failed(tx, triers_name(call.principal), call.now);
    return true;
  };
  co_await services.database.write(call.lane(), count);
  co_return answer;
}

Json found_json(const Services& services, store::Transaction& tx, const Call& call,
                const patients::Person& person) {
  Json items = Json::array();
  for (const auto& report : services.reports.of(tx, person.id)) {
    items.push_back(report_json(services, report));
    if (report.has_document && !saw_document(call))
      items.back()["documentKey"] = report_key(services, call.principal, report.id, call.now);
  }
  const std::string by = !saw_document(call)                                 ? "code"
                         : call.principal.kind == access::PrincipalKind::key ? "reader"
                                                                             : "desk";
  services.audit.record(tx, call.principal,
                        {.action = "reports-seen",
                         .subject = person.id,
                         .details = {{"by", by}, {"count", std::to_string(items.size())}},
                         .note = {}},
                        call.now);
  return {{"person", {{"id", to_string(person.id)}, {"name", mask_name(person.name)}}},
          {"items", std::move(items)}};
}

}  // namespace

LaterAnswer send_report_code(const Services& services, const Call& call) {
  Input in(call.request);
  const auto asked = read_document_of(in);
  if (auto bad = in.finish()) co_return *bad;
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto person = person_of(services, tx, call, asked);
    if (!person) return person.error();
    if (person->phone.empty()) return Refusal("no-code-possible");
    const auto issued = services.codes.issue(tx, person->phone, call.request.remote, call.now);
    if (!issued) return issued.error();
    const auto seconds = [&](Instant t) {
      return std::chrono::duration_cast<std::chrono::seconds>(t - call.now).count();
    };
    services.outbox.owe(tx,
                        {.to = person->phone,
                         .text = "【查询报告】验证码 " + issued->code +
                                 "，用于在自助机查询检查检验报告。不是您本人操作的，请勿告诉他人。"
                                 " Code for looking up reports: " +
                                 issued->code,
                         .void_at = issued->expires_at,
                         .about_kind = "code"},
                        call.now);
    return Json{{"phone", mask_phone(person->phone)},
                {"expiresInSeconds", seconds(issued->expires_at)},
                {"retryAfterSeconds", seconds(issued->retry_at)}};
  };
  auto answer = co_await write(services, call, 202, work);
  co_return co_await count_try(services, call, std::move(answer));
}

LaterAnswer look_up_reports(const Services& services, const Call& call) {
  Input in(call.request);
  const auto asked = read_document_of(in);
  const auto code = in.maybe_text("code", kCode).value_or("");
  if (auto bad = in.finish()) co_return *bad;
  if (!saw_document(call) && code.empty())
    co_return Refusal("field-required").with("name", "code").at("/code");
  // A wrong code is counted although it is refused.
  auto job = [&](store::Transaction& tx) -> access::Kept<Json> {
    auto person = person_of(services, tx, call, asked);
    if (!person) return person.error();
    if (!saw_document(call)) {
      if (person->phone.empty()) return Refusal("no-code-possible");
      const auto right = services.codes.check(tx, person->phone, code, call.now);
      if (!right.result) return Refusal(right.result.error()).at("/code");
    }
    return found_json(services, tx, call, *person);
  };
  auto done = co_await services.database.write(call.lane(), job);
  Answer answer =
      done.result ? Answer(json(200, *done.result)) : Answer(Refusal(done.result.error()));
  co_return co_await count_try(services, call, std::move(answer));
}

}  // namespace yuyue::api
