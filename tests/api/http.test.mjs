// What HTTP asks for, against the real server: statuses, Allow, limits, broken requests; figures.

import assert from 'node:assert/strict';
import net from 'node:net';
import test, { after, before, describe } from 'node:test';
import { must, mustRefuse, newColleague, nobody, startServer } from './lib.mjs';

/** Sends bytes as they are; answers {status, headers, body} of the first answer, or null. */
function raw(base, bytes, { wait = 5000 } = {}) {
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    const socket = net.connect(Number(port), hostname, () => socket.write(bytes));
    const parts = [];
    const done = () => {
      clearTimeout(timer);
      socket.destroy();
      const text = Buffer.concat(parts).toString('utf8');
      const end = text.indexOf('\r\n\r\n');
      if (end < 0) return resolve(null);
      const [first, ...lines] = text.slice(0, end).split('\r\n');
      const headers = Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]));
      const body = text.slice(end + 4);
      return resolve({ status: Number(first.split(' ')[1]), headers, text: body, body: /json/.test(headers['content-type'] ?? '') && body ? JSON.parse(body) : undefined });
    };
    const timer = setTimeout(done, wait);
    socket.on('data', (part) => {
      parts.push(part);
      const text = Buffer.concat(parts).toString('latin1');
      const length = text.match(/\r\ncontent-length: (\d+)/i)?.[1];
      const end = text.indexOf('\r\n\r\n');
      if (end >= 0 && length !== undefined && text.length >= end + 4 + Number(length)) done();
    });
    socket.on('end', done);
    socket.on('error', (error) => (parts.length > 0 ? done() : reject(error)));
  });
}

