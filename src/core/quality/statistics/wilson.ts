/** Wilson's 95 % interval of a share: `hits` of `total`; 0 to 1 where nothing was tried. */
export function wilson(hits: number, total: number): { lower: number; upper: number } {
  if (total === 0) return { lower: 0, upper: 1 };
  const z = 1.959963984540054;
  const share = hits / total;
  const scale = 1 + (z * z) / total;
  const center = (share + (z * z) / (2 * total)) / scale;
  const half =
    (z / scale) * Math.sqrt((share * (1 - share)) / total + (z * z) / (4 * total * total));
  return { lower: Math.max(0, center - half), upper: Math.min(1, center + half) };
}
