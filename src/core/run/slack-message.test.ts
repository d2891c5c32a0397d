import fc from 'fast-check';
import { expect, it } from 'vitest';
import { escapeSlack, slackFailure, slackMessage, slackState } from './slack-message.ts';
import { stateOfData } from './state-of-data.ts';
import { finding, runReport } from './testing/made-run.ts';

it('says the verdict and what did not pass, and leaves out what did', () => {
  const { text, blocks } = slackMessage(
    runReport({
      status: 'held',
      verdict: 'Held by 1 check.',
      findings: [
        finding({ status: 'error', title: 'Hosts are <names> & such', message: '3 rows fail.' }),
        finding({ title: 'Passing check' }),
      ],
    }),
  );
  expect(blocks[0]).toEqual({
    type: 'header',
    text: { type: 'plain_text', text: 'Run held by its checks' },
  });
  expect(text).toContain('Held by 1 check.');
  expect(text).toContain('Hosts are &lt;names&gt; &amp; such');
  expect(text).not.toContain('Passing check');
});

it('tells a publication with warnings from a clean one', () => {
  expect(slackMessage(runReport({})).text).toMatch(/^Published\n/);
  expect(slackMessage(runReport({ findings: [finding({ status: 'warn' })] })).text).toMatch(
    /^Published, with warnings\n/,
  );
  expect(slackFailure('homegrown run', 'disk full: <1 GB').text).toContain('disk full: &lt;1 GB');
});

it('keeps the limits of Block Kit and never lets a name or a message start a link or an entity', () => {
  const word = fc.string({ unit: 'binary', maxLength: 60 });
  const long = fc.tuple(word, fc.integer({ min: 0, max: 200 })).map(([one, n]) => one.repeat(n));
  const findings = fc.array(
    fc.record({
      title: word,
      message: long,
      status: fc.constantFrom('warn' as const, 'error' as const),
    }),
    { maxLength: 70 },
  );
  fc.assert(
    fc.property(findings, long, (given, verdict) => {
      const { text, blocks } = slackMessage(
        runReport({ verdict, findings: given.map((one) => finding(one)) }),
      );
      expect(blocks.length).toBeLessThanOrEqual(50);
      const texts = blocks.flatMap((block) =>
        block.type === 'section'
          ? [block.text.text]
          : block.type === 'context'
            ? block.elements.map((element) => element.text)
            : [],
      );
      for (const one of [text, ...texts]) {
        expect(one.length).toBeLessThanOrEqual(3000);
        expect(one).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
      }
    }),
    { numRuns: 60 },
  );
});

it('escapes so that Slack shows what was written', () => {
  expect(escapeSlack('<!channel> & <https://x>')).toBe('&lt;!channel&gt; &amp; &lt;https://x&gt;');
});

it('posts a day of the state of the data: who decided what, and why', () => {
  const [day] = stateOfData([
    {
      at: '2026-10-05T09:00:00.000Z',
      kind: 'overridden',
      generation: 3,
      verdict: 'Published 10 events.',
      reason: 'outage < known >',
      by: 'Zoé',
      deliveries: [],
      findings: [],
      from: '2026-10-04',
      to: '2026-10-04',
    },
  ]);
  const { text } = slackState(day!);
  expect(text).toContain('State of the data, 2026-10-05');
  expect(text).toContain('Published with failing checks by Zoé: outage &lt; known &gt;');
});
