/** How a record was broken on request; the encoders act on it. */
export type SampleDefect = 'bad-time' | 'cut-line' | 'extra-field';

/** One generated record: an event of an export, or a request line of an access log. */
export interface SampleEvent {
  /** Milliseconds since 1970, UTC. */
  time: number;
  host: string;
  ip: string;
  userAgent: string;
  method: string;
  /** Path with query, as in a request line. */
  url: string;
  status: number;
  bytes: number;
  /** Full address of the page before, '' when there is none. */
  referrer: string;
  userId: number | null;
  /** The cookie's id; '' for bots. */
  anonymousId: string;
  eventName: string;
  plan: string;
  price: number | null;
  experiment: string;
  variant: string;
  release: string;
  email: string;
  /** Only where asked for. */
  requestId?: string;
  /** The truth, for tests: what enrichment should find. Never written to a file. */
  country: string;
  isBot: boolean;
  defect: SampleDefect | null;
}
