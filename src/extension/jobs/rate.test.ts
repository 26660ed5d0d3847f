import { expect, it } from 'vitest';
import { RateMeter } from './rate.ts';

const add = (meter: RateMeter, at: number, done: number): void => {
  meter.add({ phase: 'write', elem: 'X', done, total: 1000 }, at);
};

it('says nothing before there is something to go by', () => {
  const meter = new RateMeter();
  expect(meter.rate).toBeUndefined();
  add(meter, 0, 0);
  add(meter, 500, 50);
  expect(meter.rate).toBeUndefined();
});

it('gives bytes a second, and the seconds that the rest takes', () => {
  const meter = new RateMeter();
  add(meter, 0, 0);
  add(meter, 2000, 200);
  expect(meter.rate).toEqual({ throughput: 100, remaining: 8 });
});

it('goes by the last seconds, not by what came before', () => {
  const meter = new RateMeter();
  for (let at = 0; at <= 60_000; at += 1000) add(meter, at, at < 30_000 ? at / 1000 : 500);
  expect(meter.rate).toBeUndefined();
  add(meter, 61_000, 600);
  expect(meter.rate).toEqual({ throughput: 10, remaining: 40 });
});

it('begins anew when something else than writing was done', () => {
  const meter = new RateMeter();
  add(meter, 0, 0);
  add(meter, 2000, 200);
  meter.add({ phase: 'verify', elem: null, done: 1, total: 1 }, 3000);
  expect(meter.rate).toBeUndefined();
});
