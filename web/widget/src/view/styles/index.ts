/** All rules of the panel and the dressed button, for one sheet in the shadow root. */

import { BASE } from './base';
import { BUTTON } from './button';
import { COMPOSER } from './composer';
import { DEVICES } from './devices';
import { LAYOUT } from './layout';
import { MESSAGES } from './messages';
import { TEXT } from './text';

export const STYLES = [BUTTON, BASE, LAYOUT, MESSAGES, TEXT, COMPOSER, DEVICES].join('');
