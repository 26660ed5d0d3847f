import { expect, it } from 'vitest';

import { isZarrName } from './member-name.ts';

it.each(['% mito', 'a#b?', 'c', '0', '0.0', '__categories', ' x ', '😀', '.hidden', 'con'])(
  'takes %j',
  (name) => {
    expect(isZarrName(name, 'linux')).toBe(true);
  },
);

it.each(['', '.', '..', '...', 'a/b', '/', 'a\\b', 'nul\0', '\ud800'])('refuses %j', (name) => {
  expect(isZarrName(name, 'linux')).toBe(false);
});

it.each(['zarr.json', '.zarray', '.zgroup', '.zattrs', '.zmetadata'])(
  'refuses %j, which is a file of Zarr',
  (name) => {
    expect(isZarrName(name, 'linux')).toBe(false);
  },
);

it.each(['a:b', 'q?', 'x.', 'x ', 'con', 'Aux.txt', 'tab\t'])(
  'refuses %j where folders cannot have the name',
  (name) => {
    expect(isZarrName(name, 'win32')).toBe(false);
  },
);
