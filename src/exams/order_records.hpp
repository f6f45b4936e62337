#pragma once
#include "yuyue/exams/orders.hpp"

namespace yuyue::exams::records {

void insert(store::Transaction& tx, const access::Vault& vault, const Order& order);
/// State, result and reason; the version rises.
void update(store::Transaction& tx, const access::Vault& vault, const Order& order);
void add_event(store::Transaction& tx, ExamOrderId order, std::string_view what,
               const access::Actor& by, Instant now);
void insert(store::Transaction& tx, const ExamResult& result);
std::optional<ExamResult> find_result(store::Snapshot& snapshot, ExamResultId id);
/// Whether an order was left out because of it.
bool is_used(store::Snapshot& snapshot, ExamResultId id);
void remove(store::Transaction& tx, ExamResultId id);
void put_answers(store::Transaction& tx, const access::Vault& vault, PersonId person,
                 const AnswerSheet& sheet);
void move_person(store::Transaction& tx, const access::Vault& vault, PersonId from, PersonId into);

/// When a person's examinations were done, as far as it was put down.
std::map<ExamOrderId, Instant> done_at(store::Snapshot& snapshot, PersonId person);
std::optional<ExamOrderId> by_external(store::Snapshot& snapshot, const std::string& number);
std::optional<ExamResult> by_number(store::Snapshot& snapshot, const std::string& institution,
                                    const std::string& number);
bool knows_institution(store::Snapshot& snapshot, const std::string& code);
/// Days for which a result of it counts; none: it covers nothing.
std::optional<int> validity(store::Snapshot& snapshot, ExamId exam);

}  // namespace yuyue::exams::records
