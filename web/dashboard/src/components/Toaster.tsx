import { CircleAlert, CircleCheck, X } from 'lucide-react';
import { Toast as Radix } from 'radix-ui';
import { Button } from './Button';
import { toast, useToasts } from './toast';

/** Where toasts appear. Errors and those with an action stay longer. */
export default function Toaster() {
  const toasts = useToasts();
  return (
    <Radix.Provider label="Notification">
      {toasts.map(({ id, tone, title, text, action }) => (
        <Radix.Root
          key={id}
          type={tone === 'error' ? 'foreground' : 'background'}
          duration={tone === 'error' || action ? 10_000 : 5000}
          onOpenChange={(open) => !open && toast.close(id)}
          className="pointer-events-auto flex animate-rise items-start gap-3 rounded-lg border border-line bg-surface p-3.5 shadow-pop data-[swipe=move]:translate-x-(--radix-toast-swipe-move-x)"
        >
          {tone === 'error' ? (
            <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-danger-fg" />
          ) : (
            <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-success-fg" />
          )}
          <div className="min-w-0 flex-1">
            <Radix.Title className="font-medium">{title}</Radix.Title>
            {text && <Radix.Description className="mt-0.5 text-[0.8125rem] text-soft">{text}</Radix.Description>}
          </div>
          {action && (
            <Radix.Action asChild altText={action.label} onClick={action.run}>
              <Button size="small" className="-my-1">
                {action.label}
              </Button>
            </Radix.Action>
          )}
          <Radix.Close aria-label="Close" className="rounded-sm p-0.5 text-soft hover:text-fg">
            <X aria-hidden className="size-4" />
          </Radix.Close>
        </Radix.Root>
      ))}
      <Radix.Viewport className="pointer-events-none fixed right-0 bottom-0 z-50 flex w-full flex-col gap-2 p-4 pb-[max(1rem,env(safe-area-inset-bottom))] sm:max-w-sm" />
    </Radix.Provider>
  );
}
