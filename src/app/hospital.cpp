#include "app/hospital.hpp"

#include <sodium.h>

#include "yuyue/booking/clinic/expected.hpp"
#include "yuyue/booking/sealed_tables.hpp"
#include "yuyue/booking/timetable_weekday.hpp"
#include "yuyue/centre/sealed_tables.hpp"
#include "yuyue/exams/sealed_tables.hpp"

namespace yuyue::app {

namespace fs = std::filesystem;

// Each waits for an answer most of the time: enough for the minutes after numbers are released.
constexpr int kProviderThreads = 32;

// A lost key file must be noticed, not replaced: a new one is made only for a file that is new too.
access::KeyRing Hospital::open_keys(const Config& config) {
  if (sodium_init() < 0) throw std::runtime_error("libsodium cannot be used on this machine");
  if (fs::exists(config.key_file) || fs::exists(config.file()))
    return access::KeyRing::load(config.key_file);
  return access::KeyRing::create(config.key_file);
}

std::vector<access::SealedTable> Hospital::all_sealed_tables() {
  std::vector<access::SealedTable> all;
  for (const auto& of :
       {access::sealed_tables(), patients::sealed_tables(), notify::sealed_tables(),
        booking::sealed_tables(), centre::sealed_tables(), exams::sealed_tables()})
    all.insert(all.end(), of.begin(), of.end());
  return all;
}

store::Options Hospital::store_options(const Config& config, const Hooks& hooks) {
  store::Options options;
  options.file = config.file();
  options.group_limit = static_cast<std::size_t>(config.group_limit);
  options.backup_folder = config.backups;
  options.on_trouble = hooks.log_error;
  options.on_outcome_unknown = hooks.on_outcome_unknown;
  return options;
}

Hospital::Hospital(const Config& config, bool demo, Hooks hooks)
    : config_(config),
      clock_(demo ? static_cast<const Clock&>(demo_clock_) : system_clock_),
      time_(config.time_zone),
      ids_(clock_),
      vault_(open_keys(config)),
      database_(store::Database::open(store_options(config, hooks))),
      sign_ins_(vault_, session_cache_, {}),
      audit_(vault_),
      name_throttle_(vault_, {}),
      remote_throttle_(vault_, {.free_failures = 20}),
      accounts_(ids_, sign_ins_, session_cache_, audit_, name_throttle_, remote_throttle_),
      api_keys_(vault_, ids_, session_cache_, audit_, time_),
      devices_(vault_, ids_, session_cache_, audit_, {}),
      codes_(vault_, {}),
      members_(vault_, ids_),
      idempotency_(vault_),
      phone_code_(codes_, members_),
      password_(accounts_),
      identity_providers_{&phone_code_, &password_},
      key_rotation_(vault_, audit_, config.key_file, all_sealed_tables()),
      person_guesses_(vault_),
      outbox_(vault_, ids_),
      patients_(vault_, ids_, audit_, members_, time_),
      people_for_policy_(patients_),
      journal_(audit_),
      messages_(outbox_, patients_, members_, time_),
      waitlist_messages_(outbox_, patients_, members_, time_),
      booking_{.time = &time_,
               .ids = &ids_,
               .settings = &settings_,
               .policies = &live_policy_,
               .people = &people_for_policy_,
               .watcher = &board_,
               .journal = &journal_,
               .listener = &listeners_},
      policies_(booking_),
      conduct_(booking_),
      merged_conduct_(conduct_),
      reference_(booking_),
      timetable_(booking_),
      timetable_import_(booking_, *database_),
      sessions_(booking_),
      appointments_(booking_),
      places_(booking_),
      waitlist_(booking_, appointments_),
      merged_appointments_(appointments_),
      messages_but_of_changes_(outbox_, patients_, members_, time_),
      teams_(booking_, vault_),
      disruption_messages_(outbox_, patients_, members_, teams_, time_),
      disruptions_(with_listener(booking_, disruption_listeners_), vault_, disruption_messages_),
      payment_providers_(make_payment_providers(config, demo, system_clock_)),
      fees_({.environment = booking_,
             .appointments = &appointments_,
             .settings = &fee_settings_,
             .providers = &payment_providers_,
             .listener = &messages_}),
      errands_(fees_, payment_providers_),
      provider_workers_(payment_providers_.names().empty() ? 1 : kProviderThreads),
      admission_messages_(outbox_, patients_, time_),
      admission_lists_(booking_),
      admissions_(booking_, vault_, &admission_messages_),
      merged_admissions_(admissions_),
      referral_messages_(outbox_, patients_),
      institutions_(booking_),
      referrals_(booking_, vault_, appointments_, &referral_messages_),
      merged_referrals_(referrals_),
      series_messages_(outbox_, patients_, members_, time_),
      courses_(with_listener(booking_, series_listeners_), vault_, &series_messages_),
      merged_series_(courses_),
      guides_(booking_),
      paces_(time_),
      waits_(booking_, paces_),
      kept_forecasts_(booking::clinic::kept_forecasts(waits_)),
      line_messages_(outbox_, patients_, members_, time_),
      nearing_(line_messages_),
      clinic_day_(booking_, &line_watchers_),
      delay_messages_(outbox_, patients_, members_, time_),
      announcements_(booking_, &live_, &delay_messages_),
      centre_{.time = &time_, .ids = &ids_, .journal = &journal_, .vault = &vault_},
      service_catalogue_(centre_),
      fulfilled_at_centre_(booking_, appointments_),
      number_messages_(outbox_, patients_),
      number_nearing_(number_messages_, &booking::clinic::few_ahead_setting),
      visits_(centre_, CentreRules(live_policy_), &booking::timetable_weekday, &visit_watchers_),
      centre_day_(clinic_day_, visits_),
      merged_visits_(visits_),
      centre_paces_(time_),
      centre_waits_(centre_, &booking::timetable_weekday, CentreRules(live_policy_),
                    &booking::clinic::still_expected, centre_paces_),
      centre_kept_forecasts_(centre::waits::kept_forecasts(centre_waits_)),
      attachments_(vault_, config.attachments),
      case_messages_(outbox_, patients_),
      cases_(centre_, attachments_, &is_working_day, &case_messages_),
      merged_cases_(cases_),
      voice_messages_(outbox_, members_),
      complaints_(centre_, &is_working_day, &voice_messages_),
      merged_voice_(complaints_),
      satisfaction_(centre_),
      exams_{.time = &time_,
             .ids = &ids_,
             .journal = &journal_,
             .vault = &vault_,
             .patients = &patients_,
             .watcher = &exam_watchers_},
      exam_results_(exams_),
      report_messages_(outbox_, patients_, exam_results_),
      reports_(centre_, &report_messages_),
      merged_reports_(reports_),
      kiosks_(centre_),
      exam_catalogue_(exams_),
      exam_devices_(exams_, &booking::timetable_weekday),
      exam_orders_(exams_),
      exam_plans_(exams_, exam_orders_, exam_devices_),
      exam_worklist_(exams_, exam_orders_, exam_devices_, exam_plans_, CentreRules(live_policy_),
                     &exam_watchers_),
      merged_exams_(exam_orders_),
      workers_(2),
      services_(make_services(config, demo, hooks)) {
  if (demo)
    channel_ = std::make_unique<notify::DemoMailbox>();
  else
    channel_ = std::make_unique<notify::NoChannel>();
  patients_.add_merge_listener(merged_appointments_);
  patients_.add_merge_listener(merged_conduct_);
  patients_.add_merge_listener(merged_admissions_);
  patients_.add_merge_listener(merged_referrals_);
  patients_.add_merge_listener(merged_series_);
  patients_.add_merge_listener(merged_visits_);
  patients_.add_merge_listener(merged_exams_);
  patients_.add_merge_listener(merged_voice_);
  patients_.add_merge_listener(merged_cases_);
  patients_.add_merge_listener(merged_reports_);
  listeners_.add(messages_);
  listeners_.add(guides_);
  listeners_.add(teams_);
  listeners_.add(conduct_);
  listeners_.add(waitlist_messages_);
  listeners_.add(fees_);
  listeners_.add(centre_day_);
  series_listeners_.add(guides_);
  series_listeners_.add(teams_);
  series_listeners_.add(conduct_);
  series_listeners_.add(waitlist_messages_);
  series_listeners_.add(fees_);
  series_listeners_.add(centre_day_);
  disruption_listeners_.add(messages_but_of_changes_);
  disruption_listeners_.add(guides_);
  disruption_listeners_.add(teams_);
  disruption_listeners_.add(conduct_);
  disruption_listeners_.add(waitlist_messages_);
  disruption_listeners_.add(fees_);
  disruption_listeners_.add(centre_day_);
  line_watchers_.add(paces_);
  line_watchers_.add(kept_forecasts_);
  line_watchers_.add(nearing_);
  line_watchers_.add(live_);
  visit_watchers_.add(fulfilled_at_centre_);
  visit_watchers_.add(centre_kept_forecasts_);
  visit_watchers_.add(number_nearing_);
  visit_watchers_.add(live_);
  exam_watchers_.add(number_nearing_);
  exam_watchers_.add(live_);
  database_->write_now(store::Lane::housekeeping, [&](store::Transaction& tx) {
    return access::bind_keys(tx, vault_, clock_.now());
  });
  database_->read([&](store::Snapshot& snapshot) {
    settings_.load(snapshot);
    live_policy_.load(snapshot);
    fee_settings_.load(snapshot);
    return true;
  });
}

booking::Environment Hospital::with_listener(booking::Environment environment,
                                             booking::BookingListener& listener) {
  environment.listener = &listener;
  return environment;
}

// Workers and the writer are stopped while all they refer to is still there.
Hospital::~Hospital() {
  live_.stop();
  workers_.join();
  provider_workers_.threads.join();
  planning_gate_.threads.join();
  database_->close();
}

api::Services Hospital::make_services(const Config& config, bool demo, const Hooks& hooks) {
  return {.clock = clock_,
          .time = time_,
          .ids = ids_,
          .database = *database_,
          .vault = vault_,
          .sign_ins = sign_ins_,
          .accounts = accounts_,
          .api_keys = api_keys_,
          .devices = devices_,
          .codes = codes_,
          .members = members_,
          .audit = audit_,
          .idempotency = idempotency_,
          .key_rotation = key_rotation_,
          .person_guesses = person_guesses_,
          .identity_providers = identity_providers_,
          .outbox = outbox_,
          .patients = patients_,
          .booking = booking_,
          .reference = reference_,
          .timetable = timetable_,
          .timetable_import = timetable_import_,
          .sessions = sessions_,
          .appointments = appointments_,
          .policies = policies_,
          .conduct = conduct_,
          .places = places_,
          .waitlist = waitlist_,
          .disruptions = disruptions_,
          .admission_lists = admission_lists_,
          .admissions = admissions_,
          .institutions = institutions_,
          .referrals = referrals_,
          .courses = courses_,
          .guides = guides_,
          .teams = teams_,
          .clinic_day = clinic_day_,
          .waits = waits_,
          .announcements = announcements_,
          .service_catalogue = service_catalogue_,
          .visits = visits_,
          .centre_waits = centre_waits_,
          .cases = cases_,
          .complaints = complaints_,
          .satisfaction = satisfaction_,
          .reports = reports_,
          .kiosks = kiosks_,
          .exam_catalogue = exam_catalogue_,
          .exam_devices = exam_devices_,
          .exam_orders = exam_orders_,
          .exam_plans = exam_plans_,
          .exam_worklist = exam_worklist_,
          .board = board_,
          .live = live_,
          .planning_gate = planning_gate_,
          .fees = fees_,
          .fee_settings = fee_settings_,
          .payment_providers = payment_providers_,
          .payment_callbacks = payment_callbacks_,
          .provider_workers = provider_workers_,
          .workers = workers_,
          .backup_folder = config.backups,
          .metrics = hooks.metrics,
          .ready = [this] { return ready_.load(); },
          .log_error = hooks.log_error,
          .secure_cookies = config.secure_cookies,
          .demo = demo,
          .demo_clock = demo ? &demo_clock_ : nullptr};
}

void Hospital::prepare() {
  booking::TimetableImport::clear_unfinished(*database_);
  booking::ensure_sessions(*database_, booking_, clock_.now());
  errands_.take_up(*database_, clock_.now());
  live_.start(services_);
}

}  // namespace yuyue::app
