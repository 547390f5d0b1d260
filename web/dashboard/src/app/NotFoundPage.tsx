import { Link } from 'react-router';
import { Button } from '@/components/Button';
import { useDocumentTitle } from '@/lib/useDocumentTitle';

/** `inside` the frame of a client, which has the `<main>` already. */
export default function NotFoundPage({ inside = false }: { inside?: boolean }) {
  const Frame = inside ? 'div' : 'main';
  useDocumentTitle('Not found');
  return (
    <Frame className="flex min-h-[70dvh] flex-col items-center justify-center px-4 text-center">
      <h1 className="text-xl font-semibold">There is nothing here</h1>
      <p className="mt-1 max-w-md text-soft">
        The page does not exist, or it belongs to a client that is gone or that is not yours.
      </p>
      <Button asChild className="mt-5">
        <Link to="/">To your dashboard</Link>
      </Button>
    </Frame>
  );
}
