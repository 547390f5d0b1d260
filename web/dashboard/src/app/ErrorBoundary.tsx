import { Component, type ErrorInfo, type ReactNode } from 'react';
import { Button } from '@/components/Button';

interface Props {
  /** Another one gives the page another try: its address. */
  place?: string;
  children: ReactNode;
}

interface State {
  failed: boolean;
}

/** Catches what a page throws, so that the rest of the dashboard stays. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { failed: false };

  static getDerivedStateFromError(): State {
    return { failed: true };
  }

  override componentDidCatch(error: Error, info: ErrorInfo) {
    console.error(error, info.componentStack);
  }

  override componentDidUpdate(before: Props) {
    if (this.state.failed && before.place !== this.props.place) this.setState({ failed: false });
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <div role="alert" className="mx-auto max-w-md px-4 py-20 text-center">
        <h1 className="text-lg font-semibold">This page could not be shown</h1>
        <p className="mt-1 text-soft">
          There may be a new version of the dashboard, or the connection broke off. Nothing you saved is lost.
        </p>
        <Button variant="primary" className="mt-5" onClick={() => location.reload()}>
          Reload
        </Button>
      </div>
    );
  }
}
