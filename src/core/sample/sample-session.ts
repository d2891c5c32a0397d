import { type Random, integerBetween } from './random.ts';
import {
  type SamplePlan,
  pickLandingPage,
  pickLesson,
  pickNextPage,
  pickPlan,
  pickSearch,
} from './sample-pages.ts';

/** One thing a person does; a session is a list of them. */
export interface SampleStep {
  /** unseen: only the server knows of it (failures, redirects), an export of events does not. */
  kind: 'page' | 'action' | 'unseen';
  method: 'GET' | 'POST';
  url: string;
  status: number;
  /** '' where an export of events would not know of it. */
  eventName: string;
  loggedIn: boolean;
  plan: SamplePlan | null;
}

interface SampleVisit {
  /** Whether the person has an account already. */
  hasAccount: boolean;
  purchases: number;
  /** Chance that a visit of somebody without an account ends in a signup. */
  signupRate: number;
  /** Chance that somebody who signs up buys at once. */
  purchaseRate: number | undefined;
}

/** Chances, set so that 2-3 % of visits sign up and 8-10 % of signups come to a purchase. */
const chances = {
  bounce: 0.42,
  loginAfterSignup: 0.75,
  buyAfterSignup: 0.068,
  buyLater: 0.022,
  loginWithAccount: 0.55,
  logout: 0.15,
  failedLogin: 0.08,
  search: 0.03,
  contact: 0.006,
  download: 0.02,
  missingPage: 0.012,
  serverError: 0.0015,
  redirect: 0.006,
};

function step(
  kind: SampleStep['kind'],
  [method, url, status]: readonly [SampleStep['method'], string, number],
  eventName: string,
  loggedIn: boolean,
  plan: SamplePlan | null = null,
): SampleStep {
  return { kind, method, url, status, eventName, loggedIn, plan };
}

const page = (url: string, loggedIn: boolean): SampleStep =>
  step('page', ['GET', url, 200], 'page_view', loggedIn);
const post = (url: string, eventName: string, plan: SamplePlan | null = null): SampleStep =>
  step('action', ['POST', url, 302], eventName, true, plan);
const unseen = (method: SampleStep['method'], url: string, status: number): SampleStep =>
  step('unseen', [method, url, status], '', false);

function unseenBetweenPages(random: Random): SampleStep[] {
  let fate = random();
  if ((fate -= chances.missingPage) < 0) return [unseen('GET', '/blog/draft-post', 404)];
  if ((fate -= chances.serverError) < 0) return [unseen('GET', '/courses', 500)];
  return fate < chances.redirect ? [unseen('GET', '/go/newsletter', 302)] : [];
}

/** Pages only: what most visits are, and what is left when a day's last visit must be cut. */
export function planBrowsing(random: Random, landing: string): SampleStep[] {
  const steps = [page(landing, false)];
  if (random() < chances.bounce) return steps;
  const u = random();
  const more = 1 + Math.floor(11 * u * u);
  for (let i = 0; i < more; i++) {
    steps.push(...unseenBetweenPages(random));
    steps.push(page(pickNextPage(random), false));
  }
  return steps;
}

function addExtras(random: Random, steps: SampleStep[]): void {
  if (random() < chances.search) {
    steps.push(step('page', ['GET', `/search?q=${pickSearch(random)}`, 200], 'search', false));
  }
  if (random() < chances.download) {
    steps.push(step('action', ['GET', '/downloads/roadmap.pdf', 200], 'download', false));
  }
  if (random() < chances.contact) {
    steps.push(
      page('/contact', false),
      step('action', ['POST', '/contact', 302], 'contact', false),
    );
  }
}

function buy(random: Random): SampleStep[] {
  const plan = pickPlan(random);
  return [
    page(plan.page, true),
    post('/cart', 'add_to_cart', plan),
    page('/checkout', true),
    post('/checkout', 'checkout', plan),
    post('/purchase', 'purchase', plan),
    page('/welcome', true),
  ];
}

function logIn(random: Random): SampleStep[] {
  const steps = [page('/login', false)];
  if (random() < chances.failedLogin) steps.push(unseen('POST', '/login', 401));
  steps.push(post('/login', 'login'));
  return steps;
}

function study(random: Random): SampleStep[] {
  const steps = [page('/courses', true)];
  for (let i = integerBetween(random, 1, 4); i > 0; i--) {
    steps.push(page(pickLesson(random), true));
    steps.push(step('action', ['POST', '/api/progress', 204], 'watch_video', true));
  }
  if (random() < chances.logout) steps.push(post('/logout', 'logout'));
  return steps;
}

function signUp(random: Random, purchaseRate: number = chances.buyAfterSignup): SampleStep[] {
  const steps = [page('/signup', false), post('/signup', 'signup'), page('/welcome', true)];
  if (random() >= chances.loginAfterSignup) return steps;
  steps.push(...logIn(random));
  if (random() < purchaseRate / chances.loginAfterSignup) steps.push(...buy(random));
  else if (random() < 0.4) steps.push(...study(random));
  else if (random() < 0.06) steps.push(...buy(random).slice(0, integerBetween(random, 1, 4)));
  return steps;
}

/** Everything one visit does, in order: landing, reading, then signing up, learning or buying. */
export function planSession(random: Random, visit: SampleVisit): SampleStep[] {
  const steps = planBrowsing(random, pickLandingPage(random));
  if (visit.hasAccount) {
    if (random() >= chances.loginWithAccount) return steps;
    steps.push(...logIn(random));
    const buys = visit.purchases < 2 && random() < chances.buyLater;
    steps.push(...(buys ? buy(random) : study(random)));
    return steps;
  }
  if (random() < visit.signupRate) steps.push(...signUp(random, visit.purchaseRate));
  else addExtras(random, steps);
  return steps;
}
