import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { afterEach, expect, it } from 'vitest';
import { slackFailure } from '../core/run/slack-message.ts';
import { postMessage } from './post-message.ts';

const message = slackFailure('exports/', 'a < b & c');
const servers: Server[] = [];

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/services/secret`;
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

it('posts the message as JSON', async () => {
  const seen: unknown[] = [];
  const url = await serve(async (request, response) => {
    seen.push([request.method, request.url, request.headers['content-type'], await json(request)]);
    response.end('ok');
  });
  expect(await postMessage(url, message)).toBeUndefined();
  expect(seen).toEqual([
    [
      'POST',
      '/services/secret',
      'application/json; charset=utf-8',
      JSON.parse(JSON.stringify(message)),
    ],
  ]);
});

it('follows no redirect: only the address that was named is called', async () => {
  let called = 0;
  const other = await serve((_, response) => {
    called++;
    response.end();
  });
  const url = await serve((_, response) => response.writeHead(307, { location: other }).end());
  expect(await postMessage(url, message)).toMatch(
    /could not be posted to 127\.0\.0\.1:\d+: it answered 307$/,
  );
  expect(called).toBe(0);
});

it('tells of a refusal, of silence and of nobody there, and never the path of the webhook', async () => {
  const refusing = await serve((_, response) => response.writeHead(404).end('no_team'));
  const silent = await serve(() => {});
  const gone = await serve(() => {});
  await new Promise((resolve) => servers.pop()!.close(resolve));
  const told = [
    await postMessage(refusing, message),
    await postMessage(silent, message, 100),
    await postMessage(gone, message),
  ];
  expect(told).toEqual([
    expect.stringMatching(/it answered 404$/),
    expect.stringMatching(/no answer in 0\.1 seconds$/),
    expect.stringMatching(/ECONNREFUSED$/),
  ]);
  expect(told.join()).not.toContain('secret');
});
