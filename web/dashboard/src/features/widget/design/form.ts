import type { useForm } from '@/lib/useForm';
import type { Values } from '../values';

/** What each card of the page is given. */
export type WidgetForm = ReturnType<typeof useForm<Values>>;
