// Signing in and out, and who one is.
#include "api/answers.hpp"
#include "api/partner_side.hpp"
#include "yuyue/access/password.hpp"
#include "yuyue/core/person_data.hpp"

namespace yuyue::api {
namespace {

using namespace std::chrono_literals;

/// Who this is in the timetable.
Json myself(store::Snapshot& snapshot, PractitionerId id) {
  const auto practitioner = booking::find_practitioner(snapshot, id).value();
  return {{"id", to_string(id)},
          {"name", practitioner.name},
          {"nameEn", practitioner.name_en},
          {"title", practitioner.title}};
}

Json me_json(const Services& services, const access::Principal& principal) {
  Json out{{"kind", access::name_of(principal.kind)},
           {"name", principal.name},
           {"permissions", principal.permissions.names()}};
  if (const auto member = principal.member()) {
    out["phone"] = services.database.read([&](store::Snapshot& snapshot) {
      return mask_phone(services.members.phone(snapshot, *member));
    });
  }
  if (const auto account = principal.account()) {
    services.database.read([&](store::Snapshot& snapshot) {
      const auto found = services.accounts.find(snapshot, *account);
      out["account"] = found ? found->name : std::string();
      if (found && found->practitioner)
        out["practitioner"] = myself(snapshot, *found->practitioner);
      return true;
    });
    auto& roles = out["roles"] = Json::array();
    for (const auto role : principal.roles) roles.push_back(access::name_of(role));
    out["mustChangePassword"] = principal.must_change_password;
    const auto institution = services.database.read([&](store::Snapshot& snapshot) {
      return booking::referral::institution_of(snapshot, access::name_of(principal.kind),
                                               principal.id);
    });
    if (institution) out["institution"] = institution_name(*institution);
  }
  return out;
}

/// `max_age` 0 removes it. Lax: the cookie does not travel with other sites' posts.
std::string cookie(const Services& services, std::string_view token, std::chrono::seconds max_age) {
  return "yuyue_session=" + std::string(token) +
         "; Path=/; HttpOnly; SameSite=Lax; Max-Age=" + std::to_string(max_age.count()) +
         (services.secure_cookies ? "; Secure" : "");
}

const access::IdentityProvider* find_provider(const Services& services, std::string_view name,
                                              http::Listener listener) {
  for (const auto* provider : services.identity_providers) {
    if (provider->name() == name &&
        (!provider->internal_only() || listener != http::Listener::open))
      return provider;
  }
  return nullptr;
}

struct SignInInput {
  std::string provider;
  access::Credentials credentials;
};

Result<SignInInput> read_sign_in(const http::Request& request) {
  const auto body = Json::parse(request.body, nullptr, false);
  if (!body.is_object()) return Refusal("body-invalid");
  SignInInput input;
  input.credentials.remote = request.remote;
  for (const auto& [name, value] : body.items()) {
    if (!value.is_string() || value.get_ref<const std::string&>().size() > 1000)
      return Refusal("field-invalid").with("name", name).with("expected", "text").at("/" + name);
    if (name == "provider")
      input.provider = value.get<std::string>();
    else
      input.credentials.fields[name] = value.get<std::string>();
  }
  if (input.provider.empty())
    return Refusal("field-required").with("name", "provider").at("/provider");
  return input;
}

std::string code_message(const access::IssuedCode& issued, std::chrono::seconds valid_for) {
  const auto minutes = std::to_string(valid_for.count() / 60);
  return "【预约挂号】验证码 " + issued.code + "，" + minutes +
         " 分钟内有效。请勿告诉他人。 Your code: " + issued.code + " (" + minutes + " min).";
}

}  // namespace

LaterAnswer send_code(const Services& services, const Call& call) {
  Input in(call.request);
  const auto typed = in.text("phone", 30);
  if (auto bad = in.finish()) co_return *bad;
  const auto phone = check_phone(typed);
  if (!phone) co_return Refusal(phone.error()).at("/phone");
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto issued = services.codes.issue(tx, *phone, call.request.remote, call.now);
    if (!issued) return issued.error();
    services.outbox.owe(tx,
                        {.to = *phone,
                         .text = code_message(*issued, services.codes.rules().valid_for),
                         .void_at = issued->expires_at,
                         .about_kind = "code"},
                        call.now);
    const auto seconds = [&](Instant t) {
      return std::chrono::duration_cast<std::chrono::seconds>(t - call.now).count();
    };
    return Json{{"expiresInSeconds", seconds(issued->expires_at)},
                {"retryAfterSeconds", seconds(issued->retry_at)}};
  };
  co_return co_await write(services, call, 202, work);
}

