/** The parts of a keyboard event that name a key. */
export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

/**
 * The name of a pressed key as the shortcut registry spells it: `Mod+Shift+z`, `Shift+ArrowLeft`, `?`. `Mod`
 * is Ctrl or Command. Shift is named with letters and named keys only, because elsewhere it is what makes the
 * character. Letters are found by their place where the layout is not Latin, and `Shift+1` to `Shift+9` by theirs
 * unless what they type is a digit or a sign that shortcuts use.
 */
export function keyName({ key, code, shiftKey, altKey, ctrlKey, metaKey }: KeyPress): string {
  const placed = /^Key([A-Z])$/.exec(code)?.[1]?.toLowerCase();
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the ASCII range is what is asked for
  const latin = key.length === 1 && !/^[\x00-\x7f]$/.test(key) && placed !== undefined ? placed : key;
  const digit = shiftKey && /^Digit/.test(code) && !/[\d+=?.,-]/.test(key) && code[5];
  const typed = digit || latin;
  const named = digit || typed.length > 1 || /^[a-z ]$/i.test(typed);
  return [
    ctrlKey || metaKey ? 'Mod' : '',
    altKey ? 'Alt' : '',
    shiftKey && named ? 'Shift' : '',
    typed.length === 1 ? typed.toLowerCase() : typed,
  ]
    .filter((part) => part !== '')
    .join('+');
}

const printed: Record<string, string> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ' ': 'Space',
  Escape: 'Esc',
  Mod: 'Ctrl',
};

/** A key name as people read it: `Ctrl+Shift+Z`, `⌘ Z` on a Mac. */
export function printKey(name: string, mac: boolean): string {
  // "+" is a key and the separator; as a key it stands last.
  const parts = name.split(/\+(?!$)/);
  return parts
    .map((part) =>
      mac && part === 'Mod' ? '⌘' : (printed[part] ?? (part.length === 1 ? part.toUpperCase() : part)),
    )
    .join(mac ? ' ' : '+');
}
