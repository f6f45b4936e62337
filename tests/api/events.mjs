// Server-sent events, as a page hears them.

import http from 'node:http';

/** Listens to events; next(type, fits) waits for one. */
export function listen(client, target, lastId = '') {
  const events = [];
  let wake = () => {};
  const headers = { Accept: 'text/event-stream', Cookie: client.cookie, ...(lastId ? { 'Last-Event-ID': lastId } : {}) };
  const request = http.request({ host: client.base.hostname, port: client.base.port, path: `/api/v1${target}`, headers, agent: false }, (response) => {
    let rest = '';
    if (response.statusCode !== 200) events.push({ type: `status ${response.statusCode}` });
    response.setEncoding('utf8');
    response.on('error', () => {});
    response.on('data', (text) => {
      const parts = (rest + text).split('\n\n');
      rest = parts.pop();
      for (const part of parts) {
        const event = Object.fromEntries(part.split('\n').map((line) => [line.slice(0, line.indexOf(': ')), line.slice(line.indexOf(': ') + 2)]));
        if (event.event && event.event !== 'beat') events.push({ type: event.event, id: event.id, data: JSON.parse(event.data) });
      }
      wake();
    });
  });
  request.on('error', () => {});
  request.end();
  return {
    lastId: '',
    close: () => request.destroy(),
    async next(type, fits = () => true) {
      for (;;) {
        while (events.length) {
          const event = events.shift();
          this.lastId = event.id || this.lastId;
          if (event.type === type && fits(event.data)) return event.data;
        }
        await new Promise((resolve, reject) => {
          const timer = setTimeout(() => reject(new Error(`no ${type} came from ${target}`)), 10_000);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
    },
  };
}
