import { QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import { BrowserRouter } from 'react-router';
import { LazyToaster } from '@/components/LazyToaster';
import { ErrorBoundary } from './ErrorBoundary';
import { createQueryClient } from './queryClient';
import { AppRoutes } from './routes';
import '@/lib/historyGuard';
// Follows the system's theme on every page.
import '@/lib/theme';

export function App() {
  const [queryClient] = useState(createQueryClient);
  return (
    <ErrorBoundary>
      <QueryClientProvider client={queryClient}>
        <BrowserRouter>
          <AppRoutes />
        </BrowserRouter>
        <LazyToaster />
      </QueryClientProvider>
    </ErrorBoundary>
  );
}
