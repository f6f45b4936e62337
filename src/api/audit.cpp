// Who did or looked at what, and whether that record is unaltered.
#include "api/answers.hpp"
#include "yuyue/api/api.hpp"

namespace yuyue::api {
namespace {

constexpr int kLongestPage = 200;

Json actor_json(const access::AuditEntry& entry) {
  Json out = {{"kind", access::name_of(entry.actor_kind)}, {"name", entry.actor_name}};
  switch (entry.actor_kind) {
    case access::PrincipalKind::staff:
      out["id"] = to_string(AccountId{entry.actor_id});
      break;
    case access::PrincipalKind::patient:
      out["id"] = to_string(MemberId{entry.actor_id});
      break;
    case access::PrincipalKind::key:
      out["id"] = to_string(ApiKeyId{entry.actor_id});
      break;
    case access::PrincipalKind::device:
      out["id"] = to_string(DeviceId{entry.actor_id});
      break;
    default:
      break;
  }
  return out;
}

Json entry_json(const HospitalTime& time, const access::AuditEntry& entry) {
  const auto details = Json::parse(entry.details, nullptr, /*allow_exceptions=*/false);
  const auto& subject = entry.subject;
  return {{"seq", entry.seq},
          {"at", time.rfc3339(entry.at)},
          {"actor", actor_json(entry)},
          {"action", entry.action},
          {"subject", subject.kind.empty() ? "" : encode_id(subject.kind, subject.id)},
          {"details", details.is_object() ? details : Json::object()},
          {"note", entry.note},
          {"requestId", entry.request_id}};
}

Refusal bad_query(std::string_view name, std::string_view value) {
  return Refusal("query-invalid").with("name", name).with("value", value);
}

/// "per_06f3…" → its kind and number.
std::optional<access::AuditSubject> id_from(std::string_view text) {
  const auto kind = text.substr(0, text.find('_'));
  const auto value = decode_id(kind, text);
  if (!value) return std::nullopt;
  return access::AuditSubject(kind, *value);
}

/// An id, a kind ("staff"), or an account's name. False: none of these.
bool read_actor(store::Snapshot& snapshot, const access::Accounts& accounts, std::string_view text,
                access::AuditFilter& filter) {
  using access::PrincipalKind;
  if (const auto kind = access::principal_kind_from(text)) {
    filter.actor_kind = kind;
    return true;
  }
  if (const auto id = id_from(text)) {
    filter.actor_kind = id->kind == AccountKind::kPrefix  ? PrincipalKind::staff
                        : id->kind == MemberKind::kPrefix ? PrincipalKind::patient
                        : id->kind == DeviceKind::kPrefix ? PrincipalKind::device
                                                          : PrincipalKind::key;
    filter.actor_id = id->id;
    return true;
  }
  const auto account = accounts.find(snapshot, text);
  if (!account) return false;
  filter.actor_kind = PrincipalKind::staff;
  filter.actor_id = account->id.value;
  return true;
}

/// A day (its beginning, or with `days_later` 1 its end) or a moment.
Result<std::optional<Instant>> query_moment(const Services& services, const http::Request& request,
                                            std::string_view name, int days_later) {
  const auto text = request.query_or(name, "");
  if (text.empty()) return std::optional<Instant>{};
  if (const auto day = parse_day(text))
    return std::optional(services.time.at(*day + date::days{days_later}, MinuteOfDay{0}));
  if (const auto moment = parse_rfc3339(text)) return moment;
  return bad_query(name, text);
}

Result<access::AuditFilter> read_filter(const Services& services, const http::Request& request) {
  access::AuditFilter filter;
  if (const auto text = request.query_or("subject", ""); !text.empty()) {
    filter.subject = id_from(text);
    if (!filter.subject) return bad_query("subject", text);
  }
  filter.action = request.query_or("action", "");
  const auto from = query_moment(services, request, "from", 0);
  if (!from) return from.error();
  filter.from = *from;
  const auto to = query_moment(services, request, "to", 1);
  if (!to) return to.error();
  filter.to = *to;
  const auto after =
      query_integer(request, "after", 0, 1, std::numeric_limits<std::int64_t>::max());
  if (!after) return after.error();
  if (*after > 0) filter.before = *after;
  const auto limit = query_integer(request, "limit", 50, 1, 500);
  if (!limit) return limit.error();
  filter.limit = std::min(kLongestPage, static_cast<int>(*limit));
  return filter;
}

Json page_json(const HospitalTime& time, const access::AuditPage& page) {
  Json items = Json::array();
  for (const auto& entry : page.items) items.push_back(entry_json(time, entry));
  Json out{{"items", std::move(items)}};
  if (page.next) out["next"] = std::to_string(*page.next);
  return out;
}

Json read_page(const Services& services, access::AuditFilter filter, std::string_view actor) {
  const auto read = [&](store::Snapshot& snapshot) -> Json {
    // Nobody of that name has done anything.
    if (!actor.empty() && !read_actor(snapshot, services.accounts, actor, filter))
      return Json{{"items", Json::array()}};
    return page_json(services.time, services.audit.read(snapshot, filter));
  };
  return services.database.read(read);
}

/// A verdict in words is a refusal's sentence like any other.
std::string verdict_sentence(const access::AuditVerdict& verdict, Language language) {
  auto refusal = Refusal("audit-broken").with("seq", std::to_string(verdict.broken_at));
  return sentence(refusal.with("why", verdict.why), language);
}

Json verdict_json(const access::AuditVerdict& verdict, Language language) {
  Json out = {{"ok", verdict.intact},
              {"entries", verdict.checked},
              {"head", {{"seq", verdict.head.seq}, {"hash", verdict.head.hash}}}};
  if (verdict.intact) return out;
  out["why"] = verdict.why;
  out["detail"] = verdict_sentence(verdict, language);
  if (verdict.broken_at > 0) out["brokenAt"] = verdict.broken_at;
  return out;
}

}  // namespace

LaterAnswer list_audit_entries(const Services& services, const Call& call) {
  const auto filter = read_filter(services, call.request);
  if (!filter) co_return filter.error();
  const auto actor = call.request.query_or("actor", "");
  Json page;
  // Filters that match little make the search long.
  std::function<void()> work = [&] {
    page = read_page(services, *filter, actor);
  };
  co_await on_worker(services, work);
  co_return json(200, page);
}

LaterAnswer verify_audit(const Services& services, const Call& call) {
  std::optional<access::AuditHead> remembered;
  if (const auto text = call.request.query_or("head", ""); !text.empty()) {
    remembered = access::parse_audit_head(text);
    if (!remembered) co_return bad_query("head", text);
  }
  access::AuditVerdict verdict;
  std::function<void()> work = [&] {
    verdict = services.audit.verify_all(services.database, remembered);
  };
  co_await on_worker(services, work);
  co_return json(200, verdict_json(verdict, call.request.language));
}

}  // namespace yuyue::api
