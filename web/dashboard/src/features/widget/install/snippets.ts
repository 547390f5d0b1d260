/** Code that puts the widget on a page: docs/WIDGET.md. */

export interface Embed {
  origin: string;
  apiKey: string;
  /** Only where they are not the widget's own: so that the button is right from the first visit on. */
  color?: string;
  position?: string;
}

export const DEFAULTS = { color: '#3b82f6', position: 'bottom-right' };

export function embedOf(
  origin: string,
  apiKey: string,
  look: { primaryColor: string; position: string } | undefined,
): Embed {
  const color = look?.primaryColor.toLowerCase();
  return {
    origin,
    apiKey,
    ...(color && color !== DEFAULTS.color && { color }),
    ...(look && look.position !== DEFAULTS.position && { position: look.position }),
  };
}

const address = ({ origin }: Embed) => `${origin}/widget/v1/widget.js`;

const attributes = (embed: Embed): [name: string, value: string][] => [
  ['src', address(embed)],
  ['data-api-key', embed.apiKey],
  ...(embed.color ? [['data-initial-color', embed.color] as [string, string]] : []),
  ...(embed.position ? [['data-initial-position', embed.position] as [string, string]] : []),
];

const written = (embed: Embed, between = ' ') =>
  attributes(embed)
    .map(([name, value]) => `${name}="${value}"`)
    .join(between);

export const html = (embed: Embed) => `<script ${written(embed)} async></script>`;

const camel = (name: string) => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

export const react = (embed: Embed) => `import { useEffect } from 'react';

export function ConferenceChat() {
  useEffect(() => {
    const script = document.createElement('script');
    script.src = '${address(embed)}';
${attributes(embed)
  .filter(([name]) => name.startsWith('data-'))
  .map(([name, value]) => `    script.dataset.${camel(name.slice('data-'.length))} = '${value}';`)
  .join('\n')}
    script.async = true;
    document.head.append(script);
    return () => {
      script.remove();
      window.ConferenceChat?.destroy();
    };
  }, []);
  return null;
}`;

export const next = (embed: Embed) => `// app/layout.tsx
import Script from 'next/script';

export default function RootLayout({ children }) {
  return (
    <html lang="en">
      <body>
        {children}
        <Script
          ${written(embed, '\n          ')}
          strategy="afterInteractive"
        />
      </body>
    </html>
  );
}`;

export const wordpress = (embed: Embed) => `add_action('wp_footer', function () {
    echo '${html(embed)}';
});`;

/** Tag Manager drops attributes that it does not know, so the key goes into the global; the hints have no place there. */
export const tagManager = (embed: Embed) => `<script>
  window.ConferenceChatConfig = { apiKey: '${embed.apiKey}' };
  var script = document.createElement('script');
  script.src = '${address(embed)}';
  script.async = true;
  document.head.appendChild(script);
</script>`;

export const policy = ({ origin }: Embed) => `script-src ${origin};
connect-src ${origin};
img-src ${origin};`;
