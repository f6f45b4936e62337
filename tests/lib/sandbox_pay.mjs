// A payment provider to try things with: a process of its own, as a real one would be. It takes
// orders, shows the payer a page with what can happen (pay, fail, pay twice, pay late, pay a wrong
// amount), calls back with a signature until it is answered, refunds, and keeps books.
//
//   node tests/lib/sandbox_pay.mjs --key-file F [--port N] [--host H] [--callback URL] [--shown URL]
//                                  [--with PID] [--admin]
//
//   --callback  where it tells of payments, unless an order says otherwise
//   --shown     what it is called by those who pay (default: where it listens)
//   --with      ends when this process ends
//   --admin     lets anybody who reaches it steer it through /admin/…, for tests
//
// It takes no real money and keeps everything in memory. What the hospital's server sends and gets
// is described in include/yuyue/booking/fees/sandbox.hpp.

import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { fileURLToPath } from 'node:url';

const freshSeconds = 300;
const mostTries = 12;

class Refused extends Error {
  constructor(status, text) {
    super(text);
    this.status = status;
  }
}

export class SandboxPay {
  constructor({ secret, callbackUrl = '', shown = '', admin = false }) {
    this.secret = secret;
    this.shown = shown;
    this.admin = admin;
    this.callbackUrl = callbackUrl;
    this.orders = new Map();
    this.transactions = new Map();
    this.refunds = new Map();
    this.clockOffset = 0;
    /** What the tests ask for: no answers at all, what becomes of refunds, call-backs held back. */
    this.behaviour = { down: false, refunds: 'done', callbacks: true, slowMs: 0 };
    this.calls = [];
    this.callbacks = [];
    this.server = http.createServer((request, response) => this.#serve(request, response));
  }

  async listen(port = 0, host = '127.0.0.1') {
    await new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, host, resolve);
    });
    this.url = `http://127.0.0.1:${this.server.address().port}`;
    this.shown ||= this.url;
    return this.url;
  }

  close() {
    this.closed = true;
    this.server.closeAllConnections?.();
    return new Promise((resolve) => this.server.close(resolve));
  }

  now() { return Date.now() + this.clockOffset; }

  signature(timestamp, what, body) {
    return createHmac('sha256', this.secret).update(`${timestamp}\n${what}\n${body}`).digest('hex');
  }

  #authentic(request, body) {
    const timestamp = request.headers['x-pay-timestamp'] ?? '';
    const given = Buffer.from(request.headers['x-pay-signature'] ?? '');
    const expected = Buffer.from(this.signature(timestamp, `${request.method} ${request.url}`, body));
    return given.length === expected.length && timingSafeEqual(given, expected) &&
      Math.abs(Date.now() / 1000 - Number(timestamp)) < freshSeconds;
  }

  async #serve(request, response) {
    try {
      const parts = [];
      for await (const part of request) parts.push(part);
      const body = Buffer.concat(parts).toString('utf8');
      const { pathname, searchParams } = new URL(request.url, 'http://sandbox');
      if (pathname.startsWith('/pay/')) return this.#page(request, response, pathname);
      if (this.admin && pathname.startsWith('/admin/')) return send(response, 200, await this.#admin(pathname.slice(7), body ? JSON.parse(body) : {}));
      this.calls.push(`${request.method} ${pathname}`);
      if (this.behaviour.slowMs) await new Promise((resolve) => { setTimeout(resolve, this.behaviour.slowMs); });
      if (this.behaviour.down) return request.socket.destroy();
      if (!this.#authentic(request, body)) throw new Refused(401, 'signature');
      return send(response, 200, this.#answer(request.method, pathname, searchParams, body && JSON.parse(body)));
    } catch (error) {
      return send(response, error.status ?? 500, { error: error.message });
    }
  }

  #answer(method, path, query, body) {
    if (method === 'POST' && path === '/orders') return this.#order(body);
    if (method === 'GET' && path.startsWith('/orders/')) return this.#state(this.#find(path.slice(8)));
    if (method === 'POST' && path === '/refunds') return this.#refund(body);
    if (method === 'GET' && path === '/movements') return this.#movements(Number(query.get('from')), Number(query.get('to')));
    throw new Refused(404, 'no such place');
  }

  /** The same reference gives the same order. */
  #order({ reference, amount, expiresAt, subject, callbackUrl }) {
    if (!this.orders.has(reference)) this.orders.set(reference, { reference, amount, expiresAt, subject, callbackUrl, failed: false });
    const payUrl = `${this.shown}/pay/${reference}`;
    return { payUrl, qr: payUrl };
  }

  #find(reference) {
    const order = this.orders.get(reference);
    if (!order) throw new Refused(404, 'no such order');
    return order;
  }

  paid(order) { return [...this.transactions.values()].filter((one) => one.order === order.reference); }

  #state(order) {
    const paid = this.paid(order);
    return { open: paid.length === 0 && this.now() < order.expiresAt, paid: paid.map((one) => this.#notice(one)) };
  }

  #notice({ order, transaction, amount, at, outcome = 'paid' }) {
    return { order, transaction, amount, at: new Date(at).toISOString(), outcome };
  }

  /** The same reference is refunded once, and never more than was paid. */
  #refund({ reference, order, transaction, amount }) {
    const earlier = this.refunds.get(reference);
    if (earlier) return { state: earlier.state, reason: earlier.reason };
    const paid = this.transactions.get(transaction);
    if (!paid || paid.order !== order) throw new Refused(404, 'no such transaction');
    if (this.behaviour.refunds === 'pending') return { state: 'pending' };
    const before = [...this.refunds.values()].filter((one) => one.transaction === transaction && one.state === 'done').reduce((sum, one) => sum + one.amount, 0);
    const refused = this.behaviour.refunds === 'refused' ? 'account closed' : before + amount > paid.amount ? 'more than was paid' : '';
    const refund = { reference, order, transaction, amount, at: this.now(), state: refused ? 'refused' : 'done', reason: refused };
    this.refunds.set(reference, refund);
    return { state: refund.state, reason: refund.reason };
  }

  #movements(from, to) {
    const within = ({ at }) => at >= from && at < to;
    const line = (kind, reference, { order, amount, at }) => ({ kind, reference, order, amount, at: new Date(at).toISOString() });
    return {
      items: [
        ...[...this.transactions.values()].filter(within).map((one) => line('payment', one.transaction, one)),
        ...[...this.refunds.values()].filter((one) => one.state === 'done' && within(one)).map((one) => line('refund', one.reference, one)),
      ],
    };
  }

  /** What a payer can do. Answers the transactions made. */
  async act(reference, action) {
    const order = this.#find(reference);
    const late = this.now() >= order.expiresAt;
    if (action === 'fail') {
      await this.#tell(order, this.#notice({ order: reference, transaction: '', amount: 0, at: this.now(), outcome: 'failed' }));
      return [];
    }
    if (late && action !== 'late') throw new Refused(409, 'expired');
    const amount = action === 'wrong-amount' ? order.amount + 100 : order.amount;
    const made = [];
    for (let n = 0; n < (action === 'twice' ? 2 : 1); n += 1) {
      const one = { order: reference, transaction: `sbx-${randomBytes(8).toString('hex')}`, amount, at: this.now() };
      this.transactions.set(one.transaction, one);
      made.push(one);
    }
    for (const one of made) await this.#tell(order, this.#notice(one));
    return made;
  }

  /** Calls back until there is an answer; answers when the first try is through. */
  async #tell(order, notice, tries = 0) {
    const url = order.callbackUrl || this.callbackUrl;
    if (!this.behaviour.callbacks || !url || this.closed) return;
    const status = await this.callBack(url, notice).catch(() => 0);
    this.callbacks.push({ order: notice.order, transaction: notice.transaction, status });
    const understood = status >= 200 && status < 500 && status !== 404 && status !== 429;
    if (understood || tries >= mostTries) return;
    setTimeout(() => this.#tell(order, notice, tries + 1), Math.min(30_000, 500 * 2 ** tries)).unref();
  }

  /** One signed call-back; `over` forges what a test wants forged. Answers its status. */
  callBack(url, notice, over = {}) {
    const body = over.body ?? JSON.stringify(notice);
    const timestamp = over.timestamp ?? String(Math.floor(Date.now() / 1000));
    const headers = {
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(body),
      'X-Pay-Timestamp': timestamp,
      'X-Pay-Signature': over.signature ?? this.signature(timestamp, 'callback', over.signedBody ?? body),
    };
    return new Promise((resolve, reject) => {
      const request = http.request(url, { method: 'POST', headers, agent: false }, (response) => {
        response.resume();
        response.on('end', () => resolve(response.statusCode));
      });
      request.setTimeout(5000, () => request.destroy(new Error('no answer')));
      request.on('error', reject);
      request.end(body);
    });
  }

  async #admin(what, body) {
    if (what === 'act') return { transactions: await this.act(body.order, body.action) };
    if (what === 'behave') return Object.assign(this.behaviour, body);
    if (what === 'clock') return { offset: (this.clockOffset = body.offset) };
    if (what === 'state') return { orders: [...this.orders.values()], transactions: [...this.transactions.values()], refunds: [...this.refunds.values()] };
    throw new Refused(404, 'no such place');
  }

  async #page(request, response, path) {
    const [, , reference, action] = path.split('/');
    const order = this.orders.get(reference);
    if (!order) return html(response, 404, '<p>没有这个订单 No such order</p>');
    if (request.method === 'POST' && action) {
      try {
        await this.act(reference, action);
        return html(response, 200, `<p>已处理 Done: ${action}</p><p><a href="/pay/${reference}">返回 Back</a></p>`);
      } catch (error) {
        return html(response, 409, `<p>不能支付 Not possible: ${error.message}</p>`);
      }
    }
    const button = (name, zh, en) => `<form method="post" action="/pay/${reference}/${name}"><button>${zh} ${en}</button></form>`;
    const { open, paid } = this.#state(order);
    return html(response, 200, `<p>${order.subject}</p><p class="amount">¥ ${(order.amount / 100).toFixed(2)}</p>
<p>${paid.length ? `已付款 Paid × ${paid.length}` : open ? '等待付款 To be paid' : '已过期 Expired'}</p>
${button('pay', '付款', 'Pay')}${button('fail', '付款失败', 'Fail')}${button('twice', '重复付款', 'Pay twice')}${button('late', '逾期付款', 'Pay late')}${button('wrong-amount', '付错金额', 'Pay a wrong amount')}`);
  }
}

