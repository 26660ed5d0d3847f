import { h, icon, setAttributes } from './dom.ts';

/** A row, in the way the caller knows it. */
export interface GridRow {
  /** Unique in the grid, and the same whenever the row is shown. */
  readonly id: string;
  /** A codicon. */
  readonly icon: string;
  readonly name: string;
  /** Of the columns after the first. */
  readonly cells: readonly string[];
  readonly hasMembers: boolean;
}

export interface TreeGrid<Row extends GridRow> {
  readonly element: HTMLElement;
  /** Reads all that is open again. */
  readonly reload: () => Promise<void>;
  /** Opens the rows of a way, but for the last one, which gets the focus. */
  readonly show: (ids: readonly string[]) => Promise<void>;
  /** The selected row after those that it is in; empty where none is. */
  readonly selected: () => readonly Row[];
}

/** A row that is in the grid. */
interface Item<Row> {
  readonly row: Row;
  readonly parent: Item<Row> | null;
  readonly element: HTMLTableRowElement;
  readonly twisty: HTMLElement;
  isOpen: boolean;
}

/** Ids of the rows that are open, and of the one that is selected. */
export interface GridState {
  readonly open: readonly string[];
  readonly selected: string | null;
}

/**
 * A tree with columns, after the pattern of the ARIA Authoring Practices: one row is in the order of
 * tabs, arrows move, open and close. Members are loaded when their row is opened, each time anew.
 */
