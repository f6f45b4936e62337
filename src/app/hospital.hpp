#pragma once
#include <atomic>
#include <memory>

#include "app/adapters.hpp"
#include "app/admission_adapters.hpp"
#include "app/case_adapters.hpp"
#include "app/centre_adapters.hpp"
#include "app/centre_day.hpp"
#include "app/delay_messages.hpp"
#include "app/demo_clock.hpp"
#include "app/disruption_messages.hpp"
#include "app/exam_adapters.hpp"
#include "app/line_messages.hpp"
#include "app/number_messages.hpp"
#include "app/payment_providers.hpp"
#include "app/policy_adapters.hpp"
#include "app/referral_adapters.hpp"
#include "app/report_messages.hpp"
#include "app/series_adapters.hpp"
#include "app/voice_adapters.hpp"
#include "app/waitlist_messages.hpp"
#include "yuyue/api/live.hpp"
#include "yuyue/api/planning_gate.hpp"
#include "yuyue/api/services.hpp"
#include "yuyue/app/config.hpp"
#include "yuyue/booking/clinic/kept_forecasts.hpp"
#include "yuyue/booking/fees/errands.hpp"
#include "yuyue/booking/policy/service.hpp"
#include "yuyue/centre/cases/cases.hpp"
#include "yuyue/centre/kiosks/kiosks.hpp"
#include "yuyue/centre/reports/reports.hpp"
#include "yuyue/centre/visits.hpp"
#include "yuyue/centre/voice/complaints.hpp"
#include "yuyue/centre/voice/satisfaction.hpp"
#include "yuyue/centre/waits/kept_forecasts.hpp"
#include "yuyue/exams/catalogue.hpp"
#include "yuyue/exams/devices.hpp"
#include "yuyue/exams/orders.hpp"
#include "yuyue/exams/plans.hpp"
#include "yuyue/exams/results.hpp"
#include "yuyue/exams/worklist.hpp"

namespace yuyue::app {

/// Everything of one hospital in one place: opens its file and keys and wires the modules together.
/// Destroyed in the opposite order: whoever uses the database goes before it.
class Hospital {
 public:
  struct Hooks {
    std::function<void(const std::string&)> log_error = [](const std::string&) {
    };
    std::function<std::string()> metrics = [] {
      return std::string();
    };
    std::function<void()> on_outcome_unknown;
  };
  /// Throws store::CannotOpen (store::Locked: a server holds the file), access::KeyFileError,
  /// access::WrongKeys, ConfigError (of the payment provider).
  Hospital(const Config& config, bool demo, Hooks hooks);
  ~Hospital();

  const api::Services& services() const { return services_; }
  store::Database& database() { return *database_; }
  const Config& config() const { return config_; }
  notify::Channel& channel() { return *channel_; }
  booking::fees::Errands& errands() { return errands_; }
  booking::clinic::Paces& paces() { return paces_; }
  queue::KeptForecasts& kept_forecasts() { return kept_forecasts_; }
  centre::waits::Paces& centre_paces() { return centre_paces_; }
  queue::KeptForecasts& centre_kept_forecasts() { return centre_kept_forecasts_; }
  /// Where the patients' page is reached, for links in messages and on posters. Before serving.
  void set_public_page(std::string url) {
    services_.public_page = url;
    disruption_messages_.set_page(std::move(url));
  }
  void set_ready(bool ready) { ready_ = ready; }
  /// Makes sessions ahead and whatever else must be true before serving.
  void prepare();

 private:
  static access::KeyRing open_keys(const Config& config);
  static std::vector<access::SealedTable> all_sealed_tables();
  static store::Options store_options(const Config& config, const Hooks& hooks);
  static booking::Environment with_listener(booking::Environment environment,
                                            booking::BookingListener& listener);
  api::Services make_services(const Config& config, bool demo, const Hooks& hooks);

  const Config config_;
  DemoClock demo_clock_;
  SystemClock system_clock_;
  const Clock& clock_;
  HospitalTime time_;
  IdMaker ids_;
  access::Vault vault_;
  std::unique_ptr<store::Database> database_;

  access::SessionCache session_cache_;
  access::SignIns sign_ins_;
  access::AuditLog audit_;
  access::Throttle name_throttle_, remote_throttle_;
  access::Accounts accounts_;
  access::ApiKeys api_keys_;
  access::Devices devices_;
  access::Codes codes_;
  access::Members members_;
  access::Idempotency idempotency_;
  access::PhoneCodeProvider phone_code_;
  access::PasswordProvider password_;
  std::vector<const access::IdentityProvider*> identity_providers_;

