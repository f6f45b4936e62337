// The hospital changes its plans: who is affected, what they are offered, their answers by link,
// signed in or through the desk, the deadline, taking it back.

import assert from 'node:assert/strict';
import { readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import test, { after, before, describe } from 'node:test';
import { all, must, mustRefuse, newPhone, nobody, register, residentNumber, startServer } from './lib.mjs';

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const log = path.join(os.tmpdir(), `yuyue-disruptions-${process.pid}.log`);

describe('changes of plan', () => {
  let server;
  let admin;
  let desk;
  let visitor;
  const used = new Set();
  before(async () => {
    server = await startServer({ args: ['--access-log', log] });
    admin = await server.as('admin');
    desk = await server.as('desk');
    visitor = server.client('public');
  });
  after(async () => {
    await server?.stop();
    await rm(log, { force: true });
  });

  /** An open session of a clinician some days ahead that no test has used, with room. */
  async function freshSession(fits = () => true) {
    const { today } = must(await desk.get('/api/v1/hospital'), 200);
    for (let ahead = 3; ahead < 12; ahead += 1) {
      const date = new Date(Date.parse(`${today}T00:00:00Z`) + ahead * 86_400_000).toISOString().slice(0, 10);
      const list = must(await desk.get(`/api/v1/sessions?date=${date}`), 200).items;
      const found = list.find((one) => one.state === 'open' && one.practitioner && one.taken === 0 && one.slots.length >= 4 && !used.has(one.id) && fits(one, list));
      if (found) {
        used.add(found.id);
        return found;
      }
    }
    throw new Error('the demo has no fitting session');
  }
  const sessionOf = async (session) =>
    must(await desk.get(`/api/v1/sessions?date=${session.date}&departmentId=${session.department.id}`), 200).items.find((one) => one.id === session.id);
  async function bookInto(session, count, fields = () => ({})) {
    const booked = [];
    for (let i = 0; i < count; i += 1) {
      const person = await register(desk, fields(i));
      const free = (await sessionOf(session)).slots.filter((one) => one.free > 0);
      const slot = free[i % free.length];
      booked.push({ ...must(await desk.post('/api/v1/appointments', { slotId: slot.id, personId: person.id }), 201), person });
    }
    return booked;
  }
  async function reaches(id, states) {
    for (let i = 0; i < 100; i += 1) {
      const now = must(await admin.get(`/api/v1/disruptions/${id}`), 200);
      if (states.includes(now.state)) return now;
      await sleep(100);
    }
    throw new Error(`${id} does not become ${states}`);
  }
  const begin = async (wish) => must(await admin.post('/api/v1/disruptions', { reason: '医生外出会诊', ...wish }), 201);
  const affected = (id) => all(desk, `/api/v1/disruptions/${id}/affected`);
  const messagesTo = async (phone) => must(await visitor.get(`/api/v1/demo/messages?phone=${phone}`), 200).items.map((one) => one.text);
  async function tokenOf(phone) {
    for (let i = 0; i < 50; i += 1) {
      const text = (await messagesTo(phone)).find((one) => one.includes('#/answer/'));
      if (text) return text.match(/#\/answer\/([\w-]{43})/)[1];
      await sleep(100);
    }
    throw new Error(`no link was sent to ${phone}`);
  }
  const appointment = async (id) => must(await desk.get(`/api/v1/appointments/${id}`), 200);

  test('a stopped clinic: preview, link, desk, refund', async () => {
    const session = await freshSession();
    const booked = await bookInto(session, 4, (i) => (i === 3 ? { phone: '' } : {}));
    const wish = { kind: 'stop', sessionId: session.id };

    const preview = must(await admin.post('/api/v1/disruptions/preview', wish), 200);
    assert.equal(preview.counts.affected, 4);
    assert.equal(preview.counts.withoutPhone, 1);
    assert.equal(preview.items.length, 4);
    assert.ok(preview.items.every((one) => one.person.name.includes('*')), 'names are masked');
    assert.equal((await sessionOf(session)).state, 'open', 'a preview does nothing');

    mustRefuse(await admin.post('/api/v1/disruptions', wish), 422, 'required');
    mustRefuse(await desk.post('/api/v1/disruptions', { ...wish, reason: 'x' }), 403, 'forbidden');
    const made = await begin(wish);
    assert.equal((await sessionOf(session)).state, 'stopped');
    mustRefuse(await admin.post('/api/v1/disruptions', { ...wish, reason: 'x' }), 409, 'session-disrupted');
    mustRefuse(await admin.patch(`/api/v1/sessions/${session.id}`, { state: 'open', version: (await sessionOf(session)).version }), 409, 'session-disrupted');
    await reaches(made.id, ['open']);
    const list = await affected(made.id);
    assert.equal(list.length, 4);
    assert.ok(list.every((one) => one.state === 'open' && one.answerUntil));
    const kept = list.map((one) => one.proposals.find((place) => place.kept)?.slotId).filter(Boolean);
    const places = new Map();
    for (const one of list) for (const place of one.proposals) places.set(place.slotId, place);
    for (const slot of new Set(kept)) assert.ok(kept.filter((one) => one === slot).length <= 9);
    assert.ok([...places.values()].every((place) => place.fit !== 'same-place'));

    // By the link, without signing in.
    const token = await tokenOf(booked[0].person.given.phone);
    const asked = must(await visitor.post('/api/v1/disruption-answers/question', { token }), 200);
    assert.equal(asked.canAnswer, true);
    assert.equal(asked.reason, '医生外出会诊');
    assert.match(asked.person.name, /\*/);
    assert.equal(asked.was.start, booked[0].slot.start);
    mustRefuse(await visitor.post('/api/v1/disruption-answers/question', { token: `${token}x` }), 404, 'link-unknown');
    mustRefuse(await visitor.post('/api/v1/disruption-answers', { token, choice: 'move', slotId: nobody('slo') }), 409, 'not-proposed');
    const settled = must(await visitor.post('/api/v1/disruption-answers', { token, choice: 'move' }), 200);
    assert.equal(settled.state, 'moved');
    assert.equal(settled.canAnswer, false);
    assert.equal(settled.to.slotId, asked.proposals[0].slotId);
    const moved = await appointment(booked[0].id);
    assert.equal(moved.slot.id, asked.proposals[0].slotId);
    assert.equal(moved.code, booked[0].code);
    assert.ok(moved.fee <= booked[0].fee, 'nobody pays more');
    mustRefuse(await visitor.post('/api/v1/disruption-answers', { token, choice: 'cancel' }), 409, 'answered-already');
    assert.ok((await messagesTo(booked[0].person.given.phone)).some((text) => text.includes('预约已改到')));

    // The desk calls the one without a phone.
    const calls = must(await desk.get('/api/v1/disruption-calls'), 200).items.filter((one) => one.disruptionId === made.id);
    assert.equal(calls.length, 1, 'those with a phone have time to answer first');
    const silent = calls.find((one) => one.appointmentId === booked[3].id);
    assert.equal(silent.reached, false);
    const place = (one) => `/api/v1/disruptions/${made.id}/affected/${one.id}`;
    const noted = must(await desk.post(place(booked[3]), { told: true }), 200);
    assert.equal(noted.state, 'open');
    assert.ok(noted.toldAt);
    const cancelled = must(await desk.post(place(booked[3]), { choice: 'cancel' }), 200);
    assert.equal(cancelled.state, 'cancelled');
    assert.equal(cancelled.by, 'desk');
    const gone = await appointment(booked[3].id);
    assert.equal(gone.state, 'cancelled');
    assert.equal(gone.cancelCause, 'hospital');
    assert.ok(must(await desk.get(`/api/v1/appointments/${booked[3].id}/alternatives`), 200).items.length > 0);

    // Giving up in the ordinary way counts against nobody either.
    assert.ok((await appointment(booked[1].id)).question.answerUntil);
    must(await desk.post(`/api/v1/appointments/${booked[1].id}/cancellation`, {}), 200);
    assert.equal((await appointment(booked[1].id)).cancelCause, 'hospital');

    mustRefuse(await admin.post(`/api/v1/disruptions/${made.id}/reversal`, {}), 409, 'disruption-under-way');
    const audited = must(await (await server.as('auditor')).get(`/api/v1/audit-entries?subject=${made.id}`), 200).items.map((one) => one.action);
    for (const action of ['disruption-begun', 'disruption-answered', 'disruption-told', 'disruption-patients-listed']) assert.ok(audited.includes(action), action);
  });

  test('signed in, a patient answers on the appointment', async () => {
    const session = await freshSession();
    const phone = newPhone();
    const patient = await server.patient(phone);
    const person = must(await patient.post('/api/v1/me/people', { name: '欧阳明', document: { type: 'resident-card', number: residentNumber() }, relation: 'self' }), 201);
    const booked = must(await patient.post('/api/v1/appointments', { slotId: session.slots[0].id, personId: person.id }), 201);
    const place = `/api/v1/appointments/${booked.id}/disruption`;
    must(await patient.get(place), 404);
    const made = await begin({ kind: 'stop', sessionId: session.id });
    await reaches(made.id, ['open']);
    assert.equal(must(await patient.get(place), 200).canAnswer, true);
    must(await (await server.patient(newPhone())).get(place), 404);
    assert.equal(must(await patient.post(place, { choice: 'cancel' }), 200).state, 'cancelled');
    await reaches(made.id, ['closed']);
  });

  test('taken back, all is as it was', async () => {
    const session = await freshSession();
    const [booked] = await bookInto(session, 1);
    const made = await begin({ kind: 'stop', sessionId: session.id });
    await reaches(made.id, ['open']);
    must(await admin.post(`/api/v1/disruptions/${made.id}/reversal`, {}), 200);
    await reaches(made.id, ['taken-back']);
    assert.equal((await sessionOf(session)).state, 'open');
    assert.equal((await appointment(booked.id)).state, 'booked');
    assert.ok((await messagesTo(booked.person.given.phone)).some((text) => text.includes('照常进行')));
    mustRefuse(await admin.post(`/api/v1/disruptions/${made.id}/reversal`, {}), 409, 'disruption-over');
  });

  test('a moved clinic, another room, fewer places', async () => {
    const session = await freshSession((one) => one.part === 'morning');
    const booked = await bookInto(session, 2);
    const rooms = must(await admin.get('/api/v1/rooms'), 200).items.filter((one) => one.campusId === session.campus.id && one.name !== session.rooms[0]?.name);
    const room = await begin({ kind: 'room', sessionId: session.id, rooms: [rooms[0].id] });
    assert.equal((await reaches(room.id, ['closed'])).counts.kept, 2);
    assert.deepEqual((await appointment(booked[0].id)).session.rooms, [rooms[0].name]);

    mustRefuse(await admin.post('/api/v1/disruptions/preview', { kind: 'move', sessionId: session.id, starts: '08:10' }), 422, 'disruption-invalid');
    const move = await begin({ kind: 'move', sessionId: session.id, starts: '18:00' });
    await reaches(move.id, ['open']);
    for (const one of await affected(move.id)) {
      assert.equal(one.proposals[0].fit, 'same-place');
      assert.equal(must(await desk.post(`/api/v1/disruptions/${move.id}/affected/${one.appointmentId}`, { choice: 'move' }), 200).to.start >= '18:00', true);
    }
    const closed = await reaches(move.id, ['closed']);
    assert.equal(closed.counts.moved, 2);
    assert.equal(closed.sessions[0].successor.part, 'evening');
    const after = await appointment(booked[0].id);
    assert.equal(after.session.id, closed.sessions[0].successor.id);
    assert.equal(after.session.practitioner.id, session.practitioner.id);

    const other = await freshSession();
    const [slot] = other.slots;
    must(await admin.patch(`/api/v1/slots/${slot.id}`, { capacity: 2 }), 200);
    const sitting = [];
    for (let i = 0; i < 2; i += 1) {
      const person = await register(desk);
      sitting.push(must(await desk.post('/api/v1/appointments', { slotId: slot.id, personId: person.id }), 201));
    }
    const shrink = await begin({ kind: 'shrink', sessionId: other.id, slots: [{ slotId: slot.id, capacity: 1 }] });
    await reaches(shrink.id, ['open']);
    const [last, ...more] = await affected(shrink.id);
    assert.equal(more.length, 0);
    assert.equal(last.appointmentId, sitting[1].id, 'who booked last gives way');
    must(await desk.post(`/api/v1/disruptions/${shrink.id}/affected/${last.appointmentId}`, { choice: 'cancel' }), 200);
    await reaches(shrink.id, ['closed']);
    const left = (await sessionOf(other)).slots[0];
    assert.deepEqual([left.capacity, left.taken], [1, 1]);
  });

  test('a clinic that is being shrunk is stopped: the open questions go along', async () => {
    const session = await freshSession();
    const booked = await bookInto(session, 2);
    const slots = session.slots.slice(0, 2).map((slot) => ({ slotId: slot.id, capacity: 0 }));
    const shrink = await begin({ kind: 'shrink', sessionId: session.id, slots });
    await reaches(shrink.id, ['open']);
    const first = await affected(shrink.id);
    const stop = await begin({ kind: 'stop', sessionId: session.id });
    await reaches(stop.id, ['open']);
    assert.equal(must(await admin.get(`/api/v1/disruptions/${shrink.id}`), 200).state, 'closed');
    const list = await affected(stop.id);
    assert.equal(list.length, 2);
    const asked = list.find((one) => one.appointmentId === first[0].appointmentId);
    assert.equal(asked.answerUntil, first[0].answerUntil);
    assert.deepEqual(asked.proposals.map((one) => one.slotId), first[0].proposals.map((one) => one.slotId));
    const phone = booked.find((one) => one.id === asked.appointmentId).person.given.phone;
    assert.equal((await messagesTo(phone)).filter((text) => /停诊通知|号源调整通知/.test(text)).length, 1, 'told once');
    mustRefuse(await admin.post('/api/v1/disruptions', { kind: 'shrink', sessionId: session.id, slots, reason: '再减' }), 409, 'session-disrupted');
  });

  test('a substitute, never of a lower rank', async () => {
    const people = must(await admin.get('/api/v1/practitioners'), 200).items;
    const session = await freshSession((one) => one.practitioner.title === '主任医师');
    const booked = await bookInto(session, 2);
    const lower = people.find((one) => one.title === '主治医师');
    mustRefuse(await admin.post('/api/v1/disruptions/preview', { kind: 'substitute', sessionId: session.id, substituteId: lower.id }), 409, 'substitute-lower-rank');
    const equals = people.filter((one) => one.title === '主任医师' && one.id !== session.practitioner.id);
    let made;
    for (const one of equals) {
      const answer = await admin.post('/api/v1/disruptions', { kind: 'substitute', sessionId: session.id, substituteId: one.id, reason: '医生生病' });
      if (answer.status === 201) {
        made = answer.body;
        break;
      }
      mustRefuse(answer, 409, 'practitioner-elsewhere');
    }
    const closed = await reaches(made.id, ['closed']);
    assert.equal(closed.counts.moved, 2);
    const now = await appointment(booked[0].id);
    assert.equal(now.session.practitioner.title, '主任医师');
    assert.notEqual(now.session.practitioner.id, session.practitioner.id);
    assert.equal(now.slot.start, booked[0].slot.start);
    assert.equal(now.fee, booked[0].fee);
    assert.ok((await messagesTo(booked[0].person.given.phone)).some((text) => text.includes('接诊，时间不变')));
  });

  test('no link stands in a log', async () => {
    const phones = must(await visitor.get('/api/v1/demo/messages'), 200).items;
    const tokens = phones.flatMap((one) => [...one.text.matchAll(/#\/answer\/([\w-]{43})/g)].map(([, token]) => token));
    assert.ok(tokens.length > 0);
    await sleep(200);
    const written = (await readFile(log, 'utf8')) + server.log();
    assert.ok(written.includes('/api/v1/disruption-answers'));
    for (const token of tokens) assert.ok(!written.includes(token));
  });

  // Last: it turns the clock.
  test('the deadline decides for the silent, and nobody is left', async () => {
    const session = await freshSession();
    const booked = await bookInto(session, 3);
    const made = await begin({ kind: 'stop', sessionId: session.id, answerWithinMinutes: 60 });
    await reaches(made.id, ['open']);
    const { now } = must(await admin.get('/api/v1/demo/clock'), 200);
    must(await admin.post('/api/v1/demo/clock', { now: new Date(Date.parse(now) + 61 * 60_000).toISOString() }), 200);
    const closed = await reaches(made.id, ['closed']);
    assert.equal(closed.counts.open, 0);
    assert.equal(closed.counts.moved + closed.counts.cancelled, 3);
    for (const one of await affected(made.id)) {
      assert.equal(one.by, 'deadline');
      const is = await appointment(one.appointmentId);
      assert.equal(is.state, one.state === 'moved' ? 'booked' : 'cancelled');
    }
    assert.equal(booked.length, 3);
  });
});
