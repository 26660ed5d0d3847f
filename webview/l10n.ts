import * as l10n from '@vscode/l10n';

// Each page imports this first: its modules ask for texts as they are loaded. In English there are none.
const { texts } = document.body.dataset;
if (texts !== undefined) l10n.config({ contents: texts });
