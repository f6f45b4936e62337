// What the display says aloud, and what it shows where: the parts that need no browser.

import assert from 'node:assert/strict';
import test from 'node:test';
import { nameInWords, numberInWords, placeInWords, ticketInWords, timeInWords, wordsOf } from '../../static/display/speech.js';
import { callsShown, cardsOf, isQuiet, mergeCalls, pagesOf } from '../../static/display/model.js';

const at = (seconds) => new Date(Date.parse('2026-11-23T00:30:00Z') + seconds * 1000).toISOString();
const kNow = Date.parse(at(0));
const call = (id, seconds, fields = {}) => ({ id, number: '0830-2', name: '王*明', room: { id: 'roo_1', name: '心内1诊室' }, at: at(seconds), session: 'ses_1', times: 2, slowly: false, english: false, ...fields });
const room = (id, now = null, fields = {}) => ({ id, name: id, now, near: [], ...fields });
const session = (id, rooms, fields = {}) => ({ id, department: { name: '心内科' }, rooms, next: [], waiting: 0, missed: [], ...fields });

test('numbers as one says them', () => {
  assert.deepEqual([0, 2, 10, 12, 20, 35].map(numberInWords), ['零', '二', '十', '十二', '二十', '三十五']);
  assert.deepEqual(['0800', '0830', '1405', '2000'].map(timeInWords), ['八点整', '八点三十分', '十四点零五分', '二十点整']);
});

test('a ticket is heard as it stands on the slip', () => {
  assert.equal(ticketInWords('0830-2'), '八点三十分，二号');
  assert.equal(ticketInWords('0830-2A'), '八点三十分，二号 A');
  assert.equal(ticketInWords('1400-12'), '十四点整，十二号');
  assert.equal(ticketInWords('W12'), 'W，十二号');
  assert.equal(ticketInWords('A023'), 'A，零二三号');
  assert.equal(ticketInWords('117'), '幺幺七号');
});

test('names only as they are shown; rooms with their digits', () => {
  assert.equal(nameInWords('王*明'), '王某明');
  assert.equal(nameInWords('欧阳**'), '欧阳某某');
  assert.equal(placeInWords('心内3诊室'), '心内三诊室');
  assert.equal(placeInWords('12诊室'), '十二诊室');
  assert.equal(placeInWords('305诊室'), '三零五诊室');
});

test('the whole call', () => {
  assert.deepEqual(wordsOf(call('a', 0)), { zh: '请，八点三十分，二号，王某明，到心内一诊室就诊。', en: '' });
  assert.equal(wordsOf(call('a', 0, { name: null })).zh, '请，八点三十分，二号，到心内一诊室就诊。');
  assert.equal(wordsOf(call('a', 0, { english: true })).en, 'Attention please. 8 30, number 2. Please go to room 1, as shown on the screen.');
  assert.equal(wordsOf(call('a', 0, { english: true, number: '0900-1', room: { name: '3诊室', nameEn: 'Room 3' } })).en, "Attention please. 9 o'clock, number 1. Please go to Room 3.");
});

test('every call once, the newest first, old ones gone', () => {
  const calls = mergeCalls([call('a', -10), call('old', -400)], [call('b', -5), call('a', -10)], kNow);
  assert.deepEqual(calls.map((one) => one.id), ['b', 'a']);
});

test('a call stands while it is new, and until its patient has come in', () => {
  const board = (state, number = '0830-2') => ({ sessions: [session('ses_1', [room('roo_1', { number, state })])] });
  const shown = (state, seconds, number) => callsShown(board(state, number), [call('a', seconds)], kNow, 3);
  assert.equal(shown('called', -5)[0].fresh, true);
  assert.equal(shown('called', -90)[0].fresh, false);
  assert.deepEqual(shown('serving', -90), []);
  assert.deepEqual(shown('called', -90, '0900-1'), []);
  assert.equal(shown('serving', -5).length, 1);
  const again = callsShown(board('called'), [call('b', -2), call('a', -60)], kNow, 3);
  assert.deepEqual(again.map((one) => one.id), ['b'], 'of one patient only the newest');
  const many = callsShown({ sessions: [] }, [1, 2, 3, 4].map((n) => call(`c${n}`, -n, { number: `0830-${n}` })), kNow, 3);
  assert.equal(many.length, 3);
});

test('a session with many rooms has several cards', () => {
  const cards = cardsOf({ sessions: [session('a', ['1', '2', '3', '4'].map((id) => room(id))), session('b', [])] });
  assert.deepEqual(cards.map((one) => [one.key, one.rooms.length, one.first, one.last]), [['a 0', 2, true, false], ['a 1', 2, false, true], ['b 0', 0, true, true]]);
});

test('cards fill columns, columns pages, and none is lost', () => {
  assert.deepEqual(pagesOf([40, 40, 40, 40, 40], 2, 100, 10), [[[0, 1], [2, 3]], [[4], []]]);
  assert.deepEqual(pagesOf([300, 20], 2, 100, 10), [[[0], [1]]]);
  assert.deepEqual(pagesOf([], 2, 100, 10), []);
  for (let round = 0; round < 50; round += 1) {
    const heights = Array.from({ length: 30 }, (_, i) => 20 + ((i * 37 + round * 13) % 70));
    const pages = pagesOf(heights, 1 + (round % 3), 150, 12);
    assert.deepEqual(pages.flat(2), heights.map((_, i) => i));
    for (const column of pages.flat()) assert.ok(column.reduce((sum, i) => sum + heights[i] + 12, -12) <= 150);
  }
});

test('quiet is when nobody waits and nobody is inside', () => {
  assert.equal(isQuiet({ sessions: [session('a', [room('1')])] }), true);
  assert.equal(isQuiet({ sessions: [session('a', [room('1')], { waiting: 1 })] }), false);
  assert.equal(isQuiet({ sessions: [session('a', [room('1', { number: '1', state: 'serving' })])] }), false);
});
