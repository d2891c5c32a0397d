import { expect, test } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import { unzipSync } from 'fflate';
import {
  download,
  escapeDialog,
  expectTiles,
  importFiles,
  openWatched,
  tileValues,
} from './app.ts';
import type { Watched } from './app.ts';
import { look } from './looks.ts';
import { sampleTexts } from './sample-oracle.ts';

test.use({ actionTimeout: 30_000 });

const [sample] = sampleTexts({ rows: 3_000, days: 9, split: 'none' });
const typo = `with visitors as (
  select * from {{ ref('dim_visitors') }}
),
final as (
  select dim_contry as country, count(*) as visitors
  from visitors
  group by 1
)
select * from final
`;
const yaml = (test = '') => `models:
  - name: country_visitors
    description: Visitors by country.
    config:
      materialized: table
      published: true
    columns:
      - name: country
        data_type: VARCHAR
        description: Country.
        data_tests:
          - not_null
${test}      - name: visitors
        data_type: BIGINT
        description: How many.
`;
const failing = `          - expression:
              expression: "country = 'nowhere'"
              title: All come from nowhere
              error_if: '> 0'
`;

test.describe('models', () => {
  test.describe.configure({ mode: 'serial' });
  let page: Page;
  let watched: Watched;

  test.beforeAll(async ({ browser, baseURL }) => {
    ({ page, watched } = await openWatched(browser, baseURL, {
      viewport: { width: 1440, height: 900 },
    }));
    await importFiles(page, [sample!]);
  });

  test.afterEach(() => expect(watched).toEqual({ foreign: [], errors: [] }));
  test.afterAll(() => page.context().close());

  const problems = (): Locator => page.getByRole('region', { name: 'Problems' }).last();
  const notice = (count: number): Locator =>
    page.getByText(`${count} ${count === 1 ? 'file' : 'files'} changed, not applied`);
  const entry = (name: string): Locator =>
    page.getByRole('navigation', { name: 'Models, tests and metrics' }).getByRole('link', { name });

  async function open(id = ''): Promise<void> {
    await page.goto(`./#/models${id === '' ? '' : `/editor/${id}`}`);
    await expect(entry('dim_visitors')).toBeVisible();
  }

  /** Types over all that is there, as one would. */
  async function write(half: 'SQL' | 'YAML', name: string, text: string): Promise<void> {
    await page.getByRole('button', { name: half, exact: true }).click();
    const editor = page.getByRole('textbox', { name: `${half} of ${name}` });
    await editor.click();
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Delete');
    await page.keyboard.insertText(text);
    await page.keyboard.press('Escape');
  }

  async function openApply(): Promise<Locator> {
    await expect(problems().getByText('No problems')).toBeVisible({ timeout: 60_000 });
    await page.keyboard.press('Control+s');
    return page.getByRole('dialog');
  }

  async function apply(reason = ''): Promise<void> {
    const dialog = await openApply();
    if (reason) await dialog.getByLabel('Why (optional)').fill(reason);
    await dialog.getByRole('button', { name: 'Apply', exact: true }).click();
    await expect(dialog.getByRole('heading', { name: /^Applied/ })).toBeVisible({
      timeout: 60_000,
    });
    await dialog.getByRole('button', { name: 'Done' }).click();
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await saved();
  }

  const saved = (): Promise<void> =>
    expect(page.getByRole('banner').getByText('Saved in this browser')).toBeVisible();

  async function tiles(): Promise<Record<string, string>> {
    await page.goto('./#/overview');
    return tileValues(page);
  }

  test('what is there can be found, read and compared', async () => {
    await open();
    await look(page, 'models');
    await page.getByRole('searchbox').fill('dim_vis');
    await expect(entry('fct_sessions')).toHaveCount(0);
    await entry('dim_visitors').click();
    await expect(page.getByRole('textbox', { name: 'SQL of dim_visitors' })).toBeVisible();
    await page.getByRole('searchbox').fill('');
    await look(page, 'models-file');
    await page.getByRole('button', { name: 'YAML' }).click();
    await expect(page.getByRole('textbox', { name: 'YAML of dim_visitors' })).toContainText(
      'logged_out_user_id',
    );
  });

  test('an error is told at its place as one types', async () => {
    await open();
    await page.getByRole('button', { name: 'New…' }).click();
    const dialog = page.getByRole('dialog', { name: 'New model, test or metric' });
    await dialog.getByLabel('Name').fill('dim_visitors');
    await expect(dialog.getByText('There is one of this name already.')).toBeVisible();
    await dialog.getByLabel('Name').fill('country_visitors');
    await dialog.getByLabel('It reads').selectOption('dim_visitors');
    await look(page, 'models-new', { brief: true });
    await dialog.getByRole('button', { name: 'Create' }).click();
    // The first check binds every model that ships.
    await expect(problems().getByText('No problems')).toBeVisible({ timeout: 60_000 });
    await write('SQL', 'country_visitors', typo);
    await write('YAML', 'country_visitors', yaml());
    await expect(problems().getByText(/dim_contry/)).toBeVisible();
    await expect(problems().getByText('core/country_visitors.sql:5:10')).toBeVisible();
    await problems().getByRole('button').first().click();
    const marked = page.locator('.cm-lintRange-error');
    await expect(marked).toHaveText('dim_contry');
    await look(page, 'models-problem');
  });

  test('a broken draft survives a reload and harms nothing', async () => {
    const before = await tiles();
    await page.reload();
    await expectTiles(page, before);
    await open('country_visitors');
    await expect(notice(2)).toBeVisible();
    // After a reload the engine starts for it.
    await expect(problems().getByText(/dim_contry/)).toBeVisible({ timeout: 60_000 });
    await page.keyboard.press('Control+s');
    await expect(page.getByRole('dialog').getByText(/must be mended/)).toBeVisible();
    await expect(
      page.getByRole('dialog').getByRole('button', { name: 'Apply', exact: true }),
    ).toBeDisabled();
    await look(page, 'models-apply-broken', { brief: true });
    await escapeDialog(page);
  });

  test('it is mended by completion, previewed, and its parts too', async () => {
    await problems().getByRole('button').first().click();
    await page.keyboard.press('Control+Delete');
    await page.keyboard.type('dim_cou');
    await page.getByRole('option', { name: /dim_country/ }).click();
    await expect(problems().getByText('No problems')).toBeVisible();
    await page.keyboard.press('Control+End');
    await page.keyboard.press('Control+Enter');
    const rows = page.getByRole('region', { name: 'Rows of country_visitors' });
    await expect(rows.getByRole('columnheader', { name: /visitors bigint/ })).toBeVisible();
    await expect(rows.getByRole('row').nth(5)).toBeAttached();
    await look(page, 'models-preview');
    await page.getByRole('combobox', { name: /^Rows of/ }).selectOption('visitors');
    await page.getByRole('button', { name: 'Preview again' }).click();
    const part = page.getByRole('region', { name: 'Rows of visitors' });
    await expect(part.getByRole('columnheader', { name: /logged_out_user_id/ })).toBeVisible();
    await page
      .getByRole('combobox', { name: /^Rows of/ })
      .selectOption({ label: 'country is never null' });
    await page.getByRole('button', { name: 'Preview again' }).click();
    await expect(page.getByText('It passes: no row fails.')).toBeVisible();
  });

  test('it is laid out, its references left alone', async () => {
    await page.getByRole('button', { name: 'Format' }).click();
    const editor = page.getByRole('textbox', { name: 'SQL of country_visitors' });
    await expect(editor).toContainText("{{ ref('dim_visitors') }}");
    await expect(editor).toContainText('dim_country as country,');
    await expect(problems().getByText('No problems')).toBeVisible();
  });

  test('applied, it is a table like any other', async () => {
    await openApply();
    await look(page, 'models-apply', { brief: true });
    await escapeDialog(page);
    await apply('Where do they come from?');
    await expect(notice(2)).toHaveCount(0);
    await expect(entry('country_visitors')).toContainText('yours');
    await page.goto('./#/exports');
    await expect(page.getByText('core.country_visitors')).toBeVisible();
    const toDbt = page.getByRole('button', { name: 'dbt project without data' });
    const project = unzipSync(await download(page, toDbt));
    const sql = new TextDecoder().decode(project['models/core/country_visitors.sql']);
    expect(sql).toContain("{{ ref('dim_visitors') }}");
    expect(sql).toContain('dim_country as country');
    await page.goto('./#/quality');
    await expect(page.getByRole('heading', { name: 'core.country_visitors' })).toBeVisible();
    await page.goto('./#/models/lineage');
    await expect(page.getByText('country_visitors').first()).toBeVisible({ timeout: 60_000 });
    await page.reload();
    await open('country_visitors');
    await expect(entry('country_visitors')).toContainText('yours');
  });

  test('a change whose checks fail is held; with a reason it is published', async () => {
    await write('YAML', 'country_visitors', yaml(failing));
    const dialog = await openApply();
    await dialog.getByRole('button', { name: 'Apply', exact: true }).click();
    await expect(dialog.getByRole('heading', { name: 'Held by checks' })).toBeVisible({
      timeout: 60_000,
    });
    await expect(dialog.getByText('All come from nowhere')).toBeVisible();
    await look(page, 'models-held', { brief: true });
    await dialog.getByRole('button', { name: 'Back to the drafts' }).click();
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(notice(1)).toBeVisible();
    await page.keyboard.press('Control+s');
    await dialog.getByRole('button', { name: 'Apply', exact: true }).click();
    const anyway = dialog.getByRole('button', { name: 'Publish anyway' });
    await expect(anyway).toBeDisabled({ timeout: 60_000 });
    await dialog.getByLabel(/^Why they may be published/).fill('Only to see');
    await anyway.click();
    await expect(dialog.getByRole('heading', { name: /^Applied/ })).toBeVisible({
      timeout: 60_000,
    });
    await dialog.getByRole('button', { name: 'Done' }).click();
    await saved();
  });

  test('what was applied is on record and can be undone', async () => {
    await page.getByRole('button', { name: 'History' }).click();
    const dialog = page.getByRole('dialog', { name: 'What was applied' });
    await expect(dialog.getByRole('heading', { name: 'Only to see' })).toBeVisible();
    await expect(dialog.getByRole('heading', { name: 'Where do they come from?' })).toBeVisible();
    await dialog
      .getByRole('button', { name: /^Show changes: core\/country_visitors.yml/ })
      .first()
      .click();
    await expect(dialog.getByRole('textbox')).toContainText('nowhere');
    await look(page, 'models-history', { brief: true });
    await dialog.getByRole('button', { name: 'Undo: Change 2' }).click();
    const asked = page.getByRole('dialog', { name: 'Undo change 2?' });
    await asked.getByRole('button', { name: 'Undo', exact: true }).click();
    await expect(dialog.getByRole('heading', { name: /^Applied/ })).toBeVisible({
      timeout: 60_000,
    });
    await escapeDialog(page);
    await saved();
    await page.getByRole('button', { name: 'YAML', exact: true }).click();
    const editor = page.getByRole('textbox', { name: 'YAML of country_visitors' });
    await expect(editor).toContainText('Country.');
    await expect(editor).not.toContainText('nowhere');
  });

  test('a shipped model is changed, compared, and restored', async () => {
    await open('dim_visitors');
    await page.getByRole('textbox', { name: 'SQL of dim_visitors' }).click();
    await page.keyboard.press('Control+Home');
    await page.keyboard.type('-- seen by me\n');
    await expect(notice(1)).toBeVisible();
    await apply();
    await expect(entry('dim_visitors')).toContainText('changed');
    await page.getByRole('button', { name: 'Compare with shipped' }).click();
    const changes = page.getByRole('textbox', { name: 'Changes of core/dim_visitors.sql' });
    await expect(changes.locator('.cm-changedLine')).toHaveText(['-- seen by me']);
    await look(page, 'models-diff');
    await page.getByRole('button', { name: 'Restore shipped' }).click();
    await expect(page.getByText('It reads as it ships.')).toBeVisible();
    await apply();
    await expect(entry('dim_visitors')).not.toContainText('changed');
  });

  test('own files leave as a zip and come back', async () => {
    await open('country_visitors');
    await page.getByRole('button', { name: /^Export, import/ }).click();
    const menu = page.getByRole('dialog', { name: 'Export, import' });
    const zip = await download(page, menu.getByRole('button', { name: /^Export your files/ }));
    const files = unzipSync(zip);
    expect(Object.keys(files)).toEqual(['core/country_visitors.sql', 'core/country_visitors.yml']);
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await expect(page.getByText('These files are deleted when you apply.')).toBeVisible();
    await apply();
    await expect(entry('country_visitors')).toHaveCount(0);
    await page.goto('./#/exports');
    await expect(page.getByText('core.dim_visitors')).toBeVisible();
    await expect(page.getByText('core.country_visitors')).toHaveCount(0);
    await open();
    await page.getByRole('button', { name: /^Export, import/ }).click();
    await page.getByLabel('Import a zip').setInputFiles({
      name: 'mine.zip',
      mimeType: 'application/zip',
      buffer: Buffer.from(zip),
    });
    const dialog = page.getByRole('dialog', { name: 'Import into drafts' });
    await expect(dialog.getByRole('row')).toHaveCount(3);
    await look(page, 'models-import', { brief: true });
    await dialog.getByRole('button', { name: 'Import 2 files' }).click();
    await expect(notice(2)).toBeVisible();
    await entry('country_visitors').click();
    await apply();
    await page.goto('./#/exports');
    await expect(page.getByText('core.country_visitors')).toBeVisible();
  });

  test('keys: what is typed stays in the editor, and Escape, then Tab, leaves it', async () => {
    await open('country_visitors');
    const editor = page.getByRole('textbox', { name: 'SQL of country_visitors' });
    await editor.click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type('-- o i q');
    expect(page.url()).toContain('country_visitors');
    await expect(editor).toContainText('-- o i q');
    // The first ends a completion that may be under way.
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Tab');
    await expect(editor).not.toBeFocused();
    await page.getByRole('button', { name: 'Discard draft', exact: true }).click();
    await page.keyboard.press('?');
    const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await expect(sheet.getByText('Ctrl Enter')).toBeVisible();
    await escapeDialog(page);
    await page.keyboard.press('o');
    await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
  });
});
