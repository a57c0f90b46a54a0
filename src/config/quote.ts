import { toVisible } from '#text.ts';

/** A value as one short printable line inside a message, whatever stands in the file. */
export const quote = (value: unknown): string => toVisible(JSON.stringify(String(value).slice(0, 60)));
