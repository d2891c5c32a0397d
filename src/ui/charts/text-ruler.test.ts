import { assert, property, string, nat } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitText } from './text-ruler.ts';

const ruler = (text: string): number => 7 * [...text].length;

describe('fitText', () => {
  it('leaves what fits as it is', () => {
    expect(fitText('shop.example', 84, ruler)).toBe('shop.example');
  });

  it('is the longest beginning that fits with its ellipsis', () => {
    assert(
      property(string({ unit: 'grapheme', minLength: 1 }), nat(600), (text, room) => {
        const fitted = fitText(text, room, ruler);
        if (fitted === text) return ruler(text) <= room;
        const begin = [...fitted].slice(0, -1);
        const next = [...text].slice(0, begin.length + 1).join('');
        return (
          fitted.endsWith('…') &&
          text.startsWith(begin.join('')) &&
          (begin.length === 0 || ruler(fitted) <= room) &&
          ruler(`${next}…`) > room
        );
      }),
    );
  });
});
