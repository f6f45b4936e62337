// The service centre's desk from outside: a day in figures, a day on paper, a window taken over,
// certificates that are remembered, and reports that are looked up.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import test, { after, before, describe } from 'node:test';
import { demoAccounts, must, mustRefuse, newColleague, newPhone, nobody, register, residentNumber, root, startServer } from './lib.mjs';

const Ajv = createRequire(import.meta.url)('ajv/dist/2020.js').default;
const plusDays = (date, days) => new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

describe('the desk of the service centre', () => {
  let server;
  let ajv;
  let day;
  let desk;
  let other;
  let admin;
  let operator;
  let windows;
  let window;
  let service;

  function shaped(name, value) {
    const validate = ajv.getSchema(`api#/components/schemas/${name}`);
    assert.ok(validate(value), `${name}: ${ajv.errorsText(validate.errors)}\n${JSON.stringify(value).slice(0, 1500)}`);
    return value;
  }
  const turn = async (time) => must(await server.client().post('/api/v1/demo/clock', { now: `${day}T${time}:00+08:00` }), 200);
  async function as(account, password = demoAccounts[account]) {
    const one = server.client();
    await one.signIn(account, password);
    return one;
  }
  let password;
  async function signIn() {
    [desk, admin] = [await as('desk'), await as('admin')];
    other = await as('desk.two', password);
  }
  const take = async (body = {}) => shaped('Visit', must(await desk.post('/api/v1/visits', { serviceIds: [service.id], ...body }), 201));
  const call = async () => must(await desk.post(`/api/v1/service-windows/${window.id}/calls`, {}), 201);
  const step = async (visit, name, more = {}) => must(await desk.post(`/api/v1/visits/${visit.id}/steps`, { step: name, ...more }), 200);
  const enter = (body) => desk.post('/api/v1/centre/paper-entries', { serviceId: service.id, windowId: window.id, ...body });
  const figures = async () => shaped('CentreStatistics', must(await admin.get(`/api/v1/centre/statistics?day=${day}`), 200));
  async function withKey(name, permissions) {
    const { key } = must(await operator.post('/api/v1/api-keys', { name, permissions }), 201);
    const bare = server.client();
    const request = (method, to, { headers, ...rest } = {}) => bare.request(method, to, { ...rest, headers: { Authorization: `Bearer ${key}`, ...headers } });
    return { request, post: (to, body) => request('POST', to, { body }) };
  }

  before(async () => {
    server = await startServer();
    const document = JSON.parse(await readFile(path.join(root, 'static/openapi.json'), 'utf8'));
    ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
    ajv.addSchema(document, 'api');
    admin = await as('admin');
    ({ password } = await newColleague(server, admin, 'desk.two', ['desk']));
    const { password: operators } = await newColleague(server, admin, 'desk.operator', ['operator']);
    const { today } = must(await admin.get('/api/v1/hospital'), 200);
    for (let ahead = 1; ; ahead += 1) {
      day = plusDays(today, ahead);
      await turn('09:00');
      const { windows: open } = must(await server.client().get('/api/v1/centre'), 200);
      if (open.some((one) => one.open)) break;
      assert.ok(ahead < 15);
    }
    await signIn();
    operator = await as('desk.operator', operators);
    ({ items: windows } = must(await admin.get('/api/v1/service-windows'), 200));
    window = windows.find((one) => one.duties.length > 0 && one.duties.every((duty) => duty.helpAfterMinutes === undefined || duty.helpAfterMinutes === null)) ?? windows[0];
    const { items } = must(await admin.get('/api/v1/services'), 200);
    service = items.find((one) => one.id === window.duties[0].serviceId);
  });
  after(() => server?.stop());

  test('a day in figures, to look at and to take away', async () => {
    const before = await figures();
    const one = await take();
    await take();
    assert.equal((await call()).id, one.id);
    await turn('09:04');
    await signIn();
    await step(one, 'start');
    await turn('09:10');
    await signIn();
    await step(one, 'finish', { outcome: '已办结' });
    must(await desk.post(`/api/v1/visits/${one.id}/undo`, {}), 200);
    await step(one, 'finish');
    const seen = await figures();
    assert.equal(seen.numbers, before.numbers + 2);
    for (const of of [seen.services.find((item) => item.of.id === service.id), seen.windows.find((item) => item.of.id === window.id)]) {
      assert.equal(of.served, 1, 'what was taken back has not happened');
      assert.equal(of.called, 1);
      assert.deepEqual(of.service, { count: 1, total: 360, mean: 360, median: 360, nineInTen: 360 });
      assert.equal(of.waits.count, 1);
    }
    assert.equal(seen.people.length, 1);
    const csv = await admin.get(`/api/v1/centre/statistics?day=${day}&format=csv`);
    assert.equal(csv.status, 200);
    assert.equal(csv.text.trim().split('\r\n').length, 2 + seen.services.length + seen.windows.length + seen.people.length);
    mustRefuse(await desk.get('/api/v1/centre/statistics'), 403, 'forbidden');
    mustRefuse(await admin.get('/api/v1/centre/statistics?format=pdf'), 400, 'query-invalid');
  });

  test('a window is taken over on purpose only, and it is on record', async () => {
    const post = `/api/v1/service-windows/${window.id}/post`;
    must(await desk.put(post, { callsNext: false }), 200);
    mustRefuse(await other.put(post, {}), 409, 'window-taken');
    const taken = must(await other.put(post, { takeOver: true }), 200);
    assert.equal(taken.account.name, 'desk.two');
    const { post: now } = must(await desk.get(`/api/v1/service-windows/${window.id}/desk`), 200);
    assert.equal(now.account.name, 'desk.two', 'whoever sat there sees it');
    const { items } = must(await (await as('auditor')).get('/api/v1/audit-entries?limit=50'), 200);
    assert.ok(items.some((one) => one.action === 'window-taken-over'));
    must(await other.delete(post), 204);
  });

  test('a certificate seen once is known next time, until it ends', async () => {
    const person = await register(desk);
    const [{ code }] = must(await desk.get(`/api/v1/service-windows/${window.id}/desk`), 200).priorities;
    const classes = `/api/v1/patients/${person.id}/priority-classes`;
    mustRefuse(await desk.post(classes, { code: 'nothing-of-ours', proof: '证' }), 422, 'unknown-reference');
    mustRefuse(await desk.post(classes, { code, proof: '残疾人证', until: plusDays(day, -1) }), 422, 'field-invalid');
    shaped('SeenClass', must(await desk.post(classes, { code, proof: '残疾人证', until: day }), 200));
    const visit = await take({ personId: person.id });
    assert.deepEqual([visit.priority, visit.proof], [code, '残疾人证']);
    await step(visit, 'leave');
    const again = await take({ personId: person.id });
    const background = shaped('VisitBackground', must(await desk.get(`/api/v1/visits/${again.id}/background`), 200));
    assert.deepEqual(background.visits.map((one) => one.id), [visit.id]);
    assert.deepEqual(background.classes.map((one) => [one.code, one.proof, one.until]), [[code, '残疾人证', day]]);
    must(await desk.delete(`${classes}?code=${code}`), 204);
    mustRefuse(await desk.delete(`${classes}?code=${code}`), 404, 'not-found');
    await step(again, 'leave');
    assert.equal((await take({ personId: person.id })).priority, '');
  });

  test('a day on paper: numbers that nobody else gets, and what happened entered afterwards', async () => {
    const sheet = shaped('PaperSheet', must(await desk.post('/api/v1/centre/paper-sheets', {}), 201));
    const next = shaped('PaperSheet', must(await desk.post('/api/v1/centre/paper-sheets', {}), 201));
    const numbers = (of) => of.groups.flatMap((group) => group.numbers);
    assert.ok(numbers(sheet).length >= 30);
    assert.ok(numbers(sheet).every((one) => !numbers(next).includes(one)));
    assert.deepEqual(numbers(must(await desk.get(`/api/v1/centre/paper-sheets/${sheet.id}`), 200)), numbers(sheet));
    mustRefuse(await desk.get(`/api/v1/centre/paper-sheets/${nobody('psh')}`), 404, 'not-found');

    const waits = await take();
    await turn('10:30');
    await signIn();
    const before = await figures();
    const [printed] = sheet.groups.find((group) => waits.number.startsWith(group.letter)).numbers;
    mustRefuse(await enter({ number: 'Z999', calledAt: '10:00' }), 404, 'not-found');
    mustRefuse(await enter({ number: printed, calledAt: '10:31' }), 422, 'field-invalid');
    mustRefuse(await enter({ number: printed, calledAt: '10:00', finishedAt: '09:59' }), 422, 'field-invalid');
    mustRefuse(await enter({ number: waits.number, calledAt: '08:00', finishedAt: '08:05' }), 422, 'field-invalid');
    const entered = shaped('Visit', must(await enter({ number: printed, calledAt: '10:00', finishedAt: '10:08', outcome: '已盖章' }), 201));
    assert.deepEqual([entered.state, entered.number, entered.errands[0].outcome], ['done', printed, '已盖章']);
    mustRefuse(await enter({ number: printed, calledAt: '10:00', finishedAt: '10:08' }), 409, 'already-entered');
    assert.equal(mustRefuse(await enter({ number: waits.number, calledAt: '10:05', finishedAt: '10:10' }), 409, 'window-was-busy').params.number, printed);
    assert.equal(must(await enter({ number: waits.number, calledAt: '10:08', finishedAt: '10:12' }), 201).state, 'done');
    mustRefuse(await desk.post(`/api/v1/visits/${entered.id}/steps`, { step: 'finish' }), 409, 'visit-over');
    const seen = await figures();
    assert.equal(seen.numbers, before.numbers + 1);
    assert.equal(seen.all.served, before.all.served + 2);
    assert.equal(seen.all.left, before.all.left);
    assert.equal(seen.all.service.total, before.all.service.total + 480 + 240);
    assert.deepEqual(must(await operator.get('/api/v1/checks'), 200).problems, []);
  });

  test('reports: brought by a system, shown only to whoever has shown who they are', async () => {
    const lis = await withKey('lis', ['bring-results']);
    const kiosk = await withKey('hall kiosk', ['check-in']);
    const reader = await withKey('card reader', ['check-in', 'read-reports']);
    const phone = newPhone();
    const number = residentNumber('1985-03-02');
    await register(desk, { name: '李梅', documents: [{ type: 'resident-card', number }], phone });
    const document = { type: 'resident-card', number };
    const body = { number: `LIS-${Date.now()}`, document, kind: 'laboratory', title: '血常规', department: '检验科', at: `${day}T08:20:00+08:00`, status: 'preliminary', link: 'https://lis.example/r/1', orderId: 'ORD-7' };
    const bring = (more) => lis.post('/api/v1/reports', { ...body, ...more });
    shaped('Report', must(await bring({}), 201));
    mustRefuse(await bring({ link: 'javascript:alert(1)' }), 422, 'field-invalid');
    mustRefuse(await bring({ document: { type: 'resident-card', number: residentNumber('1951-01-01') } }), 404, 'person-unknown');
    mustRefuse(await kiosk.post('/api/v1/reports', body), 403, 'forbidden');
    const told = async () => must(await server.client().get(`/api/v1/demo/messages?phone=${phone}`), 200).items.filter((one) => one.text.includes('报告已出')).length;
    assert.equal(await told(), 0);
    must(await bring({ status: 'final' }), 201);
    must(await bring({ status: 'corrected', title: '血常规（更正）' }), 201);

    const look = (who, more = {}) => who.post('/api/v1/report-lookups', { document, ...more });
    mustRefuse(await look(lis), 403, 'forbidden');
    mustRefuse(await look(kiosk), 422, 'field-required');
    mustRefuse(await look(kiosk, { code: '000000' }), 422, 'code-expired');
    mustRefuse(await kiosk.post('/api/v1/report-codes', { document: { ...document, number: residentNumber('1952-01-01') } }), 409, 'no-code-possible');
    const sent = shaped('SentReportCode', must(await kiosk.post('/api/v1/report-codes', { document }), 202));
    assert.ok(!sent.phone.includes(phone.slice(3, 7)));
    const code = await server.client().newestCode(phone);
    const found = shaped('FoundReports', must(await look(kiosk, { code }), 200));
    assert.deepEqual(found.items.map((one) => [one.title, one.status, one.orderId]), [['血常规（更正）', 'corrected', 'ORD-7']]);
    assert.match(found.person.name, /\*/);
    mustRefuse(await look(kiosk, { code }), 422, 'code-expired');
    assert.equal(must(await look(reader), 200).items.length, 1);
    assert.equal(must(await look(desk), 200).items.length, 1);
    assert.equal(await told(), 1, 'told once');
    const { items } = must(await (await as('auditor')).get('/api/v1/audit-entries?limit=100'), 200);
    assert.equal(items.filter((one) => one.action === 'reports-seen').length, 3);
    // The whole of it as a PDF, for whoever may read the report.
    const { id } = must(await bring({ status: 'corrected' }), 201);
    const pdf = Buffer.from('%PDF-1.7 血红蛋白 138 g/L');
    const bringPdf = (who, raw) => who.request('PUT', `/api/v1/reports/${id}/document`, { raw, type: 'application/pdf' });
    mustRefuse(await bringPdf(lis, 'no PDF'), 422, 'report-not-pdf');
    mustRefuse(await bringPdf(kiosk, pdf), 403, 'forbidden');
    assert.equal(shaped('Report', must(await bringPdf(lis, pdf), 200)).hasDocument, true);
    const open = (who, headers = {}) => who.request('GET', `/api/v1/reports/${id}/document`, { headers });
    const whole = await open(desk);
    must(whole, 200);
    assert.match(whole.text, /血红蛋白/);
    assert.deepEqual(['content-type', 'content-disposition', 'cache-control', 'x-content-type-options'].map((name) => whole.headers[name]),
      ['application/pdf', `attachment; filename="report-${body.number}.pdf"`, 'no-store', 'nosniff']);
    must(await open(reader), 200);
    mustRefuse(await open(kiosk), 404, 'not-found');
    assert.equal((await look(desk)).body.items[0].documentKey, undefined);
    await turn('10:35');
    must(await kiosk.post('/api/v1/report-codes', { document }), 202);
    const { documentKey } = shaped('FoundReports', must(await look(kiosk, { code: await server.client().newestCode(phone) }), 200)).items[0];
    must(await open(kiosk, { 'Yuyue-Report-Key': documentKey }), 200);
    mustRefuse(await open(await withKey('other kiosk', ['check-in']), { 'Yuyue-Report-Key': documentKey }), 404, 'not-found');
    const patient = server.client('public');
    await turn('10:37');
    await patient.signInByPhone(phone);
    mustRefuse(await open(patient), 404, 'not-found');
    must(await patient.post('/api/v1/me/people', { name: '李梅', document, relation: 'self' }), 201);
    assert.equal((await patient.get('/api/v1/me/reports')).body.items[0].hasDocument, true);
    must(await open(patient), 200);
    assert.equal(must(await bring({ status: 'final' }), 201).hasDocument, false, 'of another state');
    mustRefuse(await open(desk), 404, 'not-found');
    must(await bring({ status: 'withdrawn' }), 201);
    mustRefuse(await bringPdf(lis, pdf), 409, 'report-withdrawn');
    assert.equal(must(await look(desk), 200).items.length, 0);
    mustRefuse(await desk.get('/api/v1/me/reports'), 403, 'forbidden');
  });
});
