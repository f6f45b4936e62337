-- What bookings cost and how they were paid. Amounts are fen.

-- One order at a provider, or one payment at the desk.
CREATE TABLE payment (
  id INTEGER PRIMARY KEY,
  appointment_id INTEGER NOT NULL REFERENCES appointment (id),
  provider TEXT NOT NULL, -- 'desk', or a plug-in's name
  method TEXT NOT NULL CHECK (method IN ('online', 'cash', 'card')),
  amount INTEGER NOT NULL CHECK (amount > 0),
  state TEXT NOT NULL
    CHECK (state IN ('ordering', 'open', 'paid', 'failed', 'closed', 'reversed')),
  pay_url TEXT NOT NULL DEFAULT '',
  qr TEXT NOT NULL DEFAULT '',
  expires_at INTEGER,
  created_at INTEGER NOT NULL,
  paid_at INTEGER,
  CHECK ((method = 'online') = (expires_at IS NOT NULL))
) STRICT;
CREATE INDEX payment_appointment ON payment (appointment_id);
-- A patient is never shown two things to pay for one appointment.
CREATE UNIQUE INDEX payment_one_open ON payment (appointment_id) WHERE state IN ('ordering', 'open');

-- Money that came in. What one transaction brings is booked once, however often it is told.
CREATE TABLE payment_receipt (
  id INTEGER PRIMARY KEY,
  payment_id INTEGER REFERENCES payment (id), -- NULL: of an order that is not known here
  provider TEXT NOT NULL,
  transaction_ref TEXT NOT NULL,
  order_ref TEXT NOT NULL,
  amount INTEGER NOT NULL CHECK (amount > 0),
  used_for TEXT NOT NULL
    CHECK (used_for IN ('fee', 'late', 'twice', 'wrong-amount', 'unknown-order')),
  at INTEGER NOT NULL,
  CHECK ((used_for = 'unknown-order') = (payment_id IS NULL))
) STRICT;
CREATE UNIQUE INDEX payment_receipt_once ON payment_receipt (provider, transaction_ref);
CREATE INDEX payment_receipt_payment ON payment_receipt (payment_id) WHERE payment_id IS NOT NULL;
CREATE INDEX payment_receipt_at ON payment_receipt (at);

CREATE TABLE refund (
  id INTEGER PRIMARY KEY,
  receipt_id INTEGER NOT NULL REFERENCES payment_receipt (id),
  amount INTEGER NOT NULL CHECK (amount > 0),
  reason TEXT NOT NULL CHECK (reason IN
    ('cancelled', 'fee-lower', 'late', 'twice', 'wrong-amount', 'reversed')),
  state TEXT NOT NULL CHECK (state IN ('owed', 'done', 'failed')),
  by_hand INTEGER NOT NULL DEFAULT 0 CHECK (by_hand IN (0, 1)), -- at the desk
  created_at INTEGER NOT NULL,
  done_at INTEGER,
  CHECK ((state = 'done') = (done_at IS NOT NULL))
) STRICT;
CREATE INDEX refund_receipt ON refund (receipt_id);
CREATE INDEX refund_done ON refund (done_at) WHERE done_at IS NOT NULL;
CREATE INDEX refund_open ON refund (created_at) WHERE state <> 'done';

-- What has to be asked of a provider: written with what makes it necessary, done outside any
-- transaction, tried until there is an answer.
CREATE TABLE payment_errand (
  id INTEGER PRIMARY KEY,
  payment_id INTEGER NOT NULL REFERENCES payment (id),
  refund_id INTEGER REFERENCES refund (id), -- NULL: ask whether it was paid
  due_at INTEGER NOT NULL, -- claimed: when it is taken up again
  claimed INTEGER NOT NULL DEFAULT 0 CHECK (claimed IN (0, 1)),
  attempts INTEGER NOT NULL DEFAULT 0,
  last_error TEXT NOT NULL DEFAULT '',
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX payment_errand_due ON payment_errand (due_at);
CREATE UNIQUE INDEX payment_errand_refund ON payment_errand (refund_id) WHERE refund_id IS NOT NULL;
CREATE UNIQUE INDEX payment_errand_query ON payment_errand (payment_id) WHERE refund_id IS NULL;
