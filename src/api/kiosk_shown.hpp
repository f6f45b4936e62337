#pragma once
#include "api/answers.hpp"

// What somebody shows a kiosk, and what it may do for them.
namespace yuyue::api {

/// A booking code, or the number of a document or card. Whoever types a number may have read it
/// anywhere: then only times are shown, no name and no department.
struct Shown {
  enum class Source { card, scan, typed };
  std::string code, number;
  Source source = Source::typed;

  bool private_to_holder() const { return !code.empty() || was_read(); }
  /// By a scanner or card reader: it was in their hands.
  bool was_read() const { return source != Source::typed; }
};
/// "code" or "number", and "source".
Shown read_shown(Input& in);
/// Whose it is; none: nobody's that is known.
std::vector<PersonId> holders_of(const Services& services, store::Snapshot& snapshot,
                                 const Shown& shown);

/// What a card reader has read of a document besides its number; "document".
struct ReadDocument {
  IdentifierType type = IdentifierType::resident_card;
  std::string name;
  std::optional<Day> birth_date;  ///< where the number does not tell it
  Sex sex = Sex::unknown;
};
std::optional<ReadDocument> read_document_read(Input& in);

/// The pass for whoever has shown a document, and who they are, masked. Put on record as `action`.
Json holder_json(const Services& services, store::Transaction& tx, const Call& call,
                 PersonId holder, std::string_view action, const access::AuditDetails& details);
/// What nobody has yet may be registered with, if a reader says all that it takes and they need no
/// guardian: a pass for it. null: only at a desk.
Json registration_offer(const Services& services, store::Snapshot& snapshot, const Call& call,
                        const Shown& shown, const ReadDocument& document);

/// For counting what is tried at one kiosk.
std::string triers_name(const access::Principal& who);
/// Refusal: too-many-attempts, if too much was tried in vain from this kiosk.
Result<void> may_try_at_kiosk(const Services& services, store::Snapshot& snapshot,
                              const Call& call);
/// A try in vain is counted: the refused job left no trace. `in_vain`: the code that says so.
LaterAnswer count_kiosk_try(const Services& services, const Call& call, Answer answer,
                            std::string_view in_vain);

/// Who has shown this kiosk a document within the last minutes: "pass". Refusal: kiosk-pass-over.
Result<PersonId> read_holder(const Services& services, const Call& call, Input& in);
/// They, as they are kept now. Refusal: kiosk-pass-over.
Result<patients::Person> holder_now(const Services& services, store::Snapshot& snapshot,
                                    PersonId holder);

}  // namespace yuyue::api
