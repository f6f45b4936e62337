// Clients that are slow, greedy or speak nonsense, all at the same time, against the real server with
// the limits it really has. Each gets a refusal or is hung up on; everybody else is served.

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { bare, demoData, must, promptness, serve, sleep } from './lib.mjs';

const prompt = 1500;  // ms; a loaded machine under a sanitizer is slow, a blocked server is slower

/** What the process holds: open descriptors and resident memory in MiB. */
async function holds(pid) {
  const fds = (await readdir(`/proc/${pid}/fd`)).length;
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return { fds, rss: Number(status.match(/VmRSS:\s+(\d+)/)[1]) / 1024 };
}

const statuses = (text) => [...text.matchAll(/^HTTP\/1\.1 (\d{3}) /gm)].map(([, status]) => Number(status));

describe('hostile clients', { concurrency: true }, () => {
  let server;
  let before_;
  before(async () => {
    server = await serve(await demoData());
    for (let n = 0; n < 20; n += 1) await promptness(server.public);
    before_ = await holds(server.child.pid);
  });
  after(async () => {
    // Nothing is left of all of them, and the end is a clean one.
    await sleep(300);
    const now = await holds(server.child.pid);
    assert.ok(now.fds <= before_.fds + 20, `${before_.fds} descriptors before, ${now.fds} after`);
    await server.stop();
    assert.doesNotMatch(server.log(), /unexpected|connection lost/, server.log());
  });

  /** Sends pieces with pauses until the server hangs up; gives the answer and how long it took. */
  async function trickle(head, piece, pause, most) {
    const client = await bare(server.public);
    const began = performance.now();
    client.socket.write(head);
    let gone = false;
    client.closed.then(() => { gone = true; });
    while (!gone && performance.now() - began < most) {
      if (client.socket.writable) client.socket.write(piece, () => {});
      await Promise.race([sleep(pause), client.closed]);
    }
    const took = performance.now() - began;
    client.socket.destroy();
    return { text: client.text(), took, gone };
  }

  test('headers one byte at a time', async () => {
    const slow = Array.from({ length: 50 }, (_, n) => trickle('GET / HTTP/1.1\r\nHost: x\r\n', n % 2 ? 'X: y\r\n' : 'z', 400, 25_000));
    for (const { text, took, gone } of await Promise.all(slow)) {
      assert.ok(gone, 'still connected after 25 s');
      assert.deepEqual(statuses(text), [408]);
      assert.ok(took < 19_000, `${took} ms`);
    }
  });

  test('a body one byte at a time', async () => {
    const head = 'POST /api/v1/sign-in-codes HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';
    const slow = [
      ...Array.from({ length: 20 }, () => trickle(`${head}Content-Length: 1000\r\n\r\n`, ' ', 500, 45_000)),
      ...Array.from({ length: 20 }, () => trickle(`${head}Transfer-Encoding: chunked\r\n\r\n`, '1\r\n \r\n', 500, 45_000)),
    ];
    for (const { text, took, gone } of await Promise.all(slow)) {
      assert.ok(gone, 'still connected after 45 s');
      assert.deepEqual(statuses(text), [408]);
      assert.ok(took < 36_000, `${took} ms`);
    }
  });

  test('connections that say nothing', async () => {
    const silent = await Promise.all(Array.from({ length: 50 }, () => bare(server.public)));
    const began = performance.now();
    await Promise.all(silent.map((client) => client.closed));
    assert.ok(performance.now() - began < 19_000);
    for (const client of silent) {
      assert.equal(client.text(), '');
      client.socket.destroy();
    }
  });

  test('an answer that nobody reads', async () => {
    const greedy = await Promise.all(Array.from({ length: 20 }, () => bare(server.public)));
    for (const client of greedy) {
      client.socket.pause();
      client.socket.write('GET /api/v1/departments HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(2000), () => {});
    }
    await sleep(2000);
    assert.ok((await promptness(server.public)) < prompt);
    assert.ok((await holds(server.child.pid)).rss < before_.rss + 200, 'answers are not heaped up in memory');
    for (const client of greedy) client.socket.destroy();
  });

  const once = [
    ['a huge header', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(100_000)}\r\n\r\n`, [431]],
    ['many headers', `GET / HTTP/1.1\r\nHost: x\r\n${'X: y\r\n'.repeat(20_000)}\r\n`, [431]],
    ['a huge target', `GET /${'a'.repeat(100_000)} HTTP/1.1\r\nHost: x\r\n\r\n`, [414]],
    ['a huge body', `POST /api/v1/sign-in-codes HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 10000000000\r\n\r\n`, [413]],
    ['a body longer than any number', `POST /api/v1/sign-in-codes HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${'9'.repeat(40)}\r\n\r\n`, [400]],
    ['a huge body that is really sent', `POST /api/v1/sign-in-codes HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 3000000\r\n\r\n${'a'.repeat(3_000_000)}`, [413]],
    ['a huge body in chunks', `POST /api/v1/sign-in-codes HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n${`1000\r\n${'a'.repeat(4096)}\r\n`.repeat(400)}`, [413]],
    ['a chunk extension without end', `POST /api/v1/sign-in-codes HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n1;${'a'.repeat(200_000)}`, [400, 413, 431]],
    ['a chunk of a negative size', 'POST /api/v1/sign-in-codes HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n', [400]],
    ['a chunk of a size beyond 64 bits', 'POST /api/v1/sign-in-codes HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff1\r\n', [400, 413]],
    ['two lengths', 'POST /api/v1/sign-in-codes HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}', [400]],
    ['length and chunks', 'POST /api/v1/sign-in-codes HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', [400]],
    ['no host', 'GET / HTTP/1.1\r\n\r\n', [400]],
    ['a target that climbs', 'GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n', [400]],
    ['a target that climbs in disguise', 'GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n', [400]],
    ['a target with a NUL', 'GET /index.html%00.js HTTP/1.1\r\nHost: x\r\n\r\n', [400]],
    ['another protocol', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', [400]],
    ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', [400, 501, 505]],
    ['a verb of the next century', 'BREW /pot HTTP/1.1\r\nHost: x\r\n\r\n', [501]],
    ['a proxy request', 'CONNECT example.com:443 HTTP/1.1\r\nHost: x\r\n\r\n', [400, 501]],
    ['half a request, then gone', 'GET / HT', [400]],
    ['JSON nested without end', (() => {
      const body = `{"phone":${'['.repeat(30_000)}${']'.repeat(30_000)}}`;
      return `POST /api/v1/sign-in-codes HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`;
    })(), [400, 422]],
  ];
  for (const [what, bytes, expected] of once) {
    test(what, async () => {
      const client = await bare(server.public);
      client.socket.end(Buffer.from(bytes, 'latin1'));
      const how = await Promise.race([client.closed, sleep(10_000).then(() => 'nothing')]);
      assert.notEqual(how, 'nothing', 'neither answered nor hung up on');
      const [status] = statuses(client.text());
      assert.ok(expected.includes(status), `${status} (${how}): ${client.text().slice(0, 300)}`);
      assert.match(client.text(), /^Content-Type: application\/problem\+json/im);
      client.socket.destroy();
    });
  }

  test('pipelined garbage after a good request', async () => {
    for (const garbage of ['\0\0\0\0\r\n\r\n', 'GET\r\n\r\n', '\r\n\r\n\r\nxyz\r\n\r\n', 'GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nGET /']) {
      const client = await bare(server.public);
      client.socket.end(`GET /healthz HTTP/1.1\r\nHost: x\r\n\r\nHEAD /api/v1/hospital HTTP/1.1\r\nHost: x\r\n\r\n${garbage}`);
      await Promise.race([client.closed, sleep(10_000)]);
      const seen = statuses(client.text());
      assert.deepEqual(seen.slice(0, 2), [200, 200], client.text().slice(0, 500));
      assert.ok(seen.length === 3 && seen[2] >= 400 && seen[2] < 500, seen.join());
      client.socket.destroy();
    }
  });

  test('noise', async () => {
    for (let round = 0; round < 20; round += 1) {
      await Promise.all(Array.from({ length: 10 }, async () => {
        const client = await bare(server.public);
        const noise = randomBytes(1 + Math.floor(Math.random() * 40_000));
        if (round % 2) noise.write('GET / HTTP/1.1\r\nHost: x\r\nCookie: yuyue_session=');
        client.socket.end(noise);
        const how = await Promise.race([client.closed, sleep(20_000).then(() => 'nothing')]);
        assert.notEqual(how, 'nothing');
        for (const status of statuses(client.text())) assert.ok(status >= 400 && status < 500, String(status));
        client.socket.destroy();
      }));
    }
  });

  test('1,000 idle connections, and then somebody normal', async () => {
    const idle = [];
    for (let n = 0; n < 20; n += 1) {
      idle.push(...(await Promise.all(Array.from({ length: 50 }, () => bare(server.public)))));
    }
    // Half of them have asked something before, and now keep the line.
    const asked = idle.filter((_, n) => n % 2);
    for (const client of asked) client.socket.write('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n');
    for (const address of [server.public, server.internal]) assert.ok((await promptness(address)) < prompt);
    await sleep(500);
    for (const client of asked) assert.deepEqual(statuses(client.text()), [200]);
    for (const client of idle) client.socket.destroy();
    must(await server.client('public').get('/healthz'), 200);
  });

  test('clients that vanish in the middle of everything', async () => {
    for (let round = 0; round < 10; round += 1) {
      await Promise.all(Array.from({ length: 30 }, async (_, n) => {
        const client = await bare(server.public);
        const request = 'GET /api/v1/departments HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(1 + (n % 4));
        client.socket.write(request.slice(0, request.length - (n % 3) * 10));
        await sleep((n * 7) % 20);
        client.socket.resetAndDestroy();
      }));
    }
    assert.ok((await promptness(server.public)) < prompt);
  });
});
