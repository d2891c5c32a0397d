import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Problems } from '../project/problems.ts';
import { loadRules, rulesFile } from './load-rules.ts';
import { rewriteRules } from './rewrite-rules.ts';
import { commentsOf } from './rule-chunks.ts';
import type { RuleKind, Rules } from './rules.ts';
import { ruleKinds } from './rules.ts';
import { anyRules } from './testing/any-rules.ts';
import { ruleText, writeRules } from './write-rules.ts';

type Rule = Rules[RuleKind][number];

function read(kind: RuleKind, text: string): Rule[] {
  const problems = new Problems();
  const rules = loadRules(new Map([[rulesFile(kind), text]]), problems)[kind];
  expect(problems.all).toEqual([]);
  return rules;
}

const rewrite = (kind: RuleKind, rules: readonly Rule[], before: string): string =>
  rewriteRules(kind, rules as never, before);

/** A file as a person keeps it: a piece a rule, with remarks on it and in it, and sections between. */
interface Kept {
  head: string;
  pieces: { gap: string; comments: string; lines: string }[];
  tail: string;
}

const textOf = ({ head, pieces, tail }: Kept): string =>
  head + pieces.map(({ gap, comments, lines }) => gap + comments + lines).join('') + tail;

const remark = fc.constantFrom('', '  # why: "it\'s" so\n', '# a\n    # b\n');
const section = fc.constantFrom('', '', '\n', '\n# -- Section --\n\n', '  # of what is above\n\n');
const inner = fc.constantFrom('', ' # as agreed');

/** Rules of some kind, written by hand. Comments at the end of a line stand only where they can. */
const kept = fc
  .record({
    kind: fc.constantFrom(...ruleKinds),
    all: anyRules,
    shift: fc.constantFrom('', '  '),
    end: fc.constantFrom('\n', '\r\n'),
    remarks: fc.array(fc.tuple(section, remark, inner), { minLength: 5, maxLength: 5 }),
    tail: fc.constantFrom('', '\n# the end\n'),
  })
  .filter(({ kind, all }) => all[kind].length > 1)
  .map(({ kind, all, shift, end, remarks, tail }) => {
    const rules: Rule[] = all[kind];
    const withEnds = (text: string): string => text.replaceAll('\n', end);
    const pieces = rules.map((rule, i) => {
      const [gap, comments, remarked] = remarks[i]!;
      const [first, ...rest] = ruleText(kind, rule).split('\n');
      const isText = /[>|]-?$/.test(first!);
      const lines = [isText ? first! : first! + remarked, ...rest];
      const moved = lines.map((line) => `${shift}${line}\n`).join('');
      return {
        gap: i === 0 ? '' : withEnds(gap),
        comments: withEnds(comments),
        lines: withEnds(moved),
      };
    });
    const head = withEnds(`# Mine.\n\n${kind}: # these\n`);
    return { kind, rules, file: { head, pieces, tail: withEnds(tail) } satisfies Kept };
  });

