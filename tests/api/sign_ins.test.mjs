// Signing in with a phone and a code, or, inside, with a password; the cookie; signing out.

import assert from 'node:assert/strict';
import test, { after, before, describe } from 'node:test';
import { must, mustRefuse, newPhone, startServer } from './lib.mjs';

const otherCode = (code) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');
const cookieOf = (answer) => answer.headers['set-cookie'][0];

describe('signing in', () => {
  let server;
  let staff;
  before(async () => {
    server = await startServer();
    staff = await server.as('desk');
  });
  after(() => server?.stop());

  const withCode = (client, phone, code, more = {}) => client.post('/api/v1/sign-ins', { provider: 'phone-code', phone, code }, more);
  async function turnClock(seconds) {
    const { now } = must(await staff.get('/api/v1/demo/clock'), 200);
    const later = new Date(Date.parse(now) + seconds * 1000).toISOString();
    must(await staff.post('/api/v1/demo/clock', { now: later }), 200);
  }

  test('with a phone and the code sent to it', async () => {
    const client = server.client('public');
    const phone = newPhone();
    const sent = must(await client.post('/api/v1/sign-in-codes', { phone }), 202);
    assert.equal(sent.expiresInSeconds, 300);
    assert.equal(sent.retryAfterSeconds, 60);
    assert.equal(must(await client.get('/api/v1/me'), 200).kind, 'anonymous');
    const answer = await withCode(client, phone, await client.newestCode(phone));
    const { principal } = must(answer, 201);
    assert.equal(principal.kind, 'patient');
    assert.deepEqual(principal.permissions, ['anyone', 'patient']);
    assert.equal(principal.phone, `${phone.slice(0, 3)}****${phone.slice(-4)}`);
    assert.ok(!answer.text.includes(phone), 'the phone comes back masked');
    assert.deepEqual(must(await client.get('/api/v1/me'), 200), principal);
  });

  test('a phone is read as people write it', async () => {
    const client = server.client('public');
    const phone = newPhone();
    must(await client.post('/api/v1/sign-in-codes', { phone: `+86 ${phone.slice(0, 3)}-${phone.slice(3, 7)} ${phone.slice(7)}` }), 202);
    must(await withCode(client, phone, await client.newestCode(phone)), 201);
  });

  test('the cookie is hidden from scripts and stays on this site', async () => {
    const client = server.client('public');
    const phone = newPhone();
    must(await client.post('/api/v1/sign-in-codes', { phone }), 202);
    const cookie = cookieOf(await withCode(client, phone, await client.newestCode(phone)));
    const [pair, ...attributes] = cookie.split('; ');
    assert.match(pair, /^yuyue_session=[A-Za-z0-9_-]{43}$/); // 32 random bytes
    assert.ok(attributes.includes('HttpOnly'));
    assert.ok(attributes.includes('SameSite=Lax'));
    assert.ok(attributes.includes('Path=/'));
    assert.ok(!attributes.includes('Secure'), 'plain HTTP here');
    assert.ok(Number(attributes.find((one) => one.startsWith('Max-Age=')).slice(8)) > 0);
  });

  test('a wrong code tells the tries left; five wrong ones end it', async () => {
    const client = server.client('public');
    const phone = newPhone();
    must(await client.post('/api/v1/sign-in-codes', { phone }), 202);
    const code = await client.newestCode(phone);
    for (let left = 4; left >= 0; left -= 1) {
      const problem = mustRefuse(await withCode(client, phone, otherCode(code)), 422, 'code-wrong');
      assert.equal(problem.params.triesLeft, String(left));
      assert.equal(problem.field, 'code');
    }
    mustRefuse(await withCode(client, phone, code), 422, 'code-expired');
    assert.equal(client.cookie, '');
  });

  test('a code works once', async () => {
    const client = server.client('public');
    const phone = newPhone();
    must(await client.post('/api/v1/sign-in-codes', { phone }), 202);
    const code = await client.newestCode(phone);
    must(await withCode(client, phone, code), 201);
    mustRefuse(await withCode(server.client('public'), phone, code), 422, 'code-expired');
  });

  test('another phone\'s code, or none at all, is no code', async () => {
    const client = server.client('public');
    const [mine, theirs] = [newPhone(), newPhone()];
    must(await client.post('/api/v1/sign-in-codes', { phone: theirs }), 202);
    const code = await client.newestCode(theirs);
    mustRefuse(await withCode(client, mine, code), 422, 'code-expired');
    for (const wrong of ['', ' ', '12345', '1234567', 'ABCDEF', `${code} `.repeat(2)]) {
      assert.equal((await withCode(client, theirs, wrong)).status, 422, wrong);
    }
    assert.equal(must(await client.get('/api/v1/me'), 200).kind, 'anonymous');
  });

  test('a second code within a minute is refused and says when', async () => {
    const client = server.client('public');
    const phone = newPhone();
    must(await client.post('/api/v1/sign-in-codes', { phone }), 202);
    const problem = mustRefuse(await client.post('/api/v1/sign-in-codes', { phone }), 429, 'too-many-codes');
    const { now } = must(await client.get('/api/v1/hospital'), 200);
    const wait = (Date.parse(problem.possibleAt) - Date.parse(now)) / 1000;
    assert.ok(wait > 50 && wait <= 61, `${wait}`);
    assert.match(problem.possibleAt, /\+08:00$/);
    const inChinese = await client.post('/api/v1/sign-in-codes', { phone }, { headers: { 'Accept-Language': 'zh' } });
    assert.match(inChinese.body.detail, /验证码/);
  });

  test('bad phones are refused by name', async () => {
    const client = server.client('public');
    for (const phone of ['', '12345', '1391111000', '23911110000', 'phone', '+0123456789']) {
      const problem = mustRefuse(await client.post('/api/v1/sign-in-codes', { phone }), 422, 'phone-invalid');
      assert.equal(problem.field, 'phone');
    }
    mustRefuse(await client.post('/api/v1/sign-in-codes', {}), 422, 'field-required');
    mustRefuse(await client.post('/api/v1/sign-ins', { phone: newPhone() }), 422, 'field-required');
    mustRefuse(await client.post('/api/v1/sign-ins', { provider: 'magic' }), 422, 'field-invalid');
    mustRefuse(await client.post('/api/v1/sign-ins', { provider: 7 }), 422, 'field-invalid');
  });

  test('signing out ends it everywhere the cookie went', async () => {
    const client = await server.patient(newPhone());
    const cookie = client.cookie;
    const out = await client.delete('/api/v1/sign-ins/current');
    assert.equal(out.status, 204);
    assert.match(cookieOf(out), /^yuyue_session=; .*Max-Age=0/);
    const thief = server.client('public');
    thief.cookie = cookie;
    assert.equal(must(await thief.get('/api/v1/me'), 200).kind, 'anonymous');
    mustRefuse(await thief.get('/api/v1/me/people'), 401, 'sign-in-needed');
    assert.equal((await server.client('public').delete('/api/v1/sign-ins/current')).status, 204);
  });

  test('requests with the cookie from another site\'s page are refused', async () => {
    const client = await server.patient(newPhone());
    const body = { slotId: 'x', personId: 'y' };
    for (const origin of ['https://evil.example', 'null', `http://${client.base.host}.evil.example`, 'http://127.0.0.1']) {
      mustRefuse(await client.post('/api/v1/appointments', body, { headers: { Origin: origin } }), 403, 'cross-site');
      mustRefuse(await client.delete('/api/v1/sign-ins/current', { headers: { Origin: origin } }), 403, 'cross-site');
    }
    mustRefuse(await client.post('/api/v1/appointments', body, { headers: { Origin: `http://${client.base.host}` } }), 422, 'field-invalid');
    assert.equal(must(await client.get('/api/v1/me', { headers: { Origin: 'https://evil.example' } }), 200).kind, 'patient');
  });

  test('a made-up or broken cookie is nobody\'s', async () => {
    const client = server.client('public');
    for (const cookie of ['yuyue_session=', 'yuyue_session=x', `yuyue_session=${'A'.repeat(43)}`, 'yuyue_session=%00', 'yuyue_session="', ';;;=', `yuyue_session=${'A'.repeat(4000)}`]) {
      const answer = await client.get('/api/v1/me', { headers: { Cookie: cookie } });
      assert.equal(must(answer, 200).kind, 'anonymous', cookie.slice(0, 40));
    }
  });

  test('staff sign in inside only, and outside their cookie means nothing', async () => {
    const outside = server.client('public');
    const attempt = { provider: 'password', account: 'desk', password: 'Demo-desk-2026' };
    const problem = mustRefuse(await outside.post('/api/v1/sign-ins', attempt), 422, 'field-invalid');
    assert.equal(problem.field, 'provider');
    outside.cookie = staff.cookie;
    assert.equal(must(await outside.get('/api/v1/me'), 200).kind, 'anonymous');
    mustRefuse(await outside.get('/api/v1/appointments'), 401, 'sign-in-needed');
    const wrong = mustRefuse(await server.client().post('/api/v1/sign-ins', { ...attempt, password: 'x' }), 401, 'sign-in-failed');
    const unknown = mustRefuse(await server.client().post('/api/v1/sign-ins', { ...attempt, account: 'nobody.here' }), 401, 'sign-in-failed');
    assert.equal(wrong.detail, unknown.detail, 'the answer does not tell which accounts there are');
  });

  test('keys count inside only', async () => {
    const outside = server.client('public');
    const answer = await outside.get('/api/v1/me', { headers: { Authorization: 'Bearer yuyue_x' } });
    assert.equal(must(answer, 200).kind, 'anonymous');
  });

  test('after five minutes a code has expired; after an hour another five may be sent', async () => {
    const client = server.client('public');
    const phone = newPhone();
    must(await client.post('/api/v1/sign-in-codes', { phone }), 202);
    const code = await client.newestCode(phone);
    await turnClock(301);
    mustRefuse(await withCode(client, phone, code), 422, 'code-expired');
    for (let n = 1; n < 5; n += 1) {
      must(await client.post('/api/v1/sign-in-codes', { phone }), 202);
      await turnClock(61);
    }
    mustRefuse(await client.post('/api/v1/sign-in-codes', { phone }), 429, 'too-many-codes');
    await turnClock(3600);
    must(await client.post('/api/v1/sign-in-codes', { phone }), 202);
  });

  test('a sign-in that is not used for two weeks ends', async () => {
    const client = await server.patient(newPhone());
    await turnClock(13 * 86_400);
    assert.equal(must(await client.get('/api/v1/me'), 200).kind, 'patient');
    await turnClock(13 * 86_400);
    assert.equal(must(await client.get('/api/v1/me'), 200).kind, 'patient', 'its use was noted');
    await turnClock(5 * 86_400);
    assert.equal(must(await client.get('/api/v1/me'), 200).kind, 'anonymous', 'thirty days are the most');
  });
});
