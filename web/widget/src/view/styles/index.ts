/** All rules of the panel, for one sheet in the shadow root. */

import { BASE } from './base';
import { COMPOSER } from './composer';
import { DEVICES } from './devices';
import { LAYOUT } from './layout';
import { MESSAGES } from './messages';
import { TEXT } from './text';

export const STYLES = [BASE, LAYOUT, MESSAGES, TEXT, COMPOSER, DEVICES].join('');
