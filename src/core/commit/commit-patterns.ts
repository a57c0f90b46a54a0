import { isUtcTime } from '#core/time.ts';

/** Shapes of trailer and marker values. A value that does not match makes the whole block void. */
const blob = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
const change = /^\d{1,32}(?:,\d{1,32})*$/;

export const isTime = isUtcTime;
export const isBlob = (text: string): boolean => blob.test(text);
export const isChange = (text: string): boolean => change.test(text) || isBlob(text);
export const isAccount = (text: string): boolean => /^[0-9A-Za-z][0-9A-Za-z._-]{0,62}$/.test(text);
export const isEntryId = (text: string): boolean => /^\d{1,32}$/.test(text);
export const isActorId = (text: string): boolean => /^-?\d{1,32}$/.test(text);
export const isCount = (text: string): boolean => /^(?:0|[1-9]\d{0,14})$/.test(text);
export const isLogin = (text: string): boolean => /^[0-9A-Za-z][0-9A-Za-z_-]{0,99}(?:\[bot\])?$/.test(text);
/** A branch as git may name it; whether it exists is for git to say. */
export const isBranch = (text: string): boolean => /^[^\s~^:?*[\\]{1,250}$/.test(text);
export const isWord = (text: string): boolean => /^[0-9a-z][0-9a-z_-]{0,63}$/.test(text);
/** Name of a field of the API. */
export const isFieldName = (text: string): boolean => /^[A-Za-z0-9_-]{1,64}$/.test(text);
/** `actions-8839201-1`, `9f86d081884c-4711` */
export const isRunId = (text: string): boolean => /^(?:actions-\d{1,15}-\d{1,15}|[0-9a-f]{12}-\d{1,15})$/.test(text);
/** `v1,key:9f86d081,notification_webhook,macro.comment_value`: see `redactionFingerprint`. */
export const isFingerprint = (text: string): boolean => /^[0-9A-Za-z.,:_-]{1,2000}$/.test(text);
