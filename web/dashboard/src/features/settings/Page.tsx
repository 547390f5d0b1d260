import { Navigate, Route, Routes } from 'react-router';
import { SettingsFrame } from '@/components/SettingsFrame';
import { useClient } from '@/lib/currentClient';
import { AnswersPage } from './answers/AnswersPage';
import { DangerPage } from './DangerPage';
import { DirectusPage } from './DirectusPage';
import { DomainsPage } from './domains/DomainsPage';
import { GeneralPage } from './general/GeneralPage';
import { KeyPage } from './KeyPage';

export default function SettingsPage() {
  const client = useClient();
  return (
    <SettingsFrame client={client}>
      <Routes>
        <Route path="general" element={<GeneralPage />} />
        <Route path="key" element={<KeyPage />} />
        <Route path="domains" element={<DomainsPage />} />
        <Route path="answers" element={<AnswersPage />} />
        <Route path="directus" element={<DirectusPage />} />
        <Route path="danger" element={<DangerPage />} />
        <Route path="account" element={<Navigate to="/settings/account" replace />} />
        <Route path="*" element={<Navigate to={`/clients/${client.id}/settings/general`} replace />} />
      </Routes>
    </SettingsFrame>
  );
}
