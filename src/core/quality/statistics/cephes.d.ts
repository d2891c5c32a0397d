/** The package's own types are not reachable through its `exports`; these are the functions used here. */
declare module 'cephes' {
  /** Resolves when the WebAssembly is compiled. */
  export const compiled: Promise<void>;
  /** Upper tail of F: P(F(ia, ib) > x). */
  export function fdtrc(ia: number, ib: number, x: number): number;
  /** Student's t: P(T(k) <= t). */
  export function stdtr(k: number, t: number): number;
  /** Quantile of Student's t. */
  export function stdtri(k: number, p: number): number;
  /** Logarithm of the gamma function. */
  export function lgam(x: number): number;
}
