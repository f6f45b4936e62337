// What everybody reads before booking: the hospital, departments, what is free; kept ready with an
// ETag, compressed, and new as soon as somebody books. And what they must not reach.

import assert from 'node:assert/strict';
import http from 'node:http';
import test, { after, before, describe } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { freeDays, freeSlots, must, mustRefuse, newPhone, nobody, register, residentNumber, startServer } from './lib.mjs';

/** The bytes as they travel: Client reads texts only. */
function bytes(base, target, headers, method = 'GET') {
  return new Promise((resolve, reject) => {
    http.request(new URL(target, base), { method, headers }, (response) => {
      const parts = [];
      response.on('data', (part) => parts.push(part));
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, bytes: Buffer.concat(parts) }));
    }).on('error', reject).end();
  });
}

describe('what everybody reads', () => {
  let server;
  let visitor;
  let desk;
  let day;
  before(async () => {
    server = await startServer();
    visitor = server.client('public');
    desk = await server.as('desk');
    [day] = await freeDays(visitor);
  });
  after(() => server?.stop());

  test('the hospital says what booking needs to know', async () => {
    const hospital = must(await visitor.get('/api/v1/hospital'), 200);
    assert.equal(hospital.timeZone, 'Asia/Shanghai');
    assert.ok(hospital.name && hospital.campuses.length > 0);
    assert.equal(hospital.releaseTime, '07:00');
    assert.equal(hospital.today, hospital.now.slice(0, 10));
    assert.ok(hospital.now.endsWith('+08:00'));
    assert.equal(hospital.demo, true);
  });

  test('departments can be found by name, initials and symptoms', async () => {
    const { items } = must(await visitor.get('/api/v1/departments'), 200);
    assert.ok(items.length >= 20);
    for (const one of items) {
      assert.match(one.initials, /^[a-z0-9]+$/, one.name);
      assert.match(one.pinyin, /^[a-z0-9]+$/, one.name);
    }
    assert.ok(items.some((one) => one.keywords.includes('心慌')));
  });

  test('the day strip has every day of the horizon, once, in order', async () => {
    const { horizonDays, today } = must(await visitor.get('/api/v1/hospital'), 200);
    const { items } = must(await visitor.get(`/api/v1/departments/${day.department}/days`), 200);
    assert.equal(items[0].date, today);
    assert.equal(items.length, horizonDays + 1);
    items.forEach((one, n) => {
      assert.equal(one.date, new Date(Date.parse(today) + n * 86_400_000).toISOString().slice(0, 10));
      assert.equal(one.weekday, new Date(one.date).getUTCDay() || 7);
      assert.ok(one.state === 'open' ? one.free > 0 : one.free === 0, JSON.stringify(one));
    });
  });

  test('a day\'s sessions add up to the strip', async () => {
    const strip = must(await visitor.get(`/api/v1/departments/${day.department}/days`), 200).items.find((one) => one.date === day.date);
    const { items } = must(await visitor.get(`/api/v1/departments/${day.department}/sessions?date=${day.date}`), 200);
    const free = items.flatMap((one) => one.slots).reduce((sum, slot) => sum + slot.free, 0);
    assert.equal(free, strip.free);
    for (const session of items) {
      assert.equal(session.free, session.slots.reduce((sum, slot) => sum + slot.free, 0));
      assert.equal(session.slots[0].startsAt, session.startsAt);
      for (const slot of session.slots) {
        assert.ok(!('taken' in slot) && !('capacity' in slot), 'patients see what is free, not who is there');
        assert.equal(slot.state === 'free', slot.free > 0);
      }
    }
    assert.ok(!items.some((one) => 'stopReason' in one || 'version' in one));
  });

  test('a clinician\'s sessions are those of the departments', async () => {
    const { items } = must(await visitor.get(`/api/v1/departments/${day.department}/sessions?date=${day.date}`), 200);
    const session = items.find((one) => one.practitioner);
    const own = must(await visitor.get(`/api/v1/practitioners/${session.practitioner.id}/sessions`), 200).items;
    assert.deepEqual(own.find((one) => one.id === session.id), session);
    assert.ok(own.every((one) => one.practitioner.id === session.practitioner.id));
  });

  test('what does not exist is not found, what is no date is refused', async () => {
    mustRefuse(await visitor.get(`/api/v1/departments/${nobody('dep')}/days`), 404, 'not-found');
    mustRefuse(await visitor.get(`/api/v1/departments/${nobody('pra')}/days`), 404, 'not-found');
    mustRefuse(await visitor.get('/api/v1/departments/dep_/days'), 404, 'not-found');
    mustRefuse(await visitor.get(`/api/v1/practitioners/${nobody('pra')}/sessions`), 404, 'not-found');
    mustRefuse(await visitor.get(`/api/v1/departments/${day.department}/sessions?date=2026-02-30`), 400, 'query-invalid');
    assert.deepEqual(must(await visitor.get(`/api/v1/departments/${day.department}/sessions?date=2099-01-01`), 200).items, []);
    assert.deepEqual(must(await visitor.get(`/api/v1/departments/${day.department}/sessions?date=1999-01-01`), 200).items, []);
  });

  for (const [name, target] of [
    ['the hospital', () => '/api/v1/hospital'],
    ['departments', () => '/api/v1/departments'],
    ['the day strip', () => `/api/v1/departments/${day.department}/days`],
    ['a day\'s sessions', () => `/api/v1/departments/${day.department}/sessions?date=${day.date}`],
  ]) {
    test(`${name}: HEAD, ETag, 304, compression`, async () => {
      const whole = await bytes(server.public, target(), {});
      assert.equal(whole.status, 200);
      assert.equal(whole.headers['cache-control'], 'no-cache');
      const head = await bytes(server.public, target(), {}, 'HEAD');
      assert.equal(head.status, 200);
      assert.equal(head.bytes.length, 0);
      assert.equal(head.headers['content-type'], whole.headers['content-type']);
      if (name !== 'the hospital') { // that one tells the time
        assert.equal(head.headers['content-length'], String(whole.bytes.length));
        assert.equal(head.headers.etag, whole.headers.etag);
        for (const given of [whole.headers.etag, `W/${whole.headers.etag}`, `"other", ${whole.headers.etag}`, '*']) {
          const again = await bytes(server.public, target(), { 'If-None-Match': given });
          assert.equal(again.status, 304, given);
          assert.equal(again.bytes.length, 0);
          assert.equal(again.headers.etag, whole.headers.etag);
        }
        assert.equal((await bytes(server.public, target(), { 'If-None-Match': '"other"' })).status, 200);
      }
      for (const [coding, unpack] of [['gzip', gunzipSync], ['br', brotliDecompressSync]]) {
        const packed = await bytes(server.public, target(), { 'Accept-Encoding': coding });
        const coded = packed.headers['content-encoding'];
        if (whole.bytes.length > 2000 && coding === 'gzip') assert.equal(coded, 'gzip');
        if (coded) assert.equal(coded, coding);
        if (name !== 'the hospital') assert.deepEqual(coded ? unpack(packed.bytes) : packed.bytes, whole.bytes);
        if (whole.bytes.length > 2000) assert.match(packed.headers.vary ?? '', /Accept-Encoding/i);
      }
    });
  }

  test('a booking is seen in the very next read', async () => {
    const target = `/api/v1/departments/${day.department}/sessions?date=${day.date}`;
    const before_ = await visitor.get(target);
    const [slot] = await freeSlots(visitor, day);
    const person = await register(desk);
    const booked = must(await desk.post('/api/v1/appointments', { slotId: slot.id, personId: person.id }), 201);
    const after_ = await visitor.get(target, { headers: { 'If-None-Match': before_.headers.etag } });
    assert.equal(after_.status, 200);
    const free = (page) => page.items.flatMap((one) => one.slots).find((one) => one.id === slot.id).free;
    assert.equal(free(after_.body), free(before_.body) - 1);
    must(await desk.post(`/api/v1/appointments/${booked.id}/cancellation`, {}), 200);
    assert.equal(free(must(await visitor.get(target), 200)), free(before_.body));
  });

  test('nothing personal may be kept by caches', async () => {
    const patient = await server.patient(newPhone());
    must(await patient.post('/api/v1/me/people', { name: '司马光', document: { type: 'resident-card', number: residentNumber() }, relation: 'self' }), 201);
    for (const target of ['/api/v1/me', '/api/v1/me/people', '/api/v1/appointments']) {
      const answer = await patient.get(target);
      assert.equal(answer.headers['cache-control'], 'no-store', target);
      assert.equal(answer.headers.etag, undefined, target);
    }
    for (const target of ['/api/v1/patients?q=x', '/api/v1/appointments', '/api/v1/sessions']) {
      assert.equal((await desk.get(target)).headers['cache-control'], 'no-store', target);
    }
  });

  test('pages of staff exist inside only', async () => {
    const [inside, outside] = [server.client('internal'), server.client('public')];
    for (const page of ['/desk/', '/clinic/', '/partner/', '/admin/', '/staff/staff.css', '/desk/app.js']) {
      assert.equal((await inside.get(page)).status, 200, page);
      const answer = await outside.get(page);
      mustRefuse(answer, 404, 'not-found');
    }
    assert.equal((await outside.get('/')).status, 200);
    assert.equal((await outside.get('/patient/main.js')).status, 200);
  });

  test('no spelling of their address opens them outside', async () => {
    const outside = server.client('public');
    for (const page of ['/desk', '//desk/', '/./desk/', '/patient/../desk/', '/%64esk/', '/desk%2f', '/patient/%2e%2e/desk/', '/desk/?x', '/desk//app.js', '/DESK/']) {
      const answer = await outside.get(page);
      assert.ok([400, 404].includes(answer.status), `${page}: ${answer.status} ${answer.headers.location ?? ''}`);
    }
  });

  test('endpoints of staff do not exist outside', async () => {
    const outside = server.client('public');
    for (const target of ['/metrics', '/api/v1/patients?q=x', '/api/v1/accounts', '/api/v1/settings', '/api/v1/audit-entries', '/api/v1/checks', '/api/v1/demo/clock', '/api/v1/sessions']) {
      mustRefuse(await outside.get(target), 404, 'not-found');
    }
    mustRefuse(await outside.post('/api/v1/demo/clock', { now: '2030-01-01T00:00:00+08:00' }), 404, 'not-found');
  });
});