  access::KeyRotation key_rotation_;
  access::GuessLimit person_guesses_;

  notify::Outbox outbox_;
  std::unique_ptr<notify::Channel> channel_;
  patients::Service patients_;

  booking::LiveSettings settings_;
  booking::policy::LivePolicy live_policy_;
  PeopleForPolicy people_for_policy_;
  booking::AvailabilityBoard<http::SharedBody> board_;
  access::AuditJournal journal_;
  AppointmentMessages messages_;
  WaitlistMessages waitlist_messages_;
  booking::BookingListeners listeners_;
  booking::Environment booking_;
  booking::policy::Policies policies_;
  booking::policy::Conduct conduct_;
  MergedConduct merged_conduct_;
  booking::ReferenceData reference_;
  booking::Timetable timetable_;
  booking::TimetableImport timetable_import_;
  booking::Sessions sessions_;
  booking::Appointments appointments_;
  booking::places::Places places_;
  booking::waitlist::Waitlist waitlist_;
  MergedAppointments merged_appointments_;
  MessagesButOfChanges messages_but_of_changes_;
  booking::BookingListeners disruption_listeners_;
  booking::team::Teams teams_;
  DisruptionMessages disruption_messages_;
  booking::disruption::Disruptions disruptions_;
  booking::fees::LiveSettings fee_settings_;
  const booking::fees::Providers payment_providers_;
  booking::fees::Fees fees_;
  booking::fees::Errands errands_;
  booking::fees::CallbackLog payment_callbacks_;
  api::ProviderWorkers provider_workers_;
  AdmissionMessages admission_messages_;
  booking::admission::Lists admission_lists_;
  booking::admission::Admissions admissions_;
  MergedAdmissions merged_admissions_;
  ReferralMessages referral_messages_;
  booking::referral::Institutions institutions_;
  booking::referral::Referrals referrals_;
  MergedReferrals merged_referrals_;
  /// Of visits that come and go with their course: it is told of as a whole.
  booking::BookingListeners series_listeners_;
  SeriesMessages series_messages_;
  booking::series::Courses courses_;
  MergedSeries merged_series_;
  booking::guides::Guides guides_;
  booking::clinic::Paces paces_;
  booking::clinic::Waits waits_;
  queue::KeptForecasts kept_forecasts_;
  LineMessages line_messages_;
  booking::clinic::Nearing nearing_;
  queue::Watchers line_watchers_;
  api::LiveLines live_;
  booking::clinic::ClinicDay clinic_day_;
  DelayMessages delay_messages_;
  booking::clinic::Announcements announcements_;
  centre::Environment centre_;
  centre::Catalogue service_catalogue_;
  FulfilledAtCentre fulfilled_at_centre_;
  NumberMessages number_messages_;
  queue::Nearing number_nearing_;  ///< at windows and at devices
  queue::Watchers visit_watchers_, exam_watchers_;
  centre::Visits visits_;
  CentreDay centre_day_;
  MergedVisits merged_visits_;
  centre::waits::Paces centre_paces_;
  centre::waits::Waits centre_waits_;
  queue::KeptForecasts centre_kept_forecasts_;
  access::SealedFiles attachments_;
  CaseMessages case_messages_;
  centre::cases::Cases cases_;
  MergedCases merged_cases_;
  VoiceMessages voice_messages_;
  centre::voice::Complaints complaints_;
  MergedVoice merged_voice_;
  centre::voice::Satisfaction satisfaction_;
  exams::Environment exams_;
  exams::Results exam_results_;
  ReportMessages report_messages_;
  centre::reports::Reports reports_;
  MergedReports merged_reports_;
  centre::kiosks::Kiosks kiosks_;
  exams::Catalogue exam_catalogue_;
  exams::Devices exam_devices_;
  exams::Orders exam_orders_;
  exams::Plans exam_plans_;
  exams::Worklist exam_worklist_;
  MergedExams merged_exams_;
  api::PlanningGate planning_gate_{api::PlanningGate::usual()};

  boost::asio::thread_pool workers_;
  std::atomic<bool> ready_ = false;
  api::Services services_;
};

}  // namespace yuyue::app
