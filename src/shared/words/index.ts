export { flagsOf, posixQuoted, shellQuoted, toArguments, toCommandLine } from './command-line.ts';
export { encodingIcon } from './encoding-icon.ts';
export type { Explanation } from './explanation.ts';
export { explainFailure } from './failure.ts';
export { explainFinding } from './finding.ts';
export { describeFix } from './fix.ts';
export { formatBytes, formatDtype, formatDuration, formatShape } from './quantity.ts';
export { counted, formatCount, printable } from './text.ts';
export { describeAction, explainWhy } from './why.ts';