function send(response, status, body) {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(body));
}

function html(response, status, content) {
  response.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8' });
  response.end(`<!doctype html><html lang="zh"><meta name="viewport" content="width=device-width"><title>支付沙箱 Payment sandbox</title>
<style>body{font:18px sans-serif;max-width:24em;margin:2em auto;padding:0 1em}button{font:inherit;width:100%;padding:.6em;margin:.2em 0}.amount{font-size:2em}</style>
<h1>支付沙箱</h1><p>测试用，不收真钱。For tests: no real money.</p>${content}`);
}

function option(name, otherwise) {
  const at = process.argv.indexOf(`--${name}`);
  return at > 0 ? process.argv[at + 1] : otherwise;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const secret = readFileSync(option('key-file'), 'utf8').trim();
  const sandbox = new SandboxPay({ secret, callbackUrl: option('callback', ''), shown: option('shown', ''), admin: process.argv.includes('--admin') });
  const url = await sandbox.listen(Number(option('port', '0')), option('host', '127.0.0.1'));
  console.log(JSON.stringify({ ready: true, url }));
  const end = () => sandbox.close().then(() => process.exit(0));
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, end);
  const companion = Number(option('with', '0'));
  if (companion) {
    setInterval(() => {
      try {
        process.kill(companion, 0);
      } catch {
        end();
      }
    }, 1000);
  }
}
