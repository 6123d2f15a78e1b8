import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContext, type Page, chromium as playwright } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { decompress } from 'wawoff2';

/** A real browser that comes with npm alone: Chromium as it is packed for Lambda, with fonts for Chinese. */

const CACHE = fileURLToPath(new URL('../../node_modules/.cache/', import.meta.url));

/**
 * Not the package's own arguments: those switch web security off and put everything in one process, so that neither the
 * policy of a page nor its origin would be tried. The drawing of 3D is done in software.
 */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--ignore-gpu-blocklist',
];

export interface TestBrowser {
  /** A person's browser, apart from every other's; it is closed with the test file. */
  person(size?: { readonly width: number; readonly height: number }): Promise<Person>;
}

export interface Person {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What the console said and which policies were broken; a walk ends with none. */
  readonly complaints: readonly string[];
}

/** A desk in a service centre. */
export const DESK = { width: 1366, height: 768 };

/** A merchant's phone. */
export const PHONE = { width: 390, height: 844 };

/** One browser for a test file. */
export function useBrowser(): TestBrowser {
  let browser: Browser | undefined;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());
  return {
    async person(size = DESK) {
      if (!browser) throw new Error('the browser runs inside tests and hooks only');
      const context = await browser.newContext({ viewport: size, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
      const page = await context.newPage();
      const complaints: string[] = [];
      context.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
      });
      context.on('weberror', (error) => complaints.push(error.error().message));
      return { context, page, complaints };
    },
  };
}

async function launch(): Promise<Browser> {
  const folder = join(CACHE, 'chromium');
  mkdirSync(folder, { recursive: true });
  const before = { ...process.env };
  // The package unpacks its libraries only where it takes itself to be in Lambda, and everything into the folder for
  // temporary files, whatever version lies there.
  process.env['AWS_EXECUTION_ENV'] = 'AWS_Lambda_nodejs24.x';
  process.env['TMPDIR'] = folder;
  try {
    const { default: packed } = await import('@sparticuz/chromium');
    const executablePath = await packed.executablePath();
    const libraries = join(folder, 'al2023/lib');
    return await playwright.launch({
      executablePath,
      args: ARGUMENTS,
      env: { ...before, LD_LIBRARY_PATH: libraries, FONTCONFIG_PATH: await fonts() },
    });
  } finally {
    for (const name of ['AWS_EXECUTION_ENV', 'TMPDIR', 'LD_LIBRARY_PATH', 'FONTCONFIG_PATH', 'HOME']) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
  }
}

/** A folder of fonts for every page: Chromium draws no font in web form that is only installed. */
async function fonts(): Promise<string> {
  const folder = join(CACHE, 'fonts');
  if (!existsSync(folder)) {
    await renamedTo(folder, async (part) => {
      mkdirSync(part, { recursive: true });
      const from = join(dirname(fileURLToPath(import.meta.resolve('@fontsource-variable/noto-sans-sc'))), 'files');
      for (const name of readdirSync(from).filter((file) => file.endsWith('-wght-normal.woff2'))) {
        writeFileSync(join(part, name.replace('.woff2', '.ttf')), await decompress(readFileSync(join(from, name))));
      }
    });
  }
  // Written each time: it names where the checkout is, and a checkout may be moved.
  await renamedTo(join(folder, 'fonts.conf'), async (part) => writeFileSync(part, configuration(folder)));
  return folder;
}

/** So that another test file that does the same at the same time never sees half of it. */
async function renamedTo(path: string, make: (part: string) => Promise<void>): Promise<void> {
  const part = `${path}-${process.pid}`;
  await make(part);
  try {
    renameSync(part, path);
  } catch {
    // Another test file was faster: its folder is the same.
    rmSync(part, { recursive: true });
  }
}

/** Every family is the one that is there. */
const configuration = (folder: string): string => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${folder}</dir>
  <cachedir>${join(folder, 'cache')}</cachedir>
  <match target="pattern">
    <edit name="family" mode="assign" binding="same"><string>Noto Sans SC</string></edit>
  </match>
</fontconfig>
`;
