// The power goes, so to speak: kill -9 in the middle of what the server does. What was answered is
// there after the next start, once; nothing is half there.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  appointmentsOf, crowd, demoData, launch, mustBeSound, must, newFolder, run, serve, sleep, storm,
} from './lib.mjs';
import path from 'node:path';

const rounds = process.env.YUYUE_LONG ? 25 : 4;
const width = 32;

/** Every answered request is in the file as it was answered; nothing is there that nobody asked for. */
function compare(ledger, found) {
  const booked = ledger.filter((entry) => entry.answer?.status === 201);
  for (const { answer } of booked) {
    const kept = found.get(answer.body.id);
    assert.ok(kept, `${answer.body.id} was answered 201 and is gone`);
    assert.equal(kept.code, answer.body.code);
    assert.equal(kept.slot.id, answer.body.slot.id);
  }
  const cancelled = ledger.filter((entry) => !entry.key && entry.answer?.status === 200);
  for (const { answer } of cancelled) assert.equal(found.get(answer.body.id).state, 'cancelled');
  const codes = [...found.values()].map((one) => one.code);
  assert.equal(new Set(codes).size, codes.length, 'a code was given twice');
  return { booked, cancelled };
}

/** Sent again with its key, a request that was answered gives the same answer, one that was not is
 * done now or was done before: never twice. */
async function resend(client, ledger) {
  let unanswered = 0;
  // A refusal is not kept: the same request may be granted later.
  for (const entry of ledger.filter((one) => one.key && (!one.answer || one.answer.status === 201))) {
    const before = entry.answer;
    const again = await client.post(entry.target, entry.body, { headers: { 'Idempotency-Key': entry.key } });
    if (before) {
      assert.equal(again.status, 201, again.text);
      assert.deepEqual(again.body, before.body, 'the same key gave another answer');
    } else {
      unanswered += 1;
      assert.ok(again.status === 201 || again.status === 409, again.text);
      if (again.status === 201) entry.answer = again;
    }
  }
  return unanswered;
}

test(`${rounds} times kill -9 during a booking storm`, async (t) => {
  const data = await demoData();
  const ledger = [];
  let cookie;
  let everybody;
  for (let round = 0; round < rounds; round += 1) {
    const server = await serve(data);
    if (!cookie) {
      const desk = await server.as('desk');
      everybody = await crowd(desk, 40);
      cookie = desk.cookie;
      desk.close();
    }
    const over = new AbortController();
    const first = ledger.length;
    // Each round begins elsewhere among the slots, or the later ones would only be refused.
    everybody.slots.push(...everybody.slots.splice(0, 211));
    const storming = storm(server, cookie, everybody, width, ledger, over.signal);
    await sleep(250 + round * 170);
    await server.kill();
    over.abort();
    await storming;

    const next = await serve(data);
    const client = next.client('internal', cookie);
    const unanswered = await resend(client, ledger.slice(first));
    const { booked, cancelled } = compare(ledger, await appointmentsOf(client, everybody.people));
    assert.ok(booked.length > 0, 'nothing was booked: no storm');
    t.diagnostic(`round ${round + 1}: ${booked.length} booked and ${cancelled.length} cancelled so far, ${unanswered} were under way`);
    await mustBeSound(data);
    client.close();
    await next.stop();
  }
  await mustBeSound(data);
  // Everything that is booked for these people was asked for by an entry of the ledger.
  const server = await serve(data);
  const client = server.client('internal', cookie);
  const found = await appointmentsOf(client, everybody.people);
  const asked = new Set(ledger.filter((one) => one.answer?.status === 201).map((one) => one.answer.body.id));
  for (const id of found.keys()) assert.ok(asked.has(id), `${id} was booked by nobody`);
  must(await client.get('/api/v1/hospital'), 200);
  client.close();
  await server.stop();
});

test('kill -9 while the demo is being filled', async () => {
  const folder = await newFolder();
  for (const wait of [100, 300, 600, 1200]) {
    const data = path.join(folder, `data-${wait}`);
    const filling = launch(data);
    await sleep(wait);
    await filling.kill();
    // It is whole, or begins anew, or says that it cannot be used: never half a hospital.
    const again = launch(data);
    const ready = new Promise((resolve) => again.child.stdout.once('data', () => resolve('ready')));
    const how = await Promise.race([ready, again.ended]);
    if (how === 'ready') {
      await again.kill();
      const server = await serve(data);
      await server.as('desk');
      await server.as('admin');
      await server.stop();
    } else {
      assert.equal(how.code, 1, again.log());
      assert.match(again.log(), /interrupted/);
      assert.match(again.log(), new RegExp(data));
    }
    // Known passwords are never served as a real hospital's, however far it got.
    const bold = await run('serve', '--data', data, '--public', '127.0.0.1:0', '--internal', '127.0.0.1:0');
    assert.equal(bold.code, 1, bold.err);
    assert.match(bold.err, /demo/);
  }
});
