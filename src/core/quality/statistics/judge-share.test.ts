import { describe, expect, it } from 'vitest';
import { judgeJump, judgeMoved } from './judge-share.ts';

const history = (share: number, today: number) => ({
  shares: [...Array.from({ length: 20 }, () => share), today],
  isHistory: Array.from({ length: 20 }, () => true),
});

describe('rows moved by ties', () => {
  it.each([
    [0.1, 0.29, 'pass'],
    [0.1, 0.31, 'warn'],
    [0.3, 0.49, 'pass'],
    [0.3, 0.51, 'warn'],
    [0.001, 0.009, 'pass'],
    [0.001, 0.011, 'warn'],
  ])('usual %d, today %d: %s', (usual, today, status) => {
    expect(judgeMoved(history(usual, today), 20).status).toBe(status);
  });

  it('needs no history to say that half of the rows is too many', () => {
    expect(judgeMoved({ shares: [0.51], isHistory: [] }, 0).status).toBe('warn');
    expect(judgeMoved({ shares: [0.49], isHistory: [] }, 0).status).toBe('learning');
  });
});

describe('a share that should stay where it was', () => {
  it.each([
    [0.3, 0.49, 'pass'],
    [0.3, 0.51, 'warn'],
    [0.3, 0, 'pass'],
  ])('usual %d, today %d: %s', (usual, today, status) => {
    expect(judgeJump(history(usual, today), 20).status).toBe(status);
  });

  it('is learning without history, and not applicable without rows', () => {
    expect(judgeJump({ shares: [0.9], isHistory: [] }, 0).status).toBe('learning');
    expect(judgeJump({ shares: [undefined], isHistory: [] }, 0).status).toBe('n/a');
  });
});
