import { lazy, Suspense } from 'react';
import { Navigate, Route, Routes } from 'react-router';
import { RequireSession } from '@/features/session/RequireSession';
import NotFoundPage from './NotFoundPage';
import { loadClientLayout, loadPage } from './pages';
import { ShellSkeleton } from './ShellSkeleton';

const LoginPage = lazy(() => import('@/features/session/LoginPage'));
const RegisterPage = lazy(() => import('@/features/session/RegisterPage'));
const HomePage = lazy(() => import('@/features/clients/HomePage'));
const UserLayout = lazy(() => import('./UserLayout'));
const AccountPage = lazy(() => import('@/features/account/Page'));
const ClientsPage = lazy(() => import('@/features/clients/ClientsPage'));
const ClientLayout = lazy(loadClientLayout);
const OverviewPage = lazy(() => loadPage('overview'));
const WidgetPage = lazy(() => loadPage('widget'));
const KnowledgePage = lazy(() => loadPage('knowledge'));
const ConversationsPage = lazy(() => loadPage('conversations'));
const AnalyticsPage = lazy(() => loadPage('analytics'));
const SettingsPage = lazy(() => loadPage('settings'));

/** Every address of the dashboard. Below `…/*` a feature has routes of its own. */
export const AppRoutes = () => (
  <Routes>
    <Route path="/login" element={<Alone page={LoginPage} />} />
    <Route path="/register" element={<Alone page={RegisterPage} />} />
    <Route element={<RequireSession />}>
      <Route path="/" element={<InShell page={HomePage} />} />
      <Route element={<InShell page={UserLayout} />}>
        <Route path="/settings/account" element={<AccountPage />} />
        <Route path="/settings/*" element={<Navigate to="/settings/account" replace />} />
        <Route path="/clients" element={<ClientsPage />} />
      </Route>
      <Route path="/clients/:clientId" element={<InShell page={ClientLayout} />}>
        <Route index element={<Navigate to="overview" replace />} />
        <Route path="overview" element={<OverviewPage />} />
        <Route path="widget/*" element={<WidgetPage />} />
        <Route path="knowledge/*" element={<KnowledgePage />} />
        <Route path="conversations/*" element={<ConversationsPage />} />
        <Route path="analytics/*" element={<AnalyticsPage />} />
        <Route path="settings/*" element={<SettingsPage />} />
        <Route path="*" element={<NotFoundPage inside />} />
      </Route>
    </Route>
    <Route path="*" element={<NotFoundPage />} />
  </Routes>
);

interface Lazy {
  page: React.LazyExoticComponent<() => React.ReactNode>;
}

const Alone = ({ page: Page }: Lazy) => (
  <Suspense fallback={null}>
    <Page />
  </Suspense>
);

const InShell = ({ page: Page }: Lazy) => (
  <Suspense fallback={<ShellSkeleton />}>
    <Page />
  </Suspense>
);
