import { expect, it } from 'vitest';
import { isScalar, parseDocument, visit } from 'yaml';
import { shippedModels } from './index.ts';

// ` #` begins a comment in plain YAML text: what follows it would be lost without a word.
it('no text of a shipped file is cut off by a comment', () => {
  const cut: string[] = [];
  for (const [path, text] of Object.entries(shippedModels)) {
    if (!path.endsWith('.yml')) continue;
    visit(parseDocument(text), {
      Scalar(_, node) {
        if (isScalar(node) && node.type === 'PLAIN' && node.comment)
          cut.push(`${path}: ${String(node.value)}`);
      },
    });
  }
  expect(cut).toEqual([]);
});
