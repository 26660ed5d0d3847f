import { describe, expect, it } from 'vitest';
import { SharedLimit } from './shared-limit.ts';

function setUp(limit: number) {
  const shared = new SharedLimit(limit);
  const dropped: string[] = [];
  const make = (name: string, bytes: number) => ({ bytes, drop: () => dropped.push(name) });
  return { shared, dropped, make };
}

describe('SharedLimit', () => {
  it('drops what is longest unused, as much as has to go', () => {
    const { shared, dropped, make } = setUp(10);
    const [a, b, c, d] = [make('a', 4), make('b', 4), make('c', 2), make('d', 5)];
    for (const held of [a, b, c, a]) shared.use(held);
    expect(dropped).toEqual([]);
    shared.use(d);
    expect(dropped).toEqual(['b', 'c']);
  });

  it('keeps what was used last, however large', () => {
    const { shared, dropped, make } = setUp(10);
    shared.use(make('small', 1));
    shared.use(make('large', 11));
    expect(dropped).toEqual(['small']);
  });

  it('has room again for what was forgotten, which is dropped once', () => {
    const { shared, dropped, make } = setUp(10);
    const a = make('a', 10);
    shared.use(a);
    shared.forget(a);
    shared.forget(a);
    shared.use(make('b', 10));
    expect(dropped).toEqual(['a']);
  });
});
