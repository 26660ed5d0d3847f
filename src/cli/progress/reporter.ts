import type { Progress } from '../../shared/progress.ts';
import { throttleProgress } from '../../shared/throttle.ts';
import { toJsonLine } from '../report/json.ts';
import type { Io } from '../io.ts';
import { createBar } from './bar.ts';
import { createLines } from './lines.ts';

/** Shows where a job is. */
export interface Reporter {
  readonly report: (progress: Progress) => void;
  /** Leaves the terminal as it was; to be called before anything else is printed. */
  readonly stop: () => void;
}

/** Milliseconds between two lines of JSON. */
const JSON_INTERVAL = 500;

/** Nothing with `quiet`; JSON lines with `json`; a bar on a terminal; lines otherwise. */
export function createReporter(
  { err, terminal }: Pick<Io, 'err' | 'terminal'>,
  { json, quiet }: { readonly json: boolean; readonly quiet: boolean },
): Reporter {
  const stop = (): void => undefined;
  if (quiet) return { report: stop, stop };
  if (json) {
    const report = throttleProgress((progress) => {
      err(toJsonLine({ type: 'progress', ...progress }));
    }, JSON_INTERVAL);
    return { report, stop };
  }
  return terminal === null ? { report: createLines(err), stop } : createBar(terminal);
}
