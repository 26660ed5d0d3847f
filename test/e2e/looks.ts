import type { FrameLocator } from 'playwright-core';
import { axeProblems, THEMES } from './axe.ts';
import { frameOf } from './hostile.ts';
import type { Workbench } from './workbench.ts';

/** Sizes of the window, in pixels. A zoom of 200 % leaves half of the usual ones. */
const SIZES = {
  usual: { width: 1400, height: 900 },
  zoomed: { width: 700, height: 450 },
  narrow: { width: 560, height: 900 },
};

/** What is at fault with a page, by theme and by size. */
export type Looks = Record<string, readonly string[]>;

/** A page with no fault: nothing in any theme, and at any size. */
export const NO_FAULT: Looks = Object.fromEntries(
  [...Object.keys(THEMES), 'zoomed', 'narrow'].map((look) => [look, []]),
);

/**
 * Looks at a page in every theme, at a zoom of 200 %, which halves the room there is, and in a narrow
 * panel. Leaves pictures called `name`, to be looked at.
 * @param each is done in every theme
 */
export async function faultsByLook(
  workbench: Workbench,
  content: FrameLocator,
  name: string,
  each: (className: string) => Promise<void> = () => Promise.resolve(),
): Promise<Looks> {
  const faults: Looks = {};
  for (const [theme, className] of Object.entries(THEMES)) {
    await workbench.setTheme(theme);
    await content.locator(`body.${className}`).waitFor();
    faults[theme] = await axeProblems(content);
    await workbench.picture(`${name}-${className}`);
    await each(className);
  }
  for (const look of ['zoomed', 'narrow'] as const) {
    await resize(workbench, look);
    faults[look] = [...(await axeProblems(content)), ...(await outOfReach(content))];
    await workbench.picture(`${name}-${look}`);
  }
  await resize(workbench, 'usual');
  return faults;
}

/** Resizes the window, and waits until the workbench fills it. */
async function resize({ page }: Workbench, look: keyof typeof SIZES): Promise<void> {
  const { width, height } = SIZES[look];
  await page.setViewportSize({ width, height });
  await page
    .locator(`.monaco-workbench[style*="width: ${width}px"][style*="height: ${height}px"]`)
    .waitFor();
}

/**
 * Nobody scrolls sideways to read a text: what does not fit is in a frame that scrolls by itself.
 * The head leaves half of the height to what is below it.
 */
async function outOfReach(content: FrameLocator): Promise<readonly string[]> {
  const frame = await frameOf(content);
  return await frame.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const { clientWidth: room, scrollWidth, clientHeight } = document.documentElement;
    const faults = scrollWidth > room ? [`${scrollWidth} pixels wide where there are ${room}`] : [];
    const head = document.querySelector('header');
    if (head === null || getComputedStyle(head).position !== 'sticky') return faults;
    const { height } = head.getBoundingClientRect();
    return height > clientHeight / 2
      ? [...faults, `the head takes ${height} of ${clientHeight} pixels`]
      : faults;
  });
}
