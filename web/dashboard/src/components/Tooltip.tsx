import { Slot } from 'radix-ui';
import { type FocusEvent, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';

const SHOW_AFTER = 400;
const HIDE_AFTER = 120;
const GAP = 6;

/**
 * A short text at a control, on hover and on keyboard focus; Escape closes it. Never the only place of what one has to know: it is
 * not read out. Of our own, because Radix' one would make every first page load a library that places windows.
 */
export function Tooltip({ text, children }: { text: string; children: ReactNode }) {
  const [target, setTarget] = useState<Element | null>(null);
  const timer = useRef(0);
  const later = (element: Element | null, delay: number) => {
    clearTimeout(timer.current);
    timer.current = window.setTimeout(() => setTarget(element), delay);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  useEffect(() => {
    if (!target) return;
    const close = (event: KeyboardEvent) => event.key === 'Escape' && setTarget(null);
    addEventListener('keydown', close);
    return () => removeEventListener('keydown', close);
  }, [target]);

  return (
    <>
      <Slot.Root
        onPointerEnter={(event) => event.pointerType === 'mouse' && later(event.currentTarget, SHOW_AFTER)}
        onPointerLeave={() => later(null, HIDE_AFTER)}
        onPointerDown={() => later(null, 0)}
        onFocus={(event: FocusEvent) => event.currentTarget.matches(':focus-visible') && later(event.currentTarget, 0)}
        onBlur={() => later(null, 0)}
      >
        {children}
      </Slot.Root>
      {target &&
        createPortal(
          <Bubble target={target} onEnter={() => clearTimeout(timer.current)} onLeave={() => later(null, HIDE_AFTER)}>
            {text}
          </Bubble>,
          document.body,
        )}
    </>
  );
}

interface BubbleProps {
  target: Element;
  onEnter: () => void;
  onLeave: () => void;
  children: string;
}

function Bubble({ target, onEnter, onLeave, children }: BubbleProps) {
  const bubble = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = bubble.current;
    if (!element) return;
    const { left, top, bottom, width } = target.getBoundingClientRect();
    const above = top - element.offsetHeight - GAP;
    const furthest = document.documentElement.clientWidth - element.offsetWidth - GAP;
    element.style.top = `${above >= GAP ? above : bottom + GAP}px`;
    element.style.left = `${Math.max(GAP, Math.min(left + (width - element.offsetWidth) / 2, furthest))}px`;
  }, [target]);
  return (
    <div
      ref={bubble}
      aria-hidden
      onPointerEnter={onEnter}
      onPointerLeave={onLeave}
      className="fixed top-0 left-0 z-50 w-max max-w-72 animate-appear rounded-md bg-fg px-2.5 py-1.5 text-xs text-canvas shadow-pop"
    >
      {children}
    </div>
  );
}
