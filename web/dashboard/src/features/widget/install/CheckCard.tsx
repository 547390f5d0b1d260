import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/Button';
import { Card } from '@/components/Card';
import { ErrorNotice } from '@/components/ErrorNotice';
import { Field } from '@/components/Field';
import { Link } from '@/components/Link';
import { TextInput } from '@/components/TextInput';
import { allowsAny } from '@/lib/allowedDomains';
import { clientLinks } from '@/lib/clientLinks';
import { useClient } from '@/lib/currentClient';
import { useForm } from '@/lib/useForm';
import { type Check, useCheckPage } from '../api';
import { pageAddress } from './pageAddress';

/** Looks at a page of the organiser's, and says what to do. */
export function CheckCard() {
  const client = useClient();
  const check = useCheckPage(client.id);
  const [found, setFound] = useState<{ page: string; check: Check } | null>(null);
  const form = useForm({
    initial: { url: '' },
    validate: ({ url }) => (pageAddress(url) ? {} : { url: 'Give a page’s address, like conference.example.' }),
    submit: async ({ url }) => {
      const page = pageAddress(url)?.href ?? url;
      setFound(null);
      setFound({ page, check: await check.mutateAsync(page) });
    },
  });
  const page = pageAddress(form.values.url);
  const isRefused = page !== null && /\.\w/.test(page.hostname) && !allowsAny(client.allowedDomains, page.origin);
  return (
    <Card title="Is it installed?" description="We open a page of yours and look for the code.">
      <form {...form.props} className="grid gap-4">
        {form.error && <ErrorNotice title="The page could not be checked" error={form.error} />}
        <div className="flex flex-wrap items-start gap-3">
          <Field label="Address of a page" hideLabel error={form.errors.url} className="min-w-60 flex-1">
            <TextInput
              {...form.input('url')}
              type="url"
              inputMode="url"
              placeholder="https://conference.example/"
              autoComplete="url"
              autoCapitalize="none"
              spellCheck={false}
              maxLength={2000}
            />
          </Field>
          <Button type="submit" loading={form.busy}>
            Check
          </Button>
        </div>
        {isRefused && !found && (
          <p className="flex gap-2 text-warning-fg">
            <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
            <span>
              {page.host} is not among the <Link to={clientLinks.settings(client.id, 'domains')}>allowed domains</Link>:
              the chat will not open there.
            </span>
          </p>
        )}
        <div aria-live="polite">{found && <Result page={found.page} check={found.check} />}</div>
      </form>
    </Card>
  );
}

const TITLES: Record<Check['result'], string> = {
  installed: 'It is installed',
  other_key: 'Another client’s widget is installed',
  not_found: 'The widget is not on this page',
  unreachable: 'The page could not be opened',
  not_allowed: 'This site is not allowed yet',
};

function Result({ page, check }: { page: string; check: Check }) {
  const client = useClient();
  const good = check.result === 'installed';
  const Icon = good ? CircleCheck : check.result === 'unreachable' ? CircleAlert : TriangleAlert;
  return (
    <div
      className={`flex gap-3 rounded-lg border p-3.5 ${good ? 'border-success bg-success-tint text-success-fg' : 'border-warning bg-warning-tint text-warning-fg'}`}
    >
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0">
        <p className="font-semibold">{TITLES[check.result]}</p>
        <p className="text-[0.8125rem] wrap-anywhere">{page}</p>
        <p className="mt-1">{check.message}</p>
        {check.result === 'unreachable' && (
          <p className="mt-1">We look at it without logging in. If you see the chat there yourself, all is well.</p>
        )}
        {check.result === 'not_allowed' && (
          <Link
            to={clientLinks.settings(client.id, 'domains')}
            className="mt-1 inline-block text-warning-fg! underline"
          >
            Open the allowed domains
          </Link>
        )}
      </div>
    </div>
  );
}
