/** The text search configurations of Postgres in words. */
const NAMES: Record<string, string> = {
  arabic: 'Arabic',
  armenian: 'Armenian',
  basque: 'Basque',
  catalan: 'Catalan',
  danish: 'Danish',
  dutch: 'Dutch',
  english: 'English',
  finnish: 'Finnish',
  french: 'French',
  german: 'German',
  greek: 'Greek',
  hindi: 'Hindi',
  hungarian: 'Hungarian',
  indonesian: 'Indonesian',
  irish: 'Irish',
  italian: 'Italian',
  lithuanian: 'Lithuanian',
  nepali: 'Nepali',
  norwegian: 'Norwegian',
  portuguese: 'Portuguese',
  romanian: 'Romanian',
  russian: 'Russian',
  serbian: 'Serbian',
  spanish: 'Spanish',
  swedish: 'Swedish',
  tamil: 'Tamil',
  turkish: 'Turkish',
  yiddish: 'Yiddish',
  simple: 'Another language',
};

/** All choices; an operator's own configuration is one, too, when it is chosen already. */
export function languageOptions(chosen: string) {
  const options = Object.entries(NAMES).map(([value, label]) => ({ value, label }));
  return chosen in NAMES ? options : [...options, { value: chosen, label: chosen }];
}
