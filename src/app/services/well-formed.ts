/** Text that JSON can carry: a field that cuts at its length may leave half a character behind. */
import type { Answers } from "../../core/form/model.ts";

const loneSurrogate = /\p{Surrogate}/gu;

/** `String.prototype.toWellFormed`, which Chromium 109 lacks. */
export const wellFormed = (text: string): string => text.replaceAll(loneSurrogate, "\u{fffd}");

export const wellFormedAnswers = (answers: Answers): Answers =>
  Object.fromEntries(Object.entries(answers).map(([path, value]) => [path, wellFormed(value)]));
