// Complaints in the hands of staff: those who deal with them as a whole, and the offices that
// answer without knowing who complained.
#include "api/answers.hpp"
#include "api/complaint_json.hpp"

namespace yuyue::api {
namespace {

namespace voice = centre::voice;
using voice::Complaint;

constexpr std::size_t kText = 4000, kReason = 500;

/// Refusal: forbidden. Whoever acts for an office that answers does not see the whole.
Result<void> may_handle(store::Snapshot& snapshot, const Call& call) {
  const auto account = call.principal.account();
  if (account && !voice::may_handle(snapshot, *account)) return Refusal("forbidden");
  return {};
}

/// Refusal: not-found; also for another office's, so that ids cannot be tried out.
Result<voice::Assignment> own_assignment(const Services& services, store::Snapshot& snapshot,
                                         const Call& call) {
  auto found = services.complaints.find(snapshot, call.id<ComplaintAssignmentId>("assignment"));
  const auto account = call.principal.account();
  if (found && account) {
    const auto own = voice::offices_of(snapshot, *account);
    if (std::ranges::find(own, found->office) == own.end()) found.reset();
  }
  if (!found || found->state == voice::AssignmentState::withdrawn)
    return Refusal("not-found").with("what", "assignment");
  return *std::move(found);
}

/// One step of who deals with the whole.
template <class UseCase>
LaterAnswer take_step(const Services& services, const Call& call, UseCase use_case) {
  Work work = [&, use_case](store::Transaction& tx) -> Result<Json> {
    if (auto fine = may_handle(tx, call); !fine) return fine.error();
    const Result<Complaint> done = use_case(tx);
    if (!done) return done.error();
    return whole_complaint_json(services, tx, *done);
  };
  co_return co_await write_once(services, call, 200, work);
}

Json who_json(const voice::Who& who) {
  return {{"name", who.name}, {"phone", who.phone}};
}

}  // namespace

Answer list_complaints(const Services& services, const Call& call) {
  const auto state = call.request.query_or("state", "open");
  const auto filter = voice::filter_from(state);
  if (!filter) return Refusal("query-invalid").with("name", "state").with("value", state);
  const auto limit = query_integer(call.request, "limit", 200, 1, 500);
  if (!limit) return limit.error();
  const auto after = query_integer(call.request, "after", 0, 0, 1'000'000);
  if (!after) return Refusal("cursor-invalid");
  return services.database.read([&](store::Snapshot& snapshot) -> Answer {
    if (auto fine = may_handle(snapshot, call); !fine) return fine.error();
    const auto found = services.complaints.list(snapshot, {.filter = *filter,
                                                           .member = {},
                                                           .limit = static_cast<int>(*limit),
                                                           .skip = static_cast<int>(*after)});
    Json items = Json::array();
    for (const auto& one : found) items.push_back(complaint_json(services, snapshot, one));
    Json out{{"items", std::move(items)}};
    if (static_cast<std::int64_t>(found.size()) == *limit)
      out["next"] = std::to_string(*after + *limit);
    return json(200, out);
  });
}

LaterAnswer show_complaint(const Services& services, const Call& call) {
  const auto id = call.id<ComplaintId>("complaint");
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    if (auto fine = may_handle(tx, call); !fine) return fine.error();
    const auto found = services.complaints.find(tx, id);
    if (!found) return Refusal("not-found").with("what", "complaint");
    services.audit.record(tx, call.principal,
                          {.action = "complaint-seen", .subject = id, .details = {}, .note = {}},
                          call.now);
    return whole_complaint_json(services, tx, *found);
  };
  co_return co_await write(services, call, 200, work);
}

LaterAnswer charge_complaint(const Services& services, const Call& call) {
  Input in(call.request);
  const auto reason = in.maybe_text("reason", kReason).value_or("");
  if (auto bad = in.finish()) co_return *bad;
  const auto account = call.principal.account();
  if (!account) co_return Refusal("forbidden");
  const auto step = [&](store::Transaction& tx) {
    return services.complaints.take_charge(tx, call.id<ComplaintId>("complaint"), *account, reason,
                                           call.actor(), call.now);
  };
  co_return co_await take_step(services, call, step);
}

LaterAnswer assign_complaint(const Services& services, const Call& call) {
  Input in(call.request);
  std::vector<voice::NewAssignment> to;
  const auto offices = in.ids<VoiceOfficeId>("officeIds");
  const auto brief = in.maybe_text("brief", kText).value_or("");
  for (const auto office : offices) to.push_back({office, brief});
  const auto due_on = in.maybe_day("dueOn");
  if (auto bad = in.finish()) co_return *bad;
  const auto step = [&](store::Transaction& tx) {
    return services.complaints.assign(tx, call.id<ComplaintId>("complaint"), to, due_on,
                                      call.actor(), call.now);
  };
  co_return co_await take_step(services, call, step);
}

