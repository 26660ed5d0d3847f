import './l10n.ts';
import type { PictureQuery } from '../src/shared/picture.ts';
import {
  toPictureSchema,
  type FromPicture,
  type ToPicture,
  type View,
} from '../src/shared/picture-view.ts';
import { explainFailure } from '../src/shared/words/index.ts';
import { h, icon } from './dom.ts';
import { connect } from './host.ts';
import { onThemeChange, readColours } from './picture/colours.ts';
import { createFigure, type FigurePane } from './picture/figure.ts';
import { createDropdown, createProgressRing } from './toolkit.ts';

const title = h('h1');
const subtitle = h('p', { class: 'summary' });
const facts = h('dl', { class: 'facts' });
const choices = h('div', { class: 'choices' });
const status = h('div', { class: 'status', role: 'status' });
const figures = h('div', { class: 'figures' });

document.body.append(
  h(
    'main',
    {},
    h('header', {}, h('div', { class: 'titles' }, title, subtitle), choices),
    status,
    facts,
    figures,
  ),
);

let panes: readonly FigurePane[] = [];
/** The choices that are shown: they keep the focus when only what they chose has changed. */
let offered = '';
const host = connect<FromPicture, PictureQuery, ToPicture>(toPictureSchema, receive);

onThemeChange(draw);

function receive(message: ToPicture): void {
  switch (message.type) {
    case 'reading':
      host.keep(message.query);
      figures.setAttribute('aria-busy', 'true');
      status.replaceChildren(createProgressRing(message.words), message.words);
      return;
    case 'view':
      show(message.view);
      return;
    case 'failed': {
      const { what, where, why, todo } = explainFailure(message.failure);
      clear();
      const words = [what, where, why, todo].filter((part) => part !== '').join(' ');
      status.replaceChildren(icon('error', 'severity-error'), h('span', {}, words));
      return;
    }
  }
}

function clear(): void {
  for (const pane of panes) pane.dispose();
  panes = [];
  figures.replaceChildren();
  figures.removeAttribute('aria-busy');
  facts.replaceChildren();
  status.replaceChildren();
}

function show(view: View): void {
  clear();
  title.textContent = view.title;
  subtitle.textContent = view.subtitle;
  facts.replaceChildren(
    ...view.facts.map(({ name, value }) => h('div', {}, h('dt', {}, name), h('dd', {}, value))),
  );
  showChoices(view.choices);
  panes = view.figures.map(createFigure);
  figures.replaceChildren(...panes.map(({ element }) => element));
  draw();
}

function draw(): void {
  const colours = readColours();
  for (const pane of panes) pane.draw(colours);
}

function showChoices(all: View['choices']): void {
  const next = JSON.stringify(all.map(({ id, label, choices: of }) => [id, label, of]));
  if (next === offered) return;
  offered = next;
  choices.replaceChildren(
    ...all.map(({ id, label, value, choices: of }) => {
      const name = h('span', { id: `choice-${id}`, class: 'choice-label' }, label);
      const dropdown = createDropdown({
        label,
        describedBy: name.id,
        choices: of,
        onChange: (chosen) => {
          host.post({ type: 'choose', id, value: chosen });
        },
      });
      dropdown.set(value);
      return h('div', { class: 'choice' }, name, dropdown.element);
    }),
  );
}
