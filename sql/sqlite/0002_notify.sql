-- Messages owed to people. Written in the transaction of what they tell of, delivered afterwards.
CREATE TABLE message (
  id INTEGER PRIMARY KEY,
  channel TEXT NOT NULL,
  to_hash BLOB, -- NULL with to_sealed and text_sealed: wiped
  to_sealed BLOB,
  text_sealed BLOB,
  state TEXT NOT NULL CHECK (state IN ('owed', 'sending', 'delivered', 'undelivered')),
  created_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL, -- owed: next attempt; sending: when the claim is taken up again
  void_at INTEGER,
  sent_at INTEGER,
  attempts INTEGER NOT NULL DEFAULT 0,
  reason TEXT NOT NULL DEFAULT '',
  about_kind TEXT NOT NULL,
  about_id INTEGER NOT NULL
) STRICT;
CREATE INDEX message_due ON message (due_at) WHERE state IN ('owed', 'sending');
CREATE INDEX message_kept ON message (created_at) WHERE to_hash IS NOT NULL;
CREATE INDEX message_about ON message (about_kind, about_id);
