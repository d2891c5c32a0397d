import { type Random, integerBetween, pickOne, weightedChoice } from './random.ts';

export interface SampleEntry {
  /** '' when the browser tells nothing. */
  referrer: string;
  /** Query of the landing page, with its question mark, or ''. */
  query: string;
}

type Source = (random: Random, week: string) => SampleEntry;

const from =
  (...referrers: string[]): Source =>
  (random) => ({ referrer: pickOne(random, referrers), query: '' });

function token(random: Random, length: number): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
  let text = '';
  for (let i = 0; i < length; i++) text += letters[integerBetween(random, 0, 61)] as string;
  return text;
}

const direct: Source = () => ({ referrer: '', query: '' });

const email: Source = (_, week) => ({
  referrer: '',
  query: `?utm_source=newsletter&utm_medium=email&utm_campaign=weekly-${week}`,
});

const googleAds: Source = (random) => ({
  referrer: 'https://www.google.com/',
  query: `?utm_source=google&utm_medium=cpc&utm_campaign=bootcamp-search&utm_term=${pickOne(random, ['data+engineering+bootcamp', 'learn+data+engineering', 'spark+course'])}&gclid=Cj0KCQ${token(random, 16)}`,
});

const linkedInAds: Source = (random) => ({
  referrer: 'https://www.linkedin.com/',
  query: `?utm_source=linkedin&utm_medium=paid_social&utm_campaign=fall-bootcamp&utm_content=${pickOne(random, ['video', 'carousel', 'static'])}`,
});

const linkedInPost: Source = () => ({
  referrer: 'https://www.linkedin.com/',
  query: '?utm_source=linkedin&utm_medium=social&utm_campaign=daily-post',
});

const youtubeLink: Source = (random) => ({
  referrer: 'https://www.youtube.com/',
  query: random() < 0.5 ? '?utm_source=youtube&utm_medium=video&utm_campaign=description' : '',
});

const chatGpt: Source = () => ({
  referrer: 'https://chatgpt.com/',
  query: '?utm_source=chatgpt.com',
});

const affiliate: Source = (random) => ({
  referrer: `https://${pickOne(random, ['datatools.example', 'careers.example'])}/reviews`,
  query: '?utm_source=partner&utm_medium=affiliate&utm_campaign=autumn',
});

const sources: readonly (readonly [Source, number])[] = [
  [direct, 20],
  [from('https://www.linkedin.com/feed/', 'https://www.linkedin.com/', 'https://lnkd.in/'), 19],
  [linkedInPost, 4],
  [linkedInAds, 2.5],
  [from('android-app://com.linkedin.android/'), 2],
  [from('https://t.co/', 'https://x.com/'), 7],
  [from('https://weeklydata.substack.com/', 'https://substack.com/'), 6],
  [from('https://www.google.com/', 'https://www.google.com/', 'https://www.google.co.in/'), 14],
  [from('https://www.bing.com/'), 2],
  [from('https://duckduckgo.com/'), 1],
  [youtubeLink, 6],
  [from('https://www.instagram.com/'), 2],
  [chatGpt, 2.5],
  [from('https://www.perplexity.ai/', 'https://claude.ai/', 'https://gemini.google.com/'), 1.5],
  [from('https://www.reddit.com/r/dataengineering/', 'https://news.ycombinator.com/'), 2],
  [from('https://github.com/'), 1.5],
  [email, 6],
  [googleAds, 3],
  [affiliate, 0.6],
];
const pickSource = weightedChoice(sources);
const pickKnownSource = weightedChoice<Source>([
  [direct, 48],
  [email, 16],
  [from('https://www.google.com/'), 14],
  [from('https://www.linkedin.com/feed/'), 14],
  [from('https://substack.com/'), 5],
  [youtubeLink, 3],
]);

/** Where a visit comes from. People who were here before come more often by themselves or by e-mail. */
export function drawEntry(random: Random, returning: boolean, week: string): SampleEntry {
  const choose = returning && random() < 0.55 ? pickKnownSource : pickSource;
  return choose(random)(random, week);
}
