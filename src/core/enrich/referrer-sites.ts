import { knownReferrers } from './generated/known-referrers.ts';
import type { SiteKind } from './site-kinds.ts';

/** A place that sends visits, by its name. */
export interface ReferrerSite {
  source: string;
  kind: SiteKind;
}

// Ours come first: they correct or add to the list that is generated. A host stands for its
// subdomains too.
const ownSites: readonly (readonly [source: string, kind: SiteKind, hosts: string])[] = [
  ['ChatGPT', 'ai', 'chatgpt.com chat.openai.com openai.com com.openai.chatgpt'],
  ['Perplexity', 'ai', 'perplexity.ai ai.perplexity.app.android'],
  ['Claude', 'ai', 'claude.ai com.anthropic.claude'],
  [
    'Gemini',
    'ai',
    'gemini.google.com bard.google.com aistudio.google.com notebooklm.google.com com.google.android.apps.bard',
  ],
  ['Copilot', 'ai', 'copilot.microsoft.com copilot.cloud.microsoft com.microsoft.copilot'],
  ['DeepSeek', 'ai', 'deepseek.com com.deepseek.chat'],
  ['Grok', 'ai', 'grok.com ai.x.grok'],
  ['Mistral', 'ai', 'chat.mistral.ai mistral.ai'],
  ['Meta AI', 'ai', 'meta.ai'],
  ['You.com', 'ai', 'you.com'],
  ['Poe', 'ai', 'poe.com'],
  ['Phind', 'ai', 'phind.com'],
  ['Kagi Assistant', 'ai', 'assistant.kagi.com'],
  ['Substack', 'newsletter', 'substack.com com.substack.app'],
  ['beehiiv', 'newsletter', 'beehiiv.com'],
  ['Kit', 'newsletter', 'ck.page convertkit.com kit.com'],
  ['Buttondown', 'newsletter', 'buttondown.com buttondown.email'],
  ['Mailchimp', 'newsletter', 'list-manage.com mailchi.mp campaign-archive.com'],
  ['Revue', 'newsletter', 'getrevue.co'],
  ['Ghost', 'newsletter', 'ghost.io'],
  ['YouTube', 'video', 'youtube.com youtu.be youtube-nocookie.com com.google.android.youtube'],
  ['Vimeo', 'video', 'vimeo.com'],
  ['Twitch', 'video', 'twitch.tv tv.twitch.android.app'],
  ['Dailymotion', 'video', 'dailymotion.com'],
  ['TikTok', 'social', 'tiktok.com com.zhiliaoapp.musically'],
  ['X', 'social', 'x.com t.co twitter.com com.twitter.android'],
  ['LinkedIn', 'social', 'linkedin.com lnkd.in com.linkedin.android'],
  [
    'Facebook',
    'social',
    'facebook.com fb.com fb.me com.facebook.katana com.facebook.lite messenger.com',
  ],
  ['Instagram', 'social', 'instagram.com com.instagram.android'],
  ['Threads', 'social', 'threads.net threads.com com.instagram.barcelona'],
  ['Bluesky', 'social', 'bsky.app bsky.social xyz.blueskyweb.app'],
  ['Mastodon', 'social', 'mastodon.social mastodon.online fosstodon.org hachyderm.io'],
  ['Reddit', 'social', 'reddit.com redd.it com.reddit.frontpage'],
  ['Discord', 'social', 'discord.com discordapp.com com.discord'],
  ['Slack', 'social', 'slack.com com.slack'],
  ['WhatsApp', 'social', 'whatsapp.com wa.me com.whatsapp'],
  ['Telegram', 'social', 't.me telegram.org org.telegram.messenger'],
  ['Hacker News', 'social', 'news.ycombinator.com'],
  ['Gmail', 'email', 'mail.google.com com.google.android.gm'],
  [
    'Outlook.com',
    'email',
    'outlook.live.com outlook.office.com outlook.office365.com com.microsoft.office.outlook',
  ],
  ['Google', 'search', 'com.google.android.googlequicksearchbox'],
  ['Kagi', 'search', 'kagi.com'],
  ['Brave Search', 'search', 'search.brave.com'],
  ['GitHub', 'site', 'github.com'],
  ['Stack Overflow', 'site', 'stackoverflow.com'],
  ['SourceForge', 'site', 'sourceforge.net'],
  ['Amazon', 'site', 'amazon.com amazon.co.uk amazon.de'],
  ['Medium', 'site', 'medium.com'],
];

