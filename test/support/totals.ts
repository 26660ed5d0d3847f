import type { Reporter } from 'vitest/node';

/** Ends with one line that a program can read. */
export const totals: Reporter = {
  onTestRunEnd(modules) {
    const states = modules.flatMap((module) =>
      [...module.children.allTests()].map((test) => test.result().state),
    );
    const count = (state: string): number => states.filter((other) => other === state).length;
    console.log(`${count('passed')} passed, ${count('failed')} failed`);
  },
};
