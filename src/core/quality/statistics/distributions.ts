// The worlds above reach this file by import only, and would not see the declaration.
// eslint-disable-next-line @typescript-eslint/triple-slash-reference
/// <reference path="./cephes.d.ts" />
import { compiled, fdtrc, stdtr, stdtri } from 'cephes';

/** The distributions are WebAssembly inside the library: wait for this once before any of them is asked. */
export const distributionsReady: Promise<void> = compiled;

/** P(F(df1, df2) > x): exact in the far tail, where 1 - cdf would be noise. Degrees of freedom are integers >= 1. */
export function fTail(df1: number, df2: number, x: number): number {
  return x <= 0 ? 1 : fdtrc(df1, df2, x);
}

/** P(T(df) <= t), Student's t; exact for t far below 0. */
export function tBelow(df: number, t: number): number {
  return stdtr(df, t);
}

/** The t with P(T(df) <= t) = p, 0 < p < 1. */
export function tQuantile(df: number, p: number): number {
  return stdtri(df, p);
}