export function createTreeGrid<Row extends GridRow>(options: {
  readonly label: string;
  /** Titles of the columns; those at `numbers` hold numbers. */
  readonly columns: readonly string[];
  readonly numbers: ReadonlySet<number>;
  /** Members of a row, given after those that it is in; of the whole for none. */
  readonly load: (trail: readonly Row[]) => Promise<readonly Row[]>;
  readonly state: GridState;
  readonly onChange: (state: GridState) => void;
}): TreeGrid<Row> {
  const open = new Set(options.state.open);
  let wanted = options.state.selected;
  let current: Item<Row> | null = null;
  const items = new Map<Element, Item<Row>>();
  const body = h('tbody');
  const element = h(
    'table',
    { role: 'treegrid', 'aria-label': options.label },
    h('thead', {}, h('tr', {}, ...options.columns.map((title, at) => headCell(title, at)))),
    body,
  );

  function headCell(title: string, at: number): HTMLElement {
    return h('th', { scope: 'col', class: options.numbers.has(at) ? 'number' : '' }, title);
  }

  const tellChange = (): void => {
    options.onChange({ open: [...open], selected: wanted });
  };
  const trailOf = (item: Item<Row> | null): readonly Row[] =>
    item === null ? [] : [...trailOf(item.parent), item.row];
  const next = (item: Item<Row>): Item<Row> | undefined => itemAt(item.element.nextElementSibling);
  const itemAt = (at: Element | null): Item<Row> | undefined =>
    at === null ? undefined : items.get(at);
  const isIn = (item: Item<Row> | undefined, parent: Item<Row>): boolean =>
    item !== undefined &&
    (item.parent === parent || (item.parent !== null && isIn(item.parent, parent)));

  function makeItem(row: Row, parent: Item<Row> | null, level: number, at: number, of: number) {
    const twisty = h('span', { class: 'twisty codicon', 'aria-hidden': 'true' });
    const tr = h(
      'tr',
      {
        'aria-level': String(level),
        'aria-posinset': String(at + 1),
        'aria-setsize': String(of),
        'aria-selected': 'false',
        tabindex: '-1',
        ...(row.hasMembers && { 'aria-expanded': 'false' }),
      },
      h('th', { scope: 'row', class: 'name' }, twisty, icon(row.icon), h('span', {}, row.name)),
      ...row.cells.map((text, cell) =>
        h('td', { class: options.numbers.has(cell + 1) ? 'number' : '', title: text }, text),
      ),
    );
    tr.style.setProperty('--level', String(level));
    const item: Item<Row> = { row, parent, element: tr, twisty, isOpen: false };
    items.set(tr, item);
    markTwisty(item);
    return item;
  }

  function markTwisty({ row, isOpen, twisty, element: tr }: Item<Row>): void {
    if (!row.hasMembers) return;
    twisty.classList.toggle('codicon-chevron-right', !isOpen);
    twisty.classList.toggle('codicon-chevron-down', isOpen);
    tr.setAttribute('aria-expanded', String(isOpen));
  }

  /** Makes a row the selected one. */
  function mark(item: Item<Row>): void {
    if (current !== null) {
      setAttributes(current.element, { tabindex: '-1', 'aria-selected': 'false' });
    }
    current = item;
    setAttributes(item.element, { tabindex: '0', 'aria-selected': 'true' });
  }

  function select(item: Item<Row>): void {
    mark(item);
    wanted = item.row.id;
    item.element.focus();
    tellChange();
  }

  /** Puts members below their row, and opens those that were open before. */
  async function place(parent: Item<Row> | null, rows: readonly Row[]): Promise<void> {
    const level = parent === null ? 1 : Number(parent.element.getAttribute('aria-level')) + 1;
    const placed = rows.map((row, at) => makeItem(row, parent, level, at, rows.length));
    const elements = placed.map((item) => item.element);
    if (parent === null) body.replaceChildren(...elements);
    else parent.element.after(...elements);
    // The one that was selected may come with rows that are still to be read.
    const chosen = placed.find(({ row }) => row.id === wanted);
    const marked = chosen ?? (current === null ? placed[0] : undefined);
    if (marked !== undefined) mark(marked);
    await Promise.all(placed.filter(({ row }) => open.has(row.id)).map(openItem));
  }

  async function openItem(item: Item<Row>): Promise<void> {
    if (!item.row.hasMembers || item.isOpen) return;
    item.isOpen = true;
    open.add(item.row.id);
    markTwisty(item);
    item.element.setAttribute('aria-busy', 'true');
    const rows = await options.load(trailOf(item));
    item.element.removeAttribute('aria-busy');
    // It may have been closed, or read again, meanwhile.
    if (open.has(item.row.id) && item.element.isConnected && !isIn(next(item), item))
      await place(item, rows);
  }

  /** All rows that are shown because this one is open. */
  function membersBelow(item: Item<Row>): readonly Item<Row>[] {
    const found: Item<Row>[] = [];
    let below = next(item);
    for (; below !== undefined && isIn(below, item); below = next(below)) found.push(below);
    return found;
  }

  function closeItem(item: Item<Row>): void {
    item.isOpen = false;
    open.delete(item.row.id);
    markTwisty(item);
    for (const below of membersBelow(item)) {
      if (current === below) select(item);
      items.delete(below.element);
      below.element.remove();
    }
    tellChange();
  }

  function toggle(item: Item<Row>): void {
    if (item.isOpen) closeItem(item);
    else void openItem(item).then(tellChange);
  }

  function targetOf(key: string, item: Item<Row>): Item<Row> | undefined {
    switch (key) {
      case 'ArrowDown':
        return next(item);
      case 'ArrowUp':
        return itemAt(item.element.previousElementSibling);
      case 'Home':
        return itemAt(body.firstElementChild);
      case 'End':
        return itemAt(body.lastElementChild);
      case 'ArrowRight':
        return item.isOpen && isIn(next(item), item) ? next(item) : undefined;
      case 'ArrowLeft':
        return item.isOpen ? undefined : (item.parent ?? undefined);
      default:
        return undefined;
    }
  }

  body.addEventListener('keydown', (event) => {
    if (current === null || event.ctrlKey || event.metaKey || event.altKey) return;
    const { key } = event;
    const target = targetOf(key, current);
    if (target !== undefined) select(target);
    else if (key === 'ArrowRight' && !current.isOpen) toggle(current);
    else if (key === 'ArrowLeft' && current.isOpen) toggle(current);
    else if (key === 'Enter' || key === ' ') toggle(current);
    else return;
    event.preventDefault();
  });
  body.addEventListener('click', ({ target }) => {
    if (!(target instanceof Element)) return;
    const item = itemAt(target.closest('tr'));
    if (item === undefined) return;
    select(item);
    if (target.closest('.name') !== null) toggle(item);
  });

  return {
    element,
    reload: async () => {
      const rows = await options.load([]);
      items.clear();
      current = null;
      await place(null, rows);
    },
    show: async (ids) => {
      let found: Item<Row> | undefined;
      for (const id of ids) {
        if (found !== undefined) await openItem(found);
        found = [...items.values()].find(({ row }) => row.id === id);
        if (found === undefined) return;
      }
      if (found !== undefined) select(found);
      found?.element.scrollIntoView({ block: 'center' });
    },
    selected: () => trailOf(current),
  };
}
