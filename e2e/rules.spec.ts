import { expect, test } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import { escapeDialog, importFiles, openWatched, tileValues } from './app.ts';
import type { Watched } from './app.ts';
import { look } from './looks.ts';
import { sampleEvents, sampleTexts } from './sample-oracle.ts';

test.use({ actionTimeout: 30_000 });

const options = { rows: 3_000, days: 9 };
const [sample] = sampleTexts({ ...options, split: 'none' });
// The truth of the generator, not of the rules: what a rule that takes logins of one host for signups must move.
const events = sampleEvents(options);
const host = 'www.eczachly.com';
const named = (name: string) => events.filter(({ eventName }) => eventName === name);
const moved = named('login').filter((event) => event.host === host);
const people = (all: typeof events): number => all.filter(({ isBot }) => !isBot).length;
const expected = {
  days: new Set(moved.map(({ time }) => new Date(time).toISOString().slice(0, 10))).size,
  signups: people(named('signup')),
  logins: people(named('login')),
  moved: people(moved),
};

test.describe('rules', () => {
  test.describe.configure({ mode: 'serial' });
  let page: Page;
  let watched: Watched;

  test.beforeAll(async ({ browser, baseURL }) => {
    ({ page, watched } = await openWatched(browser, baseURL, {
      viewport: { width: 1440, height: 900 },
    }));
    await importFiles(page, [sample!]);
  });

  test.afterAll(() => page.context().close());

  const list = (): Locator => page.getByRole('region', { name: /^Rules:/ });
  const row = (name: string): Locator => list().locator(`[data-rule="${name}"]`);
  const preview = (): Locator => page.getByRole('region', { name: 'What would change' });
  const names = (): Promise<string[]> =>
    list()
      .locator('[data-rule]')
      .evaluateAll((rows) => rows.map((one) => (one as HTMLElement).dataset.rule!));
  const settled = (): Promise<void> =>
    expect(preview()).toHaveAttribute('aria-busy', 'false', { timeout: 60_000 });

  async function totals(metric: string): Promise<number[]> {
    const cells = preview().locator(`[data-metric="${metric}"] data`);
    await expect(cells).toHaveCount(2);
    return cells.evaluateAll((all) => all.map((one) => Number((one as HTMLDataElement).value)));
  }

  const drafts = (): Promise<Record<string, string>> =>
    page.evaluate(() => JSON.parse(localStorage.getItem('homegrown.drafts') ?? '{}') as never);

  /** A draft made, or dropped, in another tab. */
  async function draftElsewhere(path: string, text: string | null): Promise<void> {
    const others = Object.entries(await drafts()).filter(([other]) => other !== path);
    const all = text === null ? others : [...others, [path, text]];
    const after = JSON.stringify(Object.fromEntries(all));
    await page.evaluate((newValue) => {
      localStorage.setItem('homegrown.drafts', newValue);
      dispatchEvent(new StorageEvent('storage', { key: 'homegrown.drafts', newValue }));
    }, after);
  }

  async function overview(): Promise<number[]> {
    await page.goto('./#/overview');
    const tiles = await tileValues(page);
    return [Number(tiles.Signups), Number(tiles.Logins)];
  }

  test('lists what ships, with what each rule decides', async () => {
    await page.keyboard.press('j');
    await expect(row('event name: signup')).toContainText('sign_up');
    await settled();
    await expect(row('event name: login').locator('data')).toHaveAttribute(
      'value',
      String(named('login').length),
    );
    await page.keyboard.press('/');
    await page.keyboard.type('create_account');
    await expect.poll(names).toEqual(['event name: signup']);
    await page.getByRole('searchbox').fill('');
  });

  test('tells at its field what cannot be read, and counts what would change', async () => {
    await page.getByRole('button', { name: 'Add a rule', exact: true }).click();
    const form = page.getByRole('form', { name: 'New rule' });
    await form.getByLabel('Name', { exact: true }).fill('members sign up');
    await form.getByLabel('Event is one of').fill('Login');
    await form.getByLabel('The action is').selectOption('signup');
    await form.getByLabel('Host: how it is compared').selectOption('pattern');
    const field = form.getByRole('textbox', { name: 'Host', exact: true });
    await field.fill('(');
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    await expect(form.getByText(/This pattern cannot be read/)).toBeVisible();
    await look(page, 'rules-broken', { brief: true });
    await form.getByLabel('Host: how it is compared').selectOption('is');
    await field.fill(host);
    await expect(preview().getByRole('status')).toContainText(
      `Would change ${moved.length} of ${events.length.toLocaleString('en-GB')} events on ${expected.days} days`,
    );
    await settled();
    const { signups, logins, moved: more } = expected;
    await expect.poll(() => totals('signups')).toEqual([signups, signups + more]);
    await expect.poll(() => totals('logins')).toEqual([logins, logins - more]);
    await form.getByRole('button', { name: 'Keep as draft' }).click();
    await expect(row('members sign up')).toContainText('yours');
    await expect(row('members sign up')).toBeFocused();
    await look(page, 'rules-draft');
  });

  test('rules are moved by keys and by dragging; below what it depends on, one changes nothing', async () => {
    const before = await names();
    expect(before[0]).toBe('members sign up');
    await page.keyboard.press('Alt+ArrowDown');
    await expect(row('members sign up')).toBeFocused();
    await expect(page.getByText(`members sign up is now 2 of ${before.length}.`)).toBeAttached();
    await page.keyboard.press('ArrowUp');
    await expect(row(before[1]!)).toBeFocused();
    const grip = list()
      .locator('li', { has: page.locator('[data-rule="members sign up"]') })
      .locator('.grip');
    await grip.hover();
    await page.mouse.down();
    const { y, height } = (await row('event name: login').boundingBox())!;
    await page.mouse.move(300, y + height - 4, { steps: 4 });
    await page.mouse.up();
    const after = before.toSpliced(before.indexOf('event name: login') + 1, 0, before[0]!).slice(1);
    await expect.poll(names).toEqual(after);
    await settled();
    await expect(preview().getByRole('status')).toContainText('Would change none of');
    await row('members sign up').focus();
    for (let step = after.indexOf('members sign up'); step > 0; step -= 1)
      await page.keyboard.press('Alt+ArrowUp');
    await expect.poll(names).toEqual(before);
  });

  test('a record is tried with the draft', async () => {
    const panel = page.getByRole('region', { name: 'Try a record' });
    await panel.getByRole('button', { name: 'Fill in an example' }).click();
    await panel.getByLabel('URL').fill(`https://${host}/x?utm_source=news&utm_medium=email`);
    await panel.getByLabel('Event name').fill('logged in');
    const result = panel.locator('dl');
    await expect(result).toContainText('login by the rule event name: login');
    await panel.getByLabel('Event name').fill('login');
    await expect(result).toContainText('signup by the rule members sign up');
    await expect(result).toContainText('Email by the rule email medium');
    await expect(result).toContainText('iOS');
  });

  test('drafts are those of the files; applied, the numbers follow', async () => {
    await expect.poll(overview).toEqual([expected.signups, expected.logins]);
    await page.goto('./#/models/editor/rules/actions');
    await expect(page.getByRole('textbox', { name: 'YAML of actions' })).toContainText(
      'members sign up',
    );
    await page.getByRole('link', { name: 'Edit on the Rules screen' }).click();
    await expect(row('members sign up')).toContainText('yours');
    await settled();
    await draftElsewhere('core/broken.sql', 'select nothing from nowhere');
    await expect(page.getByText('1 file of other kinds waits as a draft too.')).toBeVisible();
    await page.keyboard.press('a');
    const dialog = page.getByRole('dialog');
    // Rules are taken, what is broken elsewhere waits: it is not in their way.
    await expect(dialog.getByRole('checkbox', { name: 'core/broken.sql' })).not.toBeChecked();
    await expect(dialog.getByRole('checkbox', { name: 'rules/actions.yml' })).toBeChecked();
    await dialog.getByRole('checkbox', { name: 'core/broken.sql' }).check();
    await expect(dialog.getByText(/must be mended before this can be applied/)).toBeVisible();
    await dialog.getByRole('checkbox', { name: 'core/broken.sql' }).uncheck();
    await expect(dialog.getByText(/must be mended/)).toHaveCount(0);
    await expect(
      dialog.getByText('1 of 2 drafts is applied; the other stays a draft.'),
    ).toBeVisible();
    await look(page, 'rules-apply', { brief: true });
    await dialog.getByLabel('Why (optional)').fill('Members register by logging in');
    await dialog.getByRole('button', { name: 'Apply', exact: true }).click();
    await expect(dialog.getByRole('heading', { name: /^Applied/ })).toBeVisible({
      timeout: 60_000,
    });
    await dialog.getByRole('button', { name: 'Done' }).click();
    await expect.poll(async () => Object.keys(await drafts())).toEqual(['core/broken.sql']);
    await draftElsewhere('core/broken.sql', null);
    const { signups, logins, moved: more } = expected;
    await expect.poll(overview).toEqual([signups + more, logins - more]);
  });

  test('what was applied is on record and can be undone', async () => {
    await page.goto('./#/rules');
    await page.getByRole('button', { name: 'History' }).click();
    const dialog = page.getByRole('dialog', { name: 'What was applied' });
    await expect(
      dialog.getByRole('heading', { name: 'Members register by logging in' }),
    ).toBeVisible();
    await dialog.getByRole('button', { name: 'Undo: Change 1' }).click();
    await page
      .getByRole('dialog', { name: 'Undo change 1?' })
      .getByRole('button', { name: 'Undo', exact: true })
      .click();
    await expect(dialog.getByRole('heading', { name: /^Applied/ })).toBeVisible({
      timeout: 60_000,
    });
    await escapeDialog(page);
    await expect(row('members sign up')).toHaveCount(0);
    await expect.poll(overview).toEqual([expected.signups, expected.logins]);
  });

  test('rules about people say that past days stay as they are', async () => {
    await page.goto('./#/rules/countries');
    await page.getByRole('button', { name: 'Add a rule', exact: true }).click();
    const form = page.getByRole('form', { name: 'New rule' });
    await form.getByLabel('Name', { exact: true }).fill('office');
    await form.getByLabel('Address').fill('91.198.174.0/24');
    await form.getByLabel('Country').selectOption('Norway');
    await form.getByRole('button', { name: 'Keep as draft' }).click();
    await expect(preview()).toContainText('past days stay as they are');
    const panel = page.getByRole('region', { name: 'Try a record' });
    await panel.getByRole('button', { name: /Fill in|Clear/ }).click();
    await panel.getByLabel('Address').fill('91.198.174.192');
    await expect(panel.locator('dl')).toContainText('Norway by the rule office');
    await look(page, 'rules-countries', { brief: true });
    expect(watched).toEqual({ foreign: [], errors: [] });
  });
});
