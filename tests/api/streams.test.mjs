// What moves, as it moves: boards of waiting areas, lines for the staff, one's own place. Nothing is
// lost over a dropped connection or a restart, nothing comes twice, and nobody listens who may not.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import http from 'node:http';
import test, { after, before, describe } from 'node:test';
import { binary, must, mustRefuse, newName, newPhone, nobody, register, residentNumber, root, startServer, whenReady } from './lib.mjs';

const plusDays = (date, days) => new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
const minutesBefore = (at, minutes) => new Date(Date.parse(at) - minutes * 60_000).toISOString();
const patience = 20_000;

/** A client that listens to events. */
class Listener {
  constructor(client, target, { lastId } = {}) {
    this.events = [];
    this.taken = 0;
    this.lastId = lastId ?? '';
    this.ended = false;
    this.wake = () => {};
    const headers = { Accept: 'text/event-stream', Cookie: client.cookie, ...(lastId ? { 'Last-Event-ID': lastId } : {}) };
    this.opened = new Promise((resolve, reject) => {
      this.request = http.request({ host: client.base.hostname, port: client.base.port, path: target, headers, agent: false }, (response) => {
        this.status = response.statusCode;
        this.type = response.headers['content-type'];
        let rest = '';
        response.setEncoding('utf8');
        response.on('data', (text) => {
          const parts = (rest + text).split('\n\n');
          rest = parts.pop();
          parts.forEach((part) => this.take(part));
        });
        response.on('error', () => {});
        response.on('close', () => {
          this.ended = true;
          this.wake();
        });
        resolve(this);
      });
      this.request.on('error', (error) => (this.ended ? null : reject(error)));
      this.request.end();
    });
  }

  take(text) {
    const event = {};
    for (const line of text.split('\n')) {
      const at = line.indexOf(': ');
      event[line.slice(0, at)] = line.slice(at + 2);
    }
    if (!event.event || event.event === 'beat') return;
    assert.ok(event.id, text);
    this.lastId = event.id;
    this.events.push({ type: event.event, id: event.id, data: JSON.parse(event.data) });
    this.wake();
  }