LaterAnswer reply_to_complaint(const Services& services, const Call& call) {
  Input in(call.request);
  const auto answer = in.text("answer", kText);
  if (auto bad = in.finish()) co_return *bad;
  const auto step = [&](store::Transaction& tx) {
    return services.complaints.reply(tx, call.id<ComplaintId>("complaint"), answer, call.actor(),
                                     call.now);
  };
  co_return co_await take_step(services, call, step);
}

LaterAnswer close_complaint(const Services& services, const Call& call) {
  Input in(call.request);
  const auto reason = in.maybe_text("reason", kReason).value_or("");
  if (auto bad = in.finish()) co_return *bad;
  const auto step = [&](store::Transaction& tx) {
    return services.complaints.close(tx, call.id<ComplaintId>("complaint"), reason, call.actor(),
                                     call.now);
  };
  co_return co_await take_step(services, call, step);
}

LaterAnswer reveal_complainant(const Services& services, const Call& call) {
  Input in(call.request);
  const auto reason = in.text("reason", kReason);
  if (auto bad = in.finish()) co_return *bad;
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    if (auto fine = may_handle(tx, call); !fine) return fine.error();
    const auto who = services.complaints.reveal(tx, call.id<ComplaintId>("complaint"), reason,
                                                call.actor(), call.now);
    if (!who) return who.error();
    return who_json(*who);
  };
  co_return co_await write(services, call, 200, work);
}

LaterAnswer move_complaint_deadline(const Services& services, const Call& call) {
  Input in(call.request);
  const auto due_on = in.day("dueOn");
  const auto reason = in.text("reason", kReason);
  if (auto bad = in.finish()) co_return *bad;
  const auto step = [&](store::Transaction& tx) {
    return services.complaints.move_deadline(tx, call.id<ComplaintAssignmentId>("assignment"),
                                             due_on, reason, call.actor(), call.now);
  };
  co_return co_await take_step(services, call, step);
}

LaterAnswer withdraw_assignment(const Services& services, const Call& call) {
  Input in(call.request);
  const auto reason = in.text("reason", kReason);
  if (auto bad = in.finish()) co_return *bad;
  const auto step = [&](store::Transaction& tx) {
    return services.complaints.withdraw(tx, call.id<ComplaintAssignmentId>("assignment"), reason,
                                        call.actor(), call.now);
  };
  co_return co_await take_step(services, call, step);
}

LaterAnswer accept_office_answer(const Services& services, const Call& call) {
  Input in(call.request);
  if (auto bad = in.finish()) co_return *bad;
  const auto step = [&](store::Transaction& tx) {
    return services.complaints.accept(tx, call.id<ComplaintAssignmentId>("assignment"),
                                      call.actor(), call.now);
  };
  co_return co_await take_step(services, call, step);
}

LaterAnswer return_office_answer(const Services& services, const Call& call) {
  Input in(call.request);
  const auto reason = in.text("reason", kReason);
  if (auto bad = in.finish()) co_return *bad;
  const auto step = [&](store::Transaction& tx) {
    return services.complaints.send_back(tx, call.id<ComplaintAssignmentId>("assignment"), reason,
                                         call.actor(), call.now);
  };
  co_return co_await take_step(services, call, step);
}

Answer list_office_assignments(const Services& services, const Call& call) {
  const auto state = call.request.query_or("state", "open");
  if (state != "open" && state != "all")
    return Refusal("query-invalid").with("name", "state").with("value", state);
  const auto account = call.principal.account();
  return services.database.read([&](store::Snapshot& snapshot) -> Answer {
    Json items = Json::array();
    if (account)
      for (const auto office : voice::offices_of(snapshot, *account))
        for (const auto& one : services.complaints.of_office(snapshot, office, state == "all"))
          items.push_back(office_assignment_json(services, snapshot, one));
    return json(200, {{"items", std::move(items)}});
  });
}

LaterAnswer answer_assignment(const Services& services, const Call& call) {
  Input in(call.request);
  const auto answer = in.text("answer", kText);
  if (auto bad = in.finish()) co_return *bad;
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto own = own_assignment(services, tx, call);
    if (!own) return own.error();
    const auto done = services.complaints.answer(tx, own->id, answer, call.actor(), call.now);
    if (!done) return done.error();
    return office_assignment_json(services, tx, *done);
  };
  co_return co_await write_once(services, call, 200, work);
}

// Only what they have agreed to be shown.
LaterAnswer reveal_to_office(const Services& services, const Call& call) {
  Input in(call.request);
  const auto reason = in.text("reason", kReason);
  if (auto bad = in.finish()) co_return *bad;
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto own = own_assignment(services, tx, call);
    if (!own) return own.error();
    if (!services.complaints.find(tx, own->complaint)->may_show)
      return Refusal("identity-withheld");
    const auto who = services.complaints.reveal(tx, own->complaint, reason, call.actor(), call.now);
    if (!who) return who.error();
    return who_json(*who);
  };
  co_return co_await write(services, call, 200, work);
}

}  // namespace yuyue::api
