import { BookOpen, ChartColumn, House, type LucideIcon, MessageCircle, MessagesSquare, Settings } from 'lucide-react';

export interface Place {
  path: string;
  title: string;
  icon: LucideIcon;
}

/** The pages of a client, in the order of the sidebar. */
export const PLACES: readonly Place[] = [
  { path: 'overview', title: 'Overview', icon: House },
  { path: 'widget', title: 'Widget', icon: MessageCircle },
  { path: 'knowledge', title: 'Knowledge', icon: BookOpen },
  { path: 'conversations', title: 'Conversations', icon: MessagesSquare },
  { path: 'analytics', title: 'Analytics', icon: ChartColumn },
  { path: 'settings', title: 'Settings', icon: Settings },
];
