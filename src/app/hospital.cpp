#include "app/hospital.hpp"

#include <sodium.h>

namespace yuyue::app {

namespace fs = std::filesystem;

// A lost key file must be noticed, not replaced: a new one is made only for a file that is new too.
access::KeyRing Hospital::open_keys(const Config& config) {
  if (sodium_init() < 0) throw std::runtime_error("libsodium cannot be used on this machine");
  if (fs::exists(config.key_file) || fs::exists(config.file()))
    return access::KeyRing::load(config.key_file);
  return access::KeyRing::create(config.key_file);
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
      codes_(vault_, {}),
      members_(vault_, ids_),
      idempotency_(vault_),
      phone_code_(codes_, members_),
      password_(accounts_),
      identity_providers_{&phone_code_, &password_},
      outbox_(vault_, ids_),
      patients_(vault_, ids_, audit_, members_, time_),
      journal_(audit_),
      messages_(outbox_, patients_, members_, time_),
      booking_{.time = &time_,
               .ids = &ids_,
               .settings = &settings_,
               .watcher = &board_,
               .journal = &journal_,
               .listener = &listeners_},
      reference_(booking_),
      timetable_(booking_),
      timetable_import_(booking_, *database_),
      sessions_(booking_),
      appointments_(booking_),
      merged_appointments_(appointments_),
      workers_(2),
      services_(make_services(config, demo, hooks)) {
  if (demo)
    channel_ = std::make_unique<notify::DemoMailbox>();
  else
    channel_ = std::make_unique<notify::NoChannel>();
  patients_.add_merge_listener(merged_appointments_);
  listeners_.add(messages_);
  database_->write_now(store::Lane::housekeeping,
                       [&](store::Transaction& tx) { return access::bind_keys(tx, vault_); });
  database_->read([&](store::Snapshot& snapshot) {
    settings_.load(snapshot);
    return true;
  });
}

// Workers and the writer are stopped while all they refer to is still there.
Hospital::~Hospital() {
  workers_.join();
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
          .codes = codes_,
          .members = members_,
          .audit = audit_,
          .idempotency = idempotency_,
          .identity_providers = identity_providers_,
          .outbox = outbox_,
          .patients = patients_,
          .booking = booking_,
          .reference = reference_,
          .timetable = timetable_,
          .timetable_import = timetable_import_,
          .sessions = sessions_,
          .appointments = appointments_,
          .board = board_,
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
}

}  // namespace yuyue::app
