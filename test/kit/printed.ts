import { extractText } from 'unpdf';
import { type TestBrowser } from './chromium.ts';

/** The text of each sheet of a page as a browser prints it; its own margins and size, as a person's printer takes them. */
export async function printed(browser: TestBrowser, html: string): Promise<string[]> {
  const { page, context } = await browser.person();
  await page.setContent(html);
  const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
  await context.close();
  const { text } = await extractText(new Uint8Array(pdf), { mergePages: false });
  return text.map((sheet) => sheet.replaceAll(/\s+/g, ' ').trim());
}
