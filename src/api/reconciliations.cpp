// The day's end: our books against the provider's.
#include "api/answers.hpp"
#include "api/csv_cell.hpp"

namespace yuyue::api {
namespace {

namespace fees = booking::fees;

std::string_view name_of(fees::Movement::Kind kind) {
  return kind == fees::Movement::Kind::refund ? "refund" : "payment";
}

const fees::Movement& shown(const fees::Comparison& line) {
  return line.ours ? line.ours->movement : *line.theirs;
}

/// Money noted for an order that is not ours stands in the provider's books alone.
bool is_ours(const fees::Comparison& line) {
  return line.ours && line.ours->use != fees::Use::unknown_order;
}

Json line_json(const Services& services, const fees::Comparison& line) {
  const auto& movement = shown(line);
  Json out{{"verdict", fees::name_of(line.verdict)},
           {"kind", name_of(movement.kind)},
           {"reference", movement.reference},
           {"order", movement.order},
           {"at", services.time.rfc3339(movement.at)}};
  if (is_ours(line)) out["ours"] = line.ours->movement.amount;
  if (line.theirs) out["theirs"] = line.theirs->amount;
  if (line.ours && line.ours->expected > 0) out["expected"] = line.ours->expected;
  if (line.ours) out["use"] = fees::name_of(line.ours->use);
  if (line.ours && line.ours->appointment)
    out["appointmentId"] = to_string(*line.ours->appointment);
  return out;
}

struct Sums {
  std::int64_t paid = 0, refunded = 0;
  void add(const fees::Movement& movement) {
    (movement.kind == fees::Movement::Kind::refund ? refunded : paid) += movement.amount;
  }
  Json json() const { return {{"paid", paid}, {"refunded", refunded}}; }
};

Json to_json(const Services& services, Day day, std::string_view provider,
             const fees::Reconciliation& found) {
  Json lines = Json::array(), open = Json::array();
  Sums ours, theirs;
  for (const auto& line : found.lines) {
    lines.push_back(line_json(services, line));
    if (is_ours(line)) ours.add(line.ours->movement);
    if (line.theirs) theirs.add(*line.theirs);
  }
  for (const auto& item : found.open_refunds)
    open.push_back({{"id", to_string(item.refund.id)},
                    {"appointmentId", to_string(item.appointment)},
                    {"paymentId", to_string(item.payment)},
                    {"provider", item.provider},
                    {"amount", item.refund.amount},
                    {"reason", fees::name_of(item.refund.reason)},
                    {"state", fees::name_of(item.refund.state)},
                    {"createdAt", services.time.rfc3339(item.refund.created_at)}});
  return {{"date", format_day(day)},
          {"provider", provider},
          {"ours", ours.json()},
          {"theirs", theirs.json()},
          {"lines", std::move(lines)},
          {"openRefunds", std::move(open)},
          {"desk",
           {{"cash", found.desk.cash},
            {"card", found.desk.card},
            {"cashBack", found.desk.cash_back},
            {"cardBack", found.desk.card_back}}}};
}

std::string to_csv(const Json& reconciliation) {
  static constexpr const char* kColumns[] = {"verdict", "kind",         "reference", "order",
                                             "at",      "ours",         "expected",  "theirs",
                                             "use",     "appointmentId"};
  std::string out = "\xEF\xBB\xBF";
  for (const auto* column : kColumns) out += (out.size() > 3 ? "," : "") + std::string(column);
  out += "\r\n";
  for (const auto& line : reconciliation.at("lines")) {
    std::string row;
    for (const auto* column : kColumns) {
      if (column != kColumns[0]) row += ',';
      const auto value = line.find(column);
      if (value == line.end()) continue;
      row += value->is_string() ? csv_cell(value->get<std::string>()) : value->dump();
    }
    out += row + "\r\n";
  }
  return out;
}

/// The one that orders go to; while none do, one that they went to before.
std::string provider_of_books(const Services& services) {
  const std::string chosen = services.fee_settings.current()->provider;
  const auto names = services.payment_providers.names();
  return chosen.empty() && !names.empty() ? names.front() : chosen;
}

/// Refusal: payment-provider-unavailable. Nothing, where there is no such provider.
boost::asio::awaitable<Result<std::vector<fees::Movement>>> books_of(const Services& services,
                                                                     std::string name, Instant from,
                                                                     Instant to) {
  std::vector<fees::Movement> books;
  auto* provider = services.payment_providers.find(name);
  if (!provider) co_return books;
  bool answered = true;
  std::function<void()> ask = [&] {
    try {
      books = provider->movements(from, to);
    } catch (const fees::ProviderUnavailable& e) {
      services.log_error("payment provider " + name + ": " + e.what());
      answered = false;
    }
  };
  if (!co_await with_provider(services, ask) || !answered)
    co_return Refusal("payment-provider-unavailable");
  co_return books;
}

}  // namespace

LaterAnswer show_reconciliation(const Services& services, const Call& call) {
  const auto given = query_day(call.request, "date");
  if (!given) co_return given.error();
  const auto format = call.request.query_or("format", "json");
  if (format != "json" && format != "csv")
    co_return Refusal("query-invalid").with("name", "format").with("value", format);
  const auto day = given->value_or(services.time.day_of(call.now));
  const auto from = services.time.at(day, MinuteOfDay{0});
  const auto to = services.time.at(day + date::days{1}, MinuteOfDay{0});
  const auto name = provider_of_books(services);
  const auto theirs = co_await books_of(services, name, from, to);
  if (!theirs) co_return theirs.error();

  // Read beside the writer: a day of a large hospital has thousands of lines.
  const auto body = services.database.read([&](store::Snapshot& snapshot) {
    return to_json(services, day, name, services.fees.reconcile(snapshot, name, from, to, *theirs));
  });
  auto note = [&](store::Transaction& tx) {
    services.audit.record(tx, call.principal,
                          {.action = "reconciliation-seen",
                           .details = {{"date", format_day(day)}, {"provider", name}}},
                          call.now);
    return true;
  };
  co_await services.database.write(call.lane(), note);
  if (format == "json") co_return json(200, body);
  auto response = http::Response::text(200, "text/csv; charset=utf-8", to_csv(body));
  response.headers["Content-Disposition"] =
      "attachment; filename=\"reconciliation-" + format_day(day) + ".csv\"";
  co_return response;
}

}  // namespace yuyue::api
