import { useEffect } from 'react';

/**
 * Stands in for the package `react-style-singleton` (vite.config.ts): the styles that lock scrolling behind a dialog, added as a
 * constructed style sheet instead of a <style> element, which the content security policy refuses.
 */
export function stylesheetSingleton() {
  let users = 0;
  let sheet: CSSStyleSheet | null = null;
  return {
    add(styles: string) {
      users += 1;
      if (sheet) return;
      sheet = new CSSStyleSheet();
      sheet.replaceSync(styles);
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    },
    remove() {
      users -= 1;
      if (users > 0 || !sheet) return;
      const gone = sheet;
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== gone);
      sheet = null;
    },
  };
}

export function styleHookSingleton() {
  const singleton = stylesheetSingleton();
  return (styles: string) => {
    useEffect(() => {
      singleton.add(styles);
      return () => singleton.remove();
    }, [styles]);
  };
}

export function styleSingleton() {
  const useStyle = styleHookSingleton();
  return ({ styles }: { styles: string }) => {
    useStyle(styles);
    return null;
  };
}