  /** The next event of this type that has not been taken yet; those before it are passed over. */
  async next(type, fits = () => true) {
    const until = Date.now() + patience;
    for (;;) {
      while (this.taken < this.events.length) {
        const event = this.events[this.taken];
        this.taken += 1;
        if (event.type === type && fits(event.data)) return event.data;
      }
      assert.ok(!this.ended, `the stream ended without ${type}`);
      await this.more(until - Date.now(), type);
    }
  }
  more(time, what) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no ${what} came\n${JSON.stringify(this.events).slice(0, 3000)}`)), time);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
  async end() {
    while (!this.ended) await this.more(patience, 'end');
  }
  close() {
    this.ended = true;
    this.request.destroy();
  }
}

describe('streams of events', () => {
  let server;
  let desk;
  let admin;
  const open = [];
  before(async () => {
    server = await startServer();
    await signInStaff();
    must(await admin.post('/api/v1/policies', { document: {}, note: 'streams' }), 201);
  });
  after(() => {
    open.forEach((one) => one.close());
    return server?.stop();
  });

  async function signInStaff() {
    [desk, admin] = [await server.as('desk'), await server.as('admin')];
  }
  async function turn(now) {
    must(await server.client().post('/api/v1/demo/clock', { now }), 200);
    await signInStaff();
  }
  async function listen(client, target, options) {
    const listener = new Listener(client, `/api/v1${target}`, options);
    open.push(listener);
    await listener.opened;
    assert.equal(listener.status, 200);
    assert.match(listener.type, /^text\/event-stream/);
    return listener;
  }

  /** A morning with several rooms in one area, with people booked into its slots, today by the clock. */
  let used = 0;
  async function morning(slots) {
    const areas = must(await admin.get('/api/v1/areas'), 200).items;
    const { today } = must(await desk.get('/api/v1/hospital'), 200);
    for (let ahead = 1; ahead < 12; ahead += 1) {
      const { items } = must(await desk.get(`/api/v1/sessions?date=${plusDays(today, ahead)}`), 200);
      const fit = items.filter((one) => one.state === 'open' && one.part === 'morning' && !one.quotas.length && one.rooms.length > 1
        && one.slots.every((slot) => slot.capacity - slot.taken >= 3));
      const session = fit[used];
      if (!session) continue;
      used += 1;
      const booked = [];
      for (const index of slots) {
        const person = await register(desk);
        booked.push(must(await desk.post('/api/v1/appointments', { slotId: session.slots[index].id, personId: person.id }), 201));
      }
      session.rooms = must(await desk.get(`/api/v1/sessions/${session.id}/line`), 200).rooms;
      const area = areas.find((one) => one.roomIds.includes(session.rooms[0].id));
      await turn(minutesBefore(session.slots[0].startsAt, 15));
      return { session, booked, area };
    }
    throw new Error('no morning is free enough');
  }
  const arrive = async (one) => must(await desk.post(`/api/v1/appointments/${one.id}/arrival`, {}), 200);
  const call = async (session, room = 0) => must(await desk.post(`/api/v1/sessions/${session.id}/calls`, { roomId: session.rooms[room].id }), 201);
  const step = async (ticket, name) => must(await desk.post(`/api/v1/tickets/${ticket.id}/steps`, { step: name }), 200);
  const part = (board, session) => board.sessions.find((one) => one.id === session.id);

  async function display(area) {
    const screen = server.client();
    const pairing = must(await screen.post('/api/v1/device-pairings', { kind: 'display' }), 201);
    const device = must(await admin.post('/api/v1/devices', { code: pairing.code, name: '屏', areaId: area.id }), 201);
    const collected = await screen.post('/api/v1/device-pairings/collection', { secret: pairing.secret });
    screen.cookie = collected.headers['set-cookie'][0].split(';')[0];
    return Object.assign(screen, { device });
  }

  test('a display is told every call at once, and the board as it becomes', async () => {
    const { session, booked, area } = await morning([0, 0, 1]);
    const screen = await display(area);
    const stream = await listen(screen, `/areas/${area.id}/board/stream`);
    const first = await stream.next('snapshot');
    assert.equal(first.area.id, area.id);
    assert.deepEqual(part(first, session).rooms.map((one) => one.id), session.rooms.map((one) => one.id));
    assert.deepEqual([part(first, session).waiting, first.calls], [0, []]);

    for (const one of booked) await arrive(one);
    const waiting = await stream.next('board', (board) => part(board, session).waiting === 3);
    assert.match(part(waiting, session).next[0].name, /\*/);
    assert.deepEqual(Object.keys(part(waiting, session).next[0]).sort(), ['name', 'number']);

    // Two rooms at the same moment: two calls, each once, in the order in which they were made.
    const called = await Promise.all([call(session, 0), call(session, 1)]);
    const told = [await stream.next('call'), await stream.next('call')];
    assert.deepEqual(told.map((one) => one.number).sort(), called.map((one) => one.number).sort());
    for (const one of told) {
      assert.deepEqual([one.times, one.slowly, one.english, one.session], [2, false, false, session.id]);
      const ticket = called.find((each) => each.number === one.number);
      assert.deepEqual(one.room, ticket.room);
    }
    assert.notEqual(told[0].id, told[1].id);
    const seqs = told.map((one) => Number(one.id.split('-')[1]));
    assert.ok(seqs[0] < seqs[1]);

    const after = await stream.next('board', (board) => part(board, session).rooms.every((room) => room.now));
    assert.equal(part(after, session).rooms[0].now.state, 'called');
    await step(called[0], 'recall');
    const again = await stream.next('call');
    assert.equal(again.number, called[0].number);
    assert.ok(!told.some((one) => one.id === again.id), 'called again, it is another call');

    const board = must(await screen.get(`/api/v1/areas/${area.id}/board`), 200);
    assert.deepEqual(board.calls.map((one) => one.id), [...told.map((one) => one.id), again.id]);
    assert.ok(board.seq > first.seq);
    assert.deepEqual(board.sessions.map((one) => one.id), (await desk.get(`/api/v1/areas/${area.id}/board`)).body.sessions.map((one) => one.id));
  });

  test('numbers only where the area shows no names; delays and pauses', async () => {
    const { session, booked, area } = await morning([0]);
    const { version } = must(await admin.get('/api/v1/areas'), 200).items.find((one) => one.id === area.id);
    const quiet = must(await admin.patch(`/api/v1/areas/${area.id}`, { showsNames: false, callTimes: 3, version }), 200);
    const stream = await listen(desk, `/areas/${area.id}/board/stream`);
    await stream.next('snapshot');
    await arrive(booked[0]);
    await call(session);
    const told = await stream.next('call');
    assert.deepEqual([told.name, told.times], [null, 3]);
    must(await desk.put(`/api/v1/sessions/${session.id}/delay`, { minutes: 25, reason: '急诊手术' }), 200);
    must(await desk.put(`/api/v1/sessions/${session.id}/rooms/${session.rooms[1].id}/pause`, { reason: '设备检修' }), 200);
    const board = await stream.next('board', (one) => part(one, session).rooms[1].pause);
    assert.deepEqual(part(board, session).delay, { minutes: 25, reason: '急诊手术' });
    assert.equal(part(board, session).rooms[1].pause.reason, '设备检修');
    assert.equal(part(board, session).rooms[0].now.name, null);
    must(await admin.patch(`/api/v1/areas/${area.id}`, { showsNames: true, callTimes: 2, version: quiet.version }), 200);
  });

  test('a connection that drops loses nothing, and brings nothing twice', async () => {
    const { session, booked, area } = await morning([0, 0, 0, 1, 1, 1]);
    for (const one of booked) await arrive(one);
    const whole = await listen(desk, `/areas/${area.id}/board/stream`);
    const heard = [];
    let dropped = await listen(desk, `/areas/${area.id}/board/stream`);
    await dropped.next('snapshot');
    await whole.next('snapshot');
    for (let n = 0; n < booked.length; n += 1) {
      const ticket = await call(session, n % 2);
      if (n % 2 === 0) {
        heard.push(await dropped.next('call'));
        dropped.close();
      } else {
        dropped = await listen(desk, `/areas/${area.id}/board/stream`, { lastId: dropped.lastId });
        heard.push(await dropped.next('call'));
      }
      await step(ticket, 'finish');
    }
    const told = [];
    for (const { number } of heard) told.push(await whole.next('call', (one) => one.number === number));
    assert.deepEqual(heard.map((one) => one.id), told.map((one) => one.id));
    assert.equal(new Set(heard.map((one) => one.id)).size, booked.length);
    assert.ok(!dropped.events.some((one) => one.type === 'snapshot'), 'it was resumed');
    const unknown = await listen(desk, `/areas/${area.id}/board/stream`, { lastId: 'elsewhere-7' });
    assert.equal((await unknown.next('snapshot')).calls.length, booked.length);
  });

  test('staff are told that a line has changed, and look at it themselves', async () => {
    const { session, booked, area } = await morning([0]);
    const [line, all] = [await listen(desk, `/sessions/${session.id}/line/stream`), await listen(desk, `/areas/${area.id}/lines/stream`)];
    assert.deepEqual(await line.next('snapshot'), { sessionId: session.id });
    assert.deepEqual(await all.next('snapshot'), { areaId: area.id });
    await arrive(booked[0]);
    const changed = await line.next('changed');
    assert.deepEqual(await all.next('changed'), changed);
    assert.deepEqual(changed, { sessionId: session.id, seq: must(await desk.get(`/api/v1/sessions/${session.id}/line`), 200).line.seq });
    must(await desk.put(`/api/v1/sessions/${session.id}/delay`, { minutes: 10, reason: '查房' }), 200);
    assert.deepEqual(await line.next('changed'), { sessionId: session.id });
  });

  test('patients see their own place move, and nobody else\'s', async () => {
    const { session, booked } = await morning([0]);
    const phone = newPhone();
    let patient = await server.patient(phone);
    const person = must(await patient.post('/api/v1/me/people', { name: newName(), document: { type: 'resident-card', number: residentNumber() }, relation: 'self' }), 201);
    const own = must(await desk.post('/api/v1/appointments', { slotId: session.slots[1].id, personId: person.id }), 201);
    const stream = await listen(patient, `/appointments/${own.id}/place/stream`);
    assert.equal((await stream.next('snapshot')).state, 'expected');
    await arrive(booked[0]);
    await arrive(own);
    const place = await stream.next('place', (one) => one.state === 'waiting');
    assert.deepEqual([place.ahead, place.appointmentId, place.sessionId], [1, own.id, session.id]);
    const first = await call(session);
    assert.equal((await stream.next('place', (one) => one.ahead === 0)).state, 'waiting');
    await step(first, 'finish');
    await call(session);
    const called = await stream.next('place', (one) => one.state === 'called');
    assert.equal(called.room.id, session.rooms[0].id);
    const now = must(await patient.get(`/api/v1/appointments/${own.id}/place`), 200);
    assert.deepEqual([now.state, now.number], ['called', called.number]);

    patient = await server.patient(newPhone());
    mustRefuse(await patient.get(`/api/v1/appointments/${own.id}/place`), 404, 'not-found');
    mustRefuse(await patient.get(`/api/v1/appointments/${own.id}/place/stream`), 404, 'not-found');
  });

  test('who may not listen does not, and a stream ends with what it was asked for with', async () => {
    const areas = must(await admin.get('/api/v1/areas'), 200).items;
    const visitor = server.client();
    for (const target of [`/areas/${areas[0].id}/board/stream`, `/areas/${areas[0].id}/lines/stream`, `/sessions/${nobody('ses')}/line/stream`, `/appointments/${nobody('apt')}/place/stream`]) {
      mustRefuse(await visitor.get(`/api/v1${target}`), 401, 'sign-in-needed');
      mustRefuse(await admin.get(`/api/v1${target}`), 403, 'forbidden');
    }
    mustRefuse(await desk.get(`/api/v1/areas/${nobody('are')}/board/stream`), 404, 'not-found');
    const screen = await display(areas[0]);
    mustRefuse(await screen.get(`/api/v1/areas/${areas[1].id}/board/stream`), 403, 'forbidden');
    mustRefuse(await screen.get(`/api/v1/areas/${areas[0].id}/lines/stream`), 403, 'forbidden');
    const outside = server.client('public');
    assert.equal((await outside.get(`/api/v1/areas/${areas[0].id}/board`)).status, 404);
  });

  test('a revoked display\'s stream ends by itself', { timeout: 60_000 }, async () => {
    const [area] = must(await admin.get('/api/v1/areas'), 200).items;
    const screen = await display(area);
    const stream = await listen(screen, `/areas/${area.id}/board/stream`);
    await stream.next('snapshot');
    assert.equal((await admin.delete(`/api/v1/devices/${screen.device.id}`)).status, 204);
    await Promise.race([stream.end(), new Promise((_, reject) => { setTimeout(() => reject(new Error('it goes on')), 45_000).unref(); })]);
  });

  test('a restart ends streams at once; whoever comes back has every call of the last minutes', async () => {
    const { session, booked, area } = await morning([0, 0]);
    for (const one of booked) await arrive(one);
    const stream = await listen(desk, `/areas/${area.id}/board/stream`);
    await stream.next('snapshot');
    await call(session, 0);
    const heard = await stream.next('call');
    const missed = await call(session, 1);
    const { now } = must(await desk.get('/api/v1/demo/clock'), 200);

    const began = Date.now();
    const ended = new Promise((resolve) => server.child.once('exit', resolve));
    server.child.kill('SIGTERM');
    await stream.end();
    assert.equal(await ended, 0);
    assert.ok(Date.now() - began < 5000, 'nobody waits for those who listen');
    server.child = spawn(binary, ['serve', '--demo', '--data', server.dir, '--public', '127.0.0.1:0', '--internal', '127.0.0.1:0'], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    const told = await whenReady(server.child, server.log);
    [server.public, server.internal] = [told.public, told.internal];
    await turn(now);

    const back = await listen(desk, `/areas/${area.id}/board/stream`, { lastId: stream.lastId });
    const board = await back.next('snapshot');
    const numbers = board.calls.filter((one) => one.session === session.id).map((one) => one.number);
    assert.deepEqual(numbers, [heard.number, missed.number]);
    assert.ok(board.calls.some((one) => one.id === heard.id), 'by its id a call is not made twice');
  });
});
