#pragma once
#include "yuyue/exams/catalogue.hpp"

namespace yuyue::exams::records {

void insert(store::Transaction& tx, const Exam& exam);
void insert(store::Transaction& tx, const Rule& rule);
void insert(store::Transaction& tx, const Bundle& bundle);
void insert(store::Transaction& tx, const Question& question);
/// False: somebody has changed it meanwhile.
bool update(store::Transaction& tx, const Exam& exam);
bool update(store::Transaction& tx, const Rule& rule);
bool update(store::Transaction& tx, const Bundle& bundle);
bool update(store::Transaction& tx, const Question& question);

bool exists(store::Snapshot& snapshot, ExamId id);
bool question_exists(store::Snapshot& snapshot, std::string_view code);
std::optional<Question> find_question(store::Snapshot& snapshot, ExamQuestionId id);

}  // namespace yuyue::exams::records
