import { type Random, integerBetween, weightedChoice } from './random.ts';

interface SampleBot {
  agent: string;
  country: string;
  address: (random: Random) => string;
  /** crawl: pages, robots.txt and some dead links; monitor: the front page by clock; probe: paths that do not exist; api: a health check. */
  habit: 'crawl' | 'monitor' | 'probe' | 'api';
}

function bot(
  agent: string,
  country: string,
  habit: SampleBot['habit'],
  [prefix, low, high]: readonly [string, number, number],
): SampleBot {
  const address = (random: Random): string =>
    `${prefix}.${integerBetween(random, low, high)}.${integerBetween(random, 1, 254)}`;
  return { agent, country, habit, address };
}

const chrome = 'AppleWebKit/537.36 (KHTML, like Gecko';

/** The robots of an ordinary site, with the blocks their owners publish. */
export const pickBot = weightedChoice<SampleBot>([
  [
    bot('Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)', 'US', 'crawl', [
      '66.249',
      64,
      79,
    ]),
    30,
  ],
  [
    bot('Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)', 'US', 'crawl', [
      '157.55',
      39,
      39,
    ]),
    16,
  ],
  [
    bot(
      `Mozilla/5.0 ${chrome}; compatible; GPTBot/1.2; +https://openai.com/gptbot)`,
      'US',
      'crawl',
      ['20.171', 206, 207],
    ),
    14,
  ],
  [
    bot('Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)', 'FR', 'crawl', [
      '54.36',
      148,
      149,
    ]),
    13,
  ],
  [
    bot(
      'LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)',
      'US',
      'crawl',
      ['108.174', 2, 8],
    ),
    6,
  ],
  [
    bot('Mozilla/5.0 (compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)', 'US', 'monitor', [
      '216.144',
      250,
      250,
    ]),
    10,
  ],
  [bot('curl/8.5.0', 'DE', 'api', ['91.12', 10, 12]), 5],
  [bot('python-requests/2.32.3', 'IN', 'probe', ['117.200', 0, 40]), 6],
]);

const botPages = weightedChoice([
  ['/', 20],
  ['/robots.txt', 8],
  ['/sitemap.xml', 5],
  ['/about', 5],
  ['/blog', 10],
  ['/bootcamp', 6],
  ['/courses', 6],
  ['/signup', 3],
  ['/login', 3],
  ['/blog/data-modeling-basics', 9],
  ['/blog/cumulative-table-design', 8],
  ['/blog/breaking-into-data-engineering', 9],
  ['/blog/2019/old-announcement', 4],
  ['/feed', 4],
]);
const probePages = weightedChoice([
  ['/wp-login.php', 30],
  ['/.env', 25],
  ['/xmlrpc.php', 15],
  ['/admin/config.php', 15],
  ['/.git/config', 15],
]);
const missing = new Set(['/blog/2019/old-announcement']);
const filesOnly = new Set(['/robots.txt', '/sitemap.xml', '/feed']);

interface BotRequest {
  method: string;
  url: string;
  status: number;
}

/** What a bot asks for; an export of events knows pages only, a log knows the rest too. */
export function drawBotRequest(random: Random, bot: SampleBot, pagesOnly: boolean): BotRequest {
  if (bot.habit === 'monitor') return { method: pagesOnly ? 'GET' : 'HEAD', url: '/', status: 200 };
  if (pagesOnly) {
    let url = botPages(random);
    while (missing.has(url) || filesOnly.has(url)) url = botPages(random);
    return { method: 'GET', url, status: 200 };
  }
  if (bot.habit === 'api') return { method: 'GET', url: '/api/health', status: 200 };
  if (bot.habit === 'probe') return { method: 'GET', url: probePages(random), status: 404 };
  const url = botPages(random);
  if (missing.has(url)) return { method: 'GET', url, status: 404 };
  return { method: 'GET', url, status: random() < 0.15 ? 304 : 200 };
}