describe('HTTP', () => {
  let server;
  let visitor;
  before(async () => {
    server = await startServer();
    visitor = server.client('public');
  });
  after(() => server?.stop());
  const request = (first, headers = {}, body = '') =>
    raw(server.public, `${first} HTTP/1.1\r\nHost: x\r\nAccept-Language: en\r\n${Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`);
  const json = { 'Content-Type': 'application/json' };

  // [what, request line, headers, body, status, code]
  const cases = [
    ['an unknown path', 'GET /api/v1/nothing', {}, '', 404, 'not-found'],
    ['an unknown page', 'GET /nothing.html', {}, '', 404, 'not-found'],
    ['a page outside the folder', 'GET /../../etc/passwd', {}, '', [400, 404]],
    ['an id of another kind', `GET /api/v1/departments/${nobody('ses')}/days`, {}, '', 404, 'not-found'],
    ['an unknown method there', 'DELETE /api/v1/hospital', {}, '', 405, 'method-not-allowed'],
    ['POST to a page', 'POST /', { ...json, 'Content-Length': 2 }, '{}', 405, 'method-not-allowed'],
    ['a type that is not there', 'GET /api/v1/hospital', { Accept: 'image/png' }, '', 406, 'not-acceptable'],
    ['a change whose answer is not wanted', 'POST /api/v1/sign-in-codes', { ...json, Accept: 'text/html', 'Content-Length': 2 }, '{}', 406, 'not-acceptable'],
    ['a body without a length', 'POST /api/v1/sign-in-codes', json, '', 411, 'length-required'],
    ['a body too large', 'POST /api/v1/sign-in-codes', { ...json, 'Content-Length': 70_000 }, '', 413, 'body-too-large'],
    ['a body where none belongs', 'GET /api/v1/hospital', { ...json, 'Content-Length': 2 }, '{}', 413, 'body-too-large'],
    ['an address too long', `GET /api/v1/hospital?x=${'a'.repeat(5000)}`, {}, '', 414, 'target-too-long'],
    ['a text that is no JSON', 'POST /api/v1/sign-in-codes', { 'Content-Type': 'text/plain', 'Content-Length': 2 }, '{}', 415, 'unsupported-media-type'],
    ['JSON in another charset', 'POST /api/v1/sign-in-codes', { 'Content-Type': 'application/json; charset=gbk', 'Content-Length': 2 }, '{}', 415, 'unsupported-media-type'],
    ['a packed body', 'POST /api/v1/sign-in-codes', { ...json, 'Content-Encoding': 'gzip', 'Content-Length': 2 }, '{}', 415, 'unsupported-media-type'],
    ['a body without a type', 'POST /api/v1/sign-in-codes', { 'Content-Length': 2 }, '{}', 415, 'unsupported-media-type'],
    ['an expectation nobody meets', 'POST /api/v1/sign-in-codes', { ...json, Expect: '200-maybe', 'Content-Length': 2 }, '{}', 417, 'expectation-failed'],
    ['headers too large', 'GET /api/v1/hospital', { 'X-Long': 'a'.repeat(20_000) }, '', 431, 'headers-too-large'],
    ['a method nobody knows', 'BREW /api/v1/hospital', {}, '', 501, 'not-implemented'],
    ['an encoding of the transfer nobody knows', 'POST /api/v1/sign-in-codes', { ...json, 'Transfer-Encoding': 'gzip, chunked' }, '0\r\n\r\n', [400, 501]],
    ['two lengths', 'POST /api/v1/sign-in-codes', { ...json, 'Content-Length': '2, 3' }, '{}', 400, 'malformed-request'],
    ['length and chunks at once', 'POST /api/v1/sign-in-codes', { ...json, 'Content-Length': 2, 'Transfer-Encoding': 'chunked' }, '0\r\n\r\n', 400, 'malformed-request'],
  ];
  for (const [what, first, headers, body, status, code] of cases) {
    test(`${what}: ${status}`, async () => {
      const answer = await request(first, headers, body);
      assert.ok(answer, 'no answer');
      if (Array.isArray(status)) assert.ok(status.includes(answer.status), `${answer.status}`);
      else mustRefuse(answer, status, code);
      assert.ok(answer.headers['x-request-id']);
      assert.equal(answer.headers['x-content-type-options'], 'nosniff');
      if (answer.body) assert.equal(answer.body.requestId, answer.headers['x-request-id']);
      assert.doesNotMatch(answer.text, /\.cpp|boost|sqlite|exception|0x[0-9a-f]{6}/i);
    });
  }

  test('405 says what is allowed, by door', async () => {
    const allowed = async (client, method, target) => {
      const answer = await client.request(method, target, ['POST', 'PUT', 'PATCH'].includes(method) ? { body: {} } : {});
      mustRefuse(answer, 405, 'method-not-allowed');
      return answer.headers.allow.split(', ').sort();
    };
    assert.deepEqual(await allowed(visitor, 'PUT', '/api/v1/hospital'), ['GET', 'HEAD']);
    assert.deepEqual(await allowed(visitor, 'DELETE', '/api/v1/appointments'), ['GET', 'HEAD', 'POST']);
    assert.deepEqual(await allowed(visitor, 'GET', '/api/v1/sign-ins'), ['POST']);
    assert.deepEqual(await allowed(server.client(), 'DELETE', '/api/v1/patients'), ['GET', 'HEAD', 'POST']);
    mustRefuse(await visitor.delete('/api/v1/patients'), 404, 'not-found');
  });

  test('problems speak the language asked for, Chinese by default', async () => {
    for (const [wanted, tag] of [['', 'zh'], ['zh-CN,zh;q=0.9', 'zh'], ['en', 'en'], ['en-GB,en;q=0.9,zh;q=0.5', 'en'], ['fr', 'zh'], ['*', 'zh']]) {
      const answer = await visitor.get('/api/v1/nothing', { headers: { 'Accept-Language': wanted } });
      assert.match(answer.headers['content-language'], new RegExp(`^${tag}`), wanted);
      assert.equal(/[\u4e00-\u9fff]/.test(answer.body.detail), tag === 'zh', wanted);
    }
  });

  test('broken requests get 400 or nothing, and the server goes on', async () => {
    for (const bytes of ['\r\n\r\n\r\n', 'GET\r\n\r\n', 'GET / HTTP/9.9\r\n\r\n', 'GET / HTTP/1.1\r\nBad Header: x\r\n\r\n', 'GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n', 'GET http://[::1 HTTP/1.1\r\n\r\n', '\x16\x03\x01\x02\x00\x01', 'GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n', 'GET /\x00 HTTP/1.1\r\nHost: x\r\n\r\n']) {
      const answer = await raw(server.public, bytes, { wait: 300 });
      if (answer) assert.ok(answer.status >= 400 && answer.status < 506, `${JSON.stringify(bytes)}: ${answer.status}`);
    }
    assert.equal((await visitor.get('/healthz')).text, 'ok\n');
  });

  test('requests one behind the other are answered in order', async () => {
    const one = (target) => `GET ${target} HTTP/1.1\r\nHost: x\r\n`;
    const { hostname, port } = new URL(server.public);
    const text = await new Promise((resolve, reject) => {
      const socket = net.connect(Number(port), hostname, () => socket.write(`${one('/healthz')}\r\n${one('/api/v1/nothing')}\r\n${one('/readyz')}Connection: close\r\n\r\n`));
      let all = '';
      socket.on('data', (part) => { all += part; });
      socket.on('end', () => resolve(all));
      socket.on('error', reject);
    });
    assert.deepEqual([...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status), ['200', '404', '200']);
  });

  test('pages may not be framed, sniffed or scripted from elsewhere', async () => {
    for (const target of ['/', '/api/v1/hospital', '/api/v1/nothing']) {
      const { headers } = await visitor.get(target);
      assert.match(headers['content-security-policy'], /default-src 'self'/);
      assert.match(headers['content-security-policy'], /frame-ancestors 'none'/);
      assert.doesNotMatch(headers['content-security-policy'], /unsafe/);
      assert.equal(headers['x-content-type-options'], 'nosniff');
      assert.equal(headers['referrer-policy'], 'no-referrer');
      assert.equal(headers.server, undefined, 'what runs here is nobody\'s business');
    }
  });

  test('figures are for a key that may read them', async () => {
    const admin = await server.as('admin');
    const operator = await newColleague(server, admin, 'op', ['operator']);
    const inside = server.client();
    mustRefuse(await inside.get('/metrics'), 401, 'sign-in-needed');
    mustRefuse(await admin.get('/metrics'), 403, 'forbidden');
    const made = must(await operator.post('/api/v1/api-keys', { name: 'prometheus', permissions: ['metrics-read'] }), 201);
    const headers = { Authorization: `Bearer ${made.key}` };
    const figures = await inside.get('/metrics', { headers });
    assert.equal(figures.status, 200, figures.text);
    assert.match(figures.headers['content-type'], /^text\/plain; version=0\.0\.4/);
    const names = new Set();
    for (const line of figures.text.trimEnd().split('\n')) {
      const sample = line.match(/^([a-zA-Z_:][\w:]*)(?:\{(?:[a-zA-Z_]\w*="(?:[^"\\]|\\.)*",?)*\})? [-+0-9.eEinfNa]+$/);
      assert.ok(line.startsWith('#') || sample, line);
      if (sample) names.add(sample[1]);
    }
    assert.ok([...names].some((name) => /request/.test(name)), [...names].join(' '));
    assert.ok([...names].every((name) => /^(yuyue|process)_/.test(name)), [...names].join(' '));
    assert.doesNotMatch(figures.text, /(per|apt|acc)_0/, 'no ids: patterns only');
    assert.equal(must(await inside.get('/api/v1/me', { headers }), 200).kind, 'key');
    mustRefuse(await inside.get('/api/v1/patients?q=x', { headers }), 403, 'forbidden');
    assert.equal(must(await server.client('public').get('/api/v1/me', { headers }), 200).kind, 'anonymous');

    // A key counts before a cookie, and its use is noted as the key's.
    const both = must(await operator.get('/api/v1/me', { headers }), 200);
    assert.equal(both.kind, 'key');
    const listed = must(await operator.get('/api/v1/api-keys'), 200).items.find((one) => one.id === made.id);
    assert.match(listed.lastUsedAt, /^\d{4}-\d\d-\d\d$/);
    assert.ok(!JSON.stringify(listed).includes(made.key), 'the secret is shown once');

    assert.equal((await operator.delete(`/api/v1/api-keys/${made.id}`)).status, 204);
    mustRefuse(await inside.get('/metrics', { headers }), 401, 'sign-in-needed');
  });
});
