/** Enough of a key to tell it from another: its kind and its end. */
export const maskedKey = (key: string) => `${key.slice(0, 8)}••••${key.slice(-4)}`;
