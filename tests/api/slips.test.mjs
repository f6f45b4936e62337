// What a patient takes along: a QR code that a scanner reads, a calendar entry that calendars read.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import test, { after, before, describe } from 'node:test';
import { freeDays, freeSlots, must, mustRefuse, newPhone, nobody, residentNumber, startServer } from './lib.mjs';

const jsQR = createRequire(import.meta.url)('jsqr');

/** Draws the one path of unit squares, eight pixels each, black on white. */
function draw(svg) {
  const [, side] = svg.match(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 (\d+) \1"/);
  const scale = 8;
  const width = Number(side) * scale;
  const pixels = new Uint8ClampedArray(width * width * 4).fill(255);
  for (const [, x, y] of svg.matchAll(/M(\d+) (\d+)h1v1h-1z/g)) {
    for (let dy = 0; dy < scale; dy += 1) {
      const from = ((Number(y) * scale + dy) * width + Number(x) * scale) * 4;
      for (let at = from; at < from + scale * 4; at += 4) pixels.fill(0, at, at + 3);
    }
  }
  return { pixels, width };
}

/** RFC 5545: lines end with CRLF, have at most 75 octets, go on after a space. [[name, params, value]] */
function parseCalendar(text) {
  assert.ok(text.endsWith('\r\n'));
  assert.equal(text.replaceAll('\r\n', '').match(/[\r\n]/), null, 'a line break that is not CRLF');
  for (const line of text.split('\r\n')) assert.ok(Buffer.byteLength(line) <= 75, `${Buffer.byteLength(line)} octets: ${line}`);
  return text.replaceAll('\r\n ', '').trimEnd().split('\r\n').map((line) => {
    const [, name, params, value] = line.match(/^([A-Z-]+)((?:;[A-Z-]+=[^:;]*)*):(.*)$/s) ?? assert.fail(line);
    return [name, params, value];
  });
}
const unescaped = (value) => value.replace(/\\(.)/g, (_, c) => (c === 'n' || c === 'N' ? '\n' : c));
const utc = (moment) => new Date(moment).toISOString().replace(/[-:]|\.\d+/g, '');

describe('slips', () => {
  let server;
  let patient;
  let appointment;
  let other;
  before(async () => {
    server = await startServer();
    patient = await server.patient(newPhone());
    const person = must(await patient.post('/api/v1/me/people', { name: '慕容复', document: { type: 'resident-card', number: residentNumber() }, relation: 'self' }), 201);
    const [day, next] = await freeDays(patient, 2);
    const [slot] = await freeSlots(patient, day);
    [other] = await freeSlots(patient, next);
    appointment = must(await patient.post('/api/v1/appointments', { slotId: slot.id, personId: person.id }), 201);
  });
  after(() => server?.stop());
  const calendar = async (headers = {}) => patient.get(`/api/v1/appointments/${appointment.id}/calendar.ics`, { headers });
  const fields = (lines) => Object.fromEntries(lines.slice(lines.findIndex(([, , value]) => value === 'VEVENT') + 1, lines.findIndex(([, , value]) => value === 'VALARM')).map(([name, , value]) => [name, value]));

  test('the QR code reads as the booking code', async () => {
    const answer = await patient.get(`/api/v1/appointments/${appointment.id}/qr.svg`);
    assert.equal(answer.status, 200);
    assert.equal(answer.headers['content-type'], 'image/svg+xml');
    assert.match(answer.headers['cache-control'], /private|no-store/);
    assert.doesNotMatch(answer.text, /<script|<image|href/);
    const { pixels, width } = draw(answer.text);
    const read = jsQR(pixels, width, width);
    assert.ok(read, 'no scanner would find it');
    assert.equal(read.data, appointment.code.replaceAll(' ', ''));
  });

  test('the quiet zone is four modules wide', async () => {
    const { text } = await patient.get(`/api/v1/appointments/${appointment.id}/qr.svg`);
    const side = Number(text.match(/viewBox="0 0 (\d+)/)[1]);
    for (const [, x, y] of text.matchAll(/M(\d+) (\d+)h1/g)) {
      for (const at of [Number(x), Number(y)]) assert.ok(at >= 4 && at < side - 4);
    }
  });

  test('the calendar entry is one that calendars read', async () => {
    const answer = await calendar();
    assert.equal(answer.status, 200);
    assert.match(answer.headers['content-type'], /^text\/calendar; *charset=utf-8$/i);
    assert.match(answer.headers['content-disposition'], /filename="[\w.-]+\.ics"/);
    assert.equal(answer.headers['cache-control'], 'no-store');
    const lines = parseCalendar(answer.text);
    assert.deepEqual(lines[0], ['BEGIN', '', 'VCALENDAR']);
    assert.deepEqual(lines.at(-1), ['END', '', 'VCALENDAR']);
    const open = [];
    for (const [name, , value] of lines) {
      if (name === 'BEGIN') open.push(value);
      if (name === 'END') assert.equal(open.pop(), value);
    }
    assert.deepEqual(open, []);
    for (const name of ['VERSION', 'PRODID']) assert.ok(lines.some(([one]) => one === name), name);
    const event = fields(lines);
    for (const name of ['UID', 'DTSTAMP', 'DTSTART', 'DTEND', 'SUMMARY', 'LOCATION', 'SEQUENCE', 'STATUS']) assert.ok(event[name], name);
    assert.equal(event.DTSTART, utc(appointment.slot.startsAt));
    assert.equal(event.DTEND, utc(appointment.slot.endsAt));
    assert.match(event.DTSTAMP, /^\d{8}T\d{6}Z$/);
    assert.ok(event.UID.includes(appointment.id));
    assert.equal(event.STATUS, 'CONFIRMED');
    const details = unescaped(event.DESCRIPTION);
    assert.ok(details.includes(appointment.code));
    assert.ok(details.includes(`${appointment.slot.start}–${appointment.slot.end}`));
    assert.ok(lines.some(([name, , value]) => name === 'TRIGGER' && value === '-PT2H'));
  });

  test('it names no patient', async () => {
    assert.ok(!(await calendar()).text.includes('慕容'));
  });

  test('it speaks the reader\'s language', async () => {
    const english = unescaped(fields(parseCalendar((await calendar({ 'Accept-Language': 'en' })).text)).SUMMARY);
    const chinese = unescaped(fields(parseCalendar((await calendar({ 'Accept-Language': 'zh-CN' })).text)).SUMMARY);
    assert.ok(english.includes(appointment.department.nameEn), english);
    assert.ok(chinese.includes(appointment.department.name), chinese);
  });

  test('a moved appointment moves in the calendar, a cancelled one is cancelled there', async () => {
    const first = fields(parseCalendar((await calendar()).text));
    const moved = must(await patient.post(`/api/v1/appointments/${appointment.id}/rescheduling`, { slotId: other.id }), 200);
    const second = fields(parseCalendar((await calendar()).text));
    assert.equal(second.UID, first.UID);
    assert.ok(Number(second.SEQUENCE) > Number(first.SEQUENCE));
    assert.equal(second.DTSTART, utc(moved.slot.startsAt));
    must(await patient.post(`/api/v1/appointments/${appointment.id}/cancellation`, {}), 200);
    const third = fields(parseCalendar((await calendar()).text));
    assert.equal(third.UID, first.UID);
    assert.ok(Number(third.SEQUENCE) > Number(second.SEQUENCE));
    assert.equal(third.STATUS, 'CANCELLED');
  });

  test('somebody else\'s slip is not there', async () => {
    const stranger = await server.patient(newPhone());
    for (const what of ['qr.svg', 'calendar.ics']) {
      mustRefuse(await stranger.get(`/api/v1/appointments/${appointment.id}/${what}`), 404, 'not-found');
      mustRefuse(await server.client('public').get(`/api/v1/appointments/${appointment.id}/${what}`), 401, 'sign-in-needed');
      mustRefuse(await patient.get(`/api/v1/appointments/${nobody('apt')}/${what}`), 404, 'not-found');
    }
  });

  test('whoever accepts only JSON gets no picture', async () => {
    mustRefuse(await patient.get(`/api/v1/appointments/${appointment.id}/qr.svg`, { headers: { Accept: 'application/json' } }), 406, 'not-acceptable');
  });
});
