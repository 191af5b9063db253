import { LiveSet } from '../../lib/connection/live-set.js';
import { hear } from './support.js';

describe('LiveSet', () => {
  it('has its members in the order in which they came, until their places are removed', () => {
    const set = new LiveSet<string>();
    const places = ['a', 'b', 'c'].map((member) => set.insert(member));
    expect([...set]).toEqual(['a', 'b', 'c']);
    set.remove(places[1]!);
    expect([...set]).toEqual(['a', 'c']);
    expect(set.size).toBe(2);
  });

  it('may have a member twice, and keeps the one when the other is removed', () => {
    const set = new LiveSet<string>();
    const once = set.add('a');
    set.add('a');
    once.unsubscribe();
    expect([...set]).toEqual(['a']);
  });

  it('empties a place that is removed: tables that the collector has not freed yet keep no member alive', () => {
    const set = new LiveSet<object>();
    const place = set.insert({});
    set.remove(place);
    expect(place).toEqual({ member: undefined });
  });

  it('counts a removal once', () => {
    const set = new LiveSet<string>();
    const sizes = hear(set.size$);
    const place = set.insert('a');
    set.remove(place);
    set.remove(place);
    expect(sizes.values).toEqual([0, 1, 0]);
  });

  it('goes through the members that there were at the beginning', () => {
    const set = new LiveSet<string>();
    const places = ['a', 'b'].map((member) => set.insert(member));
    const seen: string[] = [];
    for (const member of set) {
      seen.push(member);
      for (const place of places) set.remove(place);
    }
    expect(seen).toEqual(['a', 'b']);
  });

  it('completes its size, and has nothing to say after that', () => {
    const set = new LiveSet<string>();
    const sizes = hear(set.size$);
    set.end();
    set.insert('a');
    expect(sizes).toMatchObject({ values: [0], ended: 'completed' });
    expect(hear(set.size$)).toMatchObject({ values: [], ended: 'completed' });
  });
});
