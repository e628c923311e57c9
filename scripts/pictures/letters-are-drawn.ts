import type { Browser } from 'playwright-core';

/**
 * Whether the machine has a font for letters: without one, all of them are drawn as the same box.
 * @param letters two that look different
 */
export async function lettersAreDrawn(browser: Browser, letters: string): Promise<boolean> {
  const page = await browser.newPage();
  const drawn = await page.evaluate(
    (all) =>
      [...all].map((letter) => {
        const canvas = document.createElement('canvas');
        const context = canvas.getContext('2d');
        if (!context) return '';
        context.font = '40px system-ui, sans-serif';
        context.fillText(letter, 20, 80);
        return canvas.toDataURL();
      }),
    letters,
  );
  await page.close();
  return new Set(drawn).size === drawn.length;
}
