#pragma once
// The handlers named in routes.cpp, by the file they live in. Included there alone: a new one is no
// reason to compile all of them anew.
#include "api/answers.hpp"

namespace yuyue::api {

// health.cpp
Answer health(const Services&, const Call&);
Answer readiness(const Services&, const Call&);
Answer metrics(const Services&, const Call&);

// hospital.cpp
Answer show_hospital(const Services&, const Call&);
Answer show_settings(const Services&, const Call&);
LaterAnswer change_settings(const Services&, const Call&);

// centre.cpp
Answer show_centre(const Services&, const Call&);

// centre_streams.cpp
Answer show_centre_board(const Services&, const Call&);
Answer stream_centre_board(const Services&, const Call&);
Answer stream_window_desk(const Services&, const Call&);
Answer show_visit_place(const Services&, const Call&);
Answer stream_visit_place(const Services&, const Call&);
Answer list_own_visits(const Services&, const Call&);
LaterAnswer take_own_number(const Services&, const Call&);

// kiosk_service.cpp
LaterAnswer report_kiosk(const Services&, const Call&);
LaterAnswer print_slip(const Services&, const Call&);
Answer list_kiosks(const Services&, const Call&);

// departments.cpp
Answer list_departments(const Services&, const Call&);
Answer list_days(const Services&, const Call&);
Answer list_department_sessions(const Services&, const Call&);
Answer list_practitioner_sessions(const Services&, const Call&);

// sign_ins.cpp
LaterAnswer send_code(const Services&, const Call&);
LaterAnswer sign_in(const Services&, const Call&);
LaterAnswer sign_out(const Services&, const Call&);
Answer show_me(const Services&, const Call&);
LaterAnswer change_own_password(const Services&, const Call&);

// own_people.cpp
Answer list_own_people(const Services&, const Call&);
LaterAnswer add_own_person(const Services&, const Call&);
LaterAnswer remove_own_person(const Services&, const Call&);

// appointments.cpp
LaterAnswer book_appointment(const Services&, const Call&);
LaterAnswer list_appointments(const Services&, const Call&);
LaterAnswer show_appointment(const Services&, const Call&);
LaterAnswer cancel_appointment(const Services&, const Call&);
LaterAnswer reschedule_appointment(const Services&, const Call&);

// arrivals.cpp
LaterAnswer record_arrival(const Services&, const Call&);

// posted_codes.cpp
Answer show_posted_code(const Services&, const Call&);

// waits.cpp: being called later, and how forecasts held
Answer show_postponement(const Services&, const Call&);
LaterAnswer postpone_visit(const Services&, const Call&);
Answer list_wait_forecasts(const Services&, const Call&);

// payments.cpp
LaterAnswer show_payment(const Services&, const Call&);
LaterAnswer order_payment(const Services&, const Call&);
Answer payment_qr(const Services&, const Call&);
LaterAnswer payment_callback(const Services&, const Call&);
LaterAnswer take_desk_payment(const Services&, const Call&);
LaterAnswer give_payment_back(const Services&, const Call&);
LaterAnswer let_pay_later(const Services&, const Call&);

// reconciliations.cpp, fee_settings.cpp
LaterAnswer show_reconciliation(const Services&, const Call&);
Answer show_fee_settings(const Services&, const Call&);
LaterAnswer change_fee_settings(const Services&, const Call&);

// session_places.cpp: holds, quotas, extra numbers
LaterAnswer hold_place(const Services&, const Call&);
LaterAnswer release_hold(const Services&, const Call&);
LaterAnswer change_quotas(const Services&, const Call&);
LaterAnswer add_extra_number(const Services&, const Call&);

// waitlist.cpp
LaterAnswer join_waitlist(const Services&, const Call&);
LaterAnswer list_waitlist(const Services&, const Call&);
LaterAnswer show_waitlist_entry(const Services&, const Call&);
LaterAnswer accept_offer(const Services&, const Call&);
LaterAnswer refuse_offer(const Services&, const Call&);
LaterAnswer leave_waitlist(const Services&, const Call&);

// slips.cpp
Answer appointment_qr(const Services&, const Call&);
Answer appointment_calendar(const Services&, const Call&);

// patients.cpp
LaterAnswer find_patients(const Services&, const Call&);
LaterAnswer register_patient(const Services&, const Call&);
LaterAnswer show_patient(const Services&, const Call&);
LaterAnswer change_patient(const Services&, const Call&);
LaterAnswer add_identifier(const Services&, const Call&);
LaterAnswer remove_identifier(const Services&, const Call&);
LaterAnswer reveal_patient(const Services&, const Call&);
LaterAnswer list_duplicates(const Services&, const Call&);
LaterAnswer merge_patients(const Services&, const Call&);

// sessions.cpp
Answer list_sessions(const Services&, const Call&);
Answer list_own_sessions(const Services&, const Call&);
LaterAnswer change_session(const Services&, const Call&);
LaterAnswer change_slot(const Services&, const Call&);

// places.cpp: campuses, buildings, rooms
Answer list_campuses(const Services&, const Call&);
LaterAnswer add_campus(const Services&, const Call&);
LaterAnswer change_campus(const Services&, const Call&);
Answer list_buildings(const Services&, const Call&);
LaterAnswer add_building(const Services&, const Call&);
LaterAnswer change_building(const Services&, const Call&);
Answer list_rooms(const Services&, const Call&);
LaterAnswer add_room(const Services&, const Call&);
LaterAnswer change_room(const Services&, const Call&);
Answer list_service_groups(const Services&, const Call&);
LaterAnswer add_service_group(const Services&, const Call&);
LaterAnswer change_service_group(const Services&, const Call&);
Answer list_services(const Services&, const Call&);
LaterAnswer add_service(const Services&, const Call&);
LaterAnswer change_service(const Services&, const Call&);
Answer list_centre_zones(const Services&, const Call&);
LaterAnswer add_centre_zone(const Services&, const Call&);
LaterAnswer change_centre_zone(const Services&, const Call&);
Answer list_service_windows(const Services&, const Call&);
LaterAnswer add_service_window(const Services&, const Call&);
LaterAnswer change_service_window(const Services&, const Call&);
LaterAnswer take_number(const Services&, const Call&);
Answer show_visit(const Services&, const Call&);
Answer list_visits(const Services&, const Call&);
LaterAnswer step_visit(const Services&, const Call&);
LaterAnswer transfer_visit(const Services&, const Call&);
LaterAnswer undo_visit_step(const Services&, const Call&);
LaterAnswer print_visit_slip(const Services&, const Call&);
LaterAnswer show_window_desk(const Services&, const Call&);
LaterAnswer sit_at_window(const Services&, const Call&);
LaterAnswer leave_window(const Services&, const Call&);
LaterAnswer pause_window(const Services&, const Call&);
LaterAnswer resume_window(const Services&, const Call&);
LaterAnswer call_to_window(const Services&, const Call&);
Answer list_areas(const Services&, const Call&);
LaterAnswer add_area(const Services&, const Call&);
LaterAnswer change_area(const Services&, const Call&);
LaterAnswer renew_posted_code(const Services&, const Call&);
Answer posted_code_svg(const Services&, const Call&);

// exam_catalogue.cpp, exam_bundles.cpp, exam_devices.cpp: what there is of examinations, and where
Answer list_exams(const Services&, const Call&);
LaterAnswer add_exam(const Services&, const Call&);
LaterAnswer change_exam(const Services&, const Call&);
Answer list_exam_rules(const Services&, const Call&);
LaterAnswer add_exam_rule(const Services&, const Call&);
LaterAnswer change_exam_rule(const Services&, const Call&);
Answer list_exam_bundles(const Services&, const Call&);
LaterAnswer add_exam_bundle(const Services&, const Call&);
LaterAnswer change_exam_bundle(const Services&, const Call&);
Answer list_exam_questions(const Services&, const Call&);
LaterAnswer add_exam_question(const Services&, const Call&);
LaterAnswer change_exam_question(const Services&, const Call&);
Answer list_exam_sites(const Services&, const Call&);
LaterAnswer add_exam_site(const Services&, const Call&);
LaterAnswer change_exam_site(const Services&, const Call&);
Answer list_exam_devices(const Services&, const Call&);
LaterAnswer add_exam_device(const Services&, const Call&);
LaterAnswer change_exam_device(const Services&, const Call&);
LaterAnswer confirm_exam(const Services&, const Call&);
LaterAnswer confirm_exam_rule(const Services&, const Call&);
LaterAnswer add_starting_exams(const Services&, const Call&);
LaterAnswer try_exam(const Services&, const Call&);
LaterAnswer try_exam_rule(const Services&, const Call&);
LaterAnswer try_new_exam_rule(const Services&, const Call&);
LaterAnswer close_exam_device(const Services&, const Call&);
LaterAnswer reopen_exam_device(const Services&, const Call&);
LaterAnswer show_exam_load(const Services&, const Call&);
Answer list_exam_closures(const Services&, const Call&);
Answer show_exam_history(const Services&, const Call&);
Answer show_exam_rule_history(const Services&, const Call&);
Answer show_exam_device_history(const Services&, const Call&);
Answer show_exam_bundle_history(const Services&, const Call&);
Answer show_exam_question_history(const Services&, const Call&);
Answer show_exam_site_history(const Services&, const Call&);
Answer show_exam_recognition_history(const Services&, const Call&);

// clinics.cpp: departments, practitioners, kinds of clinic
Answer list_all_departments(const Services&, const Call&);
LaterAnswer add_department(const Services&, const Call&);
LaterAnswer change_department(const Services&, const Call&);
Answer list_practitioners(const Services&, const Call&);
LaterAnswer add_practitioner(const Services&, const Call&);
LaterAnswer change_practitioner(const Services&, const Call&);
Answer list_clinic_kinds(const Services&, const Call&);
LaterAnswer add_clinic_kind(const Services&, const Call&);
LaterAnswer change_clinic_kind(const Services&, const Call&);
Answer list_specialties(const Services&, const Call&);

// timetable.cpp: rows, exceptions, calendar days, import
Answer list_schedules(const Services&, const Call&);
LaterAnswer add_schedule(const Services&, const Call&);
LaterAnswer change_schedule(const Services&, const Call&);
Answer list_schedule_exceptions(const Services&, const Call&);
LaterAnswer add_schedule_exception(const Services&, const Call&);
LaterAnswer remove_schedule_exception(const Services&, const Call&);
Answer list_calendar_days(const Services&, const Call&);
LaterAnswer add_calendar_day(const Services&, const Call&);
LaterAnswer change_calendar_day(const Services&, const Call&);
LaterAnswer remove_calendar_day(const Services&, const Call&);
LaterAnswer import_timetable(const Services&, const Call&);

// admission_lists.cpp: lists of wards and theatres, their days, checklists
Answer list_admission_lists(const Services&, const Call&);
LaterAnswer add_admission_list(const Services&, const Call&);
LaterAnswer change_admission_list(const Services&, const Call&);
Answer list_admission_days(const Services&, const Call&);
LaterAnswer set_admission_day(const Services&, const Call&);
Answer list_checklist_items(const Services&, const Call&);
LaterAnswer add_checklist_item(const Services&, const Call&);
LaterAnswer change_checklist_item(const Services&, const Call&);

// admissions.cpp
LaterAnswer request_admission(const Services&, const Call&);
LaterAnswer list_admissions(const Services&, const Call&);
LaterAnswer show_admission(const Services&, const Call&);
LaterAnswer change_admission(const Services&, const Call&);
LaterAnswer offer_admission_date(const Services&, const Call&);
LaterAnswer accept_admission_date(const Services&, const Call&);
LaterAnswer ask_another_admission_date(const Services&, const Call&);
LaterAnswer decline_admission(const Services&, const Call&);
LaterAnswer cancel_admission(const Services&, const Call&);
LaterAnswer complete_admission(const Services&, const Call&);
LaterAnswer set_admission_check(const Services&, const Call&);

// disruptions.cpp
LaterAnswer preview_disruption(const Services&, const Call&);
LaterAnswer begin_disruption(const Services&, const Call&);
Answer list_disruptions(const Services&, const Call&);
Answer show_disruption(const Services&, const Call&);
LaterAnswer list_affected(const Services&, const Call&);
LaterAnswer answer_for_affected(const Services&, const Call&);
LaterAnswer take_disruption_back(const Services&, const Call&);
LaterAnswer list_disruption_calls(const Services&, const Call&);

// disruption_answers.cpp
LaterAnswer show_question(const Services&, const Call&);
LaterAnswer answer_question(const Services&, const Call&);
Answer show_own_question(const Services&, const Call&);
LaterAnswer answer_own_question(const Services&, const Call&);
Answer list_slot_alternatives(const Services& services, const Call& call);
Answer list_alternatives(const Services&, const Call&);

// series.cpp
LaterAnswer propose_series(const Services&, const Call&);
LaterAnswer book_series(const Services&, const Call&);
LaterAnswer list_series(const Services&, const Call&);
LaterAnswer show_series(const Services&, const Call&);
LaterAnswer cancel_series(const Services&, const Call&);
LaterAnswer shift_series(const Services&, const Call&);

// lines.cpp
LaterAnswer show_line(const Services&, const Call&);
LaterAnswer call_patient(const Services&, const Call&);
LaterAnswer admit_walk_in(const Services&, const Call&);
LaterAnswer beckon_patient(const Services&, const Call&);
LaterAnswer transfer_ticket(const Services&, const Call&);
LaterAnswer rebook_ticket(const Services&, const Call&);
LaterAnswer begin_closing(const Services&, const Call&);
LaterAnswer reopen_line(const Services&, const Call&);
LaterAnswer step_ticket(const Services&, const Call&);

// notices.cpp: running late, rooms that pause
LaterAnswer announce_delay(const Services&, const Call&);
LaterAnswer take_delay_back(const Services&, const Call&);
LaterAnswer pause_room(const Services&, const Call&);
LaterAnswer resume_room(const Services&, const Call&);

// area_lines.cpp
LaterAnswer show_area_lines(const Services&, const Call&);

// kiosk.cpp
LaterAnswer find_kiosk_visits(const Services&, const Call&);
LaterAnswer check_in_at_kiosk(const Services&, const Call&);
LaterAnswer check_in_for_exam_at_kiosk(const Services&, const Call&);

// kiosk_shown.cpp
LaterAnswer identify_at_kiosk(const Services&, const Call&);

// kiosk_registration.cpp
LaterAnswer register_at_kiosk(const Services&, const Call&);

// kiosk_centre.cpp
Answer list_kiosk_forms(const Services&, const Call&);

// kiosk_booking.cpp
Answer list_kiosk_departments(const Services&, const Call&);
Answer list_kiosk_days(const Services&, const Call&);
Answer list_kiosk_sessions(const Services&, const Call&);
LaterAnswer book_at_kiosk(const Services&, const Call&);
LaterAnswer cancel_at_kiosk(const Services&, const Call&);

// kiosk_records.cpp
LaterAnswer list_kiosk_records(const Services&, const Call&);

// kiosk_exams.cpp
LaterAnswer show_kiosk_exams(const Services&, const Call&);
LaterAnswer answer_kiosk_exam_questions(const Services&, const Call&);
LaterAnswer preview_kiosk_exam_plan(const Services&, const Call&);
LaterAnswer take_kiosk_exam_plan(const Services&, const Call&);
LaterAnswer move_exam_earlier_at_kiosk(const Services&, const Call&);

// exam_today.cpp
LaterAnswer check_in_for_own_exam(const Services&, const Call&);

// streams.cpp
Answer show_area_board(const Services&, const Call&);
Answer stream_area_board(const Services&, const Call&);
Answer stream_area_lines(const Services&, const Call&);
Answer stream_line(const Services&, const Call&);
Answer show_place(const Services&, const Call&);
Answer stream_place(const Services&, const Call&);

// complaints.cpp
LaterAnswer send_complaint(const Services&, const Call&);
LaterAnswer look_complaint_up(const Services&, const Call&);
Answer list_own_complaints(const Services&, const Call&);
LaterAnswer rate_complaint(const Services&, const Call&);
LaterAnswer reopen_complaint(const Services&, const Call&);

// complaint_desk.cpp
Answer list_complaints(const Services&, const Call&);
LaterAnswer show_complaint(const Services&, const Call&);
LaterAnswer charge_complaint(const Services&, const Call&);
LaterAnswer assign_complaint(const Services&, const Call&);
LaterAnswer reply_to_complaint(const Services&, const Call&);
LaterAnswer close_complaint(const Services&, const Call&);
LaterAnswer reveal_complainant(const Services&, const Call&);
LaterAnswer move_complaint_deadline(const Services&, const Call&);
LaterAnswer withdraw_assignment(const Services&, const Call&);
LaterAnswer accept_office_answer(const Services&, const Call&);
LaterAnswer return_office_answer(const Services&, const Call&);
Answer list_office_assignments(const Services&, const Call&);
LaterAnswer answer_assignment(const Services&, const Call&);
LaterAnswer reveal_to_office(const Services&, const Call&);

// voice_settings.cpp
Answer show_voice(const Services&, const Call&);
Answer show_voice_settings(const Services&, const Call&);
LaterAnswer change_voice_settings(const Services&, const Call&);
Answer list_voice_offices(const Services&, const Call&);
LaterAnswer add_voice_office(const Services&, const Call&);
LaterAnswer change_voice_office(const Services&, const Call&);

// satisfaction.cpp
Answer list_unrated(const Services&, const Call&);
LaterAnswer rate_own_visit(const Services&, const Call&);
LaterAnswer rate_shown_visit(const Services&, const Call&);
Answer show_satisfaction(const Services&, const Call&);
LaterAnswer list_low_marks(const Services&, const Call&);
LaterAnswer complain_of_mark(const Services&, const Call&);

// guides.cpp
Answer list_guides(const Services&, const Call&);
LaterAnswer add_guide_person(const Services&, const Call&);
LaterAnswer change_guide_person(const Services&, const Call&);
LaterAnswer ask_for_guide(const Services&, const Call&);
LaterAnswer give_guide_up(const Services&, const Call&);
LaterAnswer list_guide_visits(const Services&, const Call&);
LaterAnswer note_guide_progress(const Services& services, const Call& call);
LaterAnswer assign_guide(const Services&, const Call&);

// guide_requests.cpp
LaterAnswer request_guide(const Services&, const Call&);
Answer list_own_guide_requests(const Services&, const Call&);
LaterAnswer list_guide_requests(const Services&, const Call&);
LaterAnswer assign_guide_request(const Services&, const Call&);
LaterAnswer note_guide_request(const Services&, const Call&);
LaterAnswer cancel_guide_request(const Services&, const Call&);

// team_visits.cpp
Answer list_team_times(const Services& services, const Call& call);
LaterAnswer book_team_visit(const Services&, const Call&);
LaterAnswer list_team_visits(const Services&, const Call&);
LaterAnswer show_team_visit(const Services&, const Call&);
LaterAnswer cancel_team_visit(const Services&, const Call&);

// institutions.cpp
Answer list_institutions(const Services&, const Call&);
LaterAnswer add_institution(const Services&, const Call&);
LaterAnswer change_institution(const Services&, const Call&);
Answer show_institution_users(const Services&, const Call&);
LaterAnswer set_institution_users(const Services&, const Call&);

// referrals.cpp
LaterAnswer send_referral(const Services&, const Call&);
LaterAnswer list_referrals(const Services&, const Call&);
LaterAnswer show_referral(const Services&, const Call&);
LaterAnswer accept_referral(const Services&, const Call&);
LaterAnswer redirect_referral(const Services&, const Call&);
LaterAnswer refuse_referral(const Services&, const Call&);
LaterAnswer book_referral(const Services&, const Call&);
LaterAnswer report_referral(const Services&, const Call&);
LaterAnswer withdraw_referral(const Services&, const Call&);
LaterAnswer ask_about_referral(const Services&, const Call&);
LaterAnswer answer_about_referral(const Services&, const Call&);
Answer count_referrals(const Services&, const Call&);

// exam_orders.cpp, exam_plans.cpp: a patient's examinations, ordered and planned
LaterAnswer add_exam_orders(const Services&, const Call&);
LaterAnswer list_exam_orders(const Services&, const Call&);
LaterAnswer leave_exam_out(const Services&, const Call&);
LaterAnswer cancel_exam_order(const Services&, const Call&);
LaterAnswer finish_exam(const Services&, const Call&);
LaterAnswer answer_exam_questions(const Services&, const Call&);
LaterAnswer add_exam_history(const Services&, const Call&);
LaterAnswer list_past_exams(const Services&, const Call&);
LaterAnswer remove_past_exam(const Services&, const Call&);
Answer count_exam_savings(const Services&, const Call&);
LaterAnswer preview_exam_plan(const Services&, const Call&);
LaterAnswer take_exam_plan(const Services&, const Call&);
LaterAnswer list_exam_plans(const Services&, const Call&);
LaterAnswer show_exam_plan(const Services&, const Call&);
LaterAnswer exam_plan_calendar(const Services&, const Call&);
LaterAnswer preview_exam_plan_change(const Services&, const Call&);
LaterAnswer change_exam_plan(const Services&, const Call&);
LaterAnswer give_exam_plan_up(const Services&, const Call&);

// exam_repairs.cpp
LaterAnswer list_exam_repairs(const Services&, const Call&);

// centre_statistics.cpp
Answer show_centre_statistics(const Services&, const Call&);

// paper.cpp: a day on paper, and what happened on it
LaterAnswer make_paper_sheet(const Services&, const Call&);
LaterAnswer show_paper_sheet(const Services&, const Call&);
LaterAnswer enter_from_paper(const Services&, const Call&);

// person_background.cpp: what a window has at hand of somebody
LaterAnswer show_visit_background(const Services&, const Call&);
LaterAnswer remember_class(const Services&, const Call&);
LaterAnswer forget_class(const Services&, const Call&);

// reports.cpp
LaterAnswer bring_report(const Services&, const Call&);
LaterAnswer list_own_reports(const Services&, const Call&);

// report_lookups.cpp
LaterAnswer send_report_code(const Services&, const Call&);
LaterAnswer look_up_reports(const Services&, const Call&);

// report_documents.cpp
LaterAnswer bring_report_document(const Services&, const Call&);
LaterAnswer show_report_document(const Services&, const Call&);

// partner.cpp: what a partner institution sees
LaterAnswer find_partner_patients(const Services&, const Call&);
LaterAnswer register_partner_patient(const Services&, const Call&);
Answer list_partner_days(const Services&, const Call&);
Answer list_partner_sessions(const Services&, const Call&);

// policies.cpp
Answer list_policies(const Services&, const Call&);
Answer show_current_policy(const Services&, const Call&);
LaterAnswer add_policy(const Services&, const Call&);
LaterAnswer try_policy(const Services&, const Call&);
Answer show_session_rules(const Services&, const Call&);

// conduct.cpp
LaterAnswer show_conduct(const Services&, const Call&);
Answer show_own_conduct(const Services&, const Call&);
LaterAnswer lift_bar(const Services&, const Call&);
LaterAnswer excuse_conduct(const Services&, const Call&);
Answer list_outages(const Services&, const Call&);
LaterAnswer declare_outage(const Services&, const Call&);

// accounts.cpp
Answer list_accounts(const Services&, const Call&);
LaterAnswer add_account(const Services&, const Call&);
LaterAnswer change_account(const Services&, const Call&);

// api_keys.cpp
Answer list_api_keys(const Services&, const Call&);
LaterAnswer add_api_key(const Services&, const Call&);
LaterAnswer revoke_api_key(const Services&, const Call&);

// cases.cpp
Answer list_cases(const Services&, const Call&);
LaterAnswer receive_case(const Services&, const Call&);
LaterAnswer show_case(const Services&, const Call&);
LaterAnswer check_case_papers(const Services&, const Call&);
LaterAnswer step_case(const Services&, const Call&);
LaterAnswer undo_case_step(const Services&, const Call&);

// attachments.cpp
LaterAnswer add_attachment(const Services&, const Call&);
LaterAnswer show_attachment(const Services&, const Call&);
LaterAnswer remove_attachment(const Services&, const Call&);
Answer show_scan_rules(const Services&, const Call&);
LaterAnswer change_scan_rules(const Services&, const Call&);

// devices.cpp
LaterAnswer open_pairing(const Services&, const Call&);
LaterAnswer collect_pairing(const Services&, const Call&);
Answer list_devices(const Services&, const Call&);
LaterAnswer pair_device(const Services&, const Call&);
LaterAnswer change_device(const Services&, const Call&);
LaterAnswer revoke_device(const Services&, const Call&);
Answer show_current_device(const Services&, const Call&);
LaterAnswer beat_device(const Services&, const Call&);

// audit.cpp
LaterAnswer list_audit_entries(const Services&, const Call&);
LaterAnswer verify_audit(const Services&, const Call&);

// operations.cpp
LaterAnswer make_backup(const Services&, const Call&);
LaterAnswer check_store(const Services&, const Call&);

// key_rotation.cpp
Answer show_key_rotation(const Services&, const Call&);
LaterAnswer rotate_key(const Services&, const Call&);
LaterAnswer show_key_use(const Services&, const Call&);

// demo.cpp
Answer demo_messages(const Services&, const Call&);
Answer show_demo_clock(const Services&, const Call&);
LaterAnswer turn_demo_clock(const Services&, const Call&);

// exam_recognition.cpp
Answer show_exam_recognition(const Services&, const Call&);
LaterAnswer change_exam_recognition(const Services&, const Call&);

// exam_statistics.cpp
Answer show_exam_statistics(const Services&, const Call&);

// exam_worklist.cpp
LaterAnswer show_exam_worklist(const Services&, const Call&);
LaterAnswer arrive_for_exam(const Services&, const Call&);
LaterAnswer call_to_exam(const Services&, const Call&);
LaterAnswer step_of_exam(const Services&, const Call&);
// exam_board.cpp
Answer show_exam_board(const Services&, const Call&);
Answer stream_exam_board(const Services&, const Call&);
// exam_returns.cpp
LaterAnswer list_exam_returns(const Services&, const Call&);
LaterAnswer take_exam_return(const Services&, const Call&);
// exam_day.cpp
LaterAnswer show_exam_day(const Services&, const Call&);
LaterAnswer move_exam_earlier(const Services&, const Call&);

}  // namespace yuyue::api
