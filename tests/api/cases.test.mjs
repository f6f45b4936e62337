// Cases of the service centre from outside: every hand they go through, what patients see, scans
// that are encrypted, in every backup and never half there.

import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import test, { after, before, describe } from 'node:test';
import { binary, Client, must, mustRefuse, newColleague, newPhone, nobody, register, residentNumber, root, startServer, whenReady } from './lib.mjs';

const run = (...args) => promisify(execFile)(binary, ['--config', 'none', ...args]);
/** What the command says where it fails. */
const failing = (...args) => run(...args).then((done) => assert.fail(done.stdout), (error) => error.stdout + error.stderr);
const Ajv = createRequire(import.meta.url)('ajv/dist/2020.js').default;
const png = (text) => Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.from(text)]);

describe('the cases of the service centre', () => {
  let server;
  let desk;
  let office;
  let admin;
  let services;
  let person;
  let ajv;
  /** Requires that an answer is as the API's description has it. */
  function shaped(name, value) {
    const validate = ajv.getSchema(`api#/components/schemas/${name}`);
    assert.ok(validate(value), `${name}: ${ajv.errorsText(validate.errors)}\n${JSON.stringify(value).slice(0, 1500)}`);
    return value;
  }
  before(async () => {
    server = await startServer();
    const document = JSON.parse(await readFile(path.join(root, 'static/openapi.json'), 'utf8'));
    ajv = new Ajv({ strict: false, formats: { date: true, 'date-time': true } });
    ajv.addVocabulary(Object.keys(document));
    ajv.addSchema(document, 'api');
    desk = await server.as('desk');
    admin = await server.as('admin');
    office = await newColleague(server, admin, 'case.office', ['office']);
    services = Object.fromEntries(must(await desk.get('/api/v1/services'), 200).items.map((one) => [one.code, one]));
    person = await register(desk);
  });
  after(() => server?.stop());

  const receive = async (code, fields = {}) => must(await desk.post('/api/v1/cases', { serviceId: services[code].id, personId: person.id, ...fields }), 201);
  const all = (one, state) => one.checklist.map(() => state);
  const step = (client, one, name, more = {}) => client.post(`/api/v1/cases/${one.id}/steps`, { step: name, version: one.version, ...more });
  const go = async (client, one, name, more) => must(await step(client, one, name, more), 200);
  const scan = (client, one, bytes, query = '?name=scan.png') => client.request('POST', `/api/v1/cases/${one.id}/attachments${query}`, { raw: bytes, type: 'application/octet-stream' });

  test('goes from hand to hand, and nothing is skipped', async () => {
    const first = await receive('B03', { asker: { name: '何代办', relation: '女儿', phone: '13900000001' } });
    assert.match(first.number, /^\d{4}-\d{5}$/);
    assert.equal(first.state, 'received');
    assert.equal(first.checklist.length, services.B03.papers.length);
    assert.ok(first.due > first.receivedAt.slice(0, 10), 'three working days');
    mustRefuse(await step(desk, first, 'submit'), 409, 'papers-missing');
    mustRefuse(await step(desk, first, 'hand-over', { taker: { name: '何', relation: '女儿', document: 'x' } }), 409, 'case-state');
    mustRefuse(await step(desk, first, 'accept'), 403, 'forbidden');
    mustRefuse(await step(office, first, 'submit'), 403, 'forbidden');

    let one = await go(desk, first, 'ask-for-papers', { note: '请补诊断证明' });
    assert.equal(one.state, 'waiting-for-papers');
    mustRefuse(await desk.put(`/api/v1/cases/${one.id}/checklist`, { version: first.version, checklist: all(one, 'there') }), 409, 'changed-meanwhile');
    mustRefuse(await desk.put(`/api/v1/cases/${one.id}/checklist`, { version: one.version, checklist: ['there'] }), 422, 'field-invalid');
    one = must(await desk.put(`/api/v1/cases/${one.id}/checklist`, { version: one.version, checklist: all(one, 'there') }), 200);
    one = await go(desk, one, 'submit');
    assert.equal(one.state, 'in-review');
    mustRefuse(await step(office, one, 'return'), 422, 'required');
    one = await go(office, one, 'return', { note: '缺签名' });
    one = await go(desk, one, 'submit');
    one = await go(office, one, 'accept');
    assert.equal(one.state, 'to-sign');
    one = await go(office, one, 'sign');
    mustRefuse(await step(desk, one, 'hand-over'), 422, 'required');
    one = await go(desk, one, 'hand-over', { taker: { name: '何代办', relation: '女儿', document: '居民身份证 后四位 1029' } });
    assert.equal(one.state, 'handed-over');
    assert.deepEqual(one.can, []);
    mustRefuse(await step(desk, one, 'withdraw', { note: '太晚了' }), 409, 'case-state');

    const seen = shaped('CaseWithHistory', must(await desk.get(`/api/v1/cases/${one.id}`), 200));
    assert.deepEqual(seen.events.map((event) => event.what),
      ['received', 'papers-asked', 'papers-checked', 'submitted', 'returned', 'submitted', 'accepted', 'signed', 'handed-over']);
    assert.equal(seen.events.at(-1).taker.document, '居民身份证 后四位 1029');
    assert.equal(seen.events[6].byName, 'case.office');
    assert.notEqual(seen.person.name, person.given.name, 'masked');
    const told = must(await desk.get(`/api/v1/demo/messages?phone=${person.given.phone}`), 200).items.map((message) => message.text);
    assert.ok(told.some((text) => text.includes(one.number) && text.includes('材料不齐')) && told.some((text) => text.includes('已办好')), told.join('\n'));
    assert.ok(told.every((text) => !text.includes('诊断') && !text.includes(services.B03.name)), 'a message says nothing of what it is for');
  });

  test('takes back a slip, only one’s own and only the last', async () => {
    let one = await receive('C05', { checklist: services.C05.papers.map(() => 'there') });
    mustRefuse(await desk.post(`/api/v1/cases/${one.id}/undo`, {}), 409, 'nothing-to-undo');
    one = await go(desk, one, 'submit');
    mustRefuse(await office.post(`/api/v1/cases/${one.id}/undo`, {}), 409, 'nothing-to-undo');
    one = must(await desk.post(`/api/v1/cases/${one.id}/undo`, {}), 200);
    assert.equal(one.state, 'received');
    one = await go(desk, one, 'submit');
    one = await go(office, one, 'refuse', { note: '不符合转院条件' });
    assert.equal(one.state, 'refused');
    const open = shaped('CaseList', must(await office.get('/api/v1/cases'), 200)).items;
    assert.ok(open.every((other) => other.id !== one.id));
    assert.deepEqual(open.map((other) => other.due), open.map((other) => other.due).sort(), 'by deadline');
    assert.equal(must(await office.get(`/api/v1/cases?number=${one.number}`), 200).items[0].id, one.id);
    assert.ok(must(await office.get('/api/v1/cases?state=refused'), 200).items.some((other) => other.id === one.id));
    mustRefuse(await office.get('/api/v1/cases?state=lost'), 400, 'query-invalid');
  });

  test('refuses what it cannot be', async () => {
    mustRefuse(await desk.post('/api/v1/cases', { serviceId: services.A01.id, personId: person.id }), 409, 'no-case-form');
    mustRefuse(await desk.post('/api/v1/cases', { serviceId: nobody('svc'), personId: person.id }), 404, 'not-found');
    mustRefuse(await desk.post('/api/v1/cases', { serviceId: services.B03.id, personId: nobody('per') }), 404, 'person-unknown');
    mustRefuse(await office.post('/api/v1/cases', { serviceId: services.B03.id, personId: person.id }), 403, 'forbidden');
    mustRefuse(await desk.get(`/api/v1/cases/${nobody('cas')}`), 404, 'not-found');
    mustRefuse(await admin.get('/api/v1/cases'), 403, 'forbidden');
  });

  test('shows patients their own, in what concerns them', async () => {
    const phone = newPhone();
    const patient = await server.patient(phone);
    const own = must(await patient.post('/api/v1/me/people', { name: '钱看看', document: { type: 'resident-card', number: residentNumber() }, relation: 'self' }), 201);
    let one = await receive('C02', { personId: own.id, checklist: services.C02.papers.map((_, i) => (i ? 'there' : 'missing')) });
    one = await go(desk, one, 'ask-for-papers', { note: '请带申请表' });
    const other = await receive('C02');
    const listed = must(await patient.get('/api/v1/cases'), 200).items;
    assert.deepEqual(listed.map((each) => each.id), [one.id]);
    assert.equal(listed[0].person.name, '钱看看');
    assert.ok(listed[0].windows.length > 0, 'where to bring it');
    assert.equal(listed[0].can, undefined);
    const seen = shaped('CaseWithHistory', must(await patient.get(`/api/v1/cases/${one.id}`), 200));
    assert.deepEqual(seen.events.map(({ what, note, byName }) => [what, note, byName]), [['received', undefined, undefined], ['papers-asked', '请带申请表', undefined]]);
    assert.equal(seen.attachments, undefined);
    mustRefuse(await patient.get(`/api/v1/cases/${other.id}`), 404, 'not-found');
    mustRefuse(await patient.get(`/api/v1/cases?personId=${person.id}`), 404, 'not-your-person');
    mustRefuse(await server.client('public').get('/api/v1/cases'), 401, 'sign-in-needed');
  });

  test('keeps how a service’s paperwork goes as data', async () => {
    const service = services.A05;
    assert.equal(service.caseForm, null);
    const change = (fields) => admin.patch(`/api/v1/services/${service.id}`, fields);
    const with7 = must(await change({ version: service.version, caseForm: { review: true, signature: false, workingDays: 7 } }), 200);
    assert.deepEqual(with7.caseForm, { review: true, signature: false, workingDays: 7 });
    mustRefuse(await change({ version: with7.version, caseForm: { workingDays: 91 } }), 422, 'field-invalid');
    const kept = must(await change({ version: with7.version, fee: '免费' }), 200);
    assert.equal(kept.caseForm.workingDays, 7);
    assert.equal(must(await change({ version: kept.version, caseForm: null }), 200).caseForm, null);
  });

  test('keeps scans encrypted, in every backup, through a change of the key', async () => {
    const one = await receive('B03');
    const secret = png('a very private paper, said in clear words'.repeat(50));
    mustRefuse(await scan(desk, one, 'GIF89a no such kind'), 422, 'scan-type');
    mustRefuse(await scan(desk, one, secret, '?item=99'), 422, 'field-invalid');
    mustRefuse(await scan(desk, one, Buffer.concat([png(''), Buffer.alloc(10 * 1024 * 1024)])), 422, 'scan-too-large');
    mustRefuse(await scan(desk, one, Buffer.concat([png(''), Buffer.alloc(20 * 1024 * 1024)])), 413, 'body-too-large');
    const made = shaped('Attachment', must(await scan(desk, one, secret, '?name=paper.png&item=0'), 201));
    assert.deepEqual({ ...made, id: 0, addedAt: 0 }, { id: 0, item: 0, name: 'paper.png', type: 'image/png', bytes: secret.length, addedAt: 0 });
    assert.equal(must(await scan(desk, one, secret, '?name=again.png'), 201).id, made.id, 'the same scan twice is one');
    const folder = path.join(server.dir, 'attachments');
    const [file] = await readdir(folder);
    assert.match(file, /^[0-9a-f]{64}$/);
    assert.ok(!(await readFile(path.join(folder, file))).includes('private'));
    assert.deepEqual(must(await office.get(`/api/v1/cases/${one.id}`), 200).attachments.map((each) => each.id), [made.id]);

    const look = async (client) => {
      const answer = await client.get(`/api/v1/attachments/${made.id}`);
      assert.equal(answer.status, 200);
      assert.equal(answer.headers['content-type'], 'image/png');
      assert.ok(answer.text.includes('a very private paper'));
    };
    await look(office);
    mustRefuse(await admin.get(`/api/v1/attachments/${made.id}`), 403, 'forbidden');
    mustRefuse(await desk.get(`/api/v1/attachments/${nobody('att')}`), 404, 'not-found');

    await run('key', 'rotate', '--data', server.dir);
    await look(desk);
    const backup = (await run('backup', '--data', server.dir)).stdout.split('\n')[0];
    assert.match((await run('check', '--file', backup)).stdout, /sound/);
    assert.match((await run('check', '--data', server.dir)).stdout, /sound/);

    const elsewhere = await mkdtemp(path.join(os.tmpdir(), 'yuyue-cases-'));
    const copied = path.join(elsewhere, 'there');
    await run('restore', backup, '--data', copied);
    assert.deepEqual(await readdir(path.join(copied, 'attachments')), [file]);

    // Taken off, then taken in again: what was removed stays on record.
    const remove = (who, id, reason) => who.post(`/api/v1/attachments/${id}/removal`, reason === undefined ? {} : { reason });
    mustRefuse(await remove(desk, made.id), 422, 'field-required');
    must(await remove(desk, made.id, '不是本人的材料'), 204);
    mustRefuse(await desk.get(`/api/v1/attachments/${made.id}`), 404, 'not-found');
    mustRefuse(await remove(desk, made.id, '再来'), 404, 'not-found');
    const after = shaped('CaseWithHistory', must(await desk.get(`/api/v1/cases/${one.id}`), 200));
    assert.deepEqual(after.attachments, []);
    assert.deepEqual(after.removedScans.map((each) => [each.id, each.name, each.reason]), [[made.id, 'paper.png', '不是本人的材料']]);
    assert.deepEqual(after.events.slice(-1).map((each) => [each.what, each.note]), [['scan-removed', '不是本人的材料']]);
    Object.assign(made, must(await scan(desk, one, secret, '?name=paper.png'), 201));

    const rules = shaped('ScanRules', must(await admin.get('/api/v1/scan-rules'), 200));
    mustRefuse(await admin.patch('/api/v1/scan-rules', { version: rules.version, mostMib: 21 }), 422, 'field-invalid');
    mustRefuse(await admin.patch('/api/v1/scan-rules', { version: rules.version, types: [] }), 422, 'field-invalid');
    mustRefuse(await desk.patch('/api/v1/scan-rules', { version: rules.version, mostMib: 5 }), 403, 'forbidden');
    const narrow = must(await admin.patch('/api/v1/scan-rules', { version: rules.version, mostMib: 1, types: ['pdf'] }), 200);
    mustRefuse(await scan(desk, one, png('another')), 422, 'scan-type');
    mustRefuse(await scan(desk, one, Buffer.concat([Buffer.from('%PDF-1.7'), Buffer.alloc(1024 * 1024)])), 422, 'scan-too-large');
    must(await admin.patch('/api/v1/scan-rules', { version: narrow.version, mostMib: 10, types: ['pdf', 'jpeg', 'png'] }), 200);

    const kept = path.join(folder, file);
    const whole = await readFile(kept);
    await writeFile(kept, Buffer.concat([whole.subarray(0, 40), Buffer.from('!'), whole.subarray(41)]));
    assert.match(await failing('check', '--data', server.dir), new RegExp(`attachment ${file} was altered`));
    mustRefuse(await desk.get(`/api/v1/attachments/${made.id}`), 500, 'scan-lost');
    await rm(kept);
    assert.match(await failing('check', '--data', server.dir), new RegExp(`attachment ${file} is missing`));
    await rm(path.join(path.dirname(backup), 'attachments', file));
    assert.match(await failing('check', '--file', backup), /is missing/);
    assert.match(await failing('backup', '--data', server.dir), /not in the backup/);
    await writeFile(kept, whole);
    await look(desk);
    await rm(elsewhere, { recursive: true });
  });

  test('loses no scan that was answered, whenever it is killed', async () => {
    const dir = await mkdtemp(path.join(os.tmpdir(), 'yuyue-cases-'));
    const start = async () => {
      const child = spawn(binary, ['--config', 'none', 'serve', '--demo', '--data', dir, '--public', '127.0.0.1:0', '--internal', '127.0.0.1:0', '--access-log', 'off'],
        { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] });
      const client = new Client((await whenReady(child, () => '')).internal);
      await client.signIn('desk', 'Demo-desk-2026');
      return { child, client, ended: new Promise((resolve) => child.once('exit', resolve)) };
    };
    await cp(path.dirname((await run('backup', '--data', server.dir).catch((error) => error)).stdout.split('\n')[0]), path.join(dir, 'from'), { recursive: true });
    await mkdir(dir, { recursive: true });
    const saved = (await readdir(path.join(dir, 'from'))).filter((name) => name.endsWith('.db')).sort().at(-1);
    await run('restore', path.join(dir, 'from', saved), '--data', dir);
    await cp(`${server.dir}.key`, `${dir}.key`);
    const first = await start();
    const [one] = must(await first.client.get('/api/v1/cases'), 200).items;
    const answered = [];
    const sending = [...Array(12).keys()].map(async (n) => {
      const answer = await scan(first.client, one, png(`scan ${n} `.repeat(20_000))).catch(() => null);
      if (answer?.status === 201) answered.push(answer.body.id);
      if (answered.length === 3) first.child.kill('SIGKILL');
    });
    await Promise.all(sending);
    await first.ended;
    assert.ok(answered.length >= 3);
    first.client.close();
    const second = await start();
    const there = must(await second.client.get(`/api/v1/cases/${one.id}`), 200).attachments.map((each) => each.id);
    for (const id of answered) assert.ok(there.includes(id));
    for (const id of there) assert.equal((await second.client.get(`/api/v1/attachments/${id}`)).status, 200);
    assert.match((await run('check', '--data', dir)).stdout, /sound/);
    second.child.kill('SIGTERM');
    await second.ended;
    second.client.close();
    await rm(dir, { recursive: true, force: true });
    await rm(`${dir}.key`, { force: true });
  });
});
