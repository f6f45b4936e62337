// Complaints and suggestions from outside: written without an account, given to offices that do not
// learn who wrote, answered, rated, reopened; and the one question after a visit.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import test, { after, before, describe } from 'node:test';
import { must, mustRefuse, newColleague, newName, newPhone, residentNumber, root, startServer } from './lib.mjs';

const Ajv = createRequire(import.meta.url)('ajv/dist/2020.js').default;
const plusDays = (date, days) => new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

let ajv;
function shaped(name, value) {
  const validate = ajv.getSchema(`api#/components/schemas/${name}`);
  assert.ok(validate(value), `${name}: ${ajv.errorsText(validate.errors)}\n${JSON.stringify(value).slice(0, 1500)}`);
  return value;
}

describe('what people say about the hospital', () => {
  let server;
  let visitor;
  let admin;
  let desk;
  let office; // answers for 药学部, and nothing else
  let offices;
  const voice = '/api/v1/complaints';
  const step = (who, letter, what, body = {}) => who.post(`${voice}/${letter.id}/${what}`, body);
  const part = (who, one, what, body = {}) => who.post(`/api/v1/complaint-assignments/${one.id}/${what}`, body);
  const send = async (body, who = visitor) => shaped('ReceivedComplaint', must(await who.post(voice, { kind: 'complaint', text: '取药等了一个小时。', ...body }), 201));
  const audited = async (action, subject) => {
    const auditor = await server.as('auditor');
    return must(await auditor.get(`/api/v1/audit-entries?subject=${subject}`), 200).items.filter((one) => one.action === action);
  };

  before(async () => {
    const document = JSON.parse(await readFile(path.join(root, 'static/openapi.json'), 'utf8'));
    ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
    ajv.addSchema(document, 'api');
    server = await startServer();
    visitor = server.client('public');
    [admin, desk] = [await server.as('admin'), await server.as('desk')];
    office = await newColleague(server, admin, 'pharmacy.office', ['office']);
    const add = async (name, accountIds = []) => shaped('VoiceOffice', must(await admin.post('/api/v1/voice-offices', { name, accountIds, phone: newPhone() }), 201));
    offices = [await add('测试药学部', [office.account.account ? office.account.account.id : office.account.id]), await add('测试门诊部')];
  });
  after(() => server?.stop());

  test('one without a name: office, answer, review, reply, rating, reopening', async () => {
    const letter = await send({});
    assert.equal(letter.state, 'received');
    const look = (code = letter.code) => visitor.post('/api/v1/complaint-lookups', { number: letter.number, code });
    shaped('OwnComplaint', must(await look(letter.code.toLowerCase()), 200));
    mustRefuse(await look('AAAAA-AAAAA'), 404, 'not-found');
    mustRefuse(await visitor.post(voice, { kind: 'complaint', text: '甲', way: 'letter' }), 403, 'forbidden');

    const seen = shaped('WholeComplaint', must(await desk.get(`${voice}/${letter.id}`), 200));
    assert.deepEqual([seen.anonymous, seen.charge, seen.who], [true, null, undefined]);
    mustRefuse(await office.get(`${voice}/${letter.id}`), 403, 'forbidden');
    mustRefuse(await office.get(voice), 403, 'forbidden');
    const given = shaped('WholeComplaint', must(await step(desk, letter, 'assignments', { officeIds: [offices[0].id] }), 200));
    assert.equal(given.charge.name, seen.charge?.name ?? given.charge.name);
    assert.equal(given.state, 'assigned');
    assert.equal(given.dueOn, letter.dueOn);
    mustRefuse(await step(desk, letter, 'reply', { answer: '谢谢' }), 409, 'complaint-state');
    mustRefuse(await step(desk, letter, 'assignments', { officeIds: [offices[0].id] }), 409, 'already-assigned');
    // Several offices have more days.
    const both = must(await step(desk, letter, 'assignments', { officeIds: [offices[1].id] }), 200);
    assert.ok(both.dueOn > letter.dueOn && both.assignments.every((one) => one.dueOn === both.dueOn));
    must(await part(desk, both.assignments[1], 'withdrawal', { reason: '不涉及门诊部' }), 200);

    const { items } = shaped('OfficeAssignmentList', must(await office.get('/api/v1/complaint-assignments'), 200));
    const [own] = items;
    assert.equal(own.brief, '取药等了一个小时。');
    mustRefuse(await part(office, both.assignments[1], 'answer', { answer: '不是我们的' }), 404, 'not-found');
    mustRefuse(await part(office, own, 'identity', { reason: '想联系' }), 403, 'identity-withheld');
    shaped('OfficeAssignment', must(await part(office, own, 'answer', { answer: '人手不足。' }), 200));
    assert.equal(must(await part(desk, own, 'return', { reason: '请说明怎么改' }), 200).state, 'assigned');
    must(await part(office, own, 'answer', { answer: '十点前加开一个窗口。' }), 200);
    assert.equal(must(await part(desk, own, 'acceptance'), 200).state, 'reviewed');
    must(await step(desk, letter, 'reply', { answer: '十点前已加开一个窗口，抱歉久等。' }), 200);

    const code = letter.code;
    mustRefuse(await step(visitor, letter, 'rating', { rating: 2 }), 404, 'not-found');
    assert.equal(must(await step(visitor, letter, 'rating', { rating: 2, code }), 200).rating, 2);
    mustRefuse(await step(visitor, letter, 'rating', { rating: 5, code }), 409, 'already-rated');
    const again = shaped('OwnComplaint', must(await step(visitor, letter, 'reopening', { reason: '窗口还是关着', code }), 200));
    assert.deepEqual([again.state, again.reopened, again.answer, again.rating], ['received', 1, '', null]);
    mustRefuse(await step(desk, letter, 'closing'), 422, 'required');
    must(await step(desk, letter, 'closing', { reason: '与来信人当面谈妥' }), 200);
    const whole = shaped('WholeComplaint', must(await desk.get(`${voice}/${letter.id}`), 200));
    for (const what of ['received', 'assigned', 'withdrawn', 'office-answered', 'returned', 'accepted', 'answered', 'rated', 'reopened', 'closed'])
      assert.ok(whole.events.some((one) => one.what === what), what);
  });

  test('who wrote it: hidden from the office unless they agree, read with a reason', async () => {
    const phone = newPhone();
    const hidden = await send({ name: '钱来福', phone, text: `我叫钱来福，电话 ${phone}，药发错了。` });
    must(await step(desk, hidden, 'assignments', { officeIds: [offices[0].id] }), 200);
    const list = async () => must(await office.get('/api/v1/complaint-assignments'), 200);
    const { items } = await list();
    const text = JSON.stringify(items);
    assert.ok(!text.includes('钱来福') && !text.includes(phone), text);
    const one = items.find((item) => item.number === hidden.number);
    mustRefuse(await part(office, one, 'identity', { reason: '想联系' }), 403, 'identity-withheld');
    mustRefuse(await step(office, hidden, 'identity', { reason: '想联系' }), 403, 'forbidden');
    const seen = must(await desk.get(`${voice}/${hidden.id}`), 200);
    assert.ok(!JSON.stringify(seen.who).includes('来福') && !JSON.stringify(seen.who).includes(phone));
    assert.equal((await audited('complainant-seen', hidden.id)).length, 0);
    assert.deepEqual(shaped('Complainant', must(await step(desk, hidden, 'identity', { reason: '回电核实' }), 200)), { name: '钱来福', phone });
    assert.equal((await audited('complainant-seen', hidden.id)).length, 1);

    const shown = await send({ name: '孙有才', phone: newPhone(), mayShow: true });
    must(await step(desk, shown, 'assignments', { officeIds: [offices[0].id] }), 200);
    const open = (await list()).items.find((item) => item.number === shown.number);
    assert.equal(open.mayShow, true);
    assert.equal(must(await part(office, open, 'identity', { reason: '致歉' }), 200).name, '孙有才');
    assert.equal((await audited('complainant-seen', shown.id)).length, 1);
  });

  test('the desk takes one down; a member follows their own, and an unsigned one leaves no trace', async () => {
    const letter = await send({ way: 'phone', name: '李大妈', kind: 'suggestion', text: '多放几把椅子。' }, desk);
    const seen = must(await desk.get(`${voice}/${letter.id}`), 200);
    assert.deepEqual([seen.way, Boolean(seen.charge)], ['phone', true]);
    const patient = await server.patient(newPhone());
    const own = await send({ follow: true, kind: 'praise', text: '护士很耐心。' }, patient);
    const quiet = await send({ follow: false }, patient);
    const { items } = shaped('OwnComplaints', must(await patient.get('/api/v1/me/complaints'), 200));
    assert.deepEqual(items.map((one) => one.id), [own.id]);
    const [entry] = await audited('complaint-received', quiet.id);
    assert.equal(entry.actor.kind, 'anonymous');
    const numbers = new Set([letter, own, quiet].map((one) => one.number));
    assert.equal(numbers.size, 3);
  });

  test('the first who receives one is in charge, until a colleague is with a reason; an office gets another day', async () => {
    const letter = await send({});
    const charge = (who, body = {}) => step(who, letter, 'charge', body);
    const first = shaped('WholeComplaint', must(await charge(desk), 200));
    assert.ok(first.charge.name);
    const given = must(await step(desk, letter, 'assignments', { officeIds: [offices[1].id] }), 200);
    assert.deepEqual(given.charge, first.charge);
    const colleague = await newColleague(server, admin, 'second.receiver', ['desk']);
    mustRefuse(await charge(colleague), 422, 'required');
    mustRefuse(await charge(office, { reason: '想管' }), 403, 'forbidden');
    const taken = shaped('WholeComplaint', must(await charge(colleague, { reason: '同事休假' }), 200));
    assert.notDeepEqual(taken.charge, first.charge);
    assert.equal(must(await charge(colleague), 200).version, taken.version, 'nothing has changed');
    const event = taken.events.find((one) => one.what === 'charged' && one.note === '同事休假');
    assert.ok(event, JSON.stringify(taken.events));

    const [one] = given.assignments;
    const later = plusDays(one.dueOn, 7);
    mustRefuse(await part(desk, one, 'deadline', { dueOn: later }), 422, 'field-required');
    mustRefuse(await part(desk, one, 'deadline', { dueOn: '2026-01-05', reason: '调查中' }), 422, 'day-past');
    mustRefuse(await part(office, one, 'deadline', { dueOn: later, reason: '调查中' }), 403, 'forbidden');
    const moved = shaped('WholeComplaint', must(await part(desk, one, 'deadline', { dueOn: later, reason: '需要外院会诊意见' }), 200));
    assert.deepEqual([moved.assignments[0].dueOn, moved.dueOn], [later, later]);
    assert.ok(moved.events.some((each) => each.what === 'deadline-moved' && each.note === '需要外院会诊意见'));
    assert.equal((await audited('complaint-deadline-moved', letter.id)).length, 1);
  });

  test('offices are reminded before the deadline and after it', async () => {
    const letter = await send({});
    const given = must(await step(desk, letter, 'assignments', { officeIds: [offices[1].id] }), 200);
    const [one] = given.assignments.slice(-1);
    const clock = server.client('internal');
    must(await clock.post('/api/v1/demo/clock', { now: `${plusDays(one.dueOn, 1)}T09:00:00+08:00` }), 200);
    desk = await server.as('desk');
    for (let tries = 0; ; tries += 1) {
      const now = must(await desk.get(`${voice}/${letter.id}`), 200).assignments.slice(-1)[0];
      if (now.overdueAt) break;
      assert.ok(tries < 150, 'nobody was reminded');
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    const messages = must(await clock.get(`/api/v1/demo/messages?phone=${offices[1].phone}`), 200).items;
    assert.ok(messages.some((message) => message.text.includes('已逾期')), JSON.stringify(messages));
  });

  test('settings and what is posted are the hospital’s', async () => {
    [admin, desk] = [await server.as('admin'), await server.as('desk')];
    const posted = shaped('Voice', must(await visitor.get('/api/v1/voice'), 200));
    assert.deepEqual([posted.duties, posted.days, posted.daysSeveral], ['', 5, 10]);
    const before = shaped('VoiceSettings', must(await admin.get('/api/v1/voice-settings'), 200));
    assert.equal(before.confirmed, false);
    mustRefuse(await desk.patch('/api/v1/voice-settings', { version: before.version, days: 3 }), 403, 'forbidden');
    mustRefuse(await admin.patch('/api/v1/voice-settings', { version: before.version, days: 20 }), 422, 'field-invalid');
    const saved = shaped('VoiceSettings', must(await admin.patch('/api/v1/voice-settings', { version: before.version, days: 3, duties: '本院……', confirmed: true }), 200));
    mustRefuse(await admin.patch('/api/v1/voice-settings', { version: before.version, days: 4 }), 409, 'changed-meanwhile');
    assert.equal(must(await visitor.get('/api/v1/voice'), 200).duties, '本院……');
    must(await admin.patch('/api/v1/voice-settings', { version: saved.version, days: 5, duties: '', confirmed: false }), 200);
  });

  test('one question after a visit to the centre, once; a low mark becomes a complaint', async () => {
    const { items: windows } = must(await desk.get('/api/v1/service-windows'), 200);
    const { items: services } = must(await desk.get('/api/v1/services'), 200);
    const window = windows.find((one) => one.active && one.duties.length);
    const service = services.find((one) => one.id === window.duties[0].serviceId);
    const today = must(await visitor.get('/api/v1/hospital'), 200).today;
    let visit;
    for (let day = plusDays(today, 1); !visit; day = plusDays(day, 1)) {
      must(await server.client('internal').post('/api/v1/demo/clock', { now: `${day}T09:00:00+08:00` }), 200);
      desk = await server.as('desk');
      const answer = await desk.post('/api/v1/visits', { serviceIds: [service.id] });
      if (answer.status === 201) visit = answer.body;
      else mustRefuse(answer, 409, 'centre-closed');
    }
    const rate = (body) => desk.post('/api/v1/kiosk/ratings', { number: visit.number, ...body });
    mustRefuse(await rate({ mark: 2 }), 409, 'visit-not-over');
    must(await desk.put(`/api/v1/service-windows/${window.id}/post`, {}), 200);
    for (let called; called?.id !== visit.id;) {
      called = must(await desk.post(`/api/v1/service-windows/${window.id}/calls`, {}), 201);
      must(await desk.post(`/api/v1/visits/${called.id}/steps`, { step: 'start' }), 200);
      must(await desk.post(`/api/v1/visits/${called.id}/steps`, { step: 'finish' }), 200);
    }
    mustRefuse(await rate({ mark: 6 }), 422, 'field-invalid');
    const mark = shaped('GivenMark', must(await rate({ mark: 2, remark: '等太久' }), 201));
    mustRefuse(await rate({ mark: 5 }), 409, 'already-rated');
    mustRefuse(await desk.post('/api/v1/kiosk/ratings', { number: 'Z999', mark: 5 }), 404, 'not-found');
    const summary = shaped('SatisfactionSummary', must(await desk.get('/api/v1/satisfaction'), 200));
    const line = summary.items.find((one) => one.kind === 'service' && one.name === service.name);
    assert.deepEqual([line.marks[1], line.count], [1, 1]);
    const low = shaped('LowMarks', must(await desk.get('/api/v1/satisfaction/low'), 200));
    assert.equal(low.items.find((one) => one.id === mark.id).remark, '等太久');
    const letter = shaped('Complaint', must(await desk.post(`/api/v1/satisfaction/${mark.id}/complaint`, {}), 201));
    assert.ok(letter.text.includes('等太久'));
    mustRefuse(await desk.post(`/api/v1/satisfaction/${mark.id}/complaint`, {}), 409, 'already-complaint');
    const patient = await server.patient(newPhone());
    mustRefuse(await patient.post('/api/v1/me/ratings', { subjectId: visit.id, mark: 5 }), 404, 'not-found');
    assert.deepEqual(shaped('Unrated', must(await patient.get('/api/v1/me/unrated'), 200)).items, []);
  });

  test('the same after a clinic, by phone', async () => {
    const phone = newPhone();
    const member = await server.patient(phone);
    const person = must(await member.post('/api/v1/me/people', { name: newName(), document: { type: 'resident-card', number: residentNumber() }, relation: 'self' }), 201);
    const { today } = must(await desk.get('/api/v1/hospital'), 200);
    let session;
    for (let ahead = 1; ahead < 10 && !session; ahead += 1) {
      const { items } = must(await desk.get(`/api/v1/sessions?date=${plusDays(today, ahead)}`), 200);
      session = items.find((one) => one.state === 'open' && one.part === 'morning' && !one.quotas.length && one.rooms.length && one.slots[0].capacity > one.slots[0].taken);
    }
    const booked = must(await desk.post('/api/v1/appointments', { slotId: session.slots[0].id, personId: person.id }), 201);
    must(await server.client('internal').post('/api/v1/demo/clock', { now: session.slots[0].startsAt }), 200);
    [admin, desk] = [await server.as('admin'), await server.as('desk')];
    must(await desk.post(`/api/v1/appointments/${booked.id}/arrival`, {}), 200);
    const rate = (who, body) => who.post('/api/v1/me/ratings', { subjectId: booked.id, ...body });
    const patient = await server.patient(phone);
    mustRefuse(await rate(patient, { mark: 4 }), 409, 'visit-not-over');
    const { rooms } = must(await desk.get(`/api/v1/sessions/${session.id}/line`), 200);
    for (let ticket; ticket?.appointmentId !== booked.id;) {
      ticket = must(await desk.post(`/api/v1/sessions/${session.id}/calls`, { roomId: rooms[0].id }), 201);
      for (const what of ['start', 'finish']) must(await desk.post(`/api/v1/tickets/${ticket.id}/steps`, { step: what }), 200);
    }
    const [asked] = shaped('Unrated', must(await patient.get('/api/v1/me/unrated'), 200)).items;
    assert.deepEqual([asked.subjectId, asked.name], [booked.id, booked.department.name]);
    mustRefuse(await rate(await server.patient(newPhone()), { mark: 1 }), 404, 'not-found');
    must(await rate(patient, { mark: 4, remark: '医生耐心' }), 201);
    mustRefuse(await rate(patient, { mark: 5 }), 409, 'already-rated');
    assert.deepEqual(must(await patient.get('/api/v1/me/unrated'), 200).items, []);
    const { items } = shaped('SatisfactionSummary', must(await desk.get('/api/v1/satisfaction'), 200));
    const line = items.find((one) => one.kind === 'department' && one.name === booked.department.name);
    assert.deepEqual([line.marks[3], line.count], [1, 1]);
  });

  test('guides on the spot: free or waiting, passed on when one is done', async () => {
    const guides = '/api/v1/guide-requests';
    const { today } = must(await visitor.get('/api/v1/hospital'), 200);
    must(await server.client('internal').post('/api/v1/demo/clock', { now: `${plusDays(today, 1)}T09:40:00+08:00` }), 200);
    [admin, desk] = [await server.as('admin'), await server.as('desk')];
    for (const one of must(await admin.get('/api/v1/guides'), 200).items) must(await admin.patch(`/api/v1/guides/${one.id}`, { version: one.version, active: false }), 200);
    const guide = must(await admin.post('/api/v1/guides', { name: '测试导医', weekdays: [1, 2, 3, 4, 5, 6, 7], starts: '08:00', ends: '18:00' }), 201);
    const ask = async (who, body = {}) => shaped('GuideRequest', must(await who.post(guides, { needs: ['wheelchair'], place: '正门', ...body }), 201));
    const first = await ask(desk, { note: '带氧气瓶' });
    assert.deepEqual([first.state, first.guide.id], ['assigned', guide.id]);
    const patient = await server.patient(newPhone());
    const second = await ask(patient, { needs: ['language', 'first-visit'] });
    assert.equal(second.state, 'waiting');
    mustRefuse(await desk.post(guides, { needs: ['tired'], place: '正门' }), 422, 'field-invalid');
    mustRefuse(await desk.post(`${guides}/${second.id}/assignment`, { guideId: guide.id }), 409, 'guide-busy');
    const board = shaped('GuideRequestsToday', must(await desk.get(guides), 200));
    assert.equal(board.guides.find((one) => one.id === guide.id).doing, 'busy');
    assert.equal(board.items.find((one) => one.id === first.id).note, '带氧气瓶');
    const step = (id, progress) => desk.post(`${guides}/${id}/progress`, { progress });
    assert.equal(must(await step(first.id, 'met'), 200).state, 'met');
    assert.equal(must(await step(first.id, 'done'), 200).state, 'done');
    mustRefuse(await step(first.id, 'met'), 409, 'guide-request-over');
    const own = shaped('GuideRequests', must(await patient.get('/api/v1/me/guide-requests'), 200)).items;
    assert.deepEqual(own.map((one) => [one.id, one.state]), [[second.id, 'assigned']]);
    const other = await server.patient(newPhone());
    mustRefuse(await other.post(`${guides}/${second.id}/cancellation`, {}), 404, 'not-found');
    assert.equal(must(await patient.post(`${guides}/${second.id}/cancellation`, {}), 200).state, 'cancelled');
  });

  test('letters from one address are slowed down, and so is guessing codes', async () => {
    const flood = server.client('public');
    let refused;
    for (let i = 0; i < 40 && !refused; i += 1) {
      const answer = await flood.post(voice, { kind: 'praise', text: '好' });
      if (answer.status !== 201) refused = answer;
    }
    mustRefuse(refused, 429, 'too-many-attempts');
  });
});
