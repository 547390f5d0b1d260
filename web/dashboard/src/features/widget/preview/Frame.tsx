import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { Button } from '@/components/Button';
import { directionOf } from '../languages';
import { previewOf, type Values, type Visitor } from '../values';
import { buildPreview, type PreviewHandle } from './build';

export interface Device {
  width: number;
  height: number;
}

interface FrameProps {
  values: Values;
  visitor: Visitor;
  device: Device;
}

/** The widget as visitors get it, as large as the device, made smaller where there is no room for that. */
export function Frame({ values, visitor, device }: FrameProps) {
  const frame = useRef<HTMLIFrameElement>(null);
  const handle = useRef<PreviewHandle | null>(null);
  const built = useRef<Document | null>(null);
  const [hasFailed, setHasFailed] = useState(false);
  const { place, scale } = useScale(device);
  const settings = previewOf(values, visitor, location.origin);
  const { theme, language } = settings;
  const text = JSON.stringify(settings);

  function dress() {
    handle.current?.dress(visitor.theme, language, directionOf(language));
  }
  function build() {
    if (!frame.current) return;
    setHasFailed(false);
    built.current = frame.current.contentDocument;
    handle.current = buildPreview(frame.current, settings, (isThere) => setHasFailed(!isThere));
    dress();
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: once; what changes later is told to what was built
  useEffect(build, []);
  useEffect(dress, [visitor.theme, language]);
  useEffect(() => handle.current?.show(JSON.parse(text)), [text]);

  return (
    <div ref={place} className="flex justify-center">
      <div
        className="relative overflow-hidden rounded-xl border border-line bg-surface shadow-card"
        style={{ width: device.width * scale, height: device.height * scale }}
      >
        <iframe
          ref={frame}
          title="Preview of the widget"
          // Some browsers put another document in after the first one.
          onLoad={() => frame.current && frame.current.contentDocument !== built.current && build()}
          className="absolute top-0 left-0 origin-top-left border-0"
          style={{ width: device.width, height: device.height, transform: `scale(${scale})`, colorScheme: theme }}
        />
        {hasFailed && (
          <div role="alert" className="absolute inset-0 flex flex-col items-center justify-center gap-3 bg-surface p-6">
            <p className="text-center text-soft">
              The preview could not be loaded. Your settings are not touched by it.
            </p>
            <Button size="small" onClick={build}>
              Try again
            </Button>
          </div>
        )}
      </div>
    </div>
  );
}

/** Beside the form all of it is to be in sight, below the page's own head. */
const HEAD = 270;
const SMALLEST = 0.6;
const BESIDE = '(min-width: 64rem)';

/** How much smaller the device has to be to fit. */
function useScale({ width, height }: Device) {
  const place = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState({ width, height });
  useLayoutEffect(() => {
    const measure = () => {
      if (!place.current) return;
      const isBeside = matchMedia(BESIDE).matches;
      setRoom({ width: place.current.clientWidth, height: isBeside ? innerHeight - HEAD : Number.POSITIVE_INFINITY });
    };
    measure();
    const observer = new ResizeObserver(measure);
    if (place.current) observer.observe(place.current);
    addEventListener('resize', measure);
    return () => {
      observer.disconnect();
      removeEventListener('resize', measure);
    };
  }, []);
  return { place, scale: Math.min(1, room.width / width, Math.max(SMALLEST, room.height / height)) };
}