describe('a file of rules that is changed', () => {
  it('reads as it did where nothing changes', () => {
    fc.assert(
      fc.property(kept, ({ kind, rules, file }) => {
        const text = textOf(file);
        expect(read(kind, text)).toEqual(rules);
        expect(rewrite(kind, rules, text)).toBe(text);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps all other lines when one rule is changed or renamed', () => {
    fc.assert(
      fc.property(kept, anyRules, fc.nat(), fc.boolean(), (made, others, nth, isRenamed) => {
        const { kind, rules, file } = made;
        const at = nth % rules.length;
        const [other] = others[kind].filter((one) => !names(rules).includes(nameOf(one)));
        if (other === undefined) return;
        const name = nameOf(rules[at]!);
        const changed = typeof other === 'string' || isRenamed ? other : { ...other, name };
        const wanted = rules.with(at, changed);
        const after = rewrite(kind, wanted, textOf(file));
        expect(read(kind, after)).toEqual(wanted);
        const { gap, comments } = file.pieces[at]!;
        const above = textOf({ ...file, pieces: file.pieces.slice(0, at), tail: '' });
        const below = textOf({ ...file, head: '', pieces: file.pieces.slice(at + 1) });
        expect(after.startsWith(above + gap + comments)).toBe(true);
        expect(after.endsWith(below)).toBe(true);
        expect(commentsOf(after)).toEqual(commentsOf(textOf(file)));
      }),
      { numRuns: 100 },
    );
  });

  it('loses with a rule what stands on it, and nothing else', () => {
    fc.assert(
      fc.property(kept, fc.nat(), ({ kind, rules, file }, nth) => {
        const at = nth % rules.length;
        const wanted = rules.toSpliced(at, 1);
        const left = file.pieces.map((piece, i) =>
          i === at ? { ...piece, comments: '', lines: '' } : piece,
        );
        expect(rewrite(kind, wanted, textOf(file))).toBe(textOf({ ...file, pieces: left }));
      }),
      { numRuns: 60 },
    );
  });

  it('moves a rule with what stands on it; sections stay where they are', () => {
    fc.assert(
      fc.property(kept, fc.nat(), fc.nat(), ({ kind, rules, file }, from, to) => {
        const [at, end] = [from % rules.length, to % rules.length];
        const wanted = rules.toSpliced(at, 1).toSpliced(end, 0, rules[at]!);
        const after = rewrite(kind, wanted, textOf(file));
        expect(read(kind, after)).toEqual(wanted);
        const lines = (text: string): string[] => text.split('\n').sort();
        expect(lines(after)).toEqual(lines(textOf(file)));
        // What did not move stands as it stood, sections included.
        const { comments, lines: own } = file.pieces[at]!;
        if (own.split('\n').length > 2) {
          const still = file.pieces.with(at, { ...file.pieces[at]!, comments: '', lines: '' });
          const isSwap = Math.abs(at - end) === 1;
          if (!isSwap)
            expect(after.replace(comments + own, '')).toBe(textOf({ ...file, pieces: still }));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('takes a new rule in the way of the file', () => {
    const before = '# Mine.\nhosts:\n- a.com # one\n\n# others\n- b.com\n';
    expect(rewrite('hosts', ['a.com', 'c.com', 'b.com'], before)).toBe(
      '# Mine.\nhosts:\n- a.com # one\n- c.com\n\n# others\n- b.com\n',
    );
  });

  it('keeps remarks within a rule that is changed', () => {
    const before = `bots:
  - name: probe # ours
    is_bot: true
    # since May
    when: { user_agent: probe } # and no other
  - { name: b, is_bot: false, when: { address: 10.0.0.1 } }
`;
    const [probe, b] = read('bots', before) as Rules['bots'];
    const wanted = [{ ...probe!, when: { userAgent: 'probe/2', address: '10.0.0.2' } }, b!];
    expect(rewrite('bots', wanted, before)).toBe(`bots:
  - name: probe # ours
    is_bot: true
    # since May
    when: { user_agent: probe/2, address: 10.0.0.2 } # and no other
  - { name: b, is_bot: false, when: { address: 10.0.0.1 } }
`);
  });

  it.each([
    ['a list in one line', 'hosts: [a.com, b.com] # both\n', ['# both']],
    ['no list', '# Mine.\nhosts: # none\n', ['# Mine.', '# none']],
    ['a file that cannot be read', '# Mine.\nhosts: {\n', ['# Mine.']],
  ])('puts the comments of %s at the top', (_, before, comments) => {
    const after = rewrite('hosts', ['c.com', 'd.com'], before);
    expect(after).toContain('- c.com');
    expect(commentsOf(after)).toEqual(comments);
    expect(read('hosts', after)).toEqual(['c.com', 'd.com']);
  });

  it('writes a file anew where rules share an anchor that goes', () => {
    const before = `# Mine.
bots:
  - { name: a, is_bot: true, when: &who { user_agent: a } }
  - { name: b, is_bot: false, when: *who } # too
`;
    const [, b] = read('bots', before) as Rules['bots'];
    const after = rewrite('bots', [b!], before);
    expect(read('bots', after)).toEqual([b]);
    expect(commentsOf(after)).toEqual(['# Mine.', '# too']);
    const [a] = read('bots', before) as Rules['bots'];
    const other = [a!, { ...b!, when: { userAgent: 'b' } }];
    expect(rewrite('bots', other, before)).toBe(`# Mine.
bots:
  - { name: a, is_bot: true, when: &who { user_agent: a } }
  # too
  - name: b
    is_bot: false
    when: { user_agent: b }
`);
  });

  it('takes ten thousand rules', () => {
    const rules = Array.from({ length: 10_000 }, (_, i) => `host-${i}.example`);
    const text = writeRules('hosts', rules);
    const after = rewrite('hosts', rules.with(5_000, 'new.example'), text);
    expect(after).toBe(text.replace('- host-5000.example\n', '- new.example\n'));
  });
});

const nameOf = (rule: Rule): string => (typeof rule === 'string' ? rule : rule.name);
const names = (rules: readonly Rule[]): string[] => rules.map(nameOf);