LaterAnswer sign_in(const Services& services, const Call& call) {
  const auto input = read_sign_in(call.request);
  if (!input) co_return input.error();
  const auto* provider = find_provider(services, input->provider, call.request.listener);
  if (!provider)
    co_return Refusal("field-invalid")
        .with("name", "provider")
        .with("expected", "phone-code")
        .at("/provider");
  auto attempt = services.database.read([&](store::Snapshot& snapshot) {
    return provider->begin(snapshot, input->credentials, call.now);
  });
  if (!attempt) co_return attempt.error();
  if ((*attempt)->has_work()) {
    std::function<void()> slow = [&] {
      (*attempt)->work();
    };
    co_await on_worker(services, slow);
  }
  auto job = [&](store::Transaction& tx) {
    return access::complete(tx, **attempt, services.sign_ins, services.audit, provider->name(),
                            call.request.id, call.now);
  };
  const auto done = co_await services.database.write(call.lane(), job);
  if (!done.result) co_return done.result.error();
  auto response = json(201, {{"principal", me_json(services, done.result->principal)}});
  response.headers["Set-Cookie"] =
      cookie(services, done.result->token,
             std::chrono::duration_cast<std::chrono::seconds>(done.result->expires_at - call.now));
  co_return response;
}

LaterAnswer sign_out(const Services& services, const Call& call) {
  const std::string token(call.request.cookie("yuyue_session"));
  if (!token.empty()) {
    auto job = [&](store::Transaction& tx) {
      return services.sign_ins.revoke(tx, token);
    };
    co_await services.database.write(call.lane(), job);
  }
  auto response = http::Response::no_content();
  response.headers["Set-Cookie"] = cookie(services, "", 0s);
  co_return response;
}

Answer show_me(const Services& services, const Call& call) {
  auto response = json(200, me_json(services, call.principal));
  response.headers["Cache-Control"] = "no-store";
  return response;
}

LaterAnswer change_own_password(const Services& services, const Call& call) {
  Input in(call.request);
  const auto current = in.text("current", 256);
  const auto wanted = in.text("new", 256);
  if (auto bad = in.finish()) co_return *bad;
  const auto account = services.database.read([&](store::Snapshot& snapshot) {
    return services.accounts.find(snapshot, AccountId{call.principal.id});
  });
  if (!account) co_return Refusal("forbidden");
  if (auto ok = access::check_new_password(account->name, wanted); !ok)
    co_return Refusal(ok.error()).at("/new");
  auto question = services.database.read([&](store::Snapshot& snapshot) {
    return services.accounts.ask(snapshot, account->name, call.request.remote, call.now);
  });
  if (!question) co_return question.error();
  bool matched = false;
  std::string hash;
  std::function<void()> slow = [&] {
    matched = access::verify_password(question->hash, current);
    if (matched) hash = access::hash_password(wanted);
  };
  co_await on_worker(services, slow);
  auto job = [&](store::Transaction& tx) {
    return services.accounts.change_password(tx, call.principal, *question, matched, hash,
                                             call.request.cookie("yuyue_session"), call.now);
  };
  const auto done = co_await services.database.write(call.lane(), job);
  if (!done.result) co_return Refusal(done.result.error()).at("/current");
  co_return http::Response::no_content();
}

}  // namespace yuyue::api
