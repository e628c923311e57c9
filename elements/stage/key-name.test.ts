import { describe, expect, it } from 'vitest';
import { type KeyPress, keyName, printKey } from './key-name.ts';

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: '',
  shiftKey: false,
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  ...more,
});

describe('the name of a key', () => {
  it('is the same for Ctrl and Command', () => {
    expect(keyName(press('z', { ctrlKey: true }))).toBe('Mod+z');
    expect(keyName(press('Z', { metaKey: true, shiftKey: true }))).toBe('Mod+Shift+z');
  });

  it('leaves Shift out where Shift makes the character', () => {
    expect(keyName(press('?', { shiftKey: true }))).toBe('?');
    expect(keyName(press('+', { shiftKey: true }))).toBe('+');
    expect(keyName(press('ArrowLeft', { shiftKey: true }))).toBe('Shift+ArrowLeft');
  });

  it('goes by place on a layout that is not Latin', () => {
    expect(keyName(press('ф', { code: 'KeyA' }))).toBe('a');
  });

  it('finds digits with Shift by their place, but not on layouts where they type a digit or a sign that has a meaning', () => {
    const shifted = (key: string) => keyName(press(key, { code: 'Digit2', shiftKey: true }));
    expect(shifted('@')).toBe('Shift+2');
    expect(shifted('"')).toBe('Shift+2');
    expect(shifted('2')).toBe('2');
    for (const sign of ['+', '=', '?', '.', ',', '-']) expect(shifted(sign)).toBe(sign);
  });

  it('prints as people read it', () => {
    expect(printKey('Mod+Shift+z', false)).toBe('Ctrl+Shift+Z');
    expect(printKey('Mod+z', true)).toBe('⌘ Z');
    expect(printKey('+', false)).toBe('+');
    expect(printKey('Mod++', false)).toBe('Ctrl++');
    expect(printKey('Shift+ArrowLeft', false)).toBe('Shift+←');
  });
});