const kinds = new Map<string, SiteKind>([
  ['search', 'search'],
  ['social', 'social'],
  ['email', 'email'],
  ['paid', 'paid'],
]);
const sourceNames = new Map([
  ['Twitter', 'X'],
  ['Youtube', 'YouTube'],
  ['StackOverflow', 'Stack Overflow'],
]);
// What people write into utm_source by hand.
const shortNames = new Map([
  ['twitter', 'X'],
  ['tw', 'X'],
  ['fb', 'Facebook'],
  ['meta', 'Facebook'],
  ['ig', 'Instagram'],
  ['li', 'LinkedIn'],
  ['yt', 'YouTube'],
  ['openai', 'ChatGPT'],
  ['hackernews', 'Hacker News'],
  ['hn', 'Hacker News'],
  ['convertkit', 'Kit'],
  ['adwords', 'Google'],
  ['googleads', 'Google'],
]);

interface SiteIndex {
  byPlace: Map<string, ReferrerSite>;
  byName: Map<string, ReferrerSite>;
  /** Sites that only a path tells from others of the host. */
  byPath: Map<string, ReferrerSite[]>;
}

let index: SiteIndex | undefined;

function buildIndex(): SiteIndex {
  const byPlace = new Map<string, ReferrerSite>();
  const byName = new Map<string, ReferrerSite>();
  const add = (source: string, kind: SiteKind, hosts: string): void => {
    const site = { source, kind };
    for (const host of hosts.split(' ')) if (!byPlace.has(host)) byPlace.set(host, site);
    const name = source.toLowerCase().replaceAll(' ', '');
    if (!byName.has(name)) byName.set(name, site);
  };
  for (const [source, kind, hosts] of ownSites) add(source, kind, hosts);
  for (const [source, medium, hosts] of knownReferrers) {
    add(sourceNames.get(source) ?? source, kinds.get(medium) ?? 'site', hosts);
  }
  for (const [short, source] of shortNames) {
    const site = byName.get(source.toLowerCase().replaceAll(' ', ''));
    if (site) byName.set(short, site);
  }
  const byPath = new Map<string, ReferrerSite[]>();
  for (const [place, site] of byPlace) {
    const [host = '', path] = place.split(/\/(.*)/s);
    if (path !== undefined) byPath.set(host, [...(byPath.get(host) ?? []), site]);
  }
  return { byPlace, byName, byPath };
}

/**
 * The known site of a host, or of one it is a subdomain of; a few are told apart by the first
 * segments of the path (`bing.com/images/search`). Null for sites no list names.
 */
export function findSite(host: string, path = ''): ReferrerSite | null {
  index ??= buildIndex();
  const [, first = '', second = ''] = path.toLowerCase().split('/', 3);
  for (let name = host; name.includes('.'); name = name.slice(name.indexOf('.') + 1)) {
    const site =
      (first && index.byPlace.get(`${name}/${first}${second && `/${second}`}`)) ||
      (first && index.byPlace.get(`${name}/${first}`)) ||
      index.byPlace.get(name);
    if (site) return site;
  }
  return null;
}

/** Every site that a page of this host may be one of, that of the host itself first; null for one that no list names. */
export function sitesOfHost(host: string): (ReferrerSite | null)[] {
  const ofHost = findSite(host);
  const ofPaths: ReferrerSite[] = [];
  for (let name = host; name.includes('.'); name = name.slice(name.indexOf('.') + 1))
    ofPaths.push(...(index!.byPath.get(name) ?? []));
  return [ofHost, ...ofPaths];
}

/** The known site that a utm_source names, by its name or its host, or null. */
export function findNamedSite(utmSource: string): ReferrerSite | null {
  index ??= buildIndex();
  const name = utmSource.trim().toLowerCase();
  return (
    index.byName.get(name.replace(/[\s_-]+/g, '')) ?? (name.includes('.') ? findSite(name) : null)
  );
}
