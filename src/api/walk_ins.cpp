// Patients who come without an appointment.
#include "api/answers.hpp"
#include "api/appointment_access.hpp"
#include "api/clinic_access.hpp"
#include "api/line_json.hpp"

namespace yuyue::api {

namespace clinic = booking::clinic;

namespace {

constexpr std::size_t kReason = 200;
constexpr std::size_t kClassCode = 40;
constexpr std::size_t kSlipCode = 40;

Json walk_in_json(const Services& services, store::Snapshot& snapshot, const Call& call,
                  const clinic::WalkIn& made) {
  Json out{{"appointment", appointment_seen(services, snapshot, call, made.appointment)},
           {"ticket", nullptr}};
  if (made.ticket) out["ticket"] = changed_json(services, snapshot, call, *made.ticket);
  return out;
}

}  // namespace

LaterAnswer admit_walk_in(const Services& services, const Call& call) {
  Input in(call.request);
  clinic::WalkInRequest wanted;
  wanted.session = call.id<SessionId>("session");
  // A clinician has the patient's slip at hand, and does not look people up.
  const auto person = in.maybe_id<PersonId>("personId");
  const auto code = in.maybe_text("code", kSlipCode);
  if (person.has_value() == code.has_value()) in.wrong("personId", "id");
  wanted.reason = in.maybe_text("reason", kReason).value_or("");
  wanted.priority = in.maybe_text("priority", kClassCode).value_or("");
  wanted.document_seen = in.flag("documentSeen", false);
  wanted.pay_later = in.maybe_text("payLater", kReason);
  if (auto bad = in.finish()) co_return *bad;
  const auto by = call.actor();
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    if (auto ok = may_run_clinic(services, tx, call.principal, wanted.session); !ok)
      return ok.error();
    const auto whom = code ? holder_of(tx, *code) : person;
    if (!whom) return Refusal("person-unknown").at("/code");
    wanted.person = *whom;
    if (auto ok = may_book_for(services, tx, call.principal, wanted.person); !ok) return ok.error();
    wanted.pay_until = [&](SlotId slot) {
      return services.fees.pay_until(tx, slot, by.channel, call.now);
    };
    const auto made = services.clinic_day.walk_in(tx, wanted, by, call.now);
    if (!made) return made.error();
    if (wanted.pay_later)
      services.fees.note_pay_later(tx, made->appointment, *wanted.pay_later, by, call.now);
    return walk_in_json(services, tx, call, *made);
  };
  co_return co_await write_once(services, call, 201, work);
}

}  // namespace yuyue::api
