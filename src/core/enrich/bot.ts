import { isbot, isbotMatch } from 'isbot';
import { classifyPersonalValue } from './personal-data.ts';

const httpLibrary =
  /^(?:curl|wget|libcurl|python-requests|python-urllib|python-httpx|python|aiohttp|httpx|go-http-client|okhttp|axios|node-fetch|undici|node|got|java|apache-httpclient|jakarta|libwww-perl|lwp|ruby|faraday|guzzlehttp|php|postmanruntime|insomnia|httpie|restsharp|dart|powershell|winhttp|rest-client|scrapy|mechanize)\b/i;
const headless = /headless|phantomjs|slimerjs|puppeteer|playwright|electron\/|chrome-lighthouse/i;

function isUsable(product: string): boolean {
  if (
    product.length < 2 ||
    product.length > 40 ||
    /^(?:https?|www\..*|mozilla|compatible)$/i.test(product)
  )
    return false;
  return classifyPersonalValue(product) === null;
}

/** The product's name around what the rule matched, such as `Googlebot` around `bot`. */
function productAround(userAgent: string, matched: string): string {
  const at = userAgent.indexOf(matched);
  const before = /[\w.-]*$/.exec(userAgent.slice(0, at))![0];
  const after = /^[\w.-]*/.exec(userAgent.slice(at + matched.length))![0];
  return (before + matched + after).replace(/[/\s].*$/, '').replace(/^[^a-z]+|[^a-z0-9]+$/gi, '');
}

/** The name that a bot gives itself: around the match, else after "compatible;", else the first word. */
function productName(userAgent: string, matched: string): string | undefined {
  const declared = /compatible; ?([a-z][\w.-]*)/i.exec(userAgent)?.[1] ?? '';
  const first = /^[a-z][\w.-]*/i.exec(userAgent)?.[0] ?? '';
  const isInLink = /^(?:https?|\.com|www)/i.test(matched);
  const around = isInLink ? '' : productAround(userAgent, matched);
  return [around, declared, first].find(isUsable);
}

/** Why a user agent that is not empty is a bot's, in plain words, or null. */
export function findBotReason(userAgent: string): string | null {
  const library = httpLibrary.exec(userAgent)?.[0];
  if (library) return `http library: ${library.toLowerCase()}`;
  if (!isbot(userAgent)) return null;
  if (headless.test(userAgent)) return 'headless browser';
  return `isbot: ${productName(userAgent, isbotMatch(userAgent) ?? '') ?? 'crawler pattern'}`;
}
