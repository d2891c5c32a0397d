/** The two sites of the sample, with their share of the traffic and how often a stranger's visit ends in a signup. */
export const sampleHosts: readonly { name: string; share: number; signupRate: number }[] = [
  { name: 'www.eczachly.com', share: 0.7, signupRate: 0.028 },
  { name: 'www.zachwilson.tech', share: 0.3, signupRate: 0.022 },
];
