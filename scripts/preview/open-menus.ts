/** Closes the menu that an element is in; who was in it goes on from its button. */
export function closeMenu(element: Element): void {
  const menu = element.closest('details');
  if (!menu) return;
  if (menu.contains(document.activeElement)) menu.querySelector('summary')?.focus();
  menu.open = false;
}

/** From now on an open menu closes with Escape, and with a press anywhere else. */
export function closeMenusByThemselves(): void {
  const open = () => document.querySelectorAll<HTMLDetailsElement>('details.menu[open]');
  addEventListener(
    'pointerdown',
    (press) => {
      for (const menu of open()) if (!press.composedPath().includes(menu)) closeMenu(menu);
    },
    { capture: true },
  );
  addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') for (const menu of open()) closeMenu(menu);
  });
}
